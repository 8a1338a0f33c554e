import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { databaseNames, startTestServer, type TestServer } from '../testing/test-server.ts';
import { refusal } from './testing/browser.ts';
import { signedIn, testPlugins } from './testing/team.ts';
import { okta } from './testing/world.ts';

const dayMs = 86_400_000;

describe.each(databaseNames)('retention of the request log on %s', (database) => {
  let server: TestServer;
  const start = (env: object = {}) =>
    startTestServer({ database, postgresUrl: inject('postgresUrl'), plugins: testPlugins, env });
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('an owner chooses it for the own tenant; it counts at once, and the audit log says who did', async () => {
    const owner = await signedIn(server, 'owner@example.com', 'owner');
    const other = await signedIn(server, 'other@example.com', 'owner', 'second');
    const { requestLog } = server.server.context;
    const tenant = (await server.server.context.control.tenants.bySubdomain('default'))?.no ?? 0;
    requestLog.push({
      requestId: 'eight-days-ago',
      time: Date.now() - 8 * dayMs,
      tenantNo: tenant,
      integrationNo: 1,
      method: 'GET',
      path: '/api/v1/scim/Users',
      status: 200,
      durationMicros: 900,
      userAgent: 'Okta SCIM Client 1.0.0',
      remoteAddress: '127.0.0.1',
      detail: null,
    });
    await server.scim('POST', '/Users', okta.user('grace@example.com', 'Grace'));
    await requestLog.flush();
    expect(await owner.api.call('retention.get')).toMatchObject({ requestLogDays: 30, defaultDays: 30, entries: 2 });
    expect(await other.api.call('retention.get')).toMatchObject({ entries: 0, bytes: 0, oldestAt: null });

    const changed = await owner.api.call('retention.update', { body: { requestLogDays: 7 } });
    expect(changed).toMatchObject({ requestLogDays: 7, requestLogBytes: 1 << 30, entries: 1 });
    expect(await requestLog.byRequestId(tenant, 'eight-days-ago')).toBeNull();
    expect((await other.api.call('retention.get')).requestLogDays).toBe(30);
    const [event] = (await owner.api.call('audit.list')).items;
    expect(event).toMatchObject({
      action: 'update',
      component: 'retention',
      actorName: 'owner',
      before: { requestLogDays: null, requestLogBytes: null },
      after: { requestLogDays: 7, requestLogBytes: null },
    });
    expect((await owner.api.call('retention.update', { body: { requestLogDays: null } })).requestLogDays).toBe(30);
  });

  test('nonsense and more than the configuration allows are refused in words; an administrator may not choose', async () => {
    await using bounded = await start({ ROLLCALL_REQUEST_LOG_DAYS: '60' });
    const owner = await signedIn(bounded, 'owner@example.com', 'owner');
    const admin = await signedIn(bounded, 'admin@example.com', 'admin');
    const choose = (body: object, browser = owner) => refusal(browser.api.call('retention.update', { body }));
    expect(await choose({ requestLogDays: 61 })).toMatchObject({
      code: 'invalidRequest',
      message: 'This server keeps requests for at most 60 days.',
    });
    for (const body of [{ requestLogDays: 0 }, { requestLogDays: 1.5 }, { requestLogBytes: 1000 }])
      expect((await choose(body)).code).toBe('invalidRequest');
    expect((await choose({ requestLogDays: 5 }, admin)).code).toBe('forbidden');
    expect(await owner.api.call('retention.get')).toMatchObject({
      requestLogDays: 60,
      mostDays: 60,
      mostBytes: 2 ** 40,
    });
  });
});
