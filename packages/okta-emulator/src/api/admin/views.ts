import { type App, type AppUser, appUserState, isAssigned, isProvisioned } from '../../model/app.ts';
import type { GroupRule, OktaGroup } from '../../model/group.ts';
import { targetAttribute } from '../../model/mapping.ts';
import { memberCount, memberIds } from '../../model/memberships.ts';
import type { Org } from '../../model/org.ts';
import { type PushMapping, pushStatus } from '../../model/push-group.ts';
import { type Task, taskId } from '../../model/task.ts';
import { fullName, isLifecycleAction, type LifecycleAction, type OktaUser, transition } from '../../model/user.ts';
import { profiles } from '../../plan/profiles/index.ts';
import type { ApiContext } from '../context.ts';
import type * as contract from '../contract.ts';

export const person = (user: OktaUser): contract.Person => ({
  id: user.id,
  name: fullName(user),
  login: user.profile.login,
  email: user.profile.email,
  department: user.profile.department ?? null,
  title: user.profile.title ?? null,
  status: user.status,
});

/** What the search box looks at. */
export const personMatches = (user: OktaUser, q: string): boolean => {
  if (q === '') return true;
  const { login, email, firstName, lastName, displayName } = user.profile;
  return (
    `${firstName} ${lastName}`.toLowerCase().includes(q) ||
    login.toLowerCase().includes(q) ||
    email.toLowerCase().includes(q) ||
    (displayName?.toLowerCase().includes(q) ?? false)
  );
};

const actionOrder = [
  'activate',
  'reactivate',
  'suspend',
  'unsuspend',
  'unlock',
  'expire_password',
  'reset_password',
  'deactivate',
];

export function personDetail(org: Org, user: OktaUser): contract.PersonDetail {
  const actions = actionOrder
    .filter(isLifecycleAction)
    .filter((action: LifecycleAction) => transition(user.status, action));
  const groups = [...(org.groupsOf.get(user.id) ?? [])].flatMap((groupId): contract.PersonGroup[] => {
    const group = org.groups.get(groupId);
    const membership = org.members.get(groupId)?.get(user.id);
    if (group === undefined || membership === undefined) return [];
    const { id, name } = group;
    const rules = ruleNames(org, membership.ruleIds);
    return [{ id, name, source: sourceOf(org, group), manual: membership.manual, rules }];
  });
  const apps = [...org.apps.values()].flatMap((app) => {
    const account = org.appUsers.get(app.id)?.get(user.id);
    return account === undefined ? [] : [{ appId: app.id, label: app.label, state: appUserState(app, account) }];
  });
  const { profile, created, lastUpdated } = user;
  return { ...person(user), profile, created, lastUpdated, actions, groups: groups.sort(byName), apps };
}

export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name.localeCompare(b.name);

export const ruleNames = (org: Org, ids: readonly string[]) =>
  ids.flatMap((id) => {
    const rule = org.rules.get(id);
    return rule === undefined ? [] : [{ id, name: rule.name }];
  });

function sourceOf(org: Org, { source }: OktaGroup): contract.GroupItem['source'] {
  const app = source === undefined ? undefined : org.apps.get(source.appId);
  return app === undefined ? null : { appId: app.id, label: app.label };
}

export const groupItem = (org: Org, group: OktaGroup): contract.GroupItem => ({
  id: group.id,
  name: group.name,
  description: group.description,
  builtIn: group.type === 'BUILT_IN',
  source: sourceOf(org, group),
  members: memberCount(org, group),
  apps: [...org.apps.values()].filter((app) => app.groupAssignments.some((entry) => entry.groupId === group.id)).length,
});

export function groupDetail(org: Org, group: OktaGroup): contract.GroupDetail {
  const assignedApps = [...org.apps.values()]
    .filter((app) => app.groupAssignments.some((entry) => entry.groupId === group.id))
    .map((app) => ({ appId: app.id, label: app.label }));
  const pushedTo = [...(org.mappingsOfGroup.get(group.id) ?? [])].flatMap((id) => {
    const mapping = org.pushMappings.get(id);
    const app = mapping === undefined ? undefined : org.apps.get(mapping.appId);
    if (mapping === undefined || app === undefined) return [];
    return [{ appId: app.id, label: app.label, status: pushStatus(mapping) }];
  });
  const rules = [...org.rules.values()]
    .filter((rule) => rule.groupIds.includes(group.id))
    .map((rule) => ({ id: rule.id, name: rule.name, status: rule.status }));
  const { created, lastUpdated } = group;
  return { ...groupItem(org, group), created, lastUpdated, assignedApps, pushedTo, rules };
}

export const ruleView = (org: Org, rule: GroupRule): contract.Rule => ({
  id: rule.id,
  name: rule.name,
  status: rule.status,
  basic: rule.basic,
  memberOf:
    rule.basic?.kind === 'groups'
      ? rule.basic.groupIds.map((id) => ({ id, name: org.groups.get(id)?.name ?? '(deleted group)' }))
      : [],
  expression: rule.expression,
  groups: rule.groupIds.map((id) => ({ id, name: org.groups.get(id)?.name ?? '(deleted group)' })),
  exceptions: rule.excludedUserIds.flatMap((id) => {
    const user = org.users.get(id);
    return user === undefined ? [] : [{ id, name: fullName(user) }];
  }),
  problem: rule.problem,
  lastUpdated: rule.lastUpdated,
});

export function appItem(org: Org, app: App): contract.AppItem {
  let assignedPeople = 0;
  for (const account of org.appUsers.get(app.id)?.values() ?? []) if (isAssigned(account)) assignedPeople++;
  const { id, label, kind, status, provisioning } = app;
  return { id, label, kind, status, provisioning, assignedPeople };
}

export function appDetail(context: ApiContext, app: App): contract.AppDetail {
  const origin = context.origin();
  const saml = context.saml.endpoints(origin, app.id);
  return {
    ...appItem(context.engine.org, app),
    visibility: app.visibility,
    internalApp: app.internalApp,
    dialect: app.dialect,
    dialects: Object.values(profiles).map(({ id, label }) => ({ id, label })),
    canProvision: app.kind !== 'CATALOG',
    signOn: { saml: app.saml, ...saml, certificate: context.saml.certificate },
    integration: app.integration === null ? null : integrationView(app.integration),
    toApp: app.toApp,
    mappings: app.mappings.map((mapping) => ({
      ...mapping,
      label: targetAttribute(mapping.target)?.label ?? mapping.target,
    })),
    renameGroups: app.renameGroups,
    created: app.created,
    lastUpdated: app.lastUpdated,
  };
}

function integrationView(integration: NonNullable<App['integration']>): contract.IntegrationView {
  const { baseUrl, uniqueIdField, actions, auth } = integration;
  const oauth = auth.mode === 'OAUTH2' ? auth : null;
  return {
    baseUrl,
    uniqueIdField,
    actions,
    authMode: auth.mode,
    username: auth.mode === 'BASIC' ? auth.username : null,
    tokenEndpoint: oauth?.tokenEndpoint ?? null,
    authorizationEndpoint: oauth?.authorizationEndpoint ?? null,
    clientId: oauth?.clientId ?? null,
    hasSecret: true,
  };
}

export function assignedPerson(org: Org, app: App, account: AppUser): contract.AssignedPerson | null {
  const user = org.users.get(account.userId);
  if (user === undefined) return null;
  const group = account.viaGroupId === null ? undefined : org.groups.get(account.viaGroupId);
  const waiting = org.tasks.get(taskId(app.id, 'user', user.id));
  return {
    ...person(user),
    state: appUserState(app, account),
    assignedBy: account.direct ? 'Individual' : 'Group',
    viaGroup: group === undefined ? null : { id: group.id, name: group.name },
    externalId: account.known.remoteId,
    lastSync: account.lastSync,
    error: account.error ?? waiting?.error ?? null,
  };
}

const conflictNote =
  'This group is used to assign people to the application; the assignment takes precedence, so it is pushed without members.';

export function pushGroupView(org: Org, mapping: PushMapping): contract.PushGroup {
  const group = org.groups.get(mapping.groupId);
  const task = org.tasks.get(taskId(mapping.appId, 'group', mapping.id));
  const accounts = org.appUsers.get(mapping.appId);
  let pushedMembers = 0;
  if (group !== undefined && !mapping.conflict) {
    for (const userId of memberIds(org, group)) {
      const account = accounts?.get(userId);
      if (account !== undefined && isProvisioned(account)) pushedMembers++;
    }
  }
  return {
    id: mapping.id,
    groupId: mapping.groupId,
    groupName: group?.name ?? '(deleted group)',
    appGroupName: mapping.known.name,
    appGroupId: mapping.known.remoteId,
    mode: mapping.mode,
    byRule: mapping.ruleId === null ? null : (org.pushRules.get(mapping.ruleId)?.name ?? null),
    status: pushStatus(mapping),
    busy: task !== undefined && task.state !== 'FAILED',
    pushMembers: mapping.pushMembers,
    members: group === undefined ? 0 : memberCount(org, group),
    pushedMembers,
    lastPush: mapping.lastPush,
    note: mapping.error ?? task?.error ?? (mapping.conflict ? conflictNote : null),
  };
}

export function taskItem(org: Org, task: Task): contract.TaskItem {
  const mapping = task.subject === 'group' ? org.pushMappings.get(task.subjectId) : undefined;
  const user = org.users.get(task.subjectId);
  const groupName = mapping === undefined ? undefined : org.groups.get(mapping.groupId)?.name;
  return {
    id: task.id,
    appId: task.appId,
    appLabel: org.apps.get(task.appId)?.label ?? '',
    subject: task.subject,
    subjectId: task.subjectId,
    subjectName: groupName ?? (user === undefined ? task.subjectId : fullName(user)),
    state: task.state,
    attempts: task.attempts,
    due: task.state === 'WAITING' ? new Date(task.dueAt).toISOString() : null,
    created: task.created,
    error: task.error,
  };
}
