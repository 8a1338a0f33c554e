import { randomBytes } from 'node:crypto';
import { type App, type AppUser, isAssigned, isProvisioned, sendsUsers } from '../model/app.ts';
import { type MappedUser, mapUser } from '../model/mapping.ts';
import { memberIds } from '../model/memberships.ts';
import type { Org } from '../model/org.ts';
import type { PushMapping } from '../model/push-group.ts';
import type { DesiredGroup, DesiredMember } from '../plan/group.ts';
import type { DesiredUser } from '../plan/user.ts';

const nothing: MappedUser = { values: {}, absent: [] };

export function desiredUser(org: Org, app: App, account: AppUser): DesiredUser {
  const user = org.users.get(account.userId);
  const create = user === undefined ? nothing : mapUser(user, app.mappings, 'create');
  // Only what is mapped at creation alone makes a difference between the two.
  const same = app.mappings.every((mapping) => mapping.applyOn !== 'CREATE');
  const update = user === undefined || same ? create : mapUser(user, app.mappings, 'update');
  const field = app.integration?.uniqueIdField ?? 'userName';
  const matchValue = create.values[field] ?? create.values.userName;
  const actions = app.integration?.actions;
  return {
    externalId: account.userId,
    active: isAssigned(account) && !account.held,
    create,
    update: app.toApp.excludeUsernameUpdates ? withoutUserName(update) : update,
    newPassword: account.known.remoteId === null ? randomBytes(9).toString('base64url') : '',
    password: account.pendingPassword,
    matchField: field,
    matchValue: typeof matchValue === 'string' ? matchValue : '',
    may: {
      create: app.toApp.createUsers && actions?.pushNewUsers === true,
      update: app.toApp.updateUserAttributes && actions?.pushProfileUpdates === true,
      deactivate: app.toApp.deactivateUsers,
    },
  };
}

function withoutUserName(mapped: MappedUser): MappedUser {
  const { userName: _, ...values } = mapped.values;
  return { ...mapped, values };
}

/** A member is pushed only when the person has an account in the application. */
export function* pushableMembers(org: Org, mapping: PushMapping): Iterable<DesiredMember> {
  const group = org.groups.get(mapping.groupId);
  const accounts = org.appUsers.get(mapping.appId);
  if (group === undefined || accounts === undefined) return;
  for (const userId of memberIds(org, group)) {
    const account = accounts.get(userId);
    if (account === undefined || !isProvisioned(account) || account.known.remoteId === null) continue;
    yield { value: account.known.remoteId, display: org.users.get(userId)?.profile.login ?? '' };
  }
}

export function desiredGroup(org: Org, app: App, mapping: PushMapping): DesiredGroup {
  const group = org.groups.get(mapping.groupId);
  return {
    externalId: mapping.groupId,
    name: group?.name ?? mapping.known.name ?? '',
    // Decision 26: the assignment takes precedence, the group goes over without members.
    members: mapping.conflict ? [] : [...pushableMembers(org, mapping)],
    pushMembers: mapping.pushMembers,
    linkName: mapping.mode === 'LINK' ? mapping.linkName : null,
    rename: app.renameGroups,
    overwrite: mapping.overwrite,
    remove: mapping.unlinking === 'DELETE',
  };
}

export const sendsGroups = (app: App): boolean => sendsUsers(app) && app.integration?.actions.pushGroups === true;
