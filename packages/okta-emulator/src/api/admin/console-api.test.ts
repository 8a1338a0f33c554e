import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOktaEmulator, type OktaEmulator } from '../../emulator.ts';
import { ScimRecorder } from '../../testing/scim-recorder.ts';
import type * as contract from '../contract.ts';

/** The seed's walk through the identity provider's console, as the pages will make it. */
let target: ScimRecorder;
let emulator: OktaEmulator;
let cookie = '';
let appId = '';

beforeAll(async () => {
  target = await ScimRecorder.start();
  emulator = await createOktaEmulator({ dataDir: ':memory:', port: 0, seed: 60 });
});
afterAll(async () => {
  await emulator[Symbol.asyncDispose]();
  await target[Symbol.asyncDispose]();
});

async function ask(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${emulator.url}/admin/api${path}`, {
    method,
    headers: { cookie, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
const call = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
  const answer = await ask(method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
};
const groupId = async (name: string) => {
  const { items } = await call<contract.Page<contract.GroupItem>>('GET', `/groups?q=${encodeURIComponent(name)}`);
  return items.find((item) => item.name === name)?.id ?? '';
};

test('an address that cannot be read is refused', async () => {
  for (const path of ['/%', '/people/%E0%A4%A', '/assets/%ff.js']) {
    expect((await fetch(`${emulator.url}${path}`)).status).toBe(400);
  }
});

test('without a session nothing is answered; a wrong password is refused', async () => {
  expect((await ask('GET', '/people')).status).toBe(401);
  expect((await ask('POST', '/session', { username: emulator.admin.username, password: 'wrong' })).status).toBe(401);
  const signedIn = await ask('POST', '/session', emulator.admin);
  cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(signedIn.headers.get('set-cookie')).toMatch(/HttpOnly/);
  expect(await call('GET', '/session')).toMatchObject({ username: emulator.admin.username });
});

test('a page of another origin cannot act with the cookie', async () => {
  expect((await ask('POST', '/groups', { name: 'Evil' }, { origin: 'https://evil.example' })).status).toBe(403);
});

test('the catalog application offers sign-on and no SCIM provisioning', async () => {
  const app = await call<contract.AppDetail>('POST', '/catalog/rollcall', {});
  expect(app).toMatchObject({ label: 'Rollcall', canProvision: false });
  expect((await ask('PUT', `/apps/${app.id}/general`, { provisioning: 'SCIM' })).body.error.summary).toContain(
    'sign-on only',
  );
});

test('the wizard wants both placeholder URLs', async () => {
  const refused = await ask('POST', '/apps', { label: 'X', saml: { ssoUrl: '', audience: '' } });
  expect(refused.status).toBe(400);
  expect(refused.body.error.causes).toHaveLength(2);
  const app = await call<contract.AppDetail>('POST', '/apps', {
    label: 'Rollcall SCIM',
    hideFromUsers: true,
    internalApp: true,
    saml: { ssoUrl: 'https://placeholder.example', audience: 'https://placeholder.example' },
  });
  appId = app.id;
  expect(app).toMatchObject({ provisioning: 'NONE', visibility: { hideFromUsers: true }, integration: null });
});

const integration = () => ({
  baseUrl: target.url,
  uniqueIdField: 'userName',
  actions: { importUsers: false, pushNewUsers: true, pushProfileUpdates: true, pushGroups: true, importGroups: false },
  auth: { mode: 'HEADER', token: target.token },
});

test('an underscore in the base URL, http beyond this machine and an empty field are refused', async () => {
  await call('PUT', `/apps/${appId}/general`, { provisioning: 'SCIM' });
  for (const change of [
    { baseUrl: 'https://a_b.example/scim' },
    { baseUrl: 'http://example.com/scim' },
    { uniqueIdField: '' },
  ]) {
    for (const [method, path] of [
      ['PUT', 'integration?test=false'],
      ['PUT', 'integration'],
      ['POST', 'test-connector'],
    ] as const) {
      const refused = await ask(method, `/apps/${appId}/${path}`, { ...integration(), ...change });
      expect(refused, `${path} ${JSON.stringify(change)}`).toMatchObject({
        status: 400,
        body: { error: { summary: 'Api validation failed: provisioning' } },
      });
    }
  }
});

test('Test Connector Configuration detects exactly the three chosen features; the token is never shown', async () => {
  const result = await call<contract.ConnectorTest>('POST', `/apps/${appId}/test-connector`, integration());
  expect(result.features.filter((feature) => feature.detected).map((feature) => feature.name)).toEqual([
    'Create Users',
    'Update User Attributes',
    'Push Groups',
  ]);
  expect(result.exchangeIds).toHaveLength(1);
  const app = await call<contract.AppDetail>('PUT', `/apps/${appId}/integration`, integration());
  expect(app.integration).toMatchObject({ baseUrl: target.url, authMode: 'HEADER', hasSecret: true });
  expect(JSON.stringify(app)).not.toContain(target.token);
  const exchange = await call<contract.Exchange>('GET', `/exchanges/${result.exchangeIds[0]}`);
  expect(exchange).toMatchObject({ method: 'GET', status: 200 });
  expect(JSON.stringify(exchange)).not.toContain(target.token);
  await call('PUT', `/apps/${appId}/to-app`, {
    createUsers: true,
    updateUserAttributes: true,
    deactivateUsers: true,
    excludeUsernameUpdates: false,
    syncPassword: false,
  });
});

test('an assignment group filled by a rule, assigned: its people get accounts', async () => {
  const group = await call<contract.GroupDetail>('POST', '/groups', { name: 'rollcall_users', description: null });
  const pushed = [await groupId('Sales'), await groupId('Engineering')];
  const rule = await call<contract.Rule>('POST', '/rules', {
    name: 'Update rollcall_users group membership',
    condition: { kind: 'groups', groupIds: pushed },
    groupIds: [group.id],
  });
  expect(rule.status).toBe('INACTIVE');
  expect(await call('POST', `/rules/${rule.id}/activate`)).toMatchObject({ status: 'ACTIVE' });
  const members = await call<contract.Page<contract.Member>>('GET', `/groups/${group.id}/members`);
  expect(members.total).toBe(10);
  expect(members.items[0]?.rules).toMatchObject([{ name: 'Update rollcall_users group membership' }]);
  await call('PUT', `/apps/${appId}/groups/${group.id}`, {});
  await emulator.engine.settle();
  const assigned = await call<contract.Page<contract.AssignedPerson>>('GET', `/apps/${appId}/people?limit=3`);
  expect(assigned).toMatchObject({
    total: 10,
    next: '3',
    items: [{ state: 'PROVISIONED', assignedBy: 'Group' }, {}, {}],
  });
  expect(target.users.size).toBe(10);
});

test('push groups: candidates, the explained conflict, Push now, unlink', async () => {
  const conflict = await groupId('rollcall_users');
  const refused = await ask('POST', `/apps/${appId}/push-groups`, { groupId: conflict, mode: 'CREATE' });
  expect([refused.status, refused.body.error.summary]).toEqual([
    409,
    expect.stringContaining('cannot be used in the Push Groups tab'),
  ]);
  const { items } = await call<{ items: contract.PushCandidate[] }>(
    'GET',
    `/apps/${appId}/push-groups/candidates?q=sales`,
  );
  expect(items).toMatchObject([{ name: 'Sales', usedForAssignment: false, existsInApp: false }]);
  const mapping = await call<contract.PushGroup>('POST', `/apps/${appId}/push-groups`, {
    groupId: await groupId('Sales'),
    mode: 'CREATE',
  });
  await emulator.engine.settle();
  const list = await call<contract.Page<contract.PushGroup>>('GET', `/apps/${appId}/push-groups`);
  expect(list.items).toMatchObject([
    { groupName: 'Sales', status: 'ACTIVE', busy: false, members: 5, pushedMembers: 5 },
  ]);
  await call('POST', `/apps/${appId}/push-groups/${mapping.id}/push-now`);
  await emulator.engine.settle();
  await call('POST', `/apps/${appId}/push-groups/${mapping.id}/unlink`, { deleteInApp: true });
  await emulator.engine.settle();
  expect([target.groups.size, target.users.size]).toEqual([0, 10]);
});

test('find groups by rule pushes those that fit, now and later', async () => {
  await call('POST', `/apps/${appId}/push-rules`, { name: 'Offices', condition: 'STARTS_WITH', text: 'Office' });
  await call('POST', '/groups', { name: 'Office Nairobi', description: null });
  await emulator.engine.settle();
  expect([...target.groups.values()].map((group) => group.displayName).sort()).toContain('Office Nairobi');
  expect(target.groups.size).toBe(6);
});

test('a failed task is listed with its requests and can be retried', async () => {
  target.token = 'changed';
  const { items } = await call<contract.Page<contract.AssignedPerson>>('GET', `/apps/${appId}/people?limit=1`);
  await call('PUT', `/people/${items[0]?.id}`, { profile: { title: 'Changed' } });
  await emulator.engine.settle();
  const tasks = await call<contract.Page<contract.TaskItem>>('GET', '/tasks?state=FAILED');
  expect(tasks.items).toMatchObject([{ subject: 'user', state: 'FAILED', error: 'Not authorized' }]);
  const detail = await call<contract.TaskDetail>('GET', `/tasks/${tasks.items[0]?.id}`);
  expect(detail.exchanges[0]).toMatchObject({ status: 401 });
  target.token = 'secret-token';
  expect(await call('POST', '/tasks/retry', { state: 'FAILED' })).toEqual({ count: 1 });
  await emulator.engine.settle();
  expect((await call<contract.Dashboard>('GET', '/dashboard')).tasks.failed).toBe(0);
});

test('the clock can be put ahead, chaos switched on, the log searched', async () => {
  const before = await call<contract.ClockView>('GET', '/clock');
  const after = await call<contract.ClockView>('POST', '/clock/advance', { ms: 3_600_000 });
  // The machine's own clock goes on meanwhile.
  expect(Date.parse(after.now) - Date.parse(before.now)).toBeGreaterThanOrEqual(3_600_000);
  const chaos = await call<contract.ChaosSettings>('GET', '/chaos');
  expect(await call('PUT', '/chaos', { ...chaos, delay: 0.5 })).toMatchObject({ delay: 0.5 });
  await call('PUT', '/chaos', chaos);
  const log = await call<contract.Page<contract.LogEvent>>('GET', '/logs?eventType=group.rule.activate');
  expect(log.items).toMatchObject([{ targets: [{ displayName: 'Update rollcall_users group membership' }] }]);
});

test('import: existing people are matched, inactive ones skipped, the rest offered', async () => {
  const { actions, ...rest } = integration();
  await call('PUT', `/apps/${appId}/integration`, { ...rest, actions: { ...actions, importUsers: true } });
  target.users.set('x1', {
    id: 'x1',
    userName: 'new.person@acme.example',
    name: { givenName: 'New', familyName: 'Person' },
    active: true,
  });
  target.users.set('x2', { id: 'x2', userName: 'gone@acme.example', active: false });
  const result = await call<contract.ImportResult>('POST', `/apps/${appId}/import`);
  expect(result).toMatchObject({
    scanned: 12,
    skippedInactive: 1,
    items: [{ userName: 'new.person@acme.example', match: null }],
  });
  expect(await call('POST', `/apps/${appId}/import/confirm`, { ids: ['x1'] })).toEqual({ created: 1, linked: 0 });
  await emulator.engine.settle();
  expect(await call('GET', `/apps/${appId}/import`)).toMatchObject({ at: result.at, items: [] });
  expect(target.users.get('x1')).toMatchObject({
    name: { givenName: 'New' },
    externalId: expect.stringMatching(/^00u/),
  });
});

test('import: an account goes to the person who is chosen; nobody gets a second one', async () => {
  const { items } = await call<contract.Page<contract.Person>>('GET', `/apps/${appId}/people/candidates?limit=1`);
  const [chosen] = items;
  target.users.set('x3', { id: 'x3', userName: 'old.name@acme.example', active: true });
  target.users.set('x4', { id: 'x4', userName: 'other.name@acme.example', active: true });
  await call('POST', `/apps/${appId}/import`);
  const confirm = (id: string) =>
    ask('POST', `/apps/${appId}/import/confirm`, { assignments: [{ id, userId: chosen?.id ?? '' }] });
  expect((await confirm('x3')).body).toEqual({ created: 0, linked: 1 });
  const second = await confirm('x4');
  expect(second.status).toBe(400);
  expect(second.body.error.summary).toContain('has an account in the application already');
  await emulator.engine.settle();
  expect(target.users.get('x3')).toMatchObject({ userName: chosen?.login, externalId: chosen?.id });
  const { items: rest } = await call<contract.ImportResult>('GET', `/apps/${appId}/import`);
  expect(rest.map((item) => item.id)).toEqual(['x4']);
});

test('import: the application’s groups stand in the directory as its own, with those who are linked', async () => {
  const { actions, ...rest } = integration();
  await call('PUT', `/apps/${appId}/integration`, {
    ...rest,
    actions: { ...actions, importUsers: true, importGroups: true },
  });
  target.users.set('x5', { id: 'x5', userName: 'late@acme.example', active: true });
  const legacy = { id: 'g-legacy', displayName: 'Legacy', members: [{ value: 'x1' }, { value: 'x5' }] };
  target.groups.set('g-legacy', legacy);
  const pushed = [...emulator.engine.org.pushMappings.values()].map((mapping) => mapping.known.remoteId);
  await call('POST', `/apps/${appId}/import`);
  const imported = () => call<contract.Page<contract.GroupItem>>('GET', `/apps/${appId}/imported-groups`);
  const { items } = await imported();
  expect(items.filter((group) => group.name === 'Legacy')).toMatchObject([{ members: 1, source: { appId } }]);
  // What is pushed is the org's own and is not imported beside it.
  const { org } = emulator.engine;
  expect([...org.groups.values()].filter((group) => pushed.includes(group.source?.remoteId ?? ''))).toEqual([]);
  await call('POST', `/apps/${appId}/import/confirm`, { ids: ['x5'] });
  const group = (await imported()).items.find(({ name }) => name === 'Legacy')?.id ?? '';
  const members = await call<contract.Page<contract.Member>>('GET', `/groups/${group}/members`);
  expect(members.items.map(({ login }) => login).sort()).toEqual(['late@acme.example', 'new.person@acme.example']);

  // The application decides about it; rules may ask for it but not fill it.
  const refused = [
    await ask('PUT', `/groups/${group}`, { name: 'Mine', description: null }),
    await ask('DELETE', `/groups/${group}/members/${members.items[0]?.id}`),
    await ask('POST', `/apps/${appId}/push-groups`, { groupId: group, mode: 'CREATE', pushMembers: true }),
    await ask('POST', '/rules', { name: 'Fills', condition: { kind: 'expression', text: 'true' }, groupIds: [group] }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 400, 400]);
  const own = await call<contract.Page<contract.GroupItem>>('GET', '/groups?own=true&limit=200');
  expect(own.items.some((item) => item.source !== null || item.builtIn)).toBe(false);

  // The next import follows the application.
  target.groups.set('g-legacy', { ...legacy, displayName: 'Heritage', members: [{ value: 'x5' }] });
  await call('POST', `/apps/${appId}/import`);
  expect((await imported()).items.filter(({ id }) => id === group)).toMatchObject([{ name: 'Heritage', members: 1 }]);

  // A list that ends before it is complete says nothing about who is missing.
  const list = (totalResults: number, ...Resources: object[]) => ({
    status: 200,
    body: JSON.stringify({ totalResults, Resources }),
  });
  const before = await call<contract.ImportResult>('GET', `/apps/${appId}/import`);
  for (const script of [[list(5)], [list(0), list(3, { id: 'g-other', displayName: 'Other' }), list(3)]]) {
    target.scripted.push(...script);
    const answer = await ask('POST', `/apps/${appId}/import`);
    expect(answer.status).toBe(400);
    expect(answer.body.error.summary).toContain('The application answered fewer than it said');
    expect((await imported()).items.map(({ name }) => name)).toContain('Heritage');
  }
  expect(await call('GET', `/apps/${appId}/import`)).toEqual(before);

  target.groups.delete('g-legacy');
  await call('POST', `/apps/${appId}/import`);
  expect((await ask('GET', `/groups/${group}`)).status).toBe(404);
});
