import type { AssignmentNode, Rule, RuleInput } from '../../data/blueprints.ts';
import type { LibraryItem } from '../../data/library.ts';

/** "User group is one of Sales, Support". */
export function ruleText(rule: Rule, inputs: readonly RuleInput[]): string {
  const input = inputs.find(({ id }) => id === rule.input);
  const operator = input?.operators.find(({ id }) => id === rule.operator)?.label ?? rule.operator;
  const values =
    rule.input === 'userGroup'
      ? rule.groups.map(({ name }) => name)
      : rule.values.map((value) => input?.choices.find((choice) => choice.value === value)?.label ?? value);
  return `${input?.label ?? rule.input} ${operator} ${values.join(', ') || '…'}`;
}

export const kindWords = { all: 'All Devices', if: 'If', elseIf: 'Else if', else: 'Else' } as const;

interface Known {
  readonly items: readonly LibraryItem[];
  readonly inputs: readonly RuleInput[];
}

/** What a node asks and what it gives, in words. */
export const wordsOf = ({ items, inputs }: Known) => ({
  rules: (node: AssignmentNode) => node.rules.map((rule) => ruleText(rule, inputs)),
  items: (node: AssignmentNode) => node.items.map((id) => items.find((item) => item.id === id)?.name ?? 'Removed item'),
});

export const outcomeWords = { taken: 'matches', notTaken: 'does not match', skipped: 'skipped' } as const;
