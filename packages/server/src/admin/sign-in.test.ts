import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { databaseNames, startTestServer, type TestServer } from '../testing/test-server.ts';
import { adminPluginWith } from './plugin.ts';
import { Authenticator } from './testing/authenticator.ts';
import { Browser, refusal } from './testing/browser.ts';
import { link, password, signedIn, testPlugins } from './testing/team.ts';
import { totpCode } from './testing/totp.ts';

describe.each(databaseNames)('signing in on %s', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ database, postgresUrl: inject('postgresUrl'), plugins: testPlugins });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('the first-owner link makes the owner, signs in, and works once', async () => {
    const browser = new Browser(server);
    expect(await browser.api.call('signIn.options')).toMatchObject({ firstRun: true });
    const token = await link(server, 'owner');
    expect(await browser.api.call('links.inspect', { body: { token } })).toMatchObject({
      kind: 'firstOwner',
      needs: ['email', 'name', 'password'],
    });
    const body = { token, email: 'Ada@Example.com', name: 'Ada', password };
    expect(await browser.api.call('links.accept', { body })).toEqual({ signedIn: true, email: 'ada@example.com' });
    const session = await browser.api.call('session.get');
    expect(session).toMatchObject({ user: { email: 'ada@example.com', hasPassword: true }, tenant: { role: 'owner' } });
    expect(await refusal(browser.api.call('links.accept', { body }))).toMatchObject({
      status: 410,
      code: 'linkInvalid',
    });
    const second = await link(server, 'owner');
    expect((await refusal(browser.api.call('links.inspect', { body: { token: second } }))).code).toBe('linkInvalid');
  });

  test('of two who use one link at once, one gets in', async () => {
    const token = await link(server, 'invite', { email: 'race@example.com', role: 'admin' });
    const body = { token, name: 'Race', password };
    const both = await Promise.allSettled(
      [new Browser(server), new Browser(server)].map((browser) => browser.api.call('links.accept', { body })),
    );
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  test('a link that is expired, changed or made up is 410', async () => {
    const { api } = new Browser(server);
    const expired = await link(server, 'invite', { email: 'late@example.com', role: 'admin', minutes: 0 });
    const fresh = await link(server, 'invite', { email: 'late@example.com', role: 'admin' });
    for (const token of [expired, `${fresh.slice(0, -1)}${fresh.endsWith('0') ? '1' : '0'}`, 'rcl_'.padEnd(53, 'a')])
      expect(await refusal(api.call('links.inspect', { body: { token } }))).toMatchObject({ status: 410 });
  });

  test('a password of less than 12 characters is refused and the link stays', async () => {
    const { api } = new Browser(server);
    const token = await link(server, 'invite', { email: 'weak@example.com', role: 'auditor' });
    const weak = { token, name: 'Weak', password: 'short' };
    expect((await refusal(api.call('links.accept', { body: weak }))).code).toBe('weakPassword');
    await api.call('links.accept', { body: { ...weak, password } });
  });

  test('nobody can sign up or reach what is turned off', async () => {
    const browser = await signedIn(server, 'curious@example.com', 'auditor');
    const off = [
      '/sign-up/email',
      '/sso/register',
      '/sso/update-provider',
      '/request-password-reset',
      '/change-email',
      '/delete-user',
      '/list-sessions',
    ];
    for (const path of off) {
      const { status } = await browser.auth(path, { email: 'x@example.com', password, name: 'X' });
      expect({ path, status }).toEqual({ path, status: 404 });
    }
  });

  test('a wrong password and an unknown address get the same answer', async () => {
    await signedIn(server, 'known@example.com', 'auditor');
    const wrong = await new Browser(server).signIn('known@example.com', 'not the password');
    const unknown = await new Browser(server).signIn('nobody@example.com', 'not the password');
    expect(wrong).toEqual(unknown);
    expect(wrong.status).toBe(401);
  });

  test('cookies are HttpOnly and SameSite=Lax, and Secure where the console has TLS', async () => {
    await signedIn(server, 'cookie@example.com', 'auditor');
    const setCookie = async (on: TestServer) => {
      const response = await on.send('POST', '/api/auth/sign-in/email', {
        body: { email: 'cookie@example.com', password },
        headers: { 'content-type': 'application/json', origin: on.server.context.origin() },
      });
      return response.headers['set-cookie']?.find((cookie) => cookie.includes('session_token')) ?? '';
    };
    const plain = await setCookie(server);
    expect(plain).toMatch(/^rollcall\.session_token=.*HttpOnly/);
    expect(plain).toMatch(/SameSite=Lax/);
    await using secure = await startTestServer({
      database,
      postgresUrl: inject('postgresUrl'),
      plugins: testPlugins,
      env: { ROLLCALL_PUBLIC_URL: 'https://rollcall.example.com' },
    });
    await signedIn(secure, 'cookie@example.com', 'auditor');
    expect(await setCookie(secure)).toMatch(/^__Secure-rollcall\.session_token=.*Secure/);
  });

  test('TOTP: after turning it on a password alone does not sign in; a code or a backup code does, once', async () => {
    const browser = await signedIn(server, 'totp@example.com', 'admin');
    const enabled = await browser.auth('/two-factor/enable', { password });
    expect(enabled.status).toBe(200);
    const uri = String(enabled.json.totpURI);
    const codes = enabled.json.backupCodes as string[];
    expect((await browser.auth('/two-factor/verify-totp', { code: totpCode(uri) })).status).toBe(200);
    expect((await browser.api.call('session.get')).user.twoFactorEnabled).toBe(true);

    const later = new Browser(server);
    expect((await later.signIn('totp@example.com', password)).json).toMatchObject({ twoFactorRedirect: true });
    expect((await refusal(later.api.call('session.get'))).status).toBe(401);
    expect((await later.auth('/two-factor/verify-totp', { code: '000000' })).status).toBe(401);
    expect((await later.auth('/two-factor/verify-totp', { code: totpCode(uri) })).status).toBe(200);
    expect((await later.api.call('session.get')).user.email).toBe('totp@example.com');

    const withCode = async () => {
      const third = new Browser(server);
      await third.signIn('totp@example.com', password);
      return (await third.auth('/two-factor/verify-backup-code', { code: codes[0] })).status;
    };
    expect([await withCode(), await withCode()]).toEqual([200, 401]);
  });

  test('a passkey signs in without a password; one of another site does not', async () => {
    const browser = await signedIn(server, 'passkey@example.com', 'admin');
    const device = new Authenticator(browser.origin);
    const offered = await browser.auth('/passkey/generate-register-options');
    const made = await browser.auth('/passkey/verify-registration', {
      response: device.create(String(offered.json.challenge)),
      name: 'Laptop',
    });
    expect(made.status).toBe(200);
    expect((await browser.api.call('session.get')).user.passkeys).toBe(1);
    const come = async (key: Authenticator) => {
      const later = new Browser(server);
      const asked = await later.auth('/passkey/generate-authenticate-options');
      const { status } = await later.auth('/passkey/verify-authentication', {
        response: key.get(String(asked.json.challenge)),
      });
      return { later, status };
    };
    const { later, status } = await come(device);
    expect(status).toBe(200);
    expect((await later.api.call('session.get')).user.email).toBe('passkey@example.com');
    expect((await come(new Authenticator(browser.origin))).status).not.toBe(200);
    expect((await come(new Authenticator('https://evil.example'))).status).not.toBe(200);
  });

  test('the command line’s links: a new password ends sessions, a reset second factor lets the password suffice', async () => {
    const browser = await signedIn(server, 'lost@example.com', 'admin');
    const { json } = await browser.auth('/two-factor/enable', { password });
    await browser.auth('/two-factor/verify-totp', { code: totpCode(String(json.totpURI)) });

    const recovering = new Browser(server);
    const reset = await link(server, 'password', { email: 'lost@example.com' });
    const next = 'another long password';
    const answer = await recovering.api.call('links.accept', { body: { token: reset, password: next } });
    expect(answer).toEqual({ signedIn: false, email: 'lost@example.com' });
    expect((await refusal(browser.api.call('session.get'))).status).toBe(401);

    const off = await link(server, 'two-factor', { email: 'lost@example.com' });
    expect((await new Browser(server).api.call('links.inspect', { body: { token: off } })).needs).toEqual([]);
    await new Browser(server).api.call('links.accept', { body: { token: off } });
    const after = new Browser(server);
    expect((await after.signIn('lost@example.com', password)).status).toBe(401);
    expect((await after.signIn('lost@example.com', next)).status).toBe(200);
    expect((await after.api.call('session.get')).user.twoFactorEnabled).toBe(false);
  });

  test('sessions are listed, ended one by one or all others, and end at once', async () => {
    const here = await signedIn(server, 'places@example.com', 'auditor');
    const [there, elsewhere] = [new Browser(server), new Browser(server)];
    for (const browser of [there, elsewhere]) await browser.signIn('places@example.com', password);
    const { items } = await here.api.call('sessions.list');
    expect(items).toHaveLength(3);
    expect(items.filter((item) => item.current)).toHaveLength(1);
    const other = (await there.api.call('sessions.list')).items.find((item) => item.current);
    await here.api.call('sessions.end', { params: { sessionId: other?.id ?? '' } });
    expect((await refusal(there.api.call('session.get'))).status).toBe(401);
    await here.api.call('sessions.endOthers');
    expect((await refusal(elsewhere.api.call('session.get'))).status).toBe(401);
    expect((await here.api.call('sessions.list')).items).toHaveLength(1);
    await here.auth('/sign-out', {});
    expect((await refusal(here.api.call('session.get'))).status).toBe(401);
  });

  test('an invitation: by link, for that address, and an account in another tenant needs its password', async () => {
    const owner = await signedIn(server, 'inviter@example.com', 'owner');
    const { link: url, invitation } = await owner.api.call('invitations.create', {
      body: { email: 'Guest@example.com', role: 'auditor' },
    });
    expect(url).toMatch(/^http:\/\/localhost:\d+\/welcome#rcl_/);
    const open = async () =>
      (await owner.api.call('team.list')).invitations.filter(({ email }) => email === 'guest@example.com');
    expect(await open()).toMatchObject([{ id: invitation.id, role: 'auditor' }]);
    const token = new URL(url).hash.slice(1);
    const guest = new Browser(server);
    await guest.api.call('links.accept', { body: { token, name: 'Guest', password } });
    expect((await guest.api.call('session.get')).tenant?.role).toBe('auditor');
    expect(await open()).toEqual([]);
    const again = owner.api.call('invitations.create', { body: { email: 'guest@example.com', role: 'admin' } });
    expect((await refusal(again)).code).toBe('alreadyMember');

    const second = await link(server, 'invite', { email: 'guest@example.com', role: 'owner', subdomain: 'second' });
    const thief = new Browser(server);
    expect((await thief.api.call('links.inspect', { body: { token: second } })).needs).toEqual(['password']);
    const guess = thief.api.call('links.accept', { body: { token: second, password: 'a wrong password' } });
    expect((await refusal(guess)).code).toBe('unauthenticated');
    const joined = await thief.api.call('links.accept', { body: { token: second, password } });
    expect(joined.signedIn).toBe(true);
    expect((await thief.api.call('session.get')).tenants.map((tenant) => tenant.role).sort()).toEqual([
      'auditor',
      'owner',
    ]);
  });

  test('somebody in two tenants switches between them; the server remembers, and a third is not found', async () => {
    const browser = await signedIn(server, 'both@example.com', 'owner');
    const token = await link(server, 'invite', { email: 'both@example.com', role: 'auditor', subdomain: 'second' });
    // The session that opened the link ends with the joining, and the answer says so.
    const joined = await browser.api.call('links.accept', { body: { token } });
    expect(joined.signedIn).toBe(false);
    expect((await refusal(browser.api.call('session.get'))).status).toBe(401);
    await browser.signIn('both@example.com', password);
    const { tenants } = await browser.api.call('session.get');
    const second = tenants.find((tenant) => tenant.subdomain === 'second');
    await browser.api.call('session.switchTenant', { body: { tenantId: second?.id ?? '' } });
    expect((await browser.api.call('tenant.get')).subdomain).toBe('second');
    expect((await refusal(browser.api.call('integrations.create', { body: { name: 'No' } }))).code).toBe('forbidden');
    const third = browser.api.call('session.switchTenant', { body: { tenantId: crypto.randomUUID() } });
    expect((await refusal(third)).code).toBe('notFound');
  });

  test('a removed member sees nothing from the next request on; the last owner can’t be removed', async () => {
    const owner = await signedIn(server, 'boss@third.example', 'owner', 'third');
    const leaver = await signedIn(server, 'leaver@third.example', 'admin', 'third');
    const { members } = await owner.api.call('team.list');
    const id = (email: string) => members.find((member) => member.email === email)?.id ?? '';
    await owner.api.call('team.remove', { params: { memberId: id('leaver@third.example') } });
    expect((await refusal(leaver.api.call('integrations.list'))).code).toBe('noTenant');
    const self = { params: { memberId: id('boss@third.example') } };
    expect((await refusal(owner.api.call('team.remove', self))).code).toBe('lastOwner');
    const lower = owner.api.call('team.setRole', { ...self, body: { role: 'admin' } });
    expect((await refusal(lower)).code).toBe('lastOwner');
  });

  test('too many attempts from one address are 429 with Retry-After', async () => {
    const plugins = [adminPluginWith({ attemptsPerMinute: 5 })];
    await using strict = await startTestServer({ database, postgresUrl: inject('postgresUrl'), plugins });
    const browser = new Browser(strict);
    const statuses: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      // A header that a client sets is not where it comes from.
      const response = await browser.fetch('/api/auth/sign-in/email', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': `10.0.0.${tries}`,
          'x-rollcall-client-address': `10.1.0.${tries}`,
        },
        body: JSON.stringify({ email: 'a@example.com', password: 'guess' }),
      });
      statuses.push(response.status);
      if (response.status === 429) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const token = 'rcl_'.padEnd(53, 'a');
    const inspected = [];
    for (let tries = 0; tries < 6; tries += 1)
      inspected.push((await refusal(browser.api.call('links.inspect', { body: { token } }))).status);
    expect(inspected).toEqual([410, 410, 410, 410, 410, 429]);
  });

  test('another site’s page can’t sign somebody in or out', async () => {
    const browser = await signedIn(server, 'csrf@example.com', 'auditor');
    const response = await browser.fetch('/api/auth/sign-out', {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(403);
    expect((await browser.api.call('session.get')).user.email).toBe('csrf@example.com');
  });
});
