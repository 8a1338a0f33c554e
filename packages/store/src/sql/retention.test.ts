import { groupType, userType } from '@rollcall/scim';
import { describe, expect, inject, test } from 'vitest';
import { testDatabases } from '../testing/databases.ts';
import { by, group, openFixture, user, value } from '../testing/fixture.ts';
import { checkConsistency } from './consistency.ts';
import { purgeDeletedDocuments, purgeIntegration } from './retention.ts';

const DAY_MS = 86_400_000;

describe.each(testDatabases(inject('postgresUrl')))('retention on $name', (kind) => {
  test('a deleted resource’s document is kept for 30 days, then only that it was deleted', async () => {
    await using fixture = await openFixture(kind);
    const anna = value(await fixture.store.create(userType, user('anna', { title: 'CTO' }), by)).stored;
    const made = value(await fixture.store.create(groupType, group('G', [anna.id]), by)).stored;
    value(await fixture.store.remove(userType, anna.id, by));
    const changes = fixture.directory.changes(1);
    expect(await changes.deletedDocument(anna.id)).toEqual({
      body: anna.body,
      created: anna.created,
      groupIds: [made.id],
      memberIds: [],
    });
    expect(await purgeDeletedDocuments(fixture.test.db, Date.now() + 29 * DAY_MS)).toBe(0);
    expect(await purgeDeletedDocuments(fixture.test.db, Date.now() + 31 * DAY_MS)).toBe(1);
    expect(await changes.deletedDocument(anna.id)).toBeNull();
    expect((await changes.of(anna.id, { before: null, limit: 9 })).entries.map(({ action }) => action)).toEqual([
      'delete',
      'create',
    ]);
  });

  test('purging an integration leaves nothing of it and everything of the others', async () => {
    await using fixture = await openFixture(kind);
    const { db } = fixture.test;
    for (const no of [1, 2]) {
      const store = fixture.directory.resources(no);
      const ids = await Promise.all(
        Array.from({ length: 600 }, async (_, i) => value(await store.create(userType, user(`u${i}`), by)).stored.id),
      );
      value(await store.create(groupType, group('G', ids), by));
    }
    await purgeIntegration(db, 1);
    for (const table of ['resource', 'member', 'attribute_index', 'change_log']) {
      const rows = await db.read.all<{ no: number }>(`select distinct integration_no as no from ${table}`);
      expect(rows.map(({ no }) => no).filter((no) => no === 1)).toEqual([]);
    }
    expect(await fixture.directory.resources(2).list).toBeDefined();
    expect(await db.read.all('select no, users, groups from integration')).toMatchObject([
      { no: 2, users: 600, groups: 1 },
    ]);
    expect(await checkConsistency(db)).toEqual([]);
  });
});
