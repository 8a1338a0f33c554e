/**
 * The JSON API behind the emulator's own web console: everything under `/admin/api`, types only, so that pages can
 * import it; each area has a file. Every request but `POST /admin/api/session` needs the session cookie
 * `okta_emulator_session`, which that request sets. Bodies are JSON. A refused request answers 4xx with `ApiProblem`.
 *
 * Lists take `?q=` (search), `?limit=` (default 50, at most 200) and `?after=` (the `next` of the page before).
 */
export type { AppUserState, DialectId, ProvisioningActions, SamlSettings, ToApp } from '../model/app.ts';
export type { BasicCondition, GroupRuleStatus } from '../model/group.ts';
export type { LogEvent } from '../model/log-event.ts';
export type { AttributeMapping } from '../model/mapping.ts';
export type { PushRule, PushStatus } from '../model/push-group.ts';
export type { TaskState } from '../model/task.ts';
export type { LifecycleAction, UserProfile, UserStatus } from '../model/user.ts';
export type * from './contract/apps.ts';
export type * from './contract/assignments.ts';
export type * from './contract/groups.ts';
export type * from './contract/import.ts';
export type * from './contract/people.ts';
export type * from './contract/provisioning.ts';
export type * from './contract/push-groups.ts';
export type * from './contract/reports.ts';
export type * from './contract/rules.ts';
export type * from './contract/running.ts';
export type * from './contract/session.ts';

export interface ApiProblem {
  readonly error: {
    readonly kind: 'invalid' | 'notFound' | 'conflict' | 'forbidden' | 'signedOut';
    readonly summary: string;
    readonly causes: readonly string[];
  };
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  /** Of all that match, not of this page. */
  readonly total: number;
}
