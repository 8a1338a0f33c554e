import { describe, expect, test } from 'vitest';
import { databaseNames, type TestServer } from '../testing/test-server.ts';
import { type Browser, refusal } from './testing/browser.ts';
import { serverWithOwner } from './testing/server-with-owner.ts';
import { arrived, okta, until } from './testing/world.ts';

const oktaAgent = { 'user-agent': 'Okta SCIM Client 1.0.0' };

describe.each(databaseNames)('the connect guide on %s', (database) => {
  let server: TestServer;
  let api: Browser['api'];
  let integrationId: string;
  serverWithOwner(database, (made) => {
    ({ server, api, integrationId } = made);
  });

  const settled = () => server.server.context.requestLog.flush();
  const findUser = (userName: string) => arrived(api, userName);

  test('the checklist ticks as requests arrive', async () => {
    const { integration, token } = await api.call('integrations.create', { body: { name: 'Guided' } });
    const params = { integrationId: integration.id };
    const done = async () => {
      await settled();
      return (await api.call('integrations.guide', { params })).checklist
        .filter((step) => step.done)
        .map(({ step }) => step);
    };
    const scim = (method: string, path: string, body?: unknown) =>
      server.send(method, `/api/v1/scim${path}`, { token, body, headers: oktaAgent });
    expect(await done()).toEqual([]);
    await scim('GET', '/Users?startIndex=1&count=2');
    expect(await done()).toEqual(['connectionTested']);
    const { json } = await scim('POST', '/Users', okta.user('guided@example.com', 'Guided'));
    expect(await done()).toEqual(['connectionTested', 'firstUser']);
    await scim('PUT', `/Users/${json.id}`, okta.user('guided@example.com', 'Guided', { title: 'Boss' }));
    expect(await done()).toEqual(['connectionTested', 'firstUser', 'firstUpdate']);
    await scim('PATCH', `/Users/${json.id}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', value: { active: false } }],
    });
    expect(await done()).toEqual(['connectionTested', 'firstUser', 'firstUpdate', 'firstDeactivation']);
    await scim('POST', '/Groups', okta.group('Guided people', []));
    expect(await done()).toHaveLength(5);
  });

  test('hints say in words which group was refused, and are gone when it worked', async () => {
    const { integration, token } = await api.call('integrations.create', { body: { name: 'Hinted' } });
    const params = { integrationId: integration.id };
    const hints = async () => {
      await settled();
      return (await api.call('integrations.guide', { params })).hints.map((hint) => hint.text);
    };
    const scim = (method: string, path: string, body?: unknown) =>
      server.send(method, `/api/v1/scim${path}`, { token, body, headers: oktaAgent });
    const { json: user } = await scim('POST', '/Users', okta.user('hinted@example.com', 'Hinted'));
    const unknown = [crypto.randomUUID(), crypto.randomUUID()];
    expect((await scim('POST', '/Groups', okta.group('Sales', [user.id, ...unknown]))).status).toBe(400);
    expect(await hints()).toEqual(['Group *Sales* was refused: 2 of its 3 member ids are unknown here.']);
    await scim('POST', '/Groups', okta.group('Sales', [user.id]));
    expect(await hints()).toEqual([]);
    await scim('POST', '/Users', okta.user('HINTED@example.com', 'Hinted'));
    expect((await hints())[0]).toMatch(/was refused: that user exists already\.$/);
  });

  test('a provider that still sends the rotated token is told so', async () => {
    const { integration, token } = await api.call('integrations.create', { body: { name: 'Stale' } });
    const params = { integrationId: integration.id };
    await api.call('integrations.confirm', { params });
    await server.send('GET', '/api/v1/scim/Users', { token, headers: oktaAgent });
    await api.call('integrations.rotate', { params, body: {} });
    await server.send('GET', '/api/v1/scim/Users', { token, headers: oktaAgent });
    await settled();
    const { hints, status } = await api.call('integrations.guide', { params });
    expect(hints[0]?.text).toMatch(/^401 from Okta SCIM Client 1\.0\.0: the token that it sends was rotated on /);
    expect(status).toBe('failing');
    const { token: last } = await api.call('integrations.rotate', { params, body: {} });
    await server.send('GET', '/api/v1/scim/Users', { token: last, headers: oktaAgent });
    await settled();
    expect(await api.call('integrations.guide', { params })).toMatchObject({ hints: [], status: 'healthy' });
  });

  test('the feed of a field can be tried before it is kept', async () => {
    await server.scim('POST', '/Users', okta.user('feed@example.com', 'Feed', { userType: 'Contractor' }));
    const person = await findUser('feed@example.com');
    const params = { integrationId };
    const body = { overrides: { jobTitle: 'userType' } };
    const tried = await api.call('integrations.previewAttributeFeed', { params, body });
    const sample = tried.samples.find(({ id }) => id === person.id);
    expect([sample?.current.jobTitle, sample?.preview.jobTitle]).toEqual(['Engineer', 'Contractor']);
    expect(tried.targets[3]?.candidates.map(({ path }) => path)).toContain('userType');
    await api.call('integrations.setAttributeFeed', { params, body });
    await until('people follow', async () => (await findUser('feed@example.com')).jobTitle === 'Contractor');
    const unknown = api.call('integrations.setAttributeFeed', { params, body: { overrides: { email: 'nonsense' } } });
    expect((await refusal(unknown)).code).toBe('invalidRequest');
    await api.call('integrations.setAttributeFeed', { params, body: { overrides: {} } });
  });
});
