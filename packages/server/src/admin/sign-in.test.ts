import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { databaseNames, startTestServer, type TestServer } from '../testing/test-server.ts';
import { adminPluginWith } from './plugin.ts';
import { Browser, refusal } from './testing/browser.ts';
import { link, password } from './testing/team.ts';

describe.each(databaseNames)('signing in on %s', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    const plugins = [adminPluginWith({ attemptsPerMinute: 1_000 })];
    server = await startTestServer({ database, postgresUrl: inject('postgresUrl'), plugins });
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
    const late = await refusal(browser.api.call('links.inspect', { body: { token: second } }));
    expect(late.code).toBe('linkInvalid');
  });
});
