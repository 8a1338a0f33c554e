import { namedGroupIds } from './expression/evaluate.ts';
import { parseExpression } from './expression/parse.ts';
import { type BasicCondition, conditionExpression, ruleLimits } from './group.ts';
import type { Org } from './org.ts';

export interface RuleInput {
  readonly name: string;
  readonly condition: BasicCondition | { readonly kind: 'expression'; readonly text: string };
  readonly groupIds: readonly string[];
  readonly excludedUserIds?: readonly string[] | undefined;
}

export function problemsOf(org: Org, input: RuleInput, expression: string): string[] {
  const problems: string[] = [];
  if (input.name.length < 1 || input.name.length > ruleLimits.nameLength) {
    problems.push(`name: must be between 1 and ${ruleLimits.nameLength} characters`);
  }
  if (input.groupIds.length < 1) problems.push('assignUserToGroups: name at least one group');
  if (input.groupIds.length > ruleLimits.groups)
    problems.push(`assignUserToGroups: at most ${ruleLimits.groups} groups`);
  if ((input.excludedUserIds?.length ?? 0) > ruleLimits.exceptions) {
    problems.push(`people.users.exclude: at most ${ruleLimits.exceptions} people`);
  }
  for (const id of input.groupIds) {
    const group = org.groups.get(id);
    if (group === undefined) problems.push(`groupIds: no group has the id ${id}`);
    else if (group.type !== 'OKTA_GROUP') problems.push(`groupIds: ${group.name} cannot be filled by a rule`);
  }
  const parsed = parseExpression(expression);
  if (!parsed.ok) problems.push(`expression: ${parsed.error.message} (at character ${parsed.error.at + 1})`);
  else {
    for (const id of namedGroupIds(parsed.value)) {
      if (!org.groups.has(id)) problems.push(`expression: no group has the id ${id}`);
    }
  }
  return problems;
}

export const expressionOf = (input: RuleInput): string =>
  input.condition.kind === 'expression' ? input.condition.text : conditionExpression(input.condition);
