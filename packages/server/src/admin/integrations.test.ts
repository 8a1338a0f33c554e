import { describe, expect, test } from 'vitest';
import { databaseNames, type TestServer } from '../testing/test-server.ts';
import { type Browser, refusal } from './testing/browser.ts';
import { serverWithOwner } from './testing/server-with-owner.ts';
import { okta, until } from './testing/world.ts';

describe.each(databaseNames)('integrations on %s', (database) => {
  let server: TestServer;
  let owner: Browser;
  let api: Browser['api'];
  let integrationId: string;
  serverWithOwner(database, (made) => {
    ({ server, owner, api, integrationId } = made);
  });

  test('the set-up of the seed: name, generate token, confirm; names are unique without regard to case', async () => {
    expect(await api.call('integrations.checkName', { query: { name: ' okta ' } })).toEqual({
      available: false,
      reason: 'Another integration has this name.',
    });
    const { integration, token } = await api.call('integrations.create', {
      body: { name: 'Entra', provider: 'entra' },
    });
    expect(integration).toMatchObject({ status: 'unfinished', setupFinished: false, provider: 'entra' });
    expect(integration.scimUrls).toEqual([`${owner.origin}/api/v1/scim`]);
    expect(token).toMatch(/^rc_[0-9A-Za-z]{49}$/);
    const taken = api.call('integrations.create', { body: { name: 'ENTRA' } });
    expect((await refusal(taken)).code).toBe('nameTaken');
    const params = { integrationId: integration.id };
    expect((await api.call('integrations.confirm', { params })).status).toBe('neverContacted');
    expect((await server.send('GET', '/api/v1/scim/Users', { token })).status).toBe(200);
    const healthy = await until('contact', async () => {
      const row = (await api.call('integrations.list')).items.find((item) => item.id === integration.id);
      return row?.status === 'healthy' && row;
    });
    expect(healthy.lastContactAt).not.toBeNull();
    expect(JSON.stringify(await api.call('integrations.get', { params }))).not.toContain(token);
  });

  test('rotating ends the old token in the same second, or after the grace', async () => {
    const { integration, token: first } = await api.call('integrations.create', { body: { name: 'Rotated' } });
    const params = { integrationId: integration.id };
    const status = async (token: string) => (await server.send('GET', '/api/v1/scim/Users', { token })).status;
    expect(await status(first)).toBe(200);
    const { token: second } = await api.call('integrations.rotate', { params, body: {} });
    expect([await status(first), await status(second)]).toEqual([401, 200]);
    const { token: third, integration: after } = await api.call('integrations.rotate', {
      params,
      body: { graceHours: 1 },
    });
    expect([await status(second), await status(third)]).toEqual([200, 200]);
    expect(after.tokens.map((token) => token.state).sort()).toEqual(['current', 'retiring']);
    const tooLong = api.call('integrations.rotate', { params, body: { graceHours: 25 } });
    expect((await refusal(tooLong)).code).toBe('invalidRequest');
  });

  test('a token about to expire shows, and switches are kept', async () => {
    const { integration } = await api.call('integrations.create', { body: { name: 'Expiring' } });
    const params = { integrationId: integration.id };
    await api.call('integrations.confirm', { params });
    const expiresAt = new Date(Date.now() + 3 * 86_400_000).toISOString();
    await api.call('integrations.rotate', { params, body: { expiresAt } });
    expect(await api.call('integrations.get', { params })).toMatchObject({
      status: 'tokenExpiring',
      statusReason: 'The token expires in 3 days.',
    });
    const changed = await api.call('integrations.update', {
      params,
      body: { name: 'Expiring soon', switches: { patchAnswer: 'noContent' } },
    });
    expect(changed).toMatchObject({
      name: 'Expiring soon',
      switches: { patchAnswer: 'noContent', skipUnknownMembers: false },
    });
    await api.call('integrations.update', { params, body: { switches: { skipUnknownMembers: true } } });
    expect((await api.call('integrations.get', { params })).switches).toEqual({
      patchAnswer: 'noContent',
      skipUnknownMembers: true,
    });
  });

  test('deleting asks for the name, says what is affected, and ends the token at once', async () => {
    const { integration, token } = await api.call('integrations.create', { body: { name: 'Doomed' } });
    await server.send('POST', '/api/v1/scim/Users', { token, body: okta.user('doomed@example.com', 'Doomed') });
    const params = { integrationId: integration.id };
    expect(await api.call('integrations.deletePreview', { params })).toEqual({
      name: 'Doomed',
      users: 1,
      groups: 0,
      usersWithDevices: 0,
      devices: 0,
    });
    const wrong = api.call('integrations.delete', { params, query: { name: 'doomed' } });
    expect((await refusal(wrong)).code).toBe('confirmationMismatch');
    await api.call('integrations.delete', { params, query: { name: 'Doomed' } });
    expect((await server.send('GET', '/api/v1/scim/Users', { token })).status).toBe(401);
    expect((await refusal(api.call('integrations.get', { params }))).code).toBe('notFound');
    expect((await api.call('integrations.checkName', { query: { name: 'Doomed' } })).available).toBe(true);
  });

  test('an OAuth client gets tokens with its secret until it is revoked', async () => {
    const params = { integrationId };
    const made = await api.call('clients.create', { params, body: { name: 'Azure' } });
    const exchange = (secret: string) =>
      server.send('POST', '/api/v1/oauth/token', {
        raw: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: made.client.id,
          client_secret: secret,
        }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect((await exchange(made.clientSecret)).status).toBe(200);
    const rotated = await api.call('clients.rotate', { params: { ...params, clientId: made.client.id } });
    expect(rotated.client.secrets).toHaveLength(2);
    expect((await exchange(made.clientSecret)).status).toBe(200);
    await api.call('clients.revoke', { params: { ...params, clientId: made.client.id } });
    expect((await exchange(rotated.clientSecret)).status).toBe(401);
  });
});
