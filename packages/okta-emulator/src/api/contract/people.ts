import type { AppUserState } from '../../model/app.ts';
import type { LifecycleAction, UserProfile, UserStatus } from '../../model/user.ts';

// GET /people → Page<Person> (also ?status=) · POST /people NewPerson → PersonDetail
// GET /people/:id → PersonDetail · PUT /people/:id {profile} → PersonDetail · DELETE /people/:id → {outcome}
// POST /people/:id/lifecycle/:action → PersonDetail · POST /people/:id/password {password} → PersonDetail

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly email: string;
  readonly department: string | null;
  readonly title: string | null;
  readonly status: UserStatus;
}
export interface PersonDetail extends Person {
  readonly profile: UserProfile;
  readonly created: string;
  readonly lastUpdated: string;
  readonly actions: readonly LifecycleAction[];
  readonly groups: readonly PersonGroup[];
  readonly apps: readonly { readonly appId: string; readonly label: string; readonly state: AppUserState }[];
}
export interface PersonGroup {
  readonly id: string;
  readonly name: string;
  /** The application that decides who is in it. */
  readonly source: { readonly appId: string; readonly label: string } | null;
  readonly manual: boolean;
  readonly rules: readonly { readonly id: string; readonly name: string }[];
}
export interface NewPerson {
  readonly profile: Readonly<Record<string, string>>;
  readonly activate: boolean;
  readonly password?: string;
  readonly groupIds?: readonly string[];
}
