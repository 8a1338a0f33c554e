import {
  allAttributes,
  checkFilter,
  checkFilterForTypes,
  checkSortForTypes,
  compareSortKeys,
  formatAttribute,
  groupType,
  type JsonObject,
  parseFilter,
  sortKey,
} from '@rollcall/scim';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { ListPage, ListQuery, ListTarget, Page } from '../ports/resources.ts';
import { testDatabases } from '../testing/databases.ts';
import { type FilterWorld, openFilterWorld, probeType } from '../testing/filter-world.ts';
import { by, value } from '../testing/fixture.ts';

const kinds = testDatabases(inject('postgresUrl')).filter(({ name }) => name !== 'SQLite file');
const PAGE = 7;

const parsed = (text: string) => {
  const filter = parseFilter(text);
  if (!filter.ok) throw new Error(filter.error.detail);
  return filter.value;
};
const checked = (text: string) => {
  const filter = checkFilter(parsed(text), probeType);
  if (!filter.ok) throw new Error(filter.error.detail);
  return filter.value;
};
const ids = (page: ListPage) => page.resources.map(({ id }) => id);

describe.each(kinds)('listing on $name', (kind) => {
  let world: FilterWorld;
  beforeAll(async () => {
    world = await openFilterWorld(kind);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const list = async (page: Page, query: Partial<ListQuery> & Partial<ListTarget> = {}): Promise<ListPage> => {
    const { filter = null, sortBy = null, ...rest } = query;
    const targets = [{ type: probeType, filter, sortBy }];
    return value(await world.fixture.store.list({ targets, descending: false, withGroups: false, ...rest, page }));
  };
  const indexed = (startIndex: number, count: number): Page => ({ kind: 'index', startIndex, count });

  /** All pages from the first to the last, and then back again. */
  const walk = async (query: Partial<ListQuery> & Partial<ListTarget>) => {
    const there: string[][] = [];
    let page = await list({ kind: 'cursor', at: null, count: PAGE }, query);
    expect(page.previous).toBeNull();
    for (there.push(ids(page)); page.next !== null; there.push(ids(page))) {
      page = await list({ kind: 'cursor', at: page.next, count: PAGE }, query);
    }
    const back: string[][] = [ids(page)];
    for (; page.previous !== null; back.unshift(ids(page))) {
      page = await list({ kind: 'cursor', at: page.previous, count: PAGE }, query);
      expect(page.next).not.toBeNull();
    }
    expect(back).toEqual(there);
    return there.flat();
  };

  test('#68 without sorting, the order is that of creation and every page continues it', async () => {
    const all = world.users.map(({ id }) => id);
    expect(ids(await list(indexed(1, 1000)))).toEqual(all);
    const pages = [1, 8, 15, 22, 29, 36, 43, 50].map((startIndex) => list(indexed(startIndex, PAGE)));
    expect((await Promise.all(pages)).flatMap(ids)).toEqual(all);
    expect(await walk({})).toEqual(all);
  });

  test('#66 count is never exceeded, and count 0 gives the total alone', async () => {
    expect(await list(indexed(1, 0))).toMatchObject({ resources: [], totalResults: world.users.length });
    expect(await list(indexed(1, 0), { filter: checked('title pr or not (title pr)') })).toMatchObject({
      resources: [],
      totalResults: world.users.length,
    });
    const page = await list(indexed(3, 2));
    expect(ids(page)).toEqual(world.users.slice(2, 4).map(({ id }) => id));
    expect(page).toMatchObject({ totalResults: world.users.length, next: null, previous: null });
  });

  test('#67 behind the end there is nothing, and the total is right', async () => {
    for (const filter of [null, checked('active eq true or not (active eq true)'), checked('userName pr')]) {
      const page = await list(indexed(1000, 10), { filter });
      expect(page).toMatchObject({ resources: [], totalResults: world.users.length });
    }
    const userName = String(world.users[4]?.userName);
    const one = checked(`userName eq ${JSON.stringify(userName)}`);
    expect(await list(indexed(2, 10), { filter: one })).toMatchObject({ resources: [], totalResults: 1 });
    expect(await list(indexed(1, 10), { filter: one })).toMatchObject({
      totalResults: 1,
      resources: [{ id: world.users[4]?.id }],
    });
  });

  test('#65 nothing that matches is an empty list', async () => {
    for (const text of [
      'userName eq "nobody"',
      'emails.value eq "nobody"',
      'id eq "x" or title co "nobody"',
      'groups.value eq "x"',
    ]) {
      expect(await list(indexed(1, 10), { filter: checked(text) })).toMatchObject({ resources: [], totalResults: 0 });
    }
  });

  const sorted = (resources: readonly JsonObject[], name: string, descending: boolean) => {
    const refs = checkSortForTypes(name, [probeType]);
    const ref = refs.ok ? refs.value[0] : undefined;
    if (ref === undefined || ref === null) throw new Error(name);
    const keyed = resources.map((resource, at) => ({ id: resource.id, at, key: sortKey(ref, resource) }));
    const ascending = keyed.toSorted((a, b) => compareSortKeys(a.key, b.key) || a.at - b.at);
    return { ref, ids: (descending ? ascending.toReversed() : ascending).map(({ id }) => id) };
  };
  const names = allAttributes(probeType)
    .filter(({ attribute, sub }) => attribute.returned !== 'never' && (sub !== null || attribute.type !== 'complex'))
    .filter(({ attribute, sub }) => !['groups', 'schemas'].includes(attribute.name) && sub?.name !== 'location')
    .map(formatAttribute);

  test('#87 sorted by any attribute, up and down, by index and by cursor, as in memory', async () => {
    for (const [at, name] of names.entries()) {
      const descending = at % 2 === 0;
      const { ref, ids: expected } = sorted(world.users, name, descending);
      const query = { sortBy: ref, descending };
      expect([name, ids(await list(indexed(1, 1000), query))]).toEqual([name, expected]);
      if (at % 5 < 2) expect([name, await walk(query)]).toEqual([name, expected]);
    }
  });

  test.each([
    'title',
    'emails.value',
    'meta.lastModified',
    'userName',
    "URN:example:it's:probe:1.0:user:WHOLE",
    'emails',
  ])('#87 sorted by %s in both directions, with a filter, page by page', async (name) => {
    for (const descending of [false, true]) {
      for (const text of ['title pr or emails pr', 'userName sw "a"']) {
        const filter = checked(text);
        const matching = new Set(ids(await list(indexed(1, 1000), { filter })));
        const { ref, ids: expected } = sorted(
          world.users.filter(({ id }) => matching.has(String(id))),
          name,
          descending,
        );
        expect(expected.length).toBeGreaterThan(2);
        const query = { sortBy: ref, descending, filter };
        expect(await walk(query)).toEqual(expected);
        expect(ids(await list(indexed(3, 4), query))).toEqual(expected.slice(2, 6));
      }
    }
  });

  test('#87 an attribute that nobody has is refused', () => {
    for (const name of ['shoeSize', 'password', 'name', '', 'a b', 'emails[type eq "work"]']) {
      expect(checkSortForTypes(name, [probeType])).toMatchObject({
        ok: false,
        error: { status: 400, scimType: 'invalidValue' },
      });
    }
  });

  test('#145 a page by cursor stays where it is when resources come and go', async () => {
    const first = await list({ kind: 'cursor', at: null, count: 2 });
    const made = await world.fixture.store.create(
      probeType,
      { resource: { userName: 'comes and goes' }, members: [] },
      by,
    );
    if (!made.ok) throw new Error('create');
    const second = await list({ kind: 'cursor', at: first.next, count: 2 });
    expect(ids(second)).toEqual(world.users.slice(2, 4).map(({ id }) => id));
    await world.fixture.store.remove(probeType, made.value.stored.id, by);
    const whole = await list({ kind: 'cursor', at: null, count: 1000 });
    expect(whole).toMatchObject({ next: null, previous: null });
  });

  test('#89 several types at once, each with what the filter means for it', async () => {
    const types = [probeType, groupType];
    const search = async (text: string | null, page: Page) => {
      const filters = text === null ? [null, null] : checkFilterForTypes(parsed(text), types);
      if (!Array.isArray(filters) && !filters.ok) throw new Error(filters.error.detail);
      const perType = Array.isArray(filters) ? filters : filters.value;
      const targets = types.map((type, at) => ({ type, filter: perType[at] ?? null, sortBy: null }));
      return value(await world.fixture.store.list({ targets, descending: false, page, withGroups: true }));
    };
    const all = [...world.users, ...world.groups].map(({ id }) => id);
    expect(ids(await search(null, indexed(1, 1000)))).toEqual(all);
    expect(await search(null, indexed(2, 3))).toMatchObject({ totalResults: all.length });
    const [user, group] = [world.users[9], world.groups[1]];
    const either = `userName eq ${JSON.stringify(user?.userName)} or displayName eq "OUTER"`;
    expect(ids(await search(either, indexed(1, 10)))).toEqual([user?.id, group?.id]);
    expect(ids(await search(`id eq "${group?.id}"`, indexed(1, 10)))).toEqual([group?.id]);
    expect(ids(await search('displayName eq "outer" and userName pr', indexed(1, 10)))).toEqual([]);
  });

  test('#59 each listed user comes with its groups, direct and indirect', async () => {
    const page = await list(indexed(1, 1000), { withGroups: true });
    expect(
      page.resources.map(({ groups }) =>
        groups.map(({ id, display, direct }) => ({ value: id, display, type: direct ? 'direct' : 'indirect' })),
      ),
    ).toEqual(world.users.map(({ groups }) => groups));
    expect(page.resources.some(({ groups }) => groups.some(({ direct }) => !direct))).toBe(true);
    expect((await list(indexed(1, 1000))).resources.every(({ groups }) => groups.length === 0)).toBe(true);
  });

  test('#96 a group is found by name without its members', async () => {
    const filter = checkFilter(parsed('displayName eq "ÄPFEL"'), groupType);
    if (!filter.ok) throw new Error(filter.error.detail);
    const listed = await world.fixture.store.list({
      targets: [{ type: groupType, filter: filter.value, sortBy: null }],
      descending: false,
      page: indexed(1, 10),
      withGroups: false,
    });
    expect(value(listed)).toMatchObject({ totalResults: 1, resources: [{ id: world.groups[0]?.id, memberCount: 11 }] });
  });
});
