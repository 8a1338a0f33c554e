import { expect, expectTypeOf, test } from 'vitest';
import { AdminApiError, createClient, type Response } from './browser.ts';

const answering =
  (status: number, body: unknown, seen: string[] = []): typeof fetch =>
  async (input, init) => {
    seen.push(`${init?.method} ${input} ${init?.body ?? ''}`.trim());
    return new globalThis.Response(status === 204 ? null : JSON.stringify(body), { status });
  };

test('a call fills the path, repeats list parameters and sends JSON', async () => {
  const seen: string[] = [];
  const client = createClient(answering(200, {}, seen));
  await client.call('people.list', { query: { tab: 'archived', department: ['R&D', ''], limit: 10 } });
  await client.call('integrations.rotate', { params: { integrationId: 'a/b' }, body: { graceHours: 2 } });
  await client.call('session.get');
  expect(seen).toEqual([
    'GET /api/v1/console/users?tab=archived&department=R%26D&department=&limit=10',
    'POST /api/v1/console/integrations/a%2Fb/rotate {"graceHours":2}',
    'GET /api/v1/console/session',
  ]);
});

test('an error answer is thrown with its code from the registry', async () => {
  const body = { code: 'nameTaken', title: '…', detail: '“Okta” is in use.', todo: '…', requestId: 'r' };
  const call = createClient(answering(409, body)).call('integrations.create', { body: { name: 'Okta' } });
  await expect(call).rejects.toMatchObject({ code: 'nameTaken', status: 409, message: '“Okta” is in use.' });
});

test('an answer that is not ours is an error without a code of the registry', async () => {
  const call = createClient(async () => new globalThis.Response('<html>', { status: 502 })).call('session.get');
  await expect(call).rejects.toBeInstanceOf(AdminApiError);
  await expect(call).rejects.toMatchObject({ code: 'network', status: 502 });
});

test('the types of requests and answers come from the contract', () => {
  const client = createClient(answering(200, {}));
  expectTypeOf<Response<'integrations.checkName'>>().toEqualTypeOf<{ available: boolean; reason: string | null }>();
  expectTypeOf<Response<'integrations.delete'>>().toEqualTypeOf<undefined>();
  // @ts-expect-error: the body is missing
  const missing = () => client.call('integrations.create', {});
  // @ts-expect-error: there is no such tab
  const wrong = () => client.call('people.list', { query: { tab: 'nobody' } });
  expect([missing, wrong]).toHaveLength(2);
});

test('a browser’s entry pulls in no schema library', async () => {
  const { readFileSync } = await import('node:fs');
  const at = (path: string, from: string = import.meta.url) => new URL(path, from).href;
  const files = [at('browser.ts')];
  for (const file of files) {
    const text = readFileSync(new URL(file), 'utf8');
    for (const [statement, from] of text.matchAll(/^(?:import|export) .*? from '([^']+)';$/gms)) {
      if (/^(import|export) type/.test(statement)) continue;
      expect(from, `${file} imports ${from}`).not.toBe('zod');
      if (from?.startsWith('.') && !files.includes(at(from, file))) files.push(at(from, file));
    }
  }
  expect(files).toEqual(expect.arrayContaining([at('client.ts'), at('routes/people.ts')]));
});
