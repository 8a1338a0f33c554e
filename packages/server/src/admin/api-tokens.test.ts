import { createClient } from '@rollcall/admin-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { databaseNames, type TestServer } from '../testing/test-server.ts';
import { Browser, refusal } from './testing/browser.ts';
import { serverWithOwner } from './testing/server-with-owner.ts';
import { signedIn } from './testing/team.ts';
import { okta, until } from './testing/world.ts';

describe.each(databaseNames)('API tokens, the audit log and the documents on %s', (database) => {
  let server: TestServer;
  let owner: Browser;
  let api: Browser['api'];
  serverWithOwner(database, (made) => {
    ({ server, owner, api } = made);
  });

  beforeAll(async () => {
    for (let n = 0; n < 9; n += 1) await server.scim('POST', '/Users', okta.user(`u${n}@example.com`, `U${n}`));
    await until('people arrive', async () => (await api.call('users.list')).results.length === 9);
  });

  test('a token does what its role may, is shown once, and dies at once', async () => {
    const { apiToken, token } = await api.call('apiTokens.create', { body: { name: 'Report', role: 'auditor' } });
    expect(token).toMatch(/^rck_/);
    expect(JSON.stringify(await api.call('apiTokens.list'))).not.toContain(token);
    const program = createClient(async (input, init) => {
      const answer = await server.send(init?.method ?? 'GET', String(input), {
        token,
        ...(init?.body ? { raw: String(init.body), headers: { 'content-type': 'application/json' } } : {}),
      });
      return new Response(answer.status === 204 ? null : answer.text, { status: answer.status });
    });
    expect((await program.call('users.list')).results.length).toBeGreaterThan(0);
    expect((await refusal(program.call('integrations.create', { body: { name: 'X' } }))).code).toBe('forbidden');
    expect((await refusal(program.call('session.get'))).code).toBe('sessionRequired');
    expect((await api.call('apiTokens.list')).items.find(({ id }) => id === apiToken.id)?.lastUsedAt).not.toBeNull();
    await api.call('apiTokens.revoke', { params: { tokenId: apiToken.id } });
    expect((await refusal(program.call('users.list'))).code).toBe('unauthenticated');
  });

  test('an admin can’t make a token that may do more than they may', async () => {
    const admin = await signedIn(server, 'just.admin@example.com', 'admin');
    const call = admin.api.call('apiTokens.create', { body: { name: 'Up', role: 'owner' } });
    expect((await refusal(call)).code).toBe('forbidden');
  });

  test('the audit log says who did what, before and after, is searched and exported', async () => {
    await api.call('tenant.update', { body: { name: 'Acme' } });
    const { items } = await api.call('audit.list', { query: { targetType: ['tenant'] } });
    expect(items[0]).toMatchObject({
      actorName: 'owner',
      action: 'update',
      before: { name: 'Default' },
      after: { name: 'Acme' },
    });
    expect((await api.call('audit.list', { query: { search: 'acme' } })).items).toHaveLength(1);
    const csv = await (await owner.fetch('/api/v1/console/audit/export.csv')).text();
    expect(csv).toContain('Acme');
  });

  test('audit events page through every source, newest first, without a gap or a repeat', async () => {
    const all = await api.call('auditEvents.list', { query: { limit: 500 } });
    const paged: string[] = [];
    for (let url: string | null = '/api/v1/audit/events?limit=7&sort_by=-occurred_at'; url !== null; ) {
      const response: Response = await owner.fetch(url);
      const page: typeof all = JSON.parse(await response.text());
      paged.push(...page.results.map((event) => event.id));
      url = page.next === null ? null : new URL(page.next).pathname + new URL(page.next).search;
    }
    expect(paged).toEqual(all.results.map((event) => event.id));
    const times = all.results.map((event) => event.occurred_at);
    expect(times).toEqual(times.toSorted().reverse());
  });

  test('the docs page runs no script', async () => {
    const response = await new Browser(server).fetch('/api/v1/docs');
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(html).toContain('/api/v1/users');
    expect(html).not.toMatch(/<script|\son\w+=/);
  });

  test('wrong methods, media types, bodies and paths are answered in one form', async () => {
    const ask = async (method: string, path: string, body?: string, type = 'application/json') => {
      const init = { method, headers: { 'content-type': type }, ...(body === undefined ? {} : { body }) };
      const response = await owner.fetch(path, init);
      const { code } = JSON.parse(await response.text());
      return [response.status, code, response.headers.get('allow')];
    };
    expect(await ask('PUT', '/api/v1/users')).toEqual([405, 'methodNotAllowed', 'GET']);
    expect(await ask('GET', '/api/v1/nothing')).toEqual([404, 'notFound', null]);
    expect(await ask('POST', '/api/v1/console/integrations', 'x', 'text/plain')).toEqual([
      415,
      'unsupportedMediaType',
      null,
    ]);
    expect(await ask('POST', '/api/v1/console/integrations', '{')).toEqual([400, 'invalidRequest', null]);
    expect(await ask('POST', '/api/v1/console/integrations', '{}')).toEqual([400, 'invalidRequest', null]);
    expect(await ask('POST', '/api/v1/console/integrations', JSON.stringify({ name: 'x'.repeat(2 ** 21) }))).toEqual([
      413,
      'tooLarge',
      null,
    ]);
  });
});
