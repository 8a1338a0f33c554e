import { fail, ok, type Result } from '@rollcall/scim';
import { type App, type AppKind, type Integration, isAssigned, noToApp, type SamlSettings, sendsUsers } from './app.ts';
import { appGroupsOf } from './app-groups.ts';
import { parseExpression } from './expression/parse.ts';
import { deleteGroup } from './groups.ts';
import { type AttributeMapping, defaultMappings, targetAttribute } from './mapping.ts';
import { memberIds, refreshAssignment } from './memberships.ts';
import { appTarget, groupTarget, type Org } from './org.ts';
import { conflict, invalid, notFound, type Problem } from './problem.ts';

export interface NewApp {
  readonly kind: AppKind;
  readonly label: string;
  readonly hideFromUsers: boolean;
  readonly internalApp: boolean;
  readonly saml: SamlSettings;
}

export const defaultSaml: SamlSettings = {
  ssoUrl: '',
  audience: '',
  defaultRelayState: '',
  nameIdFormat: 'unspecified',
  userNameExpression: 'user.login',
  attributeStatements: [],
};

export function createApp(org: Org, input: NewApp): Result<App, Problem> {
  if (input.label.trim() === '')
    return fail(invalid('Api validation failed: label', 'label: The field cannot be left blank'));
  // The two URLs are placeholders while single sign-on is not used, but they have to be there.
  if (input.kind === 'AIW_SAML' && (!input.saml.ssoUrl || !input.saml.audience)) {
    return fail(
      invalid(
        'Api validation failed: settings.signOn',
        ...(input.saml.ssoUrl ? [] : ['Single sign-on URL: The field cannot be left blank']),
        ...(input.saml.audience ? [] : ['Audience URI (SP Entity ID): The field cannot be left blank']),
      ),
    );
  }
  const now = org.now();
  const app: App = {
    id: org.around.newId('0oa'),
    kind: input.kind,
    label: input.label,
    status: 'ACTIVE',
    visibility: { hideFromUsers: input.hideFromUsers, hideFromMobile: input.hideFromUsers },
    internalApp: input.internalApp,
    saml: input.saml,
    provisioning: 'NONE',
    dialect: 'okta-aiw',
    integration: null,
    toApp: noToApp,
    mappings: defaultMappings(),
    renameGroups: true,
    groupAssignments: [],
    created: now,
    lastUpdated: now,
  };
  org.setApp(app);
  org.log('application.lifecycle.create', 'Create application', [appTarget(app)]);
  return ok(app);
}

export type AppChange = Partial<
  Pick<
    App,
    | 'label'
    | 'status'
    | 'visibility'
    | 'saml'
    | 'provisioning'
    | 'dialect'
    | 'integration'
    | 'toApp'
    | 'mappings'
    | 'renameGroups'
  >
>;

export function updateApp(org: Org, id: string, change: AppChange): Result<App, Problem> {
  const app = org.apps.get(id);
  if (app === undefined) return fail(notFound('AppInstance', id));
  if (app.kind === 'CATALOG' && change.provisioning === 'SCIM') {
    return fail(invalid(`${app.label} from the catalog offers sign-on only; it cannot be provisioned with SCIM.`));
  }
  const problem = integrationProblem(change.integration) ?? mappingProblem(change.mappings);
  if (problem !== null) return fail(problem);
  const next: App = { ...app, ...change, lastUpdated: org.now() };
  org.setApp(next);
  org.log('application.lifecycle.update', 'Update application', [appTarget(next)]);
  settingsChanged(org, app, next);
  return ok(next);
}

export function integrationProblem(integration: Integration | null | undefined): Problem | null {
  if (!integration) return null;
  const problems: string[] = [];
  const url = URL.canParse(integration.baseUrl) ? new URL(integration.baseUrl) : null;
  if (url === null) problems.push('SCIM connector base URL: not a URL');
  else {
    const loopback = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
    if (url.protocol !== 'https:' && !loopback) problems.push('SCIM connector base URL: must be https');
    if (integration.baseUrl.includes('_')) problems.push('SCIM connector base URL: must not contain an underscore');
  }
  if (integration.uniqueIdField.trim() === '') {
    problems.push('Unique identifier field for users: The field cannot be left blank');
  }
  return problems.length === 0 ? null : invalid('Api validation failed: provisioning', ...problems);
}

function mappingProblem(mappings: readonly AttributeMapping[] | undefined): Problem | null {
  const problems = (mappings ?? []).flatMap((mapping) => {
    if (targetAttribute(mapping.target) === undefined) return [`${mapping.target}: no such attribute`];
    const parsed = parseExpression(mapping.expression);
    return parsed.ok ? [] : [`${mapping.target}: ${parsed.error.message}`];
  });
  return problems.length === 0 ? null : invalid('Api validation failed: mappings', ...problems);
}

/** New mappings and new options concern everybody who has an account already. */
function settingsChanged(org: Org, before: App, after: App): void {
  const mappings = JSON.stringify(before.mappings) !== JSON.stringify(after.mappings);
  const options = JSON.stringify(before.toApp) !== JSON.stringify(after.toApp);
  const resumed = !sendsUsers(before) && sendsUsers(after);
  if (!sendsUsers(after)) {
    stopTasks(org, after.id);
    return;
  }
  if (mappings || options || resumed || before.dialect !== after.dialect) {
    for (const account of org.appUsers.get(after.id)?.values() ?? []) {
      if (!account.held && (isAssigned(account) || account.known.active === true)) {
        org.queue(after.id, 'user', account.userId);
      }
    }
  }
  if (resumed || before.renameGroups !== after.renameGroups) {
    for (const mapping of org.pushMappings.values()) {
      if (mapping.appId === after.id && mapping.active) org.queue(after.id, 'group', mapping.id);
    }
  }
}

/** Disabled provisioning sends nothing. */
function stopTasks(org: Org, appId: string): void {
  for (const task of [...org.tasks.values()]) {
    if (task.appId === appId && task.state !== 'RUNNING') org.removeTask(task.id);
  }
}

export function deleteApp(org: Org, id: string): Result<null, Problem> {
  const app = org.apps.get(id);
  if (app === undefined) return fail(notFound('AppInstance', id));
  stopTasks(org, id);
  for (const mapping of [...org.pushMappings.values()]) if (mapping.appId === id) org.removeMapping(mapping);
  for (const rule of [...org.pushRules.values()]) {
    if (rule.appId !== id) continue;
    org.pushRules.delete(rule.id);
    org.around.changed('pushRule', rule.id);
  }
  for (const userId of [...(org.appUsers.get(id)?.keys() ?? [])]) org.removeAppUser(id, userId);
  for (const group of appGroupsOf(org, id)) deleteGroup(org, group.id);
  org.apps.delete(id);
  org.around.changed('app', id);
  org.log('application.lifecycle.delete', 'Delete application', [appTarget(app)]);
  return ok(null);
}

export function assignUser(org: Org, appId: string, userId: string): Result<null, Problem> {
  const app = org.apps.get(appId);
  const user = org.users.get(userId);
  if (app === undefined) return fail(notFound('AppInstance', appId));
  if (user === undefined) return fail(notFound('User', userId));
  if (user.status === 'DEPROVISIONED') return fail(conflict('A deactivated user cannot be assigned.'));
  refreshAssignment(org, app, userId, true);
  return ok(null);
}

export function unassignUser(org: Org, appId: string, userId: string): Result<null, Problem> {
  const app = org.apps.get(appId);
  if (app === undefined) return fail(notFound('AppInstance', appId));
  const account = org.appUsers.get(appId)?.get(userId);
  if (account === undefined || !isAssigned(account)) return fail(notFound('AppUser', userId));
  if (account.viaGroupId !== null && !account.direct) {
    return fail(
      conflict(
        'This person is assigned through a group. Remove the person from the group, or the group from the application.',
      ),
    );
  }
  refreshAssignment(org, app, userId, false);
  return ok(null);
}

export function assignGroup(org: Org, appId: string, groupId: string, priority?: number): Result<App, Problem> {
  const app = org.apps.get(appId);
  const group = org.groups.get(groupId);
  if (app === undefined) return fail(notFound('AppInstance', appId));
  if (group === undefined) return fail(notFound('UserGroup', groupId));
  const others = app.groupAssignments.filter((assignment) => assignment.groupId !== groupId);
  const at = Math.min(Math.max(priority ?? others.length, 0), others.length);
  const ordered = [...others.slice(0, at), { groupId, priority: at, lastUpdated: org.now() }, ...others.slice(at)];
  const next = setAssignments(org, app, ordered);
  if (others.length === app.groupAssignments.length) {
    org.log('application.group_membership.add', 'Add group to application membership', [
      groupTarget(group),
      appTarget(app),
    ]);
  }
  for (const userId of memberIds(org, group)) refreshAssignment(org, next, userId);
  return ok(next);
}

const setAssignments = (org: Org, app: App, assignments: App['groupAssignments']): App => {
  const next = { ...app, groupAssignments: assignments.map((entry, index) => ({ ...entry, priority: index })) };
  org.setApp(next);
  return next;
};

export function unassignGroup(org: Org, appId: string, groupId: string): Result<App, Problem> {
  const app = org.apps.get(appId);
  if (app === undefined) return fail(notFound('AppInstance', appId));
  const group = org.groups.get(groupId);
  if (!app.groupAssignments.some((assignment) => assignment.groupId === groupId)) {
    return fail(notFound('AppGroup', groupId));
  }
  const next = setAssignments(
    org,
    app,
    app.groupAssignments.filter((assignment) => assignment.groupId !== groupId),
  );
  if (group !== undefined) {
    org.log('application.group_membership.remove', 'Remove group from application membership', [
      groupTarget(group),
      appTarget(app),
    ]);
    for (const userId of memberIds(org, group)) refreshAssignment(org, next, userId);
  }
  return ok(next);
}

/** "Provision User": those who were assigned before provisioning was on get their accounts now. */
export function provisionUsers(org: Org, appId: string, userIds: readonly string[] | 'all'): Result<number, Problem> {
  const app = org.apps.get(appId);
  if (app === undefined) return fail(notFound('AppInstance', appId));
  if (!sendsUsers(app) || !app.toApp.createUsers)
    return fail(invalid('Create Users is not enabled for this application.'));
  let count = 0;
  const ids = userIds === 'all' ? [...(org.appUsers.get(appId)?.keys() ?? [])] : userIds;
  for (const id of ids) {
    const account = org.appUsers.get(appId)?.get(id);
    if (account === undefined || !account.held || !isAssigned(account)) continue;
    org.setAppUser({ ...account, held: false });
    org.queue(appId, 'user', id);
    count++;
  }
  return ok(count);
}

export function retryTask(org: Org, id: string): Result<null, Problem> {
  const task = org.tasks.get(id);
  if (task === undefined) return fail(notFound('Task', id));
  if (task.state === 'RUNNING') return ok(null);
  if (task.subject === 'user') {
    const account = org.appUsers.get(task.appId)?.get(task.subjectId);
    if (account !== undefined) org.setAppUser({ ...account, error: null });
  } else {
    const mapping = org.pushMappings.get(task.subjectId);
    if (mapping !== undefined) org.setMapping({ ...mapping, error: null });
  }
  org.removeTask(task.id);
  org.queue(task.appId, task.subject, task.subjectId);
  return ok(null);
}
