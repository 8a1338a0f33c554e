import type { InputId, Operator } from './input.ts';

/** A group as a rule names it. The id decides; the name is shown, and heals the rule when the group comes back with a new id. */
export interface GroupRef {
  readonly integrationId: string;
  readonly groupId: string;
  readonly name: string;
}

export interface GroupRule {
  readonly input: 'userGroup';
  readonly operator: Operator;
  readonly groups: readonly GroupRef[];
}

export interface ValueRule {
  readonly input: Exclude<InputId, 'userGroup'>;
  readonly operator: Operator;
  readonly values: readonly string[];
}

export type Rule = GroupRule | ValueRule;

export const groupKey = (ref: { readonly integrationId: string; readonly groupId: string }) =>
  `${ref.integrationId}/${ref.groupId}`;

/** How texts are compared: without case, composed, blanks trimmed. */
export const fold = (text: string) => text.trim().normalize('NFC').toLowerCase();
