import type { BasicCondition, GroupRuleStatus } from '../../model/group.ts';
import type { Person } from './people.ts';

// GET /rules → Page<Rule> · POST /rules RuleBody → Rule · GET /rules/:id → Rule · PUT /rules/:id RuleBody → Rule
// POST /rules/:id/activate · POST /rules/:id/deactivate → Rule · DELETE /rules/:id?removeUsers=true → {}
// POST /rules/preview RuleBody → RulePreview

export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly status: GroupRuleStatus;
  readonly basic: BasicCondition | null;
  /** The groups of a condition on group membership. */
  readonly memberOf: readonly { readonly id: string; readonly name: string }[];
  readonly expression: string;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly exceptions: readonly { readonly id: string; readonly name: string }[];
  readonly problem: string | null;
  readonly lastUpdated: string;
}
export interface RuleBody {
  readonly name: string;
  readonly condition: BasicCondition | { readonly kind: 'expression'; readonly text: string };
  readonly groupIds: readonly string[];
  readonly excludedUserIds?: readonly string[];
}
export interface RulePreview {
  readonly matches: number;
  readonly sample: readonly Person[];
}
