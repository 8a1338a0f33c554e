import {
  checkFilter,
  evaluateFilter,
  type Filter,
  formatFilter,
  groupType,
  type JsonObject,
  parseFilter,
  type ResourceType,
} from '@rollcall/scim';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { testDatabases } from '../testing/databases.ts';
import { type FilterWorld, filtersFor, openFilterWorld, probeType } from '../testing/filter-world.ts';
import { value } from '../testing/fixture.ts';
import { listResources } from './list.ts';
import { readyAttrs } from './resources/attribute-names.ts';

type NamedRow = { readonly no: number; readonly name: string; readonly state: string };

const kinds = testDatabases(inject('postgresUrl')).filter(({ name }) => name !== 'SQLite file');

describe.each(kinds)('filters on $name', (kind) => {
  let world: FilterWorld;
  let indexed: ReadonlyMap<string, number>;
  beforeAll(async () => {
    world = await openFilterWorld(kind);
    indexed = readyAttrs(await world.fixture.test.db.read.all<NamedRow>('select no, name, state from attribute_name'));
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const found = async (filter: Filter, type: ResourceType, attrs: ReadonlyMap<string, number>) => {
    const checked = checkFilter(filter, type);
    if (!checked.ok) throw new Error(checked.error.detail);
    const { db } = world.fixture.test;
    const listed = await listResources(
      { db, search: db.search(1), integrationNo: 1, attrs },
      {
        targets: [{ type, filter: checked.value, sortBy: null }],
        descending: false,
        page: { kind: 'index', startIndex: 1, count: 1000 },
        withGroups: false,
      },
    );
    const page = value(listed);
    expect(page.totalResults).toBe(page.resources.length);
    return page.resources.map(({ id }) => id);
  };
  const evaluated = (filter: Filter, type: ResourceType, resources: readonly JsonObject[]) => {
    const checked = checkFilter(filter, type);
    if (!checked.ok) throw new Error(checked.error.detail);
    return resources.filter((resource) => evaluateFilter(checked.value, resource)).map(({ id }) => id);
  };

  const sameAnswer = async (type: ResourceType, resources: readonly JsonObject[], numRuns: number) => {
    await fc.assert(
      fc.asyncProperty(filtersFor(type, [...world.users, ...world.groups]), async (filter) => {
        if (!checkFilter(filter, type).ok) return;
        const expected = evaluated(filter, type, resources);
        const text = formatFilter(filter);
        expect([text, await found(filter, type, indexed)]).toEqual([text, expected]);
        expect([text, await found(filter, type, new Map())]).toEqual([text, expected]);
      }),
      { numRuns },
    );
  };

  test('#69 the database finds what evaluation in memory finds: users, every operator, type and case rule', async () => {
    await sameAnswer(probeType, world.users, Number(process.env.FILTER_RUNS ?? 300));
  });

  test('#78 the database finds what evaluation in memory finds: groups and their members', async () => {
    await sameAnswer(groupType, world.groups, 150);
  });

  test.each([
    'meta.location ew "ID"',
    'meta.location eq "https://acme.example/api/v1/scim/v2/Users/ID"',
    'not (meta.location ne "http://localhost:8080/api/v1/scim/Users/ID")',
  ])('#78 %s goes by the end of the URI, whatever the host', async (text) => {
    const id = String(world.users[3]?.id);
    const filter = parseFilter(text.replace('ID', id));
    if (!filter.ok) throw new Error(filter.error.detail);
    expect(await found(filter.value, probeType, indexed)).toEqual([id]);
  });

  test('#83 a filter may hold what no database keeps as text', async () => {
    for (const text of [
      'userName eq "\\u0000"',
      'title co "\\ud800"',
      'id eq "\\u0000"',
      'externalId sw "\\udc00"',
      'groups.value eq "\\u0000"',
    ]) {
      const filter = parseFilter(text);
      if (!filter.ok) throw new Error(filter.error.detail);
      expect([text, await found(filter.value, probeType, indexed)]).toEqual([text, []]);
    }
  });

  test('the widest filter that is read at all is answered', async () => {
    const terms = Array.from({ length: 85 }, (_, at) => `emails[type eq "work" and value co "${at}"]`);
    for (const text of [
      terms.join(' or '),
      terms.join(' and '),
      `${'not ('.repeat(32)}title co "a"${')'.repeat(32)}`,
    ]) {
      const filter = parseFilter(text);
      if (!filter.ok) throw new Error(filter.error.detail);
      expect(await found(filter.value, probeType, indexed)).toEqual(evaluated(filter.value, probeType, world.users));
    }
  });

  test('#78 groups.$ref and members.$ref go by the end of the URI', async () => {
    const [group] = world.groups;
    const filter = parseFilter(`groups.$ref eq "https://acme.example/scim/Groups/${group?.id}"`);
    const byId = parseFilter(`groups.value eq "${group?.id}"`);
    if (!filter.ok || !byId.ok) throw new Error('filter');
    const expected = await found(byId.value, probeType, indexed);
    expect(expected.length).toBeGreaterThan(3);
    expect(await found(filter.value, probeType, indexed)).toEqual(expected);
  });
});
