/** What no well-meaning client sends: whatever it is, it is answered in SCIM JSON and is no fault of ours. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer, Json } from '../../testing/test-server.ts';
import {
  bulkUrn,
  type Client,
  enterpriseUrn,
  errorUrn,
  groupUrn,
  onEachDatabase,
  patchUrn,
  userUrn,
} from './each-database.ts';

const names = [
  'userName',
  'USERNAME',
  'displayName',
  'active',
  'emails',
  'members',
  'name',
  'meta',
  'id',
  'schemas',
  'groups',
  'externalId',
  'title',
  'password',
  enterpriseUrn,
  userUrn,
  '__proto__',
  'constructor',
  'toString',
  '',
  '\u0000',
  'emails[type eq "work"].value',
  'name.givenName',
  `${enterpriseUrn}:manager`,
  '\ud800',
] as const;
const texts = [
  '',
  ' ',
  'a\u0000b',
  '\ud800',
  '\udc00x',
  'İ',
  'ß',
  'é',
  'e\u0301',
  '😀',
  '%',
  '_',
  '"',
  '\\',
  'true',
  'null',
  '1e400',
  'bulkId:1',
  '2020-02-30T25:00:00Z',
  '\u{10ffff}',
  'x'.repeat(3000),
] as const;

const text = fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'binary', maxLength: 8 }));
const scalar = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 2),
);
const { value: json } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...names), tie('value')), { maxLength: 4 }).map((members) => new Map(members)),
  ),
}));

/** An object with any name, `__proto__` too, and some names twice: what `JSON.stringify` would not write. */
const written = (value: unknown): string =>
  value instanceof Map
    ? `{${[...value].map(([name, member]) => `${JSON.stringify(name)}:${written(member)}`).join(',')}}`
    : Array.isArray(value)
      ? `[${value.map(written).join(',')}]`
      : JSON.stringify(value);

const object = fc
  .array(fc.tuple(fc.constantFrom(...names), json), { maxLength: 6 })
  .map((members) => new Map<string, unknown>(members));
const operation = fc.record({
  op: fc.constantFrom('add', 'Replace', 'remove'),
  path: fc.option(
    fc.oneof(fc.constantFrom(...names, 'members[value eq "\u0000"]', 'emails[value eq "\ud800"]'), text),
    { nil: undefined },
  ),
  value: json,
});

function expectAnswer(answer: Answer, sent: string): void {
  expect(answer.status, sent).toBeLessThan(500);
  if (answer.status >= 400)
    expect(answer.json, sent).toMatchObject({ schemas: [errorUrn], status: String(answer.status) });
}

const ask = (c: Client, method: string, path: string, raw: string): Promise<Answer> =>
  c.server.send(method, `/api/v1/scim${path}`, { token: c.token, raw });

onEachDatabase('odd input', (world) => {
  test.each(['/Users', '/Groups'])('any object as a resource of %s', { timeout: 60_000 }, async (path) => {
    const c = await world.client();
    const { id } = path === '/Users' ? await c.user() : await c.group();
    await fc.assert(
      fc.asyncProperty(object, fc.constantFrom('POST', 'PUT'), async (body, method) => {
        const raw = written(body);
        expectAnswer(await ask(c, method, method === 'PUT' ? `${path}/${id}` : path, raw), raw);
      }),
      { numRuns: 150 },
    );
    expect((await c.get(`${path}/${id}`)).status).toBe(200);
  });

  test.each(['/Users', '/Groups'])('any operations on one of %s', { timeout: 60_000 }, async (path) => {
    const c = await world.client();
    const { id } = path === '/Users' ? await c.user() : await c.group();
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 3 }), async (operations) => {
        const list = operations.map(
          ({ op, path: at, value }) =>
            new Map<string, unknown>(Object.entries({ op, ...(at === undefined ? {} : { path: at }), value })),
        );
        const raw = written(
          new Map<string, unknown>([
            ['schemas', [patchUrn]],
            ['Operations', list],
          ]),
        );
        expectAnswer(await ask(c, 'PATCH', `${path}/${id}`, raw), raw);
      }),
      { numRuns: 150 },
    );
    expect((await c.get(`${path}/${id}`)).status).toBe(200);
  });

  test('any value in a filter, any order, any page', { timeout: 60_000 }, async () => {
    const c = await world.client();
    await c.user({ title: 'x', emails: [{ value: 'a@example.com' }] });
    const attribute = fc.constantFrom(
      'userName',
      'title',
      'emails',
      'emails.value',
      'meta.created',
      'active',
      'id',
      'groups.value',
      `${enterpriseUrn}:manager`,
      'schemas',
      'x509Certificates',
      '__proto__',
    );
    const op = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le');
    await fc.assert(
      fc.asyncProperty(
        attribute,
        op,
        fc.oneof(scalar, text),
        attribute,
        fc.oneof(fc.integer(), scalar),
        async (name, operator, value, sortBy, count) => {
          const filter = `${name} ${operator} ${JSON.stringify(value)}`.toWellFormed();
          for (const paging of ['startIndex', 'cursor=&count']) {
            const query = `filter=${encodeURIComponent(filter)}&sortBy=${encodeURIComponent(sortBy)}&${paging}=${encodeURIComponent(String(count).toWellFormed())}`;
            expectAnswer(await c.get(`/Users?${query}`), query);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('any bulk operation', { timeout: 60_000 }, async () => {
    const c = await world.client();
    const entry = fc.record({
      method: fc.oneof(fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'post'), json),
      path: fc.oneof(fc.constantFrom('/Users', '/Groups', '/Users/bulkId:a', '/__proto__', '/Users/\u0000'), text),
      bulkId: fc.oneof(fc.constantFrom('a', '__proto__', '\ud800'), json),
      data: fc.oneof(object, json),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 3 }), async (operations) => {
        const list = operations.map((one) => new Map<string, unknown>(Object.entries(one)));
        const raw = written(
          new Map<string, unknown>([
            ['schemas', [bulkUrn]],
            ['Operations', list],
          ]),
        );
        const answer = await ask(c, 'POST', '/Bulk', raw);
        expectAnswer(answer, raw);
        for (const { status } of answer.json.Operations ?? []) expect(Number(status), raw).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
  });

  test('#62 a member id that no database takes as text is unknown, and removing it changes nothing', async () => {
    const c = await world.client();
    const user = await c.user();
    for (const odd of ['\u0000', 'a\u0000b', '\ud800', 'x'.repeat(60_000)]) {
      const refused = await c.post('/Groups', { schemas: [groupUrn], displayName: 'odd', members: [{ value: odd }] });
      expect(refused.json).toMatchObject({ status: '400', scimType: 'invalidValue' });
      const group = await c.group(undefined, [user.id]);
      const removed = await c.patch(`/Groups/${group.id}`, { op: 'remove', path: 'members', value: [{ value: odd }] });
      expect([removed.status, removed.json.members.map(({ value }: Json) => value)]).toEqual([200, [user.id]]);
      expect((await c.patch(`/Groups/${group.id}`, { op: 'add', path: 'members', value: odd })).status).toBe(400);
    }
  });

  test('a name that every object has is an attribute that nobody knows', async () => {
    const c = await world.client();
    const raw = `{"schemas":["${userUrn}"],"userName":"odd","__proto__":{"title":"x"},"constructor":{"prototype":{"title":"y"}},"name":{"__proto__":{"givenName":"z"}}}`;
    const made = await ask(c, 'POST', '/Users', raw);
    expect(made.status).toBe(201);
    expect(Object.keys(made.json).toSorted()).toEqual(['active', 'groups', 'id', 'meta', 'schemas', 'userName']);
    expect((await c.user()).title).toBeUndefined();
  });
});
