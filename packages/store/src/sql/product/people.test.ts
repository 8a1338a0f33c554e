import { describe, expect, inject, test } from 'vitest';
import type { PersonDraft, Reach } from '../../ports/product-directory.ts';
import type { PeopleQuery, PeopleSort } from '../../ports/product-people.ts';
import { testDatabases } from '../../testing/databases.ts';
import type { Database } from '../database.ts';
import { migrate } from '../migrations/migrate.ts';
import { openDirectoryModel } from './directory.ts';
import { openPeople } from './people.ts';

const noMaps: Reach = { maps: 0, reading: () => [] };
const cause = { cause: 'scim:1:1', at: '2026-01-01T00:00:00.000Z' };
const person = (ord: number, name: string, more: Partial<PersonDraft> = {}): PersonDraft => ({
  ord,
  id: `id-${ord}`,
  userName: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
  externalId: null,
  name,
  email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
  department: null,
  jobTitle: null,
  more: { employeeNumber: null, costCenter: null, organization: null, division: null, manager: null },
  active: true,
  created: cause.at,
  updated: cause.at,
  ...more,
});
const keep = async (db: Database, integrationNo: number, people: readonly PersonDraft[]) => {
  await db.write('control', async (tx) => {
    await tx.run(
      `insert into integration_profile (no, id, tenant_no, name, name_folded, created, setup_finished, settings)
       values (?, ?, 1, 'x', 'x', '', 1, '{}')`,
      [integrationNo, `i${integrationNo}`],
    );
    for (const { ord, id } of people)
      await tx.run(
        `insert into resource (integration_no, ord, type, id, version, created, modified, active, member_count, body, search)
         values (?, ?, 'User', ?, 1, '', '', 1, 0, '{}', '{}')`,
        [integrationNo, ord, id],
      );
  });
  return directoryOf(db, integrationNo, people);
};
const directoryOf = (db: Database, integrationNo: number, people: readonly PersonDraft[]) =>
  openDirectoryModel(db, { tenantNo: 1, integrationNo }).apply(
    {
      people: people.map((draft) => ({ draft, cause })),
      gonePeople: [],
      groups: [],
      goneGroups: [],
      from: null,
      advanceTo: null,
    },
    noMaps,
  );
const query = (more: Partial<PeopleQuery> = {}): PeopleQuery => ({
  filter: { tab: 'all' },
  sort: { by: 'name', descending: false },
  limit: 50,
  cursor: null,
  ...more,
});

describe.each(testDatabases(inject('postgresUrl')))('people on $name', (kind) => {
  test('every sort pages through everybody once, forwards and back', async () => {
    await using t = await kind.open();
    await migrate(t.db);
    const letters = ['é', 'Z', 'a', 'Ä', 'm', '😀', 'b', ' '];
    const people = Array.from({ length: 57 }, (_, i) =>
      person(i + 1, `${letters[i % letters.length]} ${i % 5}`, {
        department: i % 3 === 0 ? null : `D${i % 4}`,
        jobTitle: i % 2 === 0 ? 'Engineer' : null,
        updated: `2026-01-0${(i % 7) + 1}T00:00:00.000Z`,
      }),
    );
    await keep(t.db, 1, people.slice(0, 30));
    await keep(t.db, 2, people.slice(30));
    const store = openPeople(t.db, 1);
    const sorts: PeopleSort[] = ['name', 'email', 'department', 'jobTitle', 'updatedAt'];
    for (const by of sorts)
      for (const descending of [false, true])
        for (const filter of [{ tab: 'all' } as const, { tab: 'all', search: 'example' } as const, {}]) {
          const sort = { by, descending };
          const all = (await store.list(query({ filter, sort, limit: 100 })))?.people.map((p) => p.id) ?? [];
          expect(new Set(all).size).toBe(57);
          const forwards: string[][] = [];
          let page = await store.list(query({ filter, sort, limit: 10 }));
          expect(page?.previous).toBeNull();
          for (;;) {
            forwards.push(page?.people.map((p) => p.id) ?? []);
            if (!page?.next) break;
            page = await store.list(query({ filter, sort, limit: 10, cursor: page.next }));
          }
          expect(forwards.flat()).toEqual(all);
          const back: string[][] = [page?.people.map((p) => p.id) ?? []];
          while (page?.previous) {
            page = await store.list(query({ filter, sort, limit: 10, cursor: page.previous }));
            back.unshift(page?.people.map((p) => p.id) ?? []);
          }
          expect(back).toEqual(forwards);
        }
  });

  test('filters narrow together, and the tabs are counted under them', async () => {
    await using t = await kind.open();
    await migrate(t.db);
    await keep(t.db, 1, [
      person(1, 'Ada Lovelace', { department: 'Engineering', jobTitle: 'Analyst' }),
      person(2, 'Grace Hopper', { department: 'engineering ' }),
      person(3, 'Jean Bartik', { department: 'Sales', active: false }),
      person(4, '100% Sure_Thing'),
    ]);
    await keep(t.db, 2, [person(1, 'Élodie Ade', { id: 'other', department: 'Sales' })]);
    const store = openPeople(t.db, 1);
    const names = async (filter: PeopleQuery['filter']) =>
      (await store.list(query({ filter })))?.people.map((p) => p.name);
    expect(await names({ tab: 'all', search: 'ad' })).toEqual(['Ada Lovelace', 'Élodie Ade']);
    expect(await names({ tab: 'all', search: 'lace ADA' })).toEqual(['Ada Lovelace']);
    expect(await names({ tab: 'all', search: '0% s' })).toEqual(['100% Sure_Thing']);
    expect(await names({ tab: 'all', search: '_' })).toEqual(['100% Sure_Thing']);
    expect(await names({ tab: 'all', departments: ['ENGINEERING'] })).toEqual(['Ada Lovelace', 'Grace Hopper']);
    expect(await names({ tab: 'all', departments: [''] })).toEqual(['100% Sure_Thing']);
    expect(await names({ tab: 'all', integrationNos: [2] })).toEqual(['Élodie Ade']);
    expect(await names({ tab: 'archived' })).toEqual(['Jean Bartik']);
    expect(await names({ emailContains: 'HOPPER@' })).toEqual(['Grace Hopper']);
    expect(await names({ ids: ['id-3', 'other'] })).toEqual(['Élodie Ade', 'Jean Bartik']);
    expect(await names({ groupIds: ['nothing'] })).toEqual([]);
    expect(await store.counts({})).toEqual({ all: 4, withDevices: 0, withoutDevices: 4, archived: 1 });
    expect(await store.counts({ departments: ['sales'] })).toMatchObject({ all: 1, archived: 1 });
    expect(await store.facet('department', '', 10)).toEqual([
      { value: expect.stringMatching(/^engineering ?$/i), count: 2 },
      { value: null, count: 1 },
      { value: 'Sales', count: 1 },
    ]);
    expect(await store.get('id-1')).toMatchObject({ name: 'Ada Lovelace', jobTitle: 'Analyst', archived: false });
    expect(await openPeople(t.db, 2).get('id-1')).toBeNull();
    expect(await store.list(query({ cursor: 'garbage' }))).toBeNull();
  });

  test('groups narrow with those nested in them', async () => {
    await using t = await kind.open();
    await migrate(t.db);
    await keep(t.db, 1, [person(1, 'Ada'), person(2, 'Grace'), person(3, 'Jean')]);
    const group = (ord: number, name: string) => ({ ord, id: `g-${ord}`, name, memberCount: 1, updated: cause.at });
    const directory = openDirectoryModel(t.db, { tenantNo: 1, integrationNo: 1 });
    const groups = [group(10, 'All'), group(11, 'Team'), group(12, 'Loop')];
    const batch = { people: [], gonePeople: [], groups, goneGroups: [], from: null, advanceTo: 7 };
    expect(await directory.apply(batch, noMaps)).toBe('ok');
    expect(await directory.apply(batch, { ...noMaps, maps: 5 })).toBe('stale');
    await t.db.write(1, async (tx) => {
      for (const [g, m] of [
        [10, 11],
        [10, 1],
        [11, 2],
        [11, 12],
        [12, 10],
      ] as const)
        await tx.run('insert into member (integration_no, group_ord, member_ord) values (1, ?, ?)', [g, m]);
    });
    const store = openPeople(t.db, 1);
    const names = async (id: string) =>
      (await store.list(query({ filter: { groupIds: [id] } })))?.people.map((p) => [
        p.name,
        p.groups.map((g) => g.name),
      ]);
    expect(await names('g-10')).toEqual([
      ['Ada', ['All']],
      ['Grace', ['Team']],
    ]);
    const grace = await store.get('id-2');
    expect(grace && (await store.groupsOf(grace)).map((g) => `${g.name} ${g.direct}`)).toEqual([
      'Team true',
      'All false',
      'Loop false',
    ]);
    expect((await store.groups('A', 10)).map((g) => g.name)).toEqual(['All', 'Team']);
    expect(await directory.checkpoint()).toMatchObject({ seq: 7 });
  });
});
