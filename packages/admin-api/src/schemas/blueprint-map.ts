import { z } from 'zod';
import { valueInputs } from '../value-inputs.ts';
import { id } from './common.ts';

/** The same words as the blueprint package has; a test compares them. */
export const operators = [
  'is',
  'isNot',
  'isOneOf',
  'isNotOneOf',
  'contains',
  'doesNotContain',
  'greaterThan',
  'greaterOrEqual',
  'lessThan',
  'lessOrEqual',
] as const;
export const familyNames = ['mac', 'iphone', 'ipad', 'appletv', 'vision', 'windows', 'android'] as const;
export const chipNames = ['appleSilicon', 'intel', 'arm', 'amd'] as const;
export const enrollmentNames = ['automated', 'manual', 'user'] as const;

/** Chosen by whoever draws the map; unique in it. */
const elementId = z.string().min(1).max(100);
const operator = z.enum(operators);

export const groupRef = z.object({ integrationId: id, groupId: id, name: z.string().max(1_000) });
export const rule = z.union([
  z.object({ input: z.literal('userGroup'), operator, groups: z.array(groupRef).max(1_000) }),
  z.object({ input: z.enum(valueInputs), operator, values: z.array(z.string().max(500)).max(1_000) }),
]);

export const assignmentNode = z.object({
  id: elementId,
  kind: z.enum(['all', 'if', 'elseIf', 'else']),
  label: z.string().max(200),
  rules: z.array(rule).max(50),
  /** Ids of Library Items from left to right. */
  items: z.array(z.string().max(100)).max(1_000),
  /** Ids of the blocks that hang on the node, from left to right. */
  blocks: z.array(elementId).max(1_000),
});
export const assignmentMap = z.object({
  nodes: z.array(assignmentNode).max(2_000),
  blocks: z
    .array(z.object({ id: elementId, label: z.string().max(200), nodes: z.array(elementId).max(1_000) }))
    .max(2_000),
});

const atNode = { nodeId: z.string(), label: z.string() };
const atBlock = { blockId: z.string() };
/** What was done between two versions of a map. */
export const mapChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nodeAdded'), ...atNode }),
  z.object({ kind: z.literal('nodeRemoved'), ...atNode }),
  z.object({ kind: z.literal('nodeRenamed'), nodeId: z.string(), from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('rulesChanged'), ...atNode, from: z.array(rule), to: z.array(rule) }),
  z.object({ kind: z.literal('itemAdded'), ...atNode, itemId: z.string() }),
  z.object({ kind: z.literal('itemRemoved'), ...atNode, itemId: z.string() }),
  z.object({ kind: z.literal('itemsReordered'), ...atNode }),
  z.object({ kind: z.literal('blocksReordered'), ...atNode }),
  z.object({ kind: z.literal('conditionsReordered'), ...atBlock }),
  z.object({ kind: z.literal('nodeMoved'), ...atNode, toBlockId: z.string() }),
  z.object({ kind: z.literal('blockAdded'), ...atBlock }),
  z.object({ kind: z.literal('blockRenamed'), ...atBlock, from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('blockRemoved'), ...atBlock }),
  z.object({ kind: z.literal('blockMoved'), ...atBlock, toNodeId: z.string() }),
]);

export const route = z.object({
  id: elementId,
  label: z.string().max(200),
  rules: z.array(rule).max(50),
  blueprintId: id,
});
export const routing = z.object({ routes: z.array(route).max(500), fallbackBlueprintId: id.nullable() });

export const problem = z.object({
  code: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
  nodeId: z.string().nullable(),
  blockId: z.string().nullable(),
  input: z.string().nullable(),
});

export const ruleOutcome = z.object({
  rule,
  holds: z.boolean(),
  /** What the device or its user has for the input. */
  actual: z.array(z.string()),
  vanished: z.array(z.string()),
});
const outcome = z.enum(['taken', 'notTaken', 'skipped']);
export const decision = z.object({
  blockId: z.string(),
  nodeId: z.string(),
  kind: z.enum(['all', 'if', 'elseIf', 'else']),
  outcome,
  rules: z.array(ruleOutcome),
});
