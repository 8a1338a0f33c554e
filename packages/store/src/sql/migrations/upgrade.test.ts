import { createHash } from 'node:crypto';
import { builtInRegistry, groupType, userType } from '@rollcall/scim';
import { describe, expect, inject, test } from 'vitest';
import { postgresDialect } from '../../dialect/postgres/dialect.ts';
import { sqliteDialect } from '../../dialect/sqlite/dialect.ts';
import { testDatabases } from '../../testing/databases.ts';
import { addIntegrations, by, group, user, value, withValues } from '../../testing/fixture.ts';
import { checkConsistency } from '../consistency.ts';
import type { Database } from '../database.ts';
import { openDirectory } from '../directory.ts';
import { openLibraryFiles } from '../product/library-files.ts';
import { allMigrations } from './all.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migration.ts';
import released from './released.json' with { type: 'json' };

const schemaOf = async (db: Database): Promise<readonly string[]> =>
  (await db.scan.all<{ line: string }>(db.dialect.describeSchema)).map(({ line }) => line.replace(/\s+/g, ' '));

describe.each(testDatabases(inject('postgresUrl')))('upgrades on $name', (kind) => {
  test('a database that was upgraded step by step has the schema of a fresh one', async () => {
    await using fresh = await kind.open();
    await migrate(fresh.db);
    await using upgraded = await kind.open();
    for (let steps = 1; steps <= allMigrations.length; steps++)
      await migrate(upgraded.db, allMigrations.slice(0, steps));
    expect(await schemaOf(upgraded.db)).toEqual(await schemaOf(fresh.db));
  });

  test('rehearsal: data of the first release is whole after all later steps and one to come, and the old program is refused', async () => {
    await using test = await kind.open();
    const { db } = test;
    await migrate(db);
    await addIntegrations(test, [1]);
    await using old = await openDirectory(db, builtInRegistry);
    const anna = value(await old.resources(1).create(userType, user('anna', { title: 'CTO' }), by)).stored;
    const made = value(await old.resources(1).create(groupType, group('G', [anna.id]), by)).stored;
    value(await old.resources(1).update(userType, anna.id, withValues({ title: 'CEO' }), by));

    await migrate(db, [...allMigrations, next]);
    await using now = await openDirectory(db, builtInRegistry);
    const store = now.resources(1);
    expect(await store.get(userType, anna.id)).toMatchObject({
      version: 2,
      created: anna.created,
      groups: [{ id: made.id, display: 'G', direct: true }],
    });
    expect((await store.members(made.id, { after: 0, limit: 9 })).members).toHaveLength(1);
    value(await store.update(userType, anna.id, withValues({ title: 'CFO' }), by));
    expect((await now.changes(1).of(anna.id, { before: null, limit: 9 })).entries).toHaveLength(3);
    expect(await db.read.all('select nick from resource where id = ?', [anna.id])).toEqual([{ nick: 'ANNA' }]);
    expect(await checkConsistency(db)).toEqual([]);
    await expect(migrate(db)).rejects.toThrow(/newer release/);
  });

  test('who is active is counted for the users that there are', async () => {
    await using test = await kind.open();
    const { db } = test;
    await migrate(db, allMigrations.slice(0, 4));
    await addIntegrations(test, [1, 2]);
    await db.write('control', async (tx) => {
      for (const [ord, active, search] of [
        [1, 1, '{"active":true}'],
        [2, 0, '{"active":false}'],
        [3, 1, '{}'],
      ] as const)
        await tx.run(
          `insert into resource (integration_no, ord, type, id, version, created, modified, active, member_count, body, search)
           values (1, ?, 'User', ?, 1, 't', 't', ?, 0, '{}', ?)`,
          [ord, `id${ord}`, active, search],
        );
    });
    await migrate(db);
    expect(await db.read.all('select no, active_users from integration order by no')).toEqual([
      { no: 1, active_users: 1 },
      { no: 2, active_users: 0 },
    ]);
    expect(await db.read.all('select ord, active from resource order by ord')).toEqual([
      { ord: 1, active: 1 },
      { ord: 2, active: 0 },
      { ord: 3, active: 2 },
    ]);
  });

  test('files that no item has, left by a server that was stopped, are uploads that the next sweep removes', async () => {
    await using test = await kind.open();
    const { db } = test;
    await migrate(db, allMigrations.slice(0, 6));
    await db.write('product', async (tx) => {
      for (const [tenantNo, no, sha256] of [
        [1, 1, 'kept'],
        [1, 2, null],
        [2, 1, 'left'],
      ] as const)
        await tx.run(
          `insert into library_item (tenant_no, no, id, name, name_key, kind, platforms, active, file_sha256, created, updated)
           values (?, ?, ?, 'n', 'n', 'app', '[]', 1, ?, 't', 't')`,
          [tenantNo, no, `id ${tenantNo} ${no}`, sha256],
        );
      for (const [tenantNo, sha256] of [
        [1, 'kept'],
        [1, 'left'],
        [1, 'left too'],
        [2, 'left'],
      ] as const)
        for (const piece of [0, 1])
          await tx.run('insert into library_file (tenant_no, sha256, piece, bytes) values (?, ?, ?, ?)', [
            tenantNo,
            sha256,
            piece,
            new Uint8Array([1]),
          ]);
    });
    await migrate(db);
    for (const tenantNo of [1, 2]) await openLibraryFiles(db, tenantNo).sweep('2000-01-01T00:00:00.000Z');
    expect(
      await db.read.all('select distinct tenant_no, file_key from library_file order by tenant_no, file_key'),
    ).toEqual([
      { tenant_no: 1, file_key: 'kept' },
      { tenant_no: 2, file_key: 'left' },
    ]);
    expect(await db.read.all('select * from library_upload')).toEqual([]);
  });

  test('a step that fails leaves the database as it was', async () => {
    await using test = await kind.open();
    await migrate(test.db);
    const before = await schemaOf(test.db);
    const broken: Migration = {
      number: 9001,
      name: 'broken',
      statements: () => ['create table half (no bigint)', 'nonsense'],
    };
    await expect(migrate(test.db, [...allMigrations, broken])).rejects.toThrow();
    expect(await schemaOf(test.db)).toEqual(before);
    expect(await migrate(test.db)).toEqual([]);
  });
});

const next: Migration = {
  number: 9000,
  name: 'to come',
  statements: ({ text }) => [
    `alter table resource add column nick ${text}`,
    'update resource set nick = upper(display)',
  ],
};

describe('released migrations', () => {
  test.each(Object.entries(released))('%s has not changed since its release', (name, hash) => {
    const migration = allMigrations.find((one) => one.name === name);
    const text = [sqliteDialect, postgresDialect]
      .map((dialect) => migration?.statements(dialect).join(';\n'))
      .join('\n\n');
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
  });

  test('numbers are without gaps and in order', () => {
    expect(allMigrations.map(({ number }) => number)).toEqual(allMigrations.map((_, i) => i + 1));
  });
});
