import type { PushRule, PushStatus } from '../../model/push-group.ts';

// GET /apps/:id/push-groups → Page<PushGroup> (also ?status=) · POST /apps/:id/push-groups NewPushGroup → PushGroup
//   409 with the explanation where the group is used for assignment; send again with acceptConflict: true
// POST /apps/:id/push-groups/:mappingId/push-now · …/activate · …/deactivate → PushGroup
// POST /apps/:id/push-groups/:mappingId/unlink {deleteInApp} → {}
// GET /apps/:id/push-groups/candidates?q= → {items: PushCandidate[]} · PUT /apps/:id/push-settings {renameGroups} → AppDetail
// GET /apps/:id/app-groups?q= → {items: AppGroup[]}: groups that exist in the application, for Link Group
// GET /apps/:id/push-rules → {items: PushRule[]} · POST /apps/:id/push-rules NewPushRule → PushRule · DELETE …/:ruleId → {}

export interface PushGroup {
  readonly id: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly appGroupName: string | null;
  readonly appGroupId: string | null;
  readonly mode: 'CREATE' | 'LINK';
  readonly byRule: string | null;
  readonly status: PushStatus;
  /** Being sent, or waiting for its turn. */
  readonly busy: boolean;
  readonly pushMembers: boolean;
  readonly members: number;
  /** Members of the group that have an account in the application. */
  readonly pushedMembers: number;
  readonly lastPush: string | null;
  /** A failure, or why no members are pushed. */
  readonly note: string | null;
}
export interface NewPushGroup {
  readonly groupId: string;
  readonly mode: 'CREATE' | 'LINK';
  readonly linkName?: string;
  readonly pushMembers: boolean;
  readonly acceptConflict: boolean;
}
export interface PushCandidate {
  readonly id: string;
  readonly name: string;
  readonly members: number;
  readonly usedForAssignment: boolean;
  /** A group of that name is in the application: Okta then offers to link. `null` where the application cannot be asked. */
  readonly existsInApp: boolean | null;
}
export interface AppGroup {
  readonly id: string;
  readonly name: string;
}
export type NewPushRule = Pick<PushRule, 'name' | 'condition' | 'text' | 'pushMembers'>;
