import { checkFilter, checkSortForTypes, ENTERPRISE_USER_URN, parseFilter, userType } from '@rollcall/scim';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { ListPage, Page } from '../ports/resources.ts';
import { testDatabases } from '../testing/databases.ts';
import { by, openFixture, type StoreFixture } from '../testing/fixture.ts';

const COUNT = 2300;
const kinds = testDatabases(inject('postgresUrl')).filter(({ name }) => name !== 'SQLite file');

/** Enough people that listings leave the main thread, skip rows in the index and give candidates up. */
describe.each(kinds)('listing many on $name', (kind) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openFixture(kind);
    for (let from = 0; from < COUNT; from += 100) {
      await Promise.all(
        Array.from({ length: 100 }, (_, at) => {
          const n = from + at;
          const resource = {
            userName: `user${String(COUNT - n).padStart(4, '0')}`,
            title: `title ${n % 2}`,
            nickName: `nick ${n % 3}`,
            emails: [
              { type: 'work', value: `${n}@work.example` },
              { type: 'home', value: `${n}@home.example` },
            ],
            [ENTERPRISE_USER_URN]: { department: 'one', employeeNumber: String(n) },
          };
          return fixture.store.create(userType, { resource, members: [] }, by);
        }),
      );
    }
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  const list = (
    text: string | null,
    page: Page,
    sortBy: string | null = null,
    descending = false,
  ): Promise<ListPage> => {
    const parsed = text === null ? null : parseFilter(text);
    if (parsed?.ok === false) throw new Error(parsed.error.detail);
    const checked = parsed === null ? null : checkFilter(parsed.value, userType);
    if (checked?.ok === false) throw new Error(checked.error.detail);
    const sort = sortBy === null ? null : checkSortForTypes(sortBy, [userType]);
    if (sort?.ok === false) throw new Error(sort.error.detail);
    const target = { type: userType, filter: checked?.value ?? null, sortBy: sort?.value[0] ?? null };
    return fixture.store.list({ targets: [target], descending, page, withGroups: true });
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
