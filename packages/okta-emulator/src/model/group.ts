export interface OktaGroup {
  readonly id: string;
  readonly type: 'OKTA_GROUP' | 'APP_GROUP' | 'BUILT_IN';
  readonly name: string;
  readonly description: string | null;
  /** Of an app group: the application that it was imported from, and its id there. */
  readonly source?: { readonly appId: string; readonly remoteId: string };
  readonly created: string;
  readonly lastUpdated: string;
  readonly lastMembershipUpdated: string;
}

/** Why somebody is in a group: added by hand, by rules, or both. */
export interface Membership {
  readonly manual: boolean;
  readonly ruleIds: readonly string[];
}

export type GroupRuleStatus = 'ACTIVE' | 'INACTIVE' | 'INVALID';

/** The forms that the rule dialog offers besides a free expression. */
export type BasicCondition =
  | {
      readonly kind: 'attribute';
      readonly attribute: string;
      readonly operator: 'equals' | 'startsWith' | 'contains' | 'regex';
      readonly value: string;
    }
  | { readonly kind: 'groups'; readonly groupIds: readonly string[] };

export interface GroupRule {
  readonly id: string;
  readonly name: string;
  readonly status: GroupRuleStatus;
  /** What was chosen in the dialog, where it was not a free expression. */
  readonly basic: BasicCondition | null;
  readonly expression: string;
  readonly groupIds: readonly string[];
  readonly excludedUserIds: readonly string[];
  /** Why the rule is INVALID. */
  readonly problem: string | null;
  readonly created: string;
  readonly lastUpdated: string;
}

export const ruleLimits = { nameLength: 50, groups: 100, exceptions: 100, rules: 2000 } as const;

const quoted = (text: string) => JSON.stringify(text);

/** A basic condition is sugar: what runs is always an expression. */
export function conditionExpression(condition: BasicCondition): string {
  switch (condition.kind) {
    case 'groups':
      return `isMemberOfAnyGroup(${condition.groupIds.map(quoted).join(', ')})`;
    case 'attribute': {
      const attribute = `user.${condition.attribute}`;
      const value = quoted(condition.value);
      switch (condition.operator) {
        case 'equals':
          return `${attribute} == ${value}`;
        case 'startsWith':
          return `String.startsWith(${attribute}, ${value})`;
        case 'contains':
          return `String.stringContains(${attribute}, ${value})`;
        case 'regex':
          return `${attribute} matches ${value}`;
        default:
          return condition.operator satisfies never;
      }
    }
    default:
      return condition satisfies never;
  }
}
