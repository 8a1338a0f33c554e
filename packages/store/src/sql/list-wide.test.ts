import {
  builtInRegistry,
  checkFilter,
  checkSortForTypes,
  ENTERPRISE_USER_URN,
  type JsonObject,
  ok,
  parseFilter,
  userType,
} from '@rollcall/scim';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { ListPage, ListTarget, Page } from '../ports/resources.ts';
import { testDatabases } from '../testing/databases.ts';
import { by, openFixture, type StoreFixture, value } from '../testing/fixture.ts';
import { checkConsistency } from './consistency.ts';
import { searchLimits } from './search-turns.ts';

const COUNT = 2300;
const kinds = testDatabases(inject('postgresUrl')).filter(({ name }) => name !== 'SQLite file');

const fill = async ({ store }: StoreFixture, count: number): Promise<void> => {
  for (let from = 0; from < count; from += 100) {
    await Promise.all(
      Array.from({ length: 100 }, (_, at) => {
        const n = from + at;
        const resource = {
          userName: `user${String(count - n).padStart(4, '0')}`,
          active: true,
          title: `title ${n % 2}`,
          nickName: `nick ${n % 3}`,
          emails: [
            { type: 'work', value: `${n}@work.example` },
            { type: 'home', value: `${n}@home.example` },
          ],
          [ENTERPRISE_USER_URN]: { department: 'one', employeeNumber: String(n) },
        };
        return store.create(userType, { resource, members: [] }, by);
      }),
    );
  }
};

const targetOf = (text: string | null): ListTarget => {
  const parsed = text === null ? null : parseFilter(text);
  if (parsed?.ok === false) throw new Error(parsed.error.detail);
  const checked = parsed === null ? null : checkFilter(parsed.value, userType);
  if (checked?.ok === false) throw new Error(checked.error.detail);
  return { type: userType, filter: checked?.value ?? null, sortBy: null };
};

/** Enough people that listings leave the main thread, skip rows in the index and give candidates up. */
describe.each(kinds)('listing many on $name', (kind) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openFixture(kind);
    await fill(fixture, COUNT);
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  const list = async (
    text: string | null,
    page: Page,
    sortBy: string | null = null,
    descending = false,
  ): Promise<ListPage> => {
    const sort = sortBy === null ? null : checkSortForTypes(sortBy, [userType]);
    if (sort?.ok === false) throw new Error(sort.error.detail);
    const target = { ...targetOf(text), sortBy: sort?.value[0] ?? null };
    return value(await fixture.store.list({ targets: [target], descending, page, withGroups: true }));
  };
  const names = ({ resources }: ListPage): readonly string[] =>
    resources.map(({ body }) => (JSON.parse(body) as { userName: string }).userName);
  const expected = (from: number, to: number, of: (n: number) => boolean = () => true): readonly string[] =>
    Array.from({ length: COUNT }, (_, n) => n)
      .filter(of)
      .slice(from, to)
      .map((n) => `user${String(COUNT - n).padStart(4, '0')}`);
  const deep: Page = { kind: 'index', startIndex: 2101, count: 50 };

  test.each([
    ['everyone', null],
    ['an indexed value that all have', `${ENTERPRISE_USER_URN}:department eq "ONE"`],
    ['a range that all are in', 'meta.lastModified gt "2020-01-01T00:00:00Z"'],
    ['a beginning that all have', 'userName sw "user"'],
    ['a filter without an index', 'not (nickName eq "nick 9")'],
  ])('#68 a page far behind the start: %s', async (_what, text) => {
    const page = await list(text, deep);
    expect(names(page)).toEqual(expected(2100, 2150));
    expect(page.totalResults).toBe(COUNT);
    expect(await list(text, { ...deep, startIndex: 9000 })).toMatchObject({ resources: [], totalResults: COUNT });
    expect((await list(text, { ...deep, count: 0 })).totalResults).toBe(COUNT);
  });

  test.each(['userName', 'meta.created', 'nickName', 'externalId'])(
    '#87 a page far behind the start, sorted by %s',
    async (name) => {
      const whole: string[] = [];
      for (let startIndex = 1; startIndex <= COUNT; startIndex += 1000) {
        whole.push(...names(await list(null, { kind: 'index', startIndex, count: 1000 }, name, true)));
      }
      expect(new Set(whole).size).toBe(COUNT);
      expect(names(await list(null, deep, name, true))).toEqual(whole.slice(2100, 2150));
    },
  );

  test('#69 what an index yields is narrowed by the rest of the filter, however much it is', async () => {
    const even = (n: number) => n % 2 === 0;
    const text = `${ENTERPRISE_USER_URN}:department eq "one" and title eq "title 0"`;
    const page = await list(text, { kind: 'index', startIndex: 1001, count: 5 });
    expect(names(page)).toEqual(expected(1000, 1005, even));
    expect(page.totalResults).toBe(COUNT / 2);
    // Between a few and many candidates.
    const some = await list('meta.created ge "2020-01-01T00:00:00Z" and userName sw "user00"', {
      kind: 'index',
      startIndex: 91,
      count: 5,
    });
    expect(names(some)).toEqual(expected(COUNT - 9, COUNT - 4));
    expect(some.totalResults).toBe(99);
    const more = await list('userName sw "user0" and nickName eq "nick 1"', { kind: 'index', startIndex: 1, count: 3 });
    expect(names(more)).toEqual(expected(0, 3, (n) => COUNT - n < 1000 && n % 3 === 1));
    expect(more.totalResults).toBe(333);
  });

  test('#75 an index on the value of an element doesn’t answer for the rest of its value path', async () => {
    const first: Page = { kind: 'index', startIndex: 1, count: 10 };
    expect(names(await list('emails[type eq "work" and value eq "7@work.example"]', first))).toEqual(expected(7, 8));
    expect(names(await list('emails[type eq "home" and value eq "7@work.example"]', first))).toEqual([]);
    expect(names(await list('emails[type eq "home"].value eq "7@HOME.example"', first))).toEqual(expected(7, 8));
    expect(names(await list('emails[value eq "7@home.example"]', first))).toEqual(expected(7, 8));
  });

  test('#76 who is found by two of their values is one result', async () => {
    const twice = 'emails.value sw "7@" or emails.value eq "7@home.example" or userName eq "user2293"';
    for (const page of [
      { kind: 'index', startIndex: 1, count: 10 },
      { kind: 'cursor', at: null, count: 10 },
    ] as const) {
      const found = await list(twice, page, 'userName', true);
      expect(names(found)).toEqual(expected(7, 8));
      expect(found.totalResults).toBe(1);
    }
    const all = await list('emails.value gt "0"', { kind: 'index', startIndex: 1, count: 3 });
    expect(all.totalResults).toBe(COUNT);
    const some = await list('emails.value sw "11"', { kind: 'index', startIndex: 1, count: 3 });
    expect(some.totalResults).toBe(111);
  });

  test('#78 who is active is counted as they come, change and go', async () => {
    const first: Page = { kind: 'index', startIndex: 1, count: 3 };
    const totals = async () => [
      (await list('active eq true', first)).totalResults,
      (await list('active eq false', first)).totalResults,
      (await list('active eq true', { ...first, count: 0 }, 'userName')).totalResults,
    ];
    expect(await totals()).toEqual([COUNT, 0, COUNT]);
    const make = async (userName: string, more: JsonObject) =>
      value(await fixture.store.create(userType, { resource: { userName, ...more }, members: [] }, by)).stored.id;
    const set = async (id: string, active: boolean | null) =>
      value(
        await fixture.store.update(
          userType,
          id,
          ({ resource: { active: _, ...rest } }) =>
            ok({ resource: active === null ? rest : { ...rest, active }, members: [] }),
          by,
        ),
      );
    const inactive = await make('zz-inactive', { active: false });
    const silent = await make('zz-silent', {});
    expect(await totals()).toEqual([COUNT, 1, COUNT]);
    await set(inactive, true);
    await set(silent, true);
    expect(await totals()).toEqual([COUNT + 2, 0, COUNT + 2]);
    await set(silent, null);
    await set(inactive, false);
    expect(await totals()).toEqual([COUNT, 1, COUNT]);
    await set(inactive, true);
    expect(await checkConsistency(fixture.test.db)).toEqual([]);
    for (const id of [inactive, silent]) value(await fixture.store.remove(userType, id, by));
    expect(await totals()).toEqual([COUNT, 0, COUNT]);
    expect(names(await list('active eq true', deep))).toEqual(expected(2100, 2150));
    expect((await list('active eq true', { ...deep, startIndex: 9000 })).totalResults).toBe(COUNT);
  });

  test('#90 a search that takes too long is stopped, and others are served', { timeout: 60_000 }, async () => {
    const slow = Array.from({ length: 250 }, (_, n) => `nickName co "${n}x"`).join(' or ');
    await using hurried = await openFixture(kind, builtInRegistry, {}, { runMs: 1 });
    await fill(hurried, 1100);
    const search = (page: Page) =>
      hurried.store.list({ targets: [targetOf(slow)], descending: false, page, withGroups: false });
    expect(await search({ kind: 'index', startIndex: 1, count: 1 })).toEqual({ ok: false, error: { kind: 'tooLong' } });
    expect(await search({ kind: 'cursor', at: null, count: 1 })).toEqual({ ok: false, error: { kind: 'tooLong' } });
    const { ok: isFound } = await hurried.store.list({
      targets: [targetOf('userName eq "user0001"')],
      descending: false,
      page: { kind: 'index', startIndex: 1, count: 1 },
      withGroups: false,
    });
    expect(isFound).toBe(true);
    expect(names(await list('not (nickName eq "nick 9")', { kind: 'index', startIndex: 1, count: 1 }))).toHaveLength(1);
  });

  test('#90 of searches that no index answers few run at once, some wait, and the rest are refused', async () => {
    const many = Array.from({ length: 40 }, () =>
      fixture.store.list({
        targets: [targetOf('not (nickName eq "nick 9")')],
        descending: false,
        page: { kind: 'index', startIndex: 1, count: 1 },
        withGroups: false,
      }),
    );
    const results = await Promise.all(many);
    const refused = results.filter((result) => !result.ok);
    expect(refused.map((result) => !result.ok && result.error)).toEqual(refused.map(() => ({ kind: 'busy' })));
    // PostgreSQL has five connections here, so one search at a time.
    expect([40 - searchLimits.waiting - 1, 40 - searchLimits.waiting - searchLimits.atOnce]).toContain(refused.length);
    expect(names(await list('not (nickName eq "nick 9")', { kind: 'index', startIndex: 1, count: 1 }))).toHaveLength(1);
  });

  test('#145 pages by cursor through what an index yields, there and back', async () => {
    for (const text of [`${ENTERPRISE_USER_URN}:department eq "one"`, 'userName sw "user"', null]) {
      const there: string[] = [];
      let page = await list(text, { kind: 'cursor', at: null, count: 900 });
      for (there.push(...names(page)); page.next !== null; there.push(...names(page))) {
        page = await list(text, { kind: 'cursor', at: page.next, count: 900 });
      }
      expect(there).toEqual(expected(0, COUNT));
      const before = await list(text, { kind: 'cursor', at: page.previous, count: 900 });
      expect(names(before)).toEqual(expected(900, 1800));
    }
  });
});
