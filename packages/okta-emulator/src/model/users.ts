import { fail, ok, type Result } from '@rollcall/scim';
import { isAssigned, isProvisioned, sendsUsers } from './app.ts';
import { applyRulesTo } from './group-rules.ts';
import { membershipChanged, queueGroupPushes, refreshAssignment } from './memberships.ts';
import { type Org, userTarget } from './org.ts';
import { forbidden, invalid, notFound, type Problem } from './problem.ts';
import { taskId } from './task.ts';
import { type LifecycleAction, type OktaUser, parseProfile, transition, type UserStatus } from './user.ts';

export interface NewUser {
  readonly profile: Readonly<Record<string, unknown>>;
  readonly activate: boolean;
  readonly hasPassword: boolean;
  readonly groupIds?: readonly string[];
}

export const findUser = (org: Org, idOrLogin: string): OktaUser | undefined =>
  org.users.get(idOrLogin) ?? org.users.get(org.userByLogin.get(idOrLogin.toLowerCase()) ?? '');

function validate(org: Org, profile: Readonly<Record<string, unknown>>, except: string | null) {
  const parsed = parseProfile(profile);
  if (!parsed.ok) {
    const first = parsed.error[0]?.attribute ?? 'profile';
    return fail(invalid(`Api validation failed: ${first}`, ...parsed.error.map((problem) => problem.summary)));
  }
  const taken = org.userByLogin.get(parsed.value.login.toLowerCase());
  if (taken !== undefined && taken !== except) {
    return fail(
      invalid(
        'Api validation failed: login',
        'login: An object with this field already exists in the current organization',
      ),
    );
  }
  return parsed;
}

export function createUser(org: Org, input: NewUser): Result<OktaUser, Problem> {
  const profile = validate(org, input.profile, null);
  if (!profile.ok) return profile;
  for (const groupId of input.groupIds ?? []) if (!org.groups.has(groupId)) return fail(notFound('UserGroup', groupId));
  const now = org.now();
  // Without a password Okta waits for the person's first sign-in (PROVISIONED); accounts are made all the same.
  const status: UserStatus = !input.activate ? 'STAGED' : input.hasPassword ? 'ACTIVE' : 'PROVISIONED';
  const user: OktaUser = {
    id: org.around.newId('00u'),
    status,
    profile: profile.value,
    created: now,
    activated: input.activate ? now : null,
    statusChanged: input.activate ? now : null,
    lastLogin: null,
    lastUpdated: now,
    passwordChanged: input.hasPassword ? now : null,
  };
  org.setUser(user);
  org.log('user.lifecycle.create', 'Create Okta user', [userTarget(user)]);
  for (const groupId of input.groupIds ?? []) {
    org.setMembership(groupId, user.id, { manual: true, ruleIds: [] });
    membershipChanged(org, groupId, user.id);
  }
  applyRulesTo(org, user.id);
  everyoneChanged(org, user.id);
  return ok(user);
}

/** "Everyone" follows the people themselves. */
function everyoneChanged(org: Org, userId: string): void {
  for (const groupId of org.builtInGroupIds) queueGroupPushes(org, groupId);
  for (const app of org.apps.values()) refreshAssignment(org, app, userId);
}

export function updateUser(
  org: Org,
  id: string,
  profile: Readonly<Record<string, unknown>>,
  mode: 'merge' | 'replace',
): Result<OktaUser, Problem> {
  const user = findUser(org, id);
  if (user === undefined) return fail(notFound('User', id));
  if (user.status === 'DEPROVISIONED') return fail(forbidden('A deactivated user cannot be changed.'));
  const parsed = validate(org, mode === 'merge' ? { ...user.profile, ...profile } : profile, user.id);
  if (!parsed.ok) return parsed;
  if (JSON.stringify(parsed.value) === JSON.stringify(user.profile)) return ok(user);
  const next: OktaUser = { ...user, profile: parsed.value, lastUpdated: org.now() };
  org.setUser(next);
  org.log('user.account.update_profile', 'Update user profile for Okta', [userTarget(next)]);
  applyRulesTo(org, next.id);
  queueAccounts(org, next.id);
  return ok(next);
}

/** The person changed: every account that the org keeps up to date is looked at again. */
export function queueAccounts(org: Org, userId: string): void {
  for (const app of org.apps.values()) {
    const account = org.appUsers.get(app.id)?.get(userId);
    if (account === undefined || !sendsUsers(app) || account.held || !isAssigned(account)) continue;
    org.queue(app.id, 'user', userId);
  }
}

const messages: Record<LifecycleAction, readonly [event: string, message: string]> = {
  activate: ['user.lifecycle.activate', 'Activate Okta user'],
  reactivate: ['user.lifecycle.reactivate', 'Reactivate Okta user'],
  deactivate: ['user.lifecycle.deactivate', 'Deactivate Okta user'],
  suspend: ['user.lifecycle.suspend', 'Suspend Okta user'],
  unsuspend: ['user.lifecycle.unsuspend', 'Unsuspend Okta user'],
  unlock: ['user.account.unlock', 'Unlock Okta user account'],
  expire_password: ['user.account.expire_password', 'Expire password'],
  reset_password: ['user.account.reset_password', 'Reset password'],
};

export function lifecycle(org: Org, id: string, action: LifecycleAction): Result<OktaUser, Problem> {
  const user = findUser(org, id);
  if (user === undefined) return fail(notFound('User', id));
  const after = transition(user.status, action);
  // Whoever has no password yet chooses one first.
  const status = action === 'activate' && after !== null && user.passwordChanged === null ? 'PROVISIONED' : after;
  if (status === null) {
    return fail(forbidden(`This operation is not allowed in the user's current status (${user.status}).`));
  }
  const now = org.now();
  const next: OktaUser = {
    ...user,
    status,
    statusChanged: now,
    lastUpdated: now,
    ...(action === 'activate' ? { activated: now } : {}),
  };
  org.setUser(next);
  const [event, message] = messages[action];
  org.log(event, message, [userTarget(next)]);
  if (action === 'activate') applyRulesTo(org, next.id);
  if (action === 'activate' || action === 'deactivate') everyoneChanged(org, next.id);
  return ok(next);
}

/** A new password goes to the applications that sync it, once. */
export function setPassword(org: Org, id: string, password: string): Result<OktaUser, Problem> {
  const user = findUser(org, id);
  if (user === undefined) return fail(notFound('User', id));
  const now = org.now();
  const status =
    user.status === 'PROVISIONED' || user.status === 'PASSWORD_EXPIRED' || user.status === 'RECOVERY'
      ? 'ACTIVE'
      : user.status;
  const next: OktaUser = { ...user, status, passwordChanged: now, lastUpdated: now };
  org.setUser(next);
  org.log('user.account.update_password', 'User update password for Okta', [userTarget(next)]);
  for (const app of org.apps.values()) {
    const account = org.appUsers.get(app.id)?.get(user.id);
    if (account === undefined || !app.toApp.syncPassword || !sendsUsers(app) || !isProvisioned(account)) continue;
    org.setAppUser({ ...account, pendingPassword: password });
    org.queue(app.id, 'user', user.id);
  }
  return ok(next);
}

/** As in Okta: the first DELETE deactivates, the second one deletes. Nothing is sent for the second. */
export function deleteUser(org: Org, id: string): Result<'deactivated' | 'deleted', Problem> {
  const user = findUser(org, id);
  if (user === undefined) return fail(notFound('User', id));
  if (user.status !== 'DEPROVISIONED') {
    const result = lifecycle(org, user.id, 'deactivate');
    return result.ok ? ok('deactivated') : result;
  }
  for (const groupId of [...(org.groupsOf.get(user.id) ?? [])]) {
    org.setMembership(groupId, user.id, null);
    membershipChanged(org, groupId, user.id);
  }
  for (const app of org.apps.values()) {
    const account = org.appUsers.get(app.id)?.get(user.id);
    // A deactivation that is still on its way is sent; the record goes with its answer.
    if (account !== undefined && !org.tasks.has(taskId(app.id, 'user', user.id))) org.removeAppUser(app.id, user.id);
  }
  org.groupsOf.delete(user.id);
  org.removeUser(user);
  org.log('user.lifecycle.delete.completed', 'Delete Okta user', [userTarget(user)]);
  return ok('deleted');
}
