import okta from '@okta/okta-sdk-nodejs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOktaEmulator, type OktaEmulator } from '../../emulator.ts';
import { ScimRecorder } from '../../testing/scim-recorder.ts';

/** Okta's official Node SDK, unchanged, drives the emulator. */
let target: ScimRecorder;
let emulator: OktaEmulator;
let client: okta.Client;

beforeAll(async () => {
  target = await ScimRecorder.start();
  emulator = await createOktaEmulator({ dataDir: ':memory:', port: 0, seed: 30 });
  client = new okta.Client({ orgUrl: emulator.url, token: emulator.apiToken });
});
afterAll(async () => {
  await emulator[Symbol.asyncDispose]();
  await target[Symbol.asyncDispose]();
});

const profile = (name: string) => ({
  login: `${name}@acme.example`,
  email: `${name}@acme.example`,
  firstName: name,
  lastName: 'Doe',
});
const newUser = (name: string, more: object = {}) =>
  client.userApi.createUser({ activate: true, body: { profile: { ...profile(name), ...more } } });

async function all<Item>(collection: Promise<AsyncIterable<Item | null>>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of await collection) if (item !== null) items.push(item);
  return items;
}

test('creates, reads, changes, lists and deletes people', async () => {
  const user = await newUser('ada', { department: 'R&D' });
  expect(user).toMatchObject({ status: 'PROVISIONED', profile: { login: 'ada@acme.example', department: 'R&D' } });
  const id = String(user.id);
  expect((await client.userApi.getUser({ userId: 'ada@acme.example' })).id).toBe(id);
  await client.userApi.updateUser({ userId: id, user: { profile: { title: 'Engineer' } } });
  expect((await client.userApi.getUser({ userId: id })).profile).toMatchObject({
    title: 'Engineer',
    department: 'R&D',
  });
  await client.userApi.replaceUser({ userId: id, user: { profile: profile('ada') } });
  expect((await client.userApi.getUser({ userId: id })).profile?.title).toBeUndefined();
  const found = await all(client.userApi.listUsers({ search: 'profile.login eq "ada@acme.example"' }));
  expect(found.map((entry) => entry.id)).toEqual([id]);
  await client.userApi.deactivateUser({ userId: id });
  expect((await client.userApi.getUser({ userId: id })).status).toBe('DEPROVISIONED');
  await client.userApi.deleteUser({ userId: id });
  await expect(client.userApi.getUser({ userId: id })).rejects.toMatchObject({ status: 404, errorCode: 'E0000007' });
});

test('suspends and unsuspends; a wrong transition is Okta’s error', async () => {
  const user = await client.userApi.createUser({
    activate: true,
    body: { profile: profile('sus'), credentials: { password: { value: 'secret' } } },
  });
  const userId = String(user.id);
  await client.userApi.suspendUser({ userId });
  expect((await client.userApi.getUser({ userId })).status).toBe('SUSPENDED');
  await client.userApi.unsuspendUser({ userId });
  await expect(client.userApi.unsuspendUser({ userId })).rejects.toMatchObject({ status: 403 });
});

test('lists go through pages by their Link headers', async () => {
  const one = await all(client.userApi.listUsers({ limit: 200 }));
  const paged = await all(client.userApi.listUsers({ limit: 7 }));
  expect(paged.map((user) => user.id)).toEqual(one.map((user) => user.id));
  expect(one.length).toBeGreaterThanOrEqual(30);
});

test('a wrong token, a taken login and an unknown attribute are refused as Okta does', async () => {
  const stranger = new okta.Client({ orgUrl: emulator.url, token: 'wrong' });
  await expect(all(stranger.userApi.listUsers())).rejects.toMatchObject({ status: 401, errorCode: 'E0000011' });
  await newUser('taken');
  await expect(newUser('taken')).rejects.toMatchObject({ status: 400, errorCode: 'E0000001' });
  const unknown = { profile: { ...profile('odd'), shoeSize: '42' } };
  const response = await fetch(`${emulator.url}/api/v1/users`, {
    method: 'POST',
    headers: { authorization: `SSWS ${emulator.apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(unknown),
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    errorCode: 'E0000001',
    errorCauses: [{ errorSummary: expect.stringContaining('shoeSize') }],
  });
});

test('groups and rules: a rule fills its group at activation and follows the person', async () => {
  const group = await client.groupApi.createGroup({ group: { profile: { name: 'Researchers' } } });
  const groupId = String(group.id);
  const user = await newUser('grace', { department: 'Research' });
  const rule = await client.groupApi.createGroupRule({
    groupRule: {
      type: 'group_rule',
      name: 'Research',
      conditions: { expression: { value: 'user.department=="Research"', type: 'urn:okta:expression:1.0' } },
      actions: { assignUserToGroups: { groupIds: [groupId] } },
    },
  });
  expect(rule.status).toBe('INACTIVE');
  await client.groupApi.activateGroupRule({ ruleId: String(rule.id) });
  const members = () => all(client.groupApi.listGroupUsers({ groupId }));
  expect((await members()).map((entry) => entry.id)).toEqual([user.id]);
  await client.userApi.updateUser({ userId: String(user.id), user: { profile: { department: 'Sales' } } });
  expect(await members()).toEqual([]);
  await client.groupApi.assignUserToGroup({ groupId, userId: String(user.id) });
  expect(await members()).toHaveLength(1);
  await client.groupApi.unassignUserFromGroup({ groupId, userId: String(user.id) });
  expect(await members()).toHaveLength(0);
  expect((await all(client.groupApi.listGroups({ q: 'Research' }))).map((entry) => entry.id)).toEqual([groupId]);
  await client.groupApi.replaceGroup({ groupId, group: { profile: { name: 'Science' } } });
  await client.groupApi.deleteGroup({ groupId });
  expect((await client.groupApi.getGroupRule({ ruleId: String(rule.id) })).status).toBe('INVALID');
});

test('an application: create, connect, provision, assign, push a group, read the log', async () => {
  const app = await client.applicationApi.createApplication({
    application: {
      label: 'Rollcall',
      signOnMode: 'SAML_2_0',
      visibility: { hide: { web: true, iOS: true } },
      settings: { signOn: { ssoAcsUrl: 'https://placeholder.example/sso', audience: 'https://placeholder.example' } },
    } as okta.SamlApplication,
  });
  const appId = String(app.id);
  await client.applicationApi.updateDefaultProvisioningConnectionForApplication({
    appId,
    ProvisioningConnectionRequest: { baseUrl: target.url, profile: { authScheme: 'TOKEN', token: target.token } },
  } as never);
  await client.applicationApi.updateFeatureForApplication({
    appId,
    name: 'USER_PROVISIONING',
    CapabilitiesObject: {
      create: { lifecycleCreate: { status: 'ENABLED' } },
      update: { profile: { status: 'ENABLED' }, lifecycleDeactivate: { status: 'ENABLED' } },
    },
  } as never);
  const [feature] = await all(client.applicationApi.listFeaturesForApplication({ appId }));
  expect(feature).toMatchObject({ name: 'USER_PROVISIONING', status: 'ENABLED' });
  const [engineering] = await all(client.groupApi.listGroups({ q: 'Engineering' }));
  const assignment = await client.groupApi.createGroup({ group: { profile: { name: 'rollcall_users' } } });
  const user = await newUser('pushed');
  for (const groupId of [String(assignment.id), String(engineering?.id)]) {
    await client.groupApi.assignUserToGroup({ groupId, userId: String(user.id) });
  }
  await client.applicationApi.assignGroupToApplication({ appId, groupId: String(assignment.id) });
  await client.groupPushMappingApi.createGroupPushMapping({
    appId,
    body: { sourceGroupId: String(engineering?.id), status: 'ACTIVE', targetGroupName: 'Engineering' },
  });
  await emulator.engine.settle();
  expect([...target.users.values()].map((entry) => entry.userName)).toEqual(['pushed@acme.example']);
  expect([...target.groups.values()]).toMatchObject([{ displayName: 'Engineering', members: [{ value: 'u1' }] }]);
  const appUser = await client.applicationApi.getApplicationUser({ appId, userId: String(user.id) });
  expect(appUser).toMatchObject({ status: 'PROVISIONED', syncState: 'SYNCHRONIZED', externalId: 'u1', scope: 'GROUP' });
  const mappings = await all(client.groupPushMappingApi.listGroupPushMappings({ appId }));
  expect(mappings).toMatchObject([{ status: 'ACTIVE', targetGroupId: 'g2' }]);
  await client.groupPushMappingApi.updateGroupPushMapping({
    appId,
    mappingId: String(mappings[0]?.id),
    body: { status: 'INACTIVE' },
  });
  await client.groupPushMappingApi.deleteGroupPushMapping({
    appId,
    mappingId: String(mappings[0]?.id),
    deleteTargetGroup: true,
  });
  await emulator.engine.settle();
  expect(target.groups.size).toBe(0);
  const events = await all(
    client.systemLogApi.listLogEvents({ filter: 'eventType eq "application.provision.user.push"' }),
  );
  expect(events.at(-1)).toMatchObject({
    outcome: { result: 'SUCCESS' },
    target: expect.arrayContaining([expect.objectContaining({ type: 'User' })]),
  });
});
