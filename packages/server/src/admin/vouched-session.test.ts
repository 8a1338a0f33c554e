/** What a provider of one tenant vouches for reaches into no other, now or later. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { databaseNames, startTestServer, type TestServer } from '../testing/test-server.ts';
import { Authenticator } from './testing/authenticator.ts';
import { Browser, refusal } from './testing/browser.ts';
import { type Issuer, startIssuer } from './testing/oidc-issuer.ts';
import { link, password, signedIn, testPlugins } from './testing/team.ts';

describe.each(databaseNames)('a session that a provider vouched for, on %s', (database) => {
  let server: TestServer;
  let issuer: Issuer;
  beforeAll(async () => {
    server = await startTestServer({ database, postgresUrl: inject('postgresUrl'), plugins: testPlugins });
    issuer = await startIssuer('client', 'secret');
  });
  afterAll(async () => {
    await issuer[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  /** The owner of a tenant and the provider that they run. */
  async function tenantWithProvider(subdomain: string) {
    const owner = await signedIn(server, `owner@${subdomain}.example`, 'owner', subdomain);
    const { id } = await owner.api.call('signInProviders.create', {
      body: {
        name: `Provider of ${subdomain}`,
        domains: ['example.com'],
        defaultRole: 'admin',
        settings: { protocol: 'oidc', issuer: issuer.url, clientId: 'client', clientSecret: 'secret' },
      },
    });
    return { owner, providerId: id };
  }

  /** A browser in which the provider said that somebody with that address is there. */
  async function vouched(providerId: string, email: string): Promise<Browser> {
    const browser = new Browser(server);
    issuer.subject = { sub: `${providerId} ${email}`, email, name: email };
    const start = await browser.auth('/sign-in/sso', { providerId, callbackURL: '/', errorCallbackURL: '/sign-in' });
    const atIssuer = await fetch(String(start.json.url), { redirect: 'manual' });
    const { pathname, search } = new URL(atIssuer.headers.get('location') ?? '');
    const back = await browser.fetch(pathname + search);
    expect(back.headers.get('location')).toBe('/');
    return browser;
  }

  const memberId = async (owner: Browser, email: string) =>
    (await owner.api.call('team.list')).members.find((member) => member.email === email)?.id ?? '';

  test('acts in that tenant only, also when the account joins another later through that one’s provider', async () => {
    const mallory = await tenantWithProvider('mallory');
    const acme = await tenantWithProvider('acme');
    const impostor = await vouched(mallory.providerId, 'victim@example.com');
    expect((await impostor.api.call('session.get')).tenant?.subdomain).toBe('mallory');
    // The account is left behind, its session is kept for the day on which the real person comes.
    const params = { memberId: await memberId(mallory.owner, 'victim@example.com') };
    await mallory.owner.api.call('team.remove', { params });
    const victim = await vouched(acme.providerId, 'victim@example.com');
    expect((await victim.api.call('session.get')).tenant?.subdomain).toBe('acme');
    expect(await impostor.api.call('session.get')).toMatchObject({ tenant: null, tenants: [] });
    expect((await refusal(impostor.api.call('integrations.list'))).code).toBe('noTenant');
    const tenantId = (await victim.api.call('session.get')).tenant?.id ?? '';
    expect((await refusal(impostor.api.call('session.switchTenant', { body: { tenantId } }))).code).toBe('notFound');
    // Nor does it tell where the real person is signed in, or end that.
    const places = (await victim.api.call('sessions.list')).items;
    expect(places).toHaveLength(1);
    expect((await impostor.api.call('sessions.list')).items).toMatchObject([{ current: true }]);
    const end = impostor.api.call('sessions.end', { params: { sessionId: places[0]?.id ?? '' } });
    expect((await refusal(end)).code).toBe('notFound');
    await impostor.api.call('sessions.endOthers');
    expect((await victim.api.call('session.get')).user.email).toBe('victim@example.com');
  });

  test('leaves no way of signing in behind', async () => {
    const { providerId } = await tenantWithProvider('lasting');
    const browser = await vouched(providerId, 'lasting@example.com');
    const device = new Authenticator(browser.origin);
    const offered = await browser.auth('/passkey/generate-register-options');
    expect(offered).toMatchObject({ status: 403, json: { code: 'SIGNED_IN_THROUGH_PROVIDER' } });
    for (const path of [
      '/passkey/verify-registration',
      '/passkey/delete-passkey',
      '/two-factor/enable',
      '/two-factor/disable',
      '/two-factor/generate-backup-codes',
      '/change-password',
    ])
      expect((await browser.auth(path, { response: device.create('x') })).status).toBe(403);
    const { user } = await browser.api.call('session.get');
    expect(user).toMatchObject({ passkeys: 0, twoFactorEnabled: false, signedInThrough: 'Provider of lasting' });
  });

  test('proves nothing to another tenant’s invitation, and ends with its provider', async () => {
    const { owner, providerId } = await tenantWithProvider('proving');
    const browser = await vouched(providerId, 'guest@example.com');
    const token = await link(server, 'invite', { email: 'guest@example.com', role: 'owner', subdomain: 'acme' });
    expect((await browser.api.call('links.inspect', { body: { token } })).needs).toEqual(['password']);
    const accepted = browser.api.call('links.accept', { body: { token, password } });
    expect((await refusal(accepted)).code).toBe('unauthenticated');
    await owner.api.call('signInProviders.delete', { params: { providerId } });
    expect((await refusal(browser.api.call('session.get'))).status).toBe(401);
  });
});
