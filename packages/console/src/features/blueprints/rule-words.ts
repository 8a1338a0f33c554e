import type { Rule, RuleInput } from '../../data/blueprints.ts';

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
