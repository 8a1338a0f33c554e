import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { databaseNames, startTestServer, type TestServer } from '../testing/test-server.ts';
import { Browser, refusal } from './testing/browser.ts';
import { type Issuer, startIssuer } from './testing/oidc-issuer.ts';
import { type Assertion, entityId, pathOf, throughSaml } from './testing/saml-provider.ts';
import { password, signedIn, testPlugins } from './testing/team.ts';
import { testCertificate } from './testing/test-certificate.ts';

describe.each(databaseNames)('single sign-on on %s', (database) => {
  let server: TestServer;
  let owner: Browser;
  let issuer: Issuer;
  beforeAll(async () => {
    server = await startTestServer({ database, postgresUrl: inject('postgresUrl'), plugins: testPlugins });
    owner = await signedIn(server, 'owner@example.com', 'owner');
    issuer = await startIssuer('client', 'secret');
  });
  afterAll(async () => {
    await issuer[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const oidcProvider = (browser: Browser, defaultRole: 'auditor' | null) =>
    browser.api.call('signInProviders.create', {
      body: {
        name: 'Issuer',
        domains: ['example.com'],
        defaultRole,
        settings: { protocol: 'oidc', issuer: issuer.url, clientId: 'client', clientSecret: 'secret' },
      },
    });

  const samlProvider = (browser: Browser, defaultRole: 'auditor' | 'admin' | null) =>
    browser.api.call('signInProviders.create', {
      body: {
        name: 'Okta',
        domains: ['example.com'],
        defaultRole,
        settings: {
          protocol: 'saml',
          issuer: entityId,
          entryPoint: 'https://example.okta.com/app/sso/saml',
          certificate: testCertificate,
        },
      },
    });

  /** Goes to the issuer and comes back; returns where the browser ends. */
  async function throughOidc(browser: Browser, providerId: string): Promise<string> {
    const start = await browser.auth('/sign-in/sso', { providerId, callbackURL: '/', errorCallbackURL: '/sign-in' });
    expect(start.status).toBe(200);
    const atIssuer = await fetch(String(start.json.url), { redirect: 'manual' });
    const back = await browser.fetch(pathOf(atIssuer.headers.get('location') ?? ''));
    expect(back.status).toBe(302);
    return back.headers.get('location') ?? '';
  }

  test('OpenID Connect: somebody new gets in with the default role', async () => {
    const provider = await oidcProvider(owner, 'auditor');
    expect(provider.give.redirectUrl).toContain(`/api/auth/sso/callback/${provider.id}`);
    issuer.subject = { sub: 'new', email: 'new.oidc@example.com', name: 'New Person' };
    const browser = new Browser(server);
    expect(await throughOidc(browser, provider.id)).toBe('/');
    const session = await browser.api.call('session.get');
    expect(session).toMatchObject({ user: { name: 'New Person', hasPassword: false }, tenant: { role: 'auditor' } });
  });

  test('OpenID Connect: without a default role only invited people get in, with the role of the invitation', async () => {
    const provider = await oidcProvider(owner, null);
    issuer.subject = { sub: 'invited', email: 'invited@example.com', name: 'Invited' };
    const before = await throughOidc(new Browser(server), provider.id);
    expect(before).toContain('error=not_invited');
    await owner.api.call('invitations.create', { body: { email: 'invited@example.com', role: 'admin' } });
    const browser = new Browser(server);
    expect(await throughOidc(browser, provider.id)).toBe('/');
    expect((await browser.api.call('session.get')).tenant?.role).toBe('admin');
    expect((await owner.api.call('team.list')).invitations).toEqual([]);
  });

  test('OpenID Connect: a member with a password may use the provider too and stays one account', async () => {
    const provider = await oidcProvider(owner, null);
    await signedIn(server, 'member@example.com', 'admin');
    issuer.subject = { sub: 'member', email: 'Member@Example.com', name: 'Other Name' };
    const browser = new Browser(server);
    expect(await throughOidc(browser, provider.id)).toBe('/');
    expect((await browser.api.call('session.get')).user).toMatchObject({ name: 'member', hasPassword: true });
  });

  test('a provider is changed: a name while its issuer is down, the secret only when one is given, another issuer’s subjects are other people', async () => {
    const first = await startIssuer('client', 'secret');
    const settings = { protocol: 'oidc', issuer: first.url, clientId: 'client' } as const;
    const body = { name: 'First', domains: ['example.com'], defaultRole: 'auditor' as const };
    const made = await owner.api.call('signInProviders.create', {
      body: { ...body, settings: { ...settings, clientSecret: 'secret' } },
    });
    const change = (changed: object) =>
      owner.api.call('signInProviders.update', { params: { providerId: made.id }, body: changed });
    first.subject = { sub: '7', email: 'seven@example.com', name: 'Seven' };
    expect(await throughOidc(new Browser(server), made.id)).toBe('/');
    await first[Symbol.asyncDispose]();
    expect(await change({ name: 'Renamed' })).toMatchObject({ name: 'Renamed', settings: { issuer: first.url } });
    expect((await refusal(change({ settings }))).code).toBe('invalidProvider');

    issuer.subject = { sub: '7', email: 'other.seven@example.com', name: 'Other Seven' };
    expect((await refusal(change({ settings: { ...settings, issuer: issuer.url } }))).message).toContain('secret');
    await change({ settings: { ...settings, issuer: issuer.url, clientSecret: 'secret' } });
    const browser = new Browser(server);
    expect(await throughOidc(browser, made.id)).toBe('/');
    expect((await browser.api.call('session.get')).user).toMatchObject({ email: 'other.seven@example.com' });
    await change({ settings: { ...settings, issuer: issuer.url, clientSecret: 'wrong' } });
    expect(await throughOidc(new Browser(server), made.id)).toContain('error=');
    const [event] = (await owner.api.call('audit.list')).items;
    expect(event).toMatchObject({ after: { clientId: 'client', clientSecret: 'replaced' } });
  });

  test('OpenID Connect: a token for somebody else’s client is refused', async () => {
    const provider = await oidcProvider(owner, 'auditor');
    issuer.tamper = (claims) => ({ ...claims, aud: 'another client' });
    const location = await throughOidc(new Browser(server), provider.id);
    issuer.tamper = (claims) => claims;
    expect(location).toContain('error=');
  });

  test('an issuer that does not answer is refused when it is entered, with a reason', async () => {
    const call = owner.api.call('signInProviders.create', {
      body: {
        name: 'Nobody',
        domains: ['example.com'],
        settings: { protocol: 'oidc', issuer: 'http://127.0.0.1:9', clientId: 'c', clientSecret: 's' },
      },
    });
    const error = await refusal(call);
    expect(error.code).toBe('invalidProvider');
    expect(error.message.length).toBeGreaterThan(10);
  });

  test('an issuer inside the network is not asked by a server that is public, unless the operator names it', async () => {
    const env = { ROLLCALL_PUBLIC_URL: 'https://rollcall.example.com' };
    const start = (more: object) =>
      startTestServer({ database, postgresUrl: inject('postgresUrl'), plugins: testPlugins, env: { ...env, ...more } });
    await using open = await start({});
    const browser = await signedIn(open, 'owner@example.com', 'owner');
    expect((await refusal(oidcProvider(browser, null))).code).toBe('invalidProvider');
    await using named = await start({ ROLLCALL_TRUSTED_ISSUERS: issuer.url });
    const boss = await signedIn(named, 'owner@example.com', 'owner');
    expect((await oidcProvider(boss, null)).settings).toMatchObject({ issuer: issuer.url });
  });

  test('nor is one that is asked by https: no connection is made', async () => {
    const env = { ROLLCALL_PUBLIC_URL: 'https://rollcall.example.com' };
    await using open = await startTestServer({
      database,
      postgresUrl: inject('postgresUrl'),
      plugins: testPlugins,
      env,
    });
    const browser = await signedIn(open, 'owner@example.com', 'owner');
    let connections = 0;
    const inside = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await once(inside.listen(0, '127.0.0.1'), 'listening');
    const { port } = inside.address() as AddressInfo;
    for (const host of ['127.0.0.1', '[::ffff:127.0.0.1]', 'localhost', '2130706433']) {
      const settings = {
        protocol: 'oidc',
        issuer: `https://${host}:${port}`,
        clientId: 'c',
        clientSecret: 's',
      } as const;
      const made = browser.api.call('signInProviders.create', {
        body: { name: 'Inside', domains: ['example.com'], settings },
      });
      expect((await refusal(made)).code).toBe('invalidProvider');
    }
    inside.close();
    expect(connections).toBe(0);
  });

  test('a secret is kept for its issuer only, and an address that runs instead of leading somewhere is none', async () => {
    const { id } = await oidcProvider(owner, null);
    await using other = await startIssuer('client', 'secret');
    const settings = { protocol: 'oidc', issuer: other.url, clientId: 'client' } as const;
    const moved = owner.api.call('signInProviders.update', { params: { providerId: id }, body: { settings } });
    expect((await refusal(moved)).message).toContain('client secret');
    const here = { ...settings, issuer: issuer.url, clientId: 'other' };
    const kept = await owner.api.call('signInProviders.update', {
      params: { providerId: id },
      body: { settings: here },
    });
    expect(kept.settings).toMatchObject({ clientId: 'other' });
    const saml = { protocol: 'saml', issuer: entityId, certificate: testCertificate } as const;
    const made = owner.api.call('signInProviders.create', {
      body: { name: 'x', domains: ['a.example'], settings: { ...saml, entryPoint: 'javascript:alert(1)' } },
    });
    expect((await refusal(made)).code).toBe('invalidRequest');
  });

  test('SAML: the app that the seed creates signs its people in', async () => {
    const provider = await samlProvider(owner, 'admin');
    const browser = new Browser(server);
    expect(await throughSaml(browser, provider, { nameId: 'grace.saml@example.com' })).toEqual({
      status: 302,
      location: '/',
    });
    const session = await browser.api.call('session.get');
    expect(session).toMatchObject({ user: { email: 'grace.saml@example.com' }, tenant: { role: 'admin' } });
    const metadata = await browser.fetch(pathOf(provider.give.metadataUrl ?? ''));
    const xml = await metadata.text();
    expect(xml).toContain(provider.give.audience);
    expect(xml).toContain(provider.give.redirectUrl);
  });

  test('SAML: an assertion that is unsigned, for another audience or signed by another key is refused', async () => {
    const provider = await samlProvider(owner, 'admin');
    const { privateKey } = (await import('node:crypto')).generateKeyPairSync('rsa', { modulusLength: 2048 });
    const wrong: readonly Assertion[] = [
      { nameId: 'owner@example.com', signed: false },
      { nameId: 'owner@example.com', audience: 'https://somebody.else' },
      { nameId: 'owner@example.com', privateKey: String(privateKey.export({ format: 'pem', type: 'pkcs8' })) },
    ];
    for (const assertion of wrong) {
      const browser = new Browser(server);
      const { location, status } = await throughSaml(browser, provider, assertion);
      expect(status >= 400 || /error=/.test(location)).toBe(true);
      expect((await refusal(browser.api.call('session.get'))).status).toBe(401);
    }
  });

  test('a tenant’s provider can’t open an account that belongs to another tenant', async () => {
    const mallory = await signedIn(server, 'mallory@evil.example', 'owner', 'evil');
    const provider = await samlProvider(mallory, 'admin');
    const browser = new Browser(server);
    const { location } = await throughSaml(browser, provider, { nameId: 'owner@example.com' });
    expect(location).toContain('error=belongs_to_other_tenants');
    expect((await refusal(browser.api.call('session.get'))).status).toBe(401);
  });

  test('joining a second tenant ends sessions that a provider has vouched for', async () => {
    const provider = await samlProvider(owner, 'auditor');
    const victim = new Browser(server);
    await throughSaml(victim, provider, { nameId: 'two@example.com' });
    const token = (await owner.api.call('invitations.create', { body: { email: 'x@example.com', role: 'auditor' } }))
      .link;
    expect(token).toContain('#');
    const { link } = await import('./testing/team.ts');
    const reset = await link(server, 'password', { email: 'two@example.com' });
    await new Browser(server).api.call('links.accept', { body: { token: reset, password } });
    const impostor = new Browser(server);
    await throughSaml(impostor, provider, { nameId: 'two@example.com' });
    const second = await link(server, 'invite', { email: 'two@example.com', role: 'owner', subdomain: 'second' });
    const joined = new Browser(server);
    await joined.api.call('links.accept', { body: { token: second, password } });
    expect((await joined.api.call('session.get')).tenants).toHaveLength(2);
    expect((await refusal(impostor.api.call('session.get'))).status).toBe(401);
  });

  test('the sign-in page of one tenant offers its providers; with several, those of the address’s domain', async () => {
    const options = await new Browser(server).api.call('signIn.options', { query: { email: 'a@example.com' } });
    expect(options.providers.length).toBeGreaterThan(0);
    expect((await new Browser(server).api.call('signIn.options')).providers).toEqual([]);
    const [item] = (await owner.api.call('signInProviders.list')).items;
    expect(JSON.stringify(item)).not.toContain('secret"');
  });
});
