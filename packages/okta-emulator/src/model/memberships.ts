import { type App, type AppUser, isAssigned, sendsUsers, unknownAccount } from './app.ts';
import type { OktaGroup } from './group.ts';
import { appTarget, type Org, userTarget } from './org.ts';
import { mayHaveAccounts } from './user.ts';

/** "Everyone" has no membership records: it is everyone. */
export function* memberIds(org: Org, group: OktaGroup): Iterable<string> {
  yield* group.type === 'BUILT_IN' ? org.users.keys() : (org.members.get(group.id)?.keys() ?? []);
}

export const memberCount = (org: Org, group: OktaGroup): number =>
  group.type === 'BUILT_IN' ? org.users.size : (org.members.get(group.id)?.size ?? 0);

export function isMember(org: Org, groupId: string, userId: string): boolean {
  if (org.groups.get(groupId)?.type === 'BUILT_IN') return org.users.has(userId);
  return org.members.get(groupId)?.has(userId) ?? false;
}

/** A change of who is in a group: pushed groups and assignments follow. */
export function membershipChanged(org: Org, groupId: string, userId: string): void {
  const group = org.groups.get(groupId);
  if (group !== undefined) org.groups.set(groupId, { ...group, lastMembershipUpdated: org.now() });
  org.around.changed('group', groupId);
  queueGroupPushes(org, groupId);
  for (const app of org.apps.values()) {
    if (app.groupAssignments.some((assignment) => assignment.groupId === groupId)) refreshAssignment(org, app, userId);
  }
}

export function queueGroupPushes(org: Org, groupId: string): void {
  for (const mappingId of org.mappingsOfGroup.get(groupId) ?? []) {
    const mapping = org.pushMappings.get(mappingId);
    if (mapping?.active === true) org.queue(mapping.appId, 'group', mapping.id);
  }
}

/** Groups of the person that the application pushes: they follow when the account appears or goes. */
export function queueGroupsOf(org: Org, appId: string, userId: string): void {
  const queueOf = (groupId: string) => {
    for (const mappingId of org.mappingsOfGroup.get(groupId) ?? []) {
      const mapping = org.pushMappings.get(mappingId);
      if (mapping?.active === true && mapping.appId === appId) org.queue(appId, 'group', mapping.id);
    }
  };
  for (const groupId of org.groupsOf.get(userId) ?? []) queueOf(groupId);
  for (const groupId of org.builtInGroupIds) queueOf(groupId);
}

const emptyAppUser = (org: Org, appId: string, userId: string): AppUser => ({
  appId,
  userId,
  direct: false,
  viaGroupId: null,
  held: false,
  known: unknownAccount,
  pendingPassword: null,
  created: org.now(),
  lastUpdated: org.now(),
  lastSync: null,
  error: null,
});

/** The assigned group of the best priority that the person is in. */
function groupOfAssignment(org: Org, app: App, userId: string): string | null {
  for (const assignment of app.groupAssignments) {
    if (isMember(org, assignment.groupId, userId)) return assignment.groupId;
  }
  return null;
}

/**
 * Brings one person's assignment up to date with the groups and the person's status. `direct` sets or clears the
 * assignment by name. Whoever is assigned while provisioning is off waits for "Provision User".
 */
export function refreshAssignment(org: Org, app: App, userId: string, direct?: boolean): void {
  const user = org.users.get(userId);
  const before = org.appUsers.get(app.id)?.get(userId);
  const able = user !== undefined && mayHaveAccounts(user.status);
  // Okta forgets an assignment by name when the person is deactivated; groups assign again on return.
  const wantsDirect = able && (direct ?? before?.direct ?? false);
  const viaGroupId = able ? groupOfAssignment(org, app, userId) : null;
  if (before === undefined && !wantsDirect && viaGroupId === null) return;
  const base = before ?? emptyAppUser(org, app.id, userId);
  const wasAssigned = isAssigned(base);
  const next: AppUser = { ...base, direct: wantsDirect, viaGroupId, lastUpdated: org.now() };
  const assigned = isAssigned(next);
  if (before !== undefined && base.direct === next.direct && base.viaGroupId === viaGroupId) return;
  const held = assigned && (wasAssigned ? base.held : !createsUsers(app));
  org.setAppUser({ ...next, held, ...(assigned ? {} : { error: null }) });
  if (user !== undefined && assigned !== wasAssigned) logAssignment(org, app, user.id, assigned);
  if (!sendsUsers(app) || held) return;
  if (assigned !== wasAssigned) org.queue(app.id, 'user', userId);
}

const createsUsers = (app: App): boolean => sendsUsers(app) && app.toApp.createUsers;

function logAssignment(org: Org, app: App, userId: string, assigned: boolean): void {
  const user = org.users.get(userId);
  if (user === undefined) return;
  org.log(
    assigned ? 'application.user_membership.add' : 'application.user_membership.remove',
    assigned ? 'Add user to application membership' : 'Remove user’s application membership',
    [userTarget(user), appTarget(app)],
  );
}
