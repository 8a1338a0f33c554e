import type { AssignmentMap, MapChange, RuleInput } from '../../data/blueprints.ts';
import { ruleText } from './rule-words.ts';

export interface ChangeNames {
  readonly itemName: (id: string) => string;
  readonly inputs: readonly RuleInput[];
}

const named = (label: string) => `“${label || 'Condition'}”`;
const rulesText = (rules: AssignmentMap['nodes'][number]['rules'], inputs: readonly RuleInput[]) =>
  rules.map((rule) => ruleText(rule, inputs)).join(' and ') || 'no rule';

/** One change of a map in words. */
export function changeText(change: MapChange, { itemName, inputs }: ChangeNames): string {
  switch (change.kind) {
    case 'nodeAdded':
      return `${named(change.label)} added`;
    case 'nodeRemoved':
      return `${named(change.label)} removed`;
    case 'nodeRenamed':
      return `${named(change.from)} renamed to ${named(change.to)}`;
    case 'rulesChanged':
      return `${named(change.label)}: from ${rulesText(change.from, inputs)} to ${rulesText(change.to, inputs)}`;
    case 'itemAdded':
      return `${itemName(change.itemId)} put on ${named(change.label)}`;
    case 'itemRemoved':
      return `${itemName(change.itemId)} taken off ${named(change.label)}`;
    case 'itemsReordered':
      return `Items of ${named(change.label)} put in another order`;
    case 'blocksReordered':
      return `Blocks below ${named(change.label)} put in another order`;
    case 'conditionsReordered':
      return 'Conditions of a block put in another order';
    case 'nodeMoved':
      return `${named(change.label)} moved to another block`;
    case 'blockAdded':
      return 'Block added';
    case 'blockRenamed':
      return `Block ${named(change.from || 'without a label')} renamed to ${named(change.to || 'nothing')}`;
    case 'blockRemoved':
      return 'Block removed';
    case 'blockMoved':
      return 'Block moved below another condition';
    default:
      return change satisfies never;
  }
}

/** What became of the nodes of the earlier map. */
export function marksOf(since: readonly MapChange[]): ReadonlyMap<string, string> {
  const marks = new Map<string, string>();
  for (const change of since)
    if ('nodeId' in change && change.kind !== 'nodeAdded')
      marks.set(change.nodeId, change.kind === 'nodeRemoved' ? 'removed since' : 'changed since');
  return marks;
}
