import type { GroupRuleStatus } from '../../model/group.ts';
import type { PushStatus } from '../../model/push-group.ts';
import type { Person } from './people.ts';

// GET /groups → Page<GroupItem> (also ?own=true: those that rules can fill and pushes can take) · POST /groups GroupInput → GroupDetail
// GET /groups/:id → GroupDetail · PUT /groups/:id GroupInput → GroupDetail · DELETE /groups/:id → {}
// GET /groups/:id/members → Page<Member> · PUT, DELETE /groups/:id/members/:userId → {}
// GET /groups/:id/candidates → Page<Person>: people who are not in the group

export interface GroupItem {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly builtIn: boolean;
  /** Of an app group: where it was imported from. */
  readonly source: { readonly appId: string; readonly label: string } | null;
  readonly members: number;
  readonly apps: number;
}
export interface GroupDetail extends GroupItem {
  readonly created: string;
  readonly lastUpdated: string;
  readonly assignedApps: readonly { readonly appId: string; readonly label: string }[];
  readonly pushedTo: readonly { readonly appId: string; readonly label: string; readonly status: PushStatus }[];
  readonly rules: readonly { readonly id: string; readonly name: string; readonly status: GroupRuleStatus }[];
}
export interface GroupInput {
  readonly name: string;
  readonly description: string | null;
}
export interface Member extends Person {
  readonly manual: boolean;
  readonly rules: readonly { readonly id: string; readonly name: string }[];
}
