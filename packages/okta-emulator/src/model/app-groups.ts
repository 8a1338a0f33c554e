import type { OktaGroup } from './group.ts';
import { applyRulesToEach } from './group-rules.ts';
import { deleteGroup } from './groups.ts';
import { membershipChanged } from './memberships.ts';
import { appTarget, type Org } from './org.ts';

/** A group as an application has it: its members by the application's own ids of accounts. */
export interface ForeignGroup {
  readonly remoteId: string;
  readonly name: string;
  readonly memberIds: readonly string[];
}

export const appGroupsOf = (org: Org, appId: string): OktaGroup[] =>
  [...org.groups.values()].filter((group) => group.source?.appId === appId);

/**
 * Import: the application's groups stand in the directory as app groups, with those of their members who are linked. The
 * application decides about them. A group that is pushed is the org's own and is not imported.
 */
export function importGroups(org: Org, appId: string, foreign: readonly ForeignGroup[]): void {
  const pushed = new Set([...org.pushMappings.values()].flatMap((m) => (m.appId === appId ? [m.known.remoteId] : [])));
  const wanted = new Map(foreign.filter(({ remoteId }) => !pushed.has(remoteId)).map((each) => [each.remoteId, each]));
  const known = new Map<string, OktaGroup>();
  for (const group of appGroupsOf(org, appId)) {
    const remoteId = group.source?.remoteId ?? '';
    if (wanted.has(remoteId)) known.set(remoteId, group);
    else deleteGroup(org, group.id);
  }
  const people = new Map<string, string>();
  for (const account of org.appUsers.get(appId)?.values() ?? []) {
    if (account.known.remoteId !== null) people.set(account.known.remoteId, account.userId);
  }
  for (const each of wanted.values()) {
    const group = known.get(each.remoteId) ?? newAppGroup(org, appId, each);
    if (group.name !== each.name) org.setGroup({ ...group, name: each.name, lastUpdated: org.now() });
    setMembers(org, group.id, new Set(each.memberIds.flatMap((id) => people.get(id) ?? [])));
  }
}

function newAppGroup(org: Org, appId: string, { remoteId, name }: ForeignGroup): OktaGroup {
  const now = org.now();
  const group: OktaGroup = {
    id: org.around.newId('00g'),
    type: 'APP_GROUP',
    name,
    description: null,
    source: { appId, remoteId },
    created: now,
    lastUpdated: now,
    lastMembershipUpdated: now,
  };
  org.setGroup(group);
  const app = org.apps.get(appId);
  org.log('application.provision.group.import', 'Import group from external application', [
    ...(app === undefined ? [] : [appTarget(app)]),
    { id: group.id, type: 'UserGroup', displayName: name, alternateId: 'unknown' },
  ]);
  return group;
}

function setMembers(org: Org, groupId: string, userIds: ReadonlySet<string>): void {
  const before = [...(org.members.get(groupId)?.keys() ?? [])];
  const left = before.filter((userId) => !userIds.has(userId));
  const came = [...userIds].filter((userId) => org.members.get(groupId)?.has(userId) !== true);
  for (const userId of left) org.setMembership(groupId, userId, null);
  for (const userId of came) org.setMembership(groupId, userId, { manual: true, ruleIds: [] });
  const moved = [...left, ...came];
  for (const userId of moved) membershipChanged(org, groupId, userId);
  applyRulesToEach(org, moved);
}
