import type { Item, Subject } from './facts.ts';
import { inputs } from './input.ts';
import { type AssignmentMap, type AssignmentNode, index, pathsOf, rootId } from './map.ts';
import { matcherOf, type VanishedGroups } from './match.ts';
import { type Prepared, prepare, rawValue } from './prepared.ts';
import { type Dropped, type Placed, resolve } from './resolve.ts';
import { groupKey, type Rule } from './rule.ts';

export interface RuleOutcome {
  readonly rule: Rule;
  readonly holds: boolean;
  /** What the device or its user has for the input, as shown to people; empty where there is nothing. */
  readonly actual: readonly string[];
  /** Names of the rule's groups that no longer exist. */
  readonly vanished: readonly string[];
}

export interface Decision {
  readonly blockId: string;
  readonly nodeId: string;
  readonly kind: AssignmentNode['kind'];
  /** `skipped`: an earlier node of the block was taken. */
  readonly outcome: 'taken' | 'notTaken' | 'skipped';
  /** Empty for `else` and for skipped nodes. */
  readonly rules: readonly RuleOutcome[];
}

export interface AssignedItem extends Placed {
  /** Node ids from `all-devices` down to the node that holds the item. */
  readonly path: readonly string[];
}

export interface Evaluation {
  readonly items: readonly AssignedItem[];
  readonly dropped: readonly Dropped[];
  /** The nodes that were reached, from left to right. */
  readonly reached: readonly string[];
  /** In the order in which they were taken. Blocks under nodes that were not reached have none. */
  readonly decisions: readonly Decision[];
}

/** What a device gets, and why. The explained form of `CompiledMap.run`; their agreement is tested. */
export function evaluate(
  map: AssignmentMap,
  subject: Subject,
  items: readonly Item[],
  vanished: VanishedGroups = new Set(),
): Evaluation {
  const prepared = prepare(subject);
  const { node, block } = index(map);
  const reached: AssignmentNode[] = [];
  const decisions: Decision[] = [];
  const visit = (current: AssignmentNode): void => {
    reached.push(current);
    for (const blockId of current.blocks) {
      const taken = decide(
        blockId,
        (block(blockId)?.nodes ?? []).flatMap((id) => node(id) ?? []),
      );
      if (taken) visit(taken);
    }
  };
  const decide = (blockId: string, candidates: readonly AssignmentNode[]): AssignmentNode | null => {
    let taken: AssignmentNode | null = null;
    for (const candidate of candidates) {
      const rules = taken ? [] : candidate.rules.map((rule) => explainRule(rule, prepared, vanished));
      const holds = taken === null && rules.every((rule) => rule.holds);
      const outcome = taken ? 'skipped' : holds ? 'taken' : 'notTaken';
      decisions.push({ blockId, nodeId: candidate.id, kind: candidate.kind, outcome, rules });
      if (holds) taken = candidate;
    }
    return taken;
  };
  const root = node(rootId);
  if (root) visit(root);
  const placed = reached.flatMap((found) => found.items.map((itemId): Placed => ({ itemId, nodeId: found.id })));
  const catalogue = new Map(items.map((item) => [item.id, item]));
  const outcome = resolve(placed, subject.device.family, (id) => catalogue.get(id));
  const paths = pathsOf(map);
  return {
    items: outcome.items.map((item) => ({ ...item, path: paths.get(item.nodeId) ?? [] })),
    dropped: outcome.dropped,
    reached: reached.map((found) => found.id),
    decisions,
  };
}

/** One rule against one subject, with what was found there. */
export function explainRule(rule: Rule, subject: Prepared, vanished: VanishedGroups): RuleOutcome {
  return {
    rule,
    holds: matcherOf(rule, vanished)(subject),
    actual: actualOf(rule, subject),
    vanished:
      rule.input === 'userGroup'
        ? rule.groups.filter((group) => vanished.has(groupKey(group))).map((group) => group.name)
        : [],
  };
}

function actualOf(rule: Rule, { subject }: Prepared): readonly string[] {
  if (rule.input === 'userGroup') return subject.groups.map((group) => group.name);
  if (rule.input === 'tag') return subject.device.tags;
  const value = rawValue(subject, rule.input);
  if (value === null || value.trim() === '') return [];
  return [inputs[rule.input].choices.find((choice) => choice.value === value)?.label ?? value];
}
