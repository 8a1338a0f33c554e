import type { Decision, Dropped, MapChange, Problem, Rule, RuleOutcome } from '@rollcall/blueprint';
import type { Failure } from './failure.ts';

// The contract's shapes are plain arrays; these copy what the blueprint package hands out as readonly.

export const ruleShape = (rule: Rule) =>
  rule.input === 'userGroup'
    ? { input: rule.input, operator: rule.operator, groups: rule.groups.map((group) => ({ ...group })) }
    : { input: rule.input, operator: rule.operator, values: [...rule.values] };

export const changeShape = (change: MapChange) =>
  change.kind === 'rulesChanged'
    ? { ...change, from: change.from.map(ruleShape), to: change.to.map(ruleShape) }
    : { ...change };

const outcomesShape = (outcomes: readonly RuleOutcome[]) =>
  outcomes.map(({ rule, holds, actual, vanished }) => ({
    rule: ruleShape(rule),
    holds,
    actual: [...actual],
    vanished: [...vanished],
  }));

export const decisionsShape = (decisions: readonly Decision[]) =>
  decisions.map(({ blockId, nodeId, kind, outcome, rules }) => ({
    blockId,
    nodeId,
    kind,
    outcome,
    rules: outcomesShape(rules),
  }));

export const droppedShape = (dropped: readonly Dropped[], nameOf: (id: string) => string) =>
  dropped.map(({ itemId, nodeId, reason, by }) => ({
    id: itemId,
    name: nameOf(itemId),
    assignment_node_id: nodeId,
    reason,
    by: by && { id: by.itemId, name: nameOf(by.itemId), assignment_node_id: by.nodeId },
  }));

export const problemsShape = (problems: readonly Problem[]) => problems.map((problem) => ({ ...problem }));

/** Null when nothing keeps the map from being saved. */
export function invalidMap(problems: readonly Problem[]): Failure | null {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const [first] = errors;
  if (!first) return null;
  return {
    code: 'invalidMap',
    detail: first.message,
    issues: errors.map(({ nodeId, blockId, input, message }) => ({
      path: [nodeId ?? blockId, input].filter((part) => part !== null).join('.'),
      message,
    })),
  };
}
