import { fail, ok, type Result } from '@rollcall/scim';
import type { OktaGroup } from './group.ts';
import { applyRulesTo, applyRulesToEach, invalidateRulesOf } from './group-rules.ts';
import { membershipChanged, refreshAssignment } from './memberships.ts';
import { groupTarget, type Org, userTarget } from './org.ts';
import { forbidden, invalid, notFound, type Problem } from './problem.ts';
import { applyPushRules, groupRenamed } from './push-groups.ts';

/** The org's own group of that name; app groups may share names with it and with each other. */
export function findGroupByName(org: Org, name: string): OktaGroup | undefined {
  for (const group of org.groups.values()) {
    if (group.type !== 'APP_GROUP' && group.name.toLowerCase() === name.toLowerCase()) return group;
  }
  return undefined;
}

/** Why a group's name or members cannot be changed here. */
function foreignProblem(org: Org, group: OktaGroup): Problem | null {
  if (group.type !== 'APP_GROUP') return null;
  const label = org.apps.get(group.source?.appId ?? '')?.label ?? 'an application';
  return forbidden(`${group.name} was imported from ${label}, which decides about it.`);
}

function nameProblem(org: Org, name: string, except: string | null): Problem | null {
  if (name.trim() === '') return invalid('Api validation failed: name', 'name: The field cannot be left blank');
  if (name.length > 255) return invalid('Api validation failed: name', 'name: The field is too long');
  const taken = findGroupByName(org, name);
  if (taken !== undefined && taken.id !== except) {
    return invalid(
      'Api validation failed: name',
      'name: An object with this field already exists in the current organization',
    );
  }
  return null;
}

export function createGroup(org: Org, name: string, description: string | null): Result<OktaGroup, Problem> {
  const problem = nameProblem(org, name, null);
  if (problem !== null) return fail(problem);
  const now = org.now();
  const group: OktaGroup = {
    id: org.around.newId('00g'),
    type: 'OKTA_GROUP',
    name,
    description,
    created: now,
    lastUpdated: now,
    lastMembershipUpdated: now,
  };
  org.setGroup(group);
  org.log('group.lifecycle.create', 'Create Okta group', [groupTarget(group)]);
  applyPushRules(org, group);
  return ok(group);
}

export function updateGroup(
  org: Org,
  id: string,
  change: { readonly name: string; readonly description: string | null },
): Result<OktaGroup, Problem> {
  const group = org.groups.get(id);
  if (group === undefined) return fail(notFound('UserGroup', id));
  if (group.type === 'BUILT_IN') return fail(forbidden('The built-in group cannot be changed.'));
  const problem = foreignProblem(org, group) ?? nameProblem(org, change.name, id);
  if (problem !== null) return fail(problem);
  const next: OktaGroup = { ...group, name: change.name, description: change.description, lastUpdated: org.now() };
  org.setGroup(next);
  org.log('group.profile.update', 'Group profile update', [groupTarget(next)]);
  if (next.name !== group.name) groupRenamed(org, next);
  return ok(next);
}

export function deleteGroup(org: Org, id: string): Result<null, Problem> {
  const group = org.groups.get(id);
  if (group === undefined) return fail(notFound('UserGroup', id));
  if (group.type === 'BUILT_IN') return fail(forbidden('The built-in group cannot be deleted.'));
  for (const app of org.apps.values()) {
    if (!app.groupAssignments.some((assignment) => assignment.groupId === id)) continue;
    org.setApp({ ...app, groupAssignments: app.groupAssignments.filter((assignment) => assignment.groupId !== id) });
  }
  const memberIds = [...(org.members.get(id)?.keys() ?? [])];
  for (const userId of memberIds) org.setMembership(id, userId, null);
  org.members.delete(id);
  org.groups.delete(id);
  org.around.changed('group', id);
  for (const mapping of [...org.pushMappings.values()]) {
    if (mapping.groupId === id) {
      org.removeTask(`${mapping.appId}.group.${mapping.id}`);
      org.removeMapping(mapping);
    }
  }
  invalidateRulesOf(org, id, group.name);
  for (const userId of memberIds) {
    for (const app of org.apps.values()) refreshAssignment(org, app, userId);
  }
  applyRulesToEach(org, memberIds);
  org.log('group.lifecycle.delete', 'Delete Okta group', [groupTarget(group)]);
  return ok(null);
}

export function addMember(org: Org, groupId: string, userId: string): Result<null, Problem> {
  const group = org.groups.get(groupId);
  const user = org.users.get(userId);
  if (group === undefined) return fail(notFound('UserGroup', groupId));
  if (user === undefined) return fail(notFound('User', userId));
  if (group.type === 'BUILT_IN') return fail(forbidden('Everyone is in this group already.'));
  const foreign = foreignProblem(org, group);
  if (foreign !== null) return fail(foreign);
  const before = org.members.get(groupId)?.get(userId);
  if (before?.manual === true) return ok(null);
  org.setMembership(groupId, userId, { manual: true, ruleIds: before?.ruleIds ?? [] });
  if (before !== undefined) return ok(null);
  membershipChanged(org, groupId, userId);
  org.log('group.user_membership.add', 'Add user to group membership', [userTarget(user), groupTarget(group)]);
  applyRulesTo(org, userId);
  return ok(null);
}

/** Removing by hand somebody whom a rule put there makes that person an exception of the rule. */
export function removeMember(org: Org, groupId: string, userId: string): Result<null, Problem> {
  const group = org.groups.get(groupId);
  const user = org.users.get(userId);
  if (group === undefined) return fail(notFound('UserGroup', groupId));
  if (user === undefined) return fail(notFound('User', userId));
  if (group.type === 'BUILT_IN') return fail(forbidden('Nobody can leave this group.'));
  const foreign = foreignProblem(org, group);
  if (foreign !== null) return fail(foreign);
  const before = org.members.get(groupId)?.get(userId);
  if (before === undefined) return ok(null);
  for (const ruleId of before.ruleIds) {
    const rule = org.rules.get(ruleId);
    if (rule !== undefined && !rule.excludedUserIds.includes(userId)) {
      org.setRule({ ...rule, excludedUserIds: [...rule.excludedUserIds, userId] });
    }
  }
  org.setMembership(groupId, userId, null);
  membershipChanged(org, groupId, userId);
  org.log('group.user_membership.remove', 'Remove user from group membership', [userTarget(user), groupTarget(group)]);
  applyRulesTo(org, userId);
  return ok(null);
}
