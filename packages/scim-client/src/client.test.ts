import { expect, test } from 'vitest';
import { queryOf, ScimClient, type ScimRequest, type Transport } from './client.ts';

const answering = (status: number, body: string, seen: ScimRequest[] = []): Transport => {
  return async (request) => {
    seen.push(request);
    return { status, text: body, header: () => null };
  };
};
const client = (transport: Transport) => new ScimClient({ baseUrl: 'https://x.test/scim/', token: 't', transport });

test('a request carries the token, SCIM’s media types and the path behind the base URL', async () => {
  const seen: ScimRequest[] = [];
  await client(answering(201, '{"id":"1"}', seen)).create('/Users', { userName: 'ada' });
  expect(seen).toEqual([
    {
      method: 'POST',
      url: 'https://x.test/scim/Users',
      headers: {
        accept: 'application/scim+json',
        authorization: 'Bearer t',
        'content-type': 'application/scim+json',
      },
      body: '{"userName":"ada"}',
    },
  ]);
});

test('a refusal is a value with the server’s own words', async () => {
  const refused = await client(answering(409, '{"detail":"userName is taken","status":"409"}')).create('/Users', {});
  expect(refused).toEqual({ ok: false, error: { status: 409, detail: 'userName is taken' } });
});

test('an answer that is not JSON is refused with its text', async () => {
  const refused = await client(answering(502, '<html>Bad gateway')).get('/Users/1');
  expect(refused).toMatchObject({ ok: false, error: { status: 502, detail: '<html>Bad gateway' } });
});

test('each walks all pages', async () => {
  const transport: Transport = async ({ url }) => {
    const start = Number(new URL(url).searchParams.get('startIndex'));
    const Resources = start > 3 ? [] : [{ id: String(start) }];
    return { status: 200, text: JSON.stringify({ totalResults: 3, Resources }), header: () => null };
  };
  const ids: unknown[] = [];
  for await (const user of client(transport).each('/Users')) ids.push(user.id);
  expect(ids).toEqual(['1', '2', '3']);
});

test('a query names only what is asked for', () => {
  expect(queryOf({ filter: 'userName eq "a&b"', attributes: ['id', 'userName'], count: 0 })).toBe(
    '?filter=userName+eq+%22a%26b%22&attributes=id%2CuserName&count=0',
  );
  expect(queryOf({})).toBe('');
});

test('a PATCH without an answer body is null, not an error', async () => {
  const seen: ScimRequest[] = [];
  const result = await client(answering(204, '', seen)).patch('/Groups/1', [{ op: 'remove', path: 'members' }]);
  expect(result).toEqual({ ok: true, value: null });
  expect(seen[0]?.body).toBe(
    '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"members"}]}',
  );
});
