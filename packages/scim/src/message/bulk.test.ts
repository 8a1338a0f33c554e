import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { bulkCall, planBulk } from './bulk-plan.ts';
import { BULK_REQUEST_URN, type BulkOperation, readBulkRequest } from './bulk-request.ts';
import { renderBulkResponse } from './bulk-response.ts';

const limits = { maxOperations: 100 };
const read = (operations: JsonObject[], rest: JsonObject = {}): readonly BulkOperation[] => {
  const request = readBulkRequest({ schemas: [BULK_REQUEST_URN], Operations: operations, ...rest }, limits);
  if (!request.ok) throw new Error(request.error.detail);
  return request.value.operations;
};
const post = (path: string, bulkId: string, data: JsonObject): JsonObject => ({ method: 'POST', path, bulkId, data });
const group = (bulkId: string, ...members: string[]) =>
  post('/Groups', bulkId, { displayName: bulkId, members: members.map((id) => ({ value: `bulkId:${id}` })) });

/** Runs a plan against a make-believe server, whose ids are `id-<bulkId>`; answers the requests it got. */
const run = (operations: readonly BulkOperation[]) => {
  const ids = new Map<string, string>();
  return planBulk(operations).map((step) => {
    const call = bulkCall(step, operations, ids);
    const { bulkId = null, method } = operations[step.at] ?? {};
    if (call.ok && step.kind === 'run' && method === 'POST' && bulkId !== null) ids.set(bulkId, `id-${bulkId}`);
    return call.ok ? `${call.value.method} ${call.value.path} ${JSON.stringify(call.value.data)}` : call.error;
  });
};

describe('a bulk request', () => {
  test.each([
    ['no schema', { Operations: [] }],
    ['another schema', { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [] }],
    ['no operations', { schemas: [BULK_REQUEST_URN] }],
    ['failOnErrors is no number', { schemas: [BULK_REQUEST_URN], Operations: [], failOnErrors: 'x' }],
  ])('#138 is refused whole: %s', (_, body) => {
    expect(readBulkRequest(body, limits)).toMatchObject({
      ok: false,
      error: { status: 400, scimType: 'invalidSyntax' },
    });
  });

  test('#141 more operations than allowed: 413 with the limit', () => {
    const Operations = Array.from({ length: 101 }, () => ({ method: 'DELETE', path: '/Users/1' }));
    const refused = readBulkRequest({ schemas: [BULK_REQUEST_URN], Operations }, limits);
    expect(refused).toMatchObject({ ok: false, error: { status: 413, detail: expect.stringContaining('100') } });
  });

  test.each([
    ['an unknown method', { method: 'GET', path: '/Users/1' }],
    ['a method that is no text', { method: 7, path: '/Users/1' }],
    ['no path', { method: 'DELETE' }],
    ['a POST without a bulkId', { method: 'POST', path: '/Users', data: {} }],
    ['a PUT without data', { method: 'PUT', path: '/Users/1' }],
    ['no object', 7],
  ])('#138 one operation is refused, the others are not: %s', (_, broken) => {
    const body = { schemas: [BULK_REQUEST_URN], Operations: [broken, { method: 'delete', path: 'Users/1' }] };
    const request = readBulkRequest(body, limits);
    if (!request.ok) throw new Error(request.error.detail);
    const [first, second] = request.value.operations;
    expect(first?.error).toMatchObject({ status: 400 });
    expect(second).toMatchObject({ method: 'DELETE', path: '/Users/1', error: null });
  });

  test('a bulkId used twice is refused the second time', () => {
    const operations = read([group('a'), group('a')]);
    expect(operations.map(({ error }) => error?.status)).toEqual([undefined, 400]);
  });
});

describe('bulkId references', () => {
  test('#139 backward: in the data, in a path and in a PATCH path', () => {
    const operations = read([
      post('/Users', 'u', { userName: 'a' }),
      group('g', 'u'),
      {
        method: 'PATCH',
        path: '/Groups/bulkId:g',
        data: { Operations: [{ op: 'remove', path: 'members[value eq "bulkId:u"]' }] },
      },
    ]);
    expect(run(operations)).toEqual([
      'POST /Users {"userName":"a"}',
      'POST /Groups {"displayName":"g","members":[{"value":"id-u"}]}',
      'PATCH /Groups/id-g {"Operations":[{"op":"remove","path":"members[value eq \\"id-u\\"]"}]}',
    ]);
  });

  test('#139 forward: what is referred to goes first', () => {
    const operations = read([group('g', 'u'), post('/Users', 'u', { userName: 'a' })]);
    expect(run(operations)).toEqual([
      'POST /Users {"userName":"a"}',
      'POST /Groups {"displayName":"g","members":[{"value":"id-u"}]}',
    ]);
  });

  test('#139 circular: one goes without and is completed', () => {
    expect(run(read([group('a', 'b'), group('b', 'a')]))).toEqual([
      'POST /Groups {"displayName":"b"}',
      'POST /Groups {"displayName":"a","members":[{"value":"id-b"}]}',
      'PATCH /Groups/id-b {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","value":{"members":[{"value":"id-a"}]}}]}',
    ]);
  });

  test('#139 unknown or failed: 409 for that operation', () => {
    expect(run(read([group('g', 'nobody')]))).toEqual([
      { status: 409, scimType: 'invalidValue', detail: expect.stringContaining('bulkId:nobody') },
    ]);
  });

  test('#139 whatever refers to whatever, each operation runs once and every reference is resolved', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    fc.assert(
      fc.property(fc.array(fc.subarray(names), { minLength: 5, maxLength: 5 }), (members) => {
        const operations = read(names.map((name, at) => group(name, ...(members[at] ?? []))));
        const requests = run(operations);
        expect(requests.filter((request) => String(request).startsWith('POST'))).toHaveLength(5);
        expect(JSON.stringify(requests)).not.toContain('bulkId:');
        for (const [at, name] of names.entries()) {
          const about = requests.filter((request) => new RegExp(`"${name}"|/id-${name} `).test(String(request))).join();
          for (const member of members[at] ?? []) expect(about).toContain(`{"value":"id-${member}"}`);
        }
      }),
    );
  });
});

test('#138 #140 the answer has what was done, with the status as a string', () => {
  const text = renderBulkResponse([
    { method: 'POST', bulkId: 'q', status: 201, location: 'https://h/Users/1', version: 'W/"1"', response: null },
    { method: 'DELETE', bulkId: null, status: 404, location: null, version: null, response: '{"status":"404"}' },
  ]);
  expect(JSON.parse(text)).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
    Operations: [
      { method: 'POST', bulkId: 'q', location: 'https://h/Users/1', version: 'W/"1"', status: '201' },
      { method: 'DELETE', status: '404', response: { status: '404' } },
    ],
  });
});
