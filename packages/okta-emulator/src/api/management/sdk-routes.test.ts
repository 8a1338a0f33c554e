import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import okta from '@okta/okta-sdk-nodejs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOktaEmulator, type OktaEmulator } from '../../emulator.ts';
import { Imports } from '../../push/import-users.ts';
import { ScimRecorder } from '../../testing/scim-recorder.ts';
import { SamlProvider } from '../saml/provider.ts';
import { managementApi } from './index.ts';

/** What the SDK has a call for beyond the walk-through of `sdk.test.ts`; at the end, that no route was left out. */
let target: ScimRecorder;
let emulator: OktaEmulator;
let client: okta.Client;
const seen: string[] = [];
const note = (message: unknown) => {
  const { request } = message as { request: IncomingMessage };
  if (request.url?.startsWith('/api/v1/')) seen.push(`${request.method} ${request.url.split('?')[0]}`);
};
const started = channel('http.server.request.start');

beforeAll(async () => {
  started.subscribe(note);
  target = await ScimRecorder.start();
  emulator = await createOktaEmulator({ dataDir: ':memory:', port: 0, seed: 12 });
  client = new okta.Client({ orgUrl: emulator.url, token: emulator.apiToken });
});
afterAll(async () => {
  started.unsubscribe(note);
  await emulator[Symbol.asyncDispose]();
  await target[Symbol.asyncDispose]();
});

async function all<Item>(collection: Promise<AsyncIterable<Item | null>>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of await collection) if (item !== null) items.push(item);
  return items;
}
const newUser = async (name: string, activate = true) => {
  const login = `${name}@acme.example`;
  const profile = { login, email: login, firstName: name, lastName: 'Doe' };
  return String((await client.userApi.createUser({ activate, body: { profile } })).id);
};
const statusOf = async (userId: string) => (await client.userApi.getUser({ userId })).status;

test('a person’s life: staged, activated, suspended, password expired and reset, deactivated, gone', async () => {
  const { userApi } = client;
  const userId = await newUser('staged', false);
  expect(await statusOf(userId)).toBe('STAGED');
  expect((await userApi.activateUser({ userId, sendEmail: false })).activationToken).toBeTruthy();
  expect(await statusOf(userId)).toBe('PROVISIONED');
  expect((await userApi.reactivateUser({ userId, sendEmail: false })).activationToken).toBeTruthy();
  await userApi.changePassword({
    userId,
    changePasswordRequest: { oldPassword: { value: 'x' }, newPassword: { value: 'Correct horse 1' } },
  });
  expect(await statusOf(userId)).toBe('ACTIVE');
  await userApi.suspendUser({ userId });
  expect(await statusOf(userId)).toBe('SUSPENDED');
  await userApi.unsuspendUser({ userId });
  await userApi.expirePassword({ userId });
  expect(await statusOf(userId)).toBe('PASSWORD_EXPIRED');
  await userApi.generateResetPasswordToken({ userId, sendEmail: false });
  expect(await statusOf(userId)).toBe('RECOVERY');
  await expect(userApi.unlockUser({ userId })).rejects.toMatchObject({ status: 403 });
  await userApi.replaceUser({
    userId,
    user: { profile: { login: 'renamed@acme.example', email: 'r@acme.example', firstName: 'R', lastName: 'D' } },
  });
  await userApi.updateUser({ userId, user: { profile: { title: 'Engineer' } } });
  expect((await userApi.getUser({ userId })).profile).toMatchObject({ firstName: 'R', title: 'Engineer' });
  await userApi.deactivateUser({ userId });
  expect(await statusOf(userId)).toBe('DEPROVISIONED');
  await userApi.deleteUser({ userId });
  await expect(userApi.getUser({ userId })).rejects.toMatchObject({ status: 404 });
});

test('groups and rules: read, list, change, switch off, delete', async () => {
  const { groupApi } = client;
  const groupId = String((await groupApi.createGroup({ group: { profile: { name: 'Ruled' } } })).id);
  const body = (name: string, value: string) => ({
    type: 'group_rule' as const,
    name,
    conditions: { expression: { value, type: 'urn:okta:expression:1.0' } },
    actions: { assignUserToGroups: { groupIds: [groupId] } },
  });
  const ruleId = String((await groupApi.createGroupRule({ groupRule: body('Nobody', 'false') })).id);
  await groupApi.replaceGroupRule({ ruleId, groupRule: body('Everybody', 'true') });
  await groupApi.activateGroupRule({ ruleId });
  expect((await all(groupApi.listGroupRules({ search: 'every' }))).map((rule) => rule.status)).toEqual(['ACTIVE']);
  expect(await all(groupApi.listGroupUsers({ groupId }))).toHaveLength(emulator.engine.org.users.size);
  await groupApi.deactivateGroupRule({ ruleId });
  expect((await groupApi.getGroupRule({ ruleId })).status).toBe('INACTIVE');
  await groupApi.deleteGroupRule({ ruleId, removeUsers: true });
  expect(await all(groupApi.listGroupUsers({ groupId }))).toEqual([]);
  const userId = await newUser('member');
  await groupApi.assignUserToGroup({ groupId, userId });
  expect((await all(client.userApi.listUserGroups({ userId }))).map((group) => group.profile?.name)).toEqual([
    'Everyone',
    'Ruled',
  ]);
  await groupApi.unassignUserFromGroup({ groupId, userId });
  await groupApi.replaceGroup({ groupId, group: { profile: { name: 'Unruled' } } });
  expect((await groupApi.getGroup({ groupId })).profile?.name).toBe('Unruled');
  await groupApi.deleteGroup({ groupId });
  expect((await all(groupApi.listGroups({ q: 'Unruled' }))).length).toBe(0);
});

test('an application with its people, groups, features, connection and pushed groups, to its end', async () => {
  const { applicationApi, groupApi, groupPushMappingApi } = client;
  const application = {
    label: 'Target',
    signOnMode: 'SAML_2_0',
    settings: { signOn: { ssoAcsUrl: 'https://sp.example/acs', audience: 'https://sp.example' } },
  } as okta.SamlApplication;
  const appId = String((await applicationApi.createApplication({ application })).id);
  await applicationApi.replaceApplication({ appId, application: { ...application, label: 'Renamed' } as never });
  expect((await applicationApi.getApplication({ appId })).label).toBe('Renamed');
  expect((await all(applicationApi.listApplications({ q: 'Ren' }))).map(({ id }) => id)).toEqual([appId]);
  const metadata = await fetch(`${emulator.url}/api/v1/apps/${appId}/sso/saml/metadata`, {
    headers: { authorization: `SSWS ${emulator.apiToken}` },
  });
  expect(await metadata.text()).toContain('EntityDescriptor');

  const connection = { baseUrl: target.url, profile: { authScheme: 'TOKEN', token: target.token } };
  await applicationApi.updateDefaultProvisioningConnectionForApplication({
    appId,
    ProvisioningConnectionRequest: connection,
  } as never);
  await applicationApi.updateFeatureForApplication({
    appId,
    name: 'USER_PROVISIONING',
    CapabilitiesObject: {
      create: { lifecycleCreate: { status: 'ENABLED' } },
      update: { lifecycleDeactivate: { status: 'ENABLED' } },
    },
  } as never);
  const status = async () => (await applicationApi.getDefaultProvisioningConnectionForApplication({ appId })).status;
  await applicationApi.deactivateDefaultProvisioningConnectionForApplication({ appId });
  expect(await status()).toBe('DISABLED');
  await applicationApi.activateDefaultProvisioningConnectionForApplication({ appId });
  expect(await status()).toBe('ENABLED');
  expect(await applicationApi.getFeatureForApplication({ appId, name: 'USER_PROVISIONING' })).toMatchObject({
    status: 'ENABLED',
  });
  expect(await all(applicationApi.listFeaturesForApplication({ appId }))).toHaveLength(1);

  const userId = await newUser('assigned');
  await applicationApi.assignUserToApplication({ appId, appUser: { id: userId } });
  await applicationApi.updateApplicationUser({ appId, userId, appUser: {} });
  await emulator.engine.settle();
  expect((await all(applicationApi.listApplicationUsers({ appId }))).map(({ id, scope }) => [id, scope])).toEqual([
    [userId, 'USER'],
  ]);
  expect(await applicationApi.getApplicationUser({ appId, userId })).toMatchObject({ externalId: 'u1' });
  expect((await all(client.userApi.listAppLinks({ userId }))).map(({ label }) => label)).toEqual(['Renamed']);

  const [sales] = await all(groupApi.listGroups({ q: 'Sales' }));
  const [it] = await all(groupApi.listGroups({ q: 'IT' }));
  const groupId = String(sales?.id);
  await applicationApi.assignGroupToApplication({ appId, groupId, applicationGroupAssignment: { priority: 0 } });
  expect((await applicationApi.getApplicationGroupAssignment({ appId, groupId })).priority).toBe(0);
  expect(await all(applicationApi.listApplicationGroupAssignments({ appId }))).toHaveLength(1);
  expect((await all(groupApi.listAssignedApplicationsForGroup({ groupId }))).map(({ id }) => id)).toEqual([appId]);
  await applicationApi.unassignApplicationFromGroup({ appId, groupId });

  const mapping = await groupPushMappingApi.createGroupPushMapping({
    appId,
    body: { sourceGroupId: String(it?.id), status: 'ACTIVE', targetGroupName: 'IT' },
  });
  const mappingId = String(mapping.id);
  await emulator.engine.settle();
  expect(await groupPushMappingApi.getGroupPushMapping({ appId, mappingId })).toMatchObject({ status: 'ACTIVE' });
  await groupPushMappingApi.updateGroupPushMapping({ appId, mappingId, body: { status: 'INACTIVE' } });
  expect((await all(groupPushMappingApi.listGroupPushMappings({ appId }))).map(({ status: now }) => now)).toEqual([
    'INACTIVE',
  ]);
  await groupPushMappingApi.deleteGroupPushMapping({ appId, mappingId, deleteTargetGroup: false });

  await applicationApi.unassignUserFromApplication({ appId, userId });
  await emulator.engine.settle();
  expect(target.users.get('u1')).toMatchObject({ userName: 'assigned@acme.example', active: false });
  await applicationApi.deactivateApplication({ appId });
  expect((await applicationApi.getApplication({ appId })).status).toBe('INACTIVE');
  await applicationApi.activateApplication({ appId });
  await applicationApi.deactivateApplication({ appId });
  await applicationApi.deleteApplication({ appId });
  await expect(applicationApi.getApplication({ appId })).rejects.toMatchObject({ status: 404 });
  expect((await all(client.systemLogApi.listLogEvents({ limit: 5 }))).length).toBeGreaterThan(0);
  expect((await all(client.userApi.listUsers({ limit: 5 }))).length).toBeGreaterThan(12);
});

test('no route of the management API was left out', () => {
  const { engine, admin, apiToken } = emulator;
  const { routes } = managementApi({
    engine,
    admin,
    apiToken,
    imports: new Imports(engine.org, engine.connection),
    saml: new SamlProvider(engine.org),
    orgName: 'Acme',
    origin: () => emulator.url,
  });
  const missing = routes
    .filter(({ method }) => method !== 'ALL')
    .filter(({ method, path }) => {
      const shape = new RegExp(`^${method} /api/v1${path.replaceAll(/:\w+/g, '[^/]+')}$`);
      return !seen.some((line) => shape.test(line));
    });
  expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  expect(routes.length).toBeGreaterThan(50);
});
