import type {
  AppDetail,
  AppItem,
  ConnectorTest,
  Dashboard,
  GroupItem,
  ImportResult,
  Page,
  Person,
  PushGroup,
  TaskItem,
} from '../api/contract.ts';
import { CommandError, type Connection } from './connection.ts';

/** What a command found: printed as JSON with `--json`, as `text` otherwise. */
export interface Outcome {
  readonly value: unknown;
  readonly text: string;
  readonly failed?: boolean;
}

const query = (values: Readonly<Record<string, string>>) => `?${new URLSearchParams(values)}`;

export async function findApp(connection: Connection, name: string): Promise<AppItem> {
  const { items } = await connection.call<Page<AppItem>>('GET', '/apps?limit=200');
  const app = items.find((item) => item.id === name || item.label.toLowerCase() === name.toLowerCase());
  if (app === undefined) throw new CommandError(`There is no application ${name}.`);
  return app;
}

async function findGroup(connection: Connection, name: string): Promise<GroupItem> {
  const { items } = await connection.call<Page<GroupItem>>('GET', `/groups${query({ q: name, limit: '200' })}`);
  const named = items.filter((item) => item.name.toLowerCase() === name.toLowerCase());
  const group = named.find((item) => item.source === null) ?? named[0];
  if (group === undefined) throw new CommandError(`There is no group ${name}.`);
  return group;
}

async function findPerson(connection: Connection, login: string): Promise<Person> {
  const { items } = await connection.call<Page<Person>>('GET', `/people${query({ q: login, limit: '200' })}`);
  const person = items.find((item) => item.id === login || item.login.toLowerCase() === login.toLowerCase());
  if (person === undefined) throw new CommandError(`There is nobody with the login ${login}.`);
  return person;
}

/**
 * Until nothing is queued or running; what waits for a retry is left waiting. Providers that work in cycles have the next
 * one at once: the clock is put ahead to it.
 */
export async function untilQuiet(connection: Connection): Promise<Dashboard['tasks']> {
  for (;;) {
    const { tasks, clock } = await connection.call<Dashboard>('GET', '/dashboard');
    if (tasks.queued + tasks.running > 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    const { items } = await connection.call<Page<TaskItem>>('GET', '/tasks?state=WAITING&limit=200');
    const forCycle = items.length > 0 && items.every((task) => task.error === null);
    if (!forCycle || clock.nextDue === null) return tasks;
    const ms = Math.max(1, Date.parse(clock.nextDue) - Date.parse(clock.now) + 1000);
    await connection.call('POST', '/clock/advance', { ms });
  }
}

async function pushed(connection: Connection, app: AppItem, done: string): Promise<Outcome> {
  const tasks = await untilQuiet(connection);
  const { items } = await connection.call<Page<TaskItem>>('GET', `/tasks${query({ appId: app.id, limit: '20' })}`);
  const lines = items.map((task) => `  ${task.state} ${task.subjectName}: ${task.error ?? ''}`);
  const rest = tasks.failed + tasks.waiting;
  const text =
    rest === 0 ? done : [`${done} ${tasks.failed} failed, ${tasks.waiting} wait for a retry:`, ...lines].join('\n');
  return { value: { app: app.id, tasks, problems: items }, text, failed: rest > 0 };
}

export interface AppCreate {
  readonly label: string;
  readonly ssoUrl: string;
  readonly audience: string;
  readonly hide: boolean;
}

export async function appCreate(connection: Connection, options: AppCreate): Promise<Outcome> {
  const app = await connection.call<AppDetail>('POST', '/apps', {
    label: options.label,
    hideFromUsers: options.hide,
    internalApp: true,
    saml: { ssoUrl: options.ssoUrl, audience: options.audience },
  });
  return { value: { id: app.id, label: app.label }, text: `Created ${app.label} (${app.id}).` };
}

export interface AppConfigure {
  readonly baseUrl: string;
  readonly token: string;
  readonly uniqueIdField: string;
  readonly dialect?: string;
  readonly importUsers: boolean;
  readonly importGroups: boolean;
}

/** The seed's settings in one go: SCIM on, Integration, To App. */
export async function appConfigure(connection: Connection, name: string, options: AppConfigure): Promise<Outcome> {
  const { id } = await findApp(connection, name);
  const dialect = options.dialect === undefined ? {} : { dialect: options.dialect };
  await connection.call('PUT', `/apps/${id}/general`, { provisioning: 'SCIM', ...dialect });
  const { baseUrl, token, uniqueIdField, importUsers, importGroups } = options;
  await connection.call('PUT', `/apps/${id}/integration`, {
    baseUrl,
    uniqueIdField,
    actions: { importUsers, importGroups, pushNewUsers: true, pushProfileUpdates: true, pushGroups: true },
    auth: { mode: 'HEADER', token },
  });
  const app = await connection.call<AppDetail>('PUT', `/apps/${id}/to-app`, {
    createUsers: true,
    updateUserAttributes: true,
    deactivateUsers: true,
    excludeUsernameUpdates: false,
    syncPassword: false,
  });
  return {
    value: { id, integration: app.integration, toApp: app.toApp },
    text: `${app.label} provisions to ${baseUrl}.`,
  };
}

export async function testConnector(connection: Connection, name: string): Promise<Outcome> {
  const { id } = await findApp(connection, name);
  const app = await connection.call<AppDetail>('GET', `/apps/${id}`);
  if (app.integration === null) throw new CommandError(`${app.label} has no SCIM connection yet; use "app configure".`);
  const {
    baseUrl,
    uniqueIdField,
    actions,
    authMode: mode,
    username,
    tokenEndpoint,
    authorizationEndpoint,
    clientId,
  } = app.integration;
  const auth = { mode, username, tokenEndpoint, authorizationEndpoint, clientId };
  const kept = Object.fromEntries(Object.entries(auth).filter(([, value]) => value !== null));
  const body = { baseUrl, uniqueIdField, actions, auth: kept };
  const result = await connection.call<ConnectorTest>('POST', `/apps/${id}/test-connector`, body);
  const lines = result.features.map(({ name: feature, detected }) => `  ${detected ? '✓' : '✗'} ${feature}`);
  const head = result.ok ? 'Connector configured successfully' : (result.message ?? 'The test failed.');
  return { value: result, text: [head, ...lines].join('\n'), failed: !result.ok };
}

export interface Assign {
  readonly user: readonly string[];
  readonly group: readonly string[];
}

export async function assign(connection: Connection, name: string, options: Assign): Promise<Outcome> {
  const app = await findApp(connection, name);
  const userIds: string[] = [];
  for (const login of options.user) userIds.push((await findPerson(connection, login)).id);
  if (userIds.length > 0) await connection.call('POST', `/apps/${app.id}/people`, { userIds });
  for (const group of options.group) {
    const { id } = await findGroup(connection, group);
    await connection.call('PUT', `/apps/${app.id}/groups/${id}`, {});
  }
  return pushed(connection, app, `Assigned ${[...options.user, ...options.group].join(', ')} to ${app.label}.`);
}

export interface PushGroupOptions {
  readonly link?: string;
  readonly acceptConflict: boolean;
  readonly members: boolean;
}

export async function pushGroup(
  connection: Connection,
  name: string,
  groups: readonly string[],
  options: PushGroupOptions,
): Promise<Outcome> {
  const app = await findApp(connection, name);
  for (const group of groups) {
    const { id } = await findGroup(connection, group);
    await connection.call<PushGroup>('POST', `/apps/${app.id}/push-groups`, {
      groupId: id,
      mode: options.link === undefined ? 'CREATE' : 'LINK',
      ...(options.link === undefined ? {} : { linkName: options.link }),
      pushMembers: options.members,
      acceptConflict: options.acceptConflict,
    });
  }
  return pushed(connection, app, `Pushed ${groups.join(', ')} to ${app.label}.`);
}

export async function importPeople(connection: Connection, name: string, confirm: boolean): Promise<Outcome> {
  const { id } = await findApp(connection, name);
  const result = await connection.call<ImportResult>('POST', `/apps/${id}/import`);
  const ids = result.items.map((item) => item.id);
  const done = confirm ? await connection.call('POST', `/apps/${id}/import/confirm`, { ids }) : null;
  const groups = await connection.call<Page<GroupItem>>('GET', `/apps/${id}/imported-groups?limit=200`);
  const lines = [
    `Scanned ${result.scanned} people, skipped ${result.skippedInactive} inactive, ${result.items.length} are new here.`,
    ...(result.groups > 0 ? [`Read ${result.groups} groups; ${groups.total} stand in the directory.`] : []),
  ];
  return { value: { ...result, confirmed: done, importedGroups: groups.items }, text: lines.join('\n') };
}
