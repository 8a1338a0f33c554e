import { type InputId, inputs, operatorLabels, operatorsOf, takesSeveral } from './input.ts';
import { type AssignmentMap, type AssignmentNode, type ConditionalBlock, index, rootId } from './map.ts';
import type { Routing } from './routing.ts';
import { fold, type GroupRef, groupKey, type Rule } from './rule.ts';
import { parseVersion } from './version.ts';

export type ProblemCode =
  | 'missingRoot'
  | 'duplicateId'
  | 'unknownNode'
  | 'unknownBlock'
  | 'unreachable'
  | 'cycle'
  | 'usedTwice'
  | 'emptyBlock'
  | 'wrongKind'
  | 'emptyRule'
  | 'missingRules'
  | 'unexpectedRules'
  | 'repeatedInput'
  | 'wrongOperator'
  | 'wrongValue'
  | 'tooManyValues'
  | 'unknownGroup'
  | 'unknownItem'
  | 'repeatedItem'
  | 'unknownBlueprint'
  | 'tooLarge';

export interface Problem {
  readonly code: ProblemCode;
  /** A sentence for the person who edits the map. */
  readonly message: string;
  /** A warning does not keep a map from being saved. */
  readonly severity: 'error' | 'warning';
  readonly nodeId: string | null;
  readonly blockId: string | null;
  readonly input: InputId | null;
}

/** What a map may name. */
export interface Known {
  readonly hasItem: (id: string) => boolean;
  readonly hasBlueprint: (id: string) => boolean;
  readonly hasGroup: (ref: GroupRef) => boolean;
  /** Groups that may be missing: the version being replaced already named them. They give a warning. */
  readonly mayBeMissing: ReadonlySet<string>;
}

export const limits = { nodes: 1_000, depth: 20, values: 1_000, items: 1_000, routes: 500 } as const;

interface Where {
  readonly nodeId?: string;
  readonly blockId?: string;
  readonly input?: InputId;
}

const problem = (
  code: ProblemCode,
  message: string,
  where: Where,
  severity: 'error' | 'warning' = 'error',
): Problem => ({
  code,
  message,
  severity,
  nodeId: where.nodeId ?? null,
  blockId: where.blockId ?? null,
  input: where.input ?? null,
});

/** Empty when the map can be saved as it is. */
export function validate(map: AssignmentMap, known: Known): readonly Problem[] {
  if (map.nodes.length > limits.nodes)
    return [problem('tooLarge', `A map can hold ${limits.nodes} nodes; this one has ${map.nodes.length}.`, {})];
  return [
    ...duplicates(map),
    ...tree(map),
    ...map.blocks.flatMap((block) => checkBlock(block, map)),
    ...map.nodes.flatMap((node) => checkNode(node, known)),
  ];
}

function duplicates(map: AssignmentMap): readonly Problem[] {
  const found: Problem[] = [];
  const nodes = new Set<string>();
  for (const { id } of map.nodes) {
    if (nodes.has(id)) found.push(problem('duplicateId', `Two nodes have the id "${id}".`, { nodeId: id }));
    nodes.add(id);
  }
  const blocks = new Set<string>();
  for (const { id } of map.blocks) {
    if (blocks.has(id)) found.push(problem('duplicateId', `Two blocks have the id "${id}".`, { blockId: id }));
    blocks.add(id);
  }
  return found;
}

/** Each node and block hangs in exactly one place below the root. */
function tree(map: AssignmentMap): readonly Problem[] {
  const { node, block } = index(map);
  const root = node(rootId);
  if (root?.kind !== 'all')
    return [problem('missingRoot', 'The map has no All Devices node; it comes first and cannot be removed.', {})];
  const found: Problem[] = [];
  const done = new Set<string>();
  const enter = (id: string, above: readonly string[]): void => {
    const at = node(id);
    if (above.includes(id)) {
      found.push(problem('cycle', `Node "${label(at, id)}" is nested in itself.`, { nodeId: id }));
      return;
    }
    if (done.has(id)) {
      found.push(problem('usedTwice', `Node "${label(at, id)}" hangs in two places.`, { nodeId: id }));
      return;
    }
    done.add(id);
    if (above.length > limits.depth) {
      found.push(problem('tooLarge', `Blocks can be nested ${limits.depth} deep.`, { nodeId: id }));
      return;
    }
    for (const blockId of at?.blocks ?? []) {
      const next = block(blockId);
      if (!next) found.push(problem('unknownBlock', `Block "${blockId}" does not exist.`, { nodeId: id, blockId }));
      for (const nodeId of next?.nodes ?? [])
        if (node(nodeId)) enter(nodeId, [...above, id]);
        else found.push(problem('unknownNode', `Node "${nodeId}" does not exist.`, { nodeId, blockId }));
    }
  };
  enter(rootId, []);
  found.push(...detached(map, done));
  return found;
}

function detached(map: AssignmentMap, reached: ReadonlySet<string>): readonly Problem[] {
  const { node, block } = index(map);
  const loops = (start: string): boolean => {
    const seen = new Set<string>();
    const below = (id: string): boolean =>
      (node(id)?.blocks ?? []).some((blockId) =>
        (block(blockId)?.nodes ?? []).some((next) => {
          if (next === start) return true;
          if (seen.has(next)) return false;
          seen.add(next);
          return below(next);
        }),
      );
    return below(start);
  };
  return map.nodes
    .filter((at) => !reached.has(at.id))
    .map((at) =>
      loops(at.id)
        ? problem('cycle', `Node "${label(at, at.id)}" is nested in itself.`, { nodeId: at.id })
        : problem('unreachable', `Node "${label(at, at.id)}" hangs on no block.`, { nodeId: at.id }),
    );
}

const label = (node: AssignmentNode | undefined, id: string) => node?.label || id;

function checkBlock(block: ConditionalBlock, map: AssignmentMap): readonly Problem[] {
  if (block.nodes.length === 0)
    return [problem('emptyBlock', 'A conditional block needs an "if".', { blockId: block.id })];
  const { node } = index(map);
  const last = block.nodes.length - 1;
  return block.nodes.flatMap((nodeId, i): readonly Problem[] => {
    const kind = node(nodeId)?.kind;
    const where = { blockId: block.id, nodeId };
    if (kind === undefined) return [];
    if (i === 0 && kind !== 'if') return [problem('wrongKind', 'A block begins with "if".', where)];
    if (i > 0 && kind !== 'elseIf' && !(kind === 'else' && i === last))
      return [problem('wrongKind', 'After "if" come "else if" conditions, and at most one "else" at the end.', where)];
    return [];
  });
}

function checkNode(node: AssignmentNode, known: Known): readonly Problem[] {
  const where = { nodeId: node.id };
  const found: Problem[] = [];
  const conditional = node.kind === 'if' || node.kind === 'elseIf';
  if (conditional && node.rules.length === 0)
    found.push(problem('missingRules', `Condition "${label(node, node.id)}" has no rule.`, where));
  if (!conditional && node.rules.length > 0)
    found.push(problem('unexpectedRules', 'All Devices and "else" take no rules.', where));
  if (node.items.length > limits.items)
    found.push(problem('tooLarge', `A node can hold ${limits.items} Library Items.`, where));
  const seen = new Set<string>();
  for (const itemId of node.items) {
    if (seen.has(itemId)) found.push(problem('repeatedItem', 'Library Item already exists in Assignment Node', where));
    else if (!known.hasItem(itemId))
      found.push(problem('unknownItem', `Library Item "${itemId}" does not exist.`, where));
    seen.add(itemId);
  }
  return [...found, ...checkRules(node.rules, known, where)];
}

/** A rule set by itself: for nodes, routes, and the rule editor's live count. */
export function checkRules(rules: readonly Rule[], known: Known, where: Where = {}): readonly Problem[] {
  const seen = new Set<InputId>();
  return rules.flatMap((rule) => {
    const at = { ...where, input: rule.input };
    const repeated = seen.has(rule.input)
      ? [problem('repeatedInput', `${inputs[rule.input].label} appears twice; put its values in one rule.`, at)]
      : [];
    seen.add(rule.input);
    return [...repeated, ...checkRule(rule, known, at)];
  });
}

function checkRule(rule: Rule, known: Known, where: Where): readonly Problem[] {
  const { label: name, type } = inputs[rule.input];
  if (!operatorsOf[type].includes(rule.operator))
    return [problem('wrongOperator', `${name} cannot be compared with "${operatorLabels[rule.operator]}".`, where)];
  const values: readonly unknown[] = rule.input === 'userGroup' ? rule.groups : rule.values;
  if (values.length === 0) return [problem('emptyRule', `${name} has no value to compare with.`, where)];
  if (values.length > limits.values) return [problem('tooLarge', `A rule can hold ${limits.values} values.`, where)];
  if (values.length > 1 && !takesSeveral.has(rule.operator))
    return [
      problem('tooManyValues', `"${operatorLabels[rule.operator]}" takes one value; use "is one of" for more.`, where),
    ];
  return rule.input === 'userGroup'
    ? rule.groups.flatMap((group) => checkGroup(group, known, where))
    : rule.values.flatMap((value) => checkValue(rule.input, value, known, where));
}

function checkGroup(group: GroupRef, known: Known, where: Where): readonly Problem[] {
  if (known.hasGroup(group)) return [];
  const severity = known.mayBeMissing.has(groupKey(group)) ? 'warning' : 'error';
  const message =
    severity === 'warning'
      ? `Group "${group.name}" no longer exists; the rule holds for nobody until a group of that name arrives.`
      : `Group "${group.name}" does not exist.`;
  return [problem('unknownGroup', message, where, severity)];
}

function checkValue(id: InputId, value: string, known: Known, where: Where): readonly Problem[] {
  const { label: name, type, choices } = inputs[id];
  if (fold(value) === '') return [problem('emptyRule', `${name} has a value that is blank.`, where)];
  switch (type) {
    case 'choice':
      if (choices.some((choice) => choice.value === value)) return [];
      return [problem('wrongValue', `"${value}" is not a ${name.toLowerCase()} that exists.`, where)];
    case 'version':
      return parseVersion(value) ? [] : [problem('wrongValue', `"${value}" is not a version such as 15.1.`, where)];
    case 'record':
      return known.hasBlueprint(value)
        ? []
        : [problem('unknownBlueprint', 'The rule names a blueprint that does not exist.', where)];
    case 'text':
    case 'list':
    case 'group':
      return [];
    default:
      return type satisfies never;
  }
}

/** Routes pick the blueprint, so they cannot ask for it. `nodeId` of a problem is the route's id. */
export function validateRouting(routing: Routing, known: Known): readonly Problem[] {
  const found: Problem[] = [];
  if (routing.routes.length > limits.routes)
    found.push(problem('tooLarge', `Blueprint Routing can hold ${limits.routes} routes.`, {}));
  const seen = new Set<string>();
  for (const route of routing.routes) {
    const where = { nodeId: route.id };
    if (seen.has(route.id)) found.push(problem('duplicateId', `Two routes have the id "${route.id}".`, where));
    seen.add(route.id);
    if (route.rules.length === 0) found.push(problem('missingRules', `Route "${route.label}" has no rule.`, where));
    if (route.rules.some((rule) => rule.input === 'blueprint'))
      found.push(problem('wrongOperator', 'A route cannot ask for the blueprint: it picks it.', where));
    if (!known.hasBlueprint(route.blueprintId))
      found.push(problem('unknownBlueprint', `Route "${route.label}" names a blueprint that does not exist.`, where));
    found.push(...checkRules(route.rules, known, where));
  }
  if (routing.fallbackBlueprintId !== null && !known.hasBlueprint(routing.fallbackBlueprintId))
    found.push(problem('unknownBlueprint', 'The fallback names a blueprint that does not exist.', {}));
  return found;
}
