import { describe, expect, inject, test } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';
import { migrate, migrationStatus } from './migrate.ts';

describe.each(testDatabases(inject('postgresUrl')))('migrations on $name', (kind) => {
  test('bring an empty database up to date, and a second run has nothing to do', async () => {
    await using test = await kind.open();
    expect((await migrate(test.db)).length).toBeGreaterThan(0);
    expect(await migrate(test.db)).toEqual([]);
    const status = await migrationStatus(test.db);
    expect(status.pending).toEqual([]);
    expect(status.unknown).toEqual([]);
  });

  test('a database of a newer release is refused with a line that says so', async () => {
    await using test = await kind.open();
    await migrate(test.db);
    await test.db.write('control', (tx) =>
      tx.run('insert into schema_migration (number, name, at) values (9999, ?, ?)', ['later', '2099-01-01']),
    );
    await expect(migrate(test.db)).rejects.toThrow(/newer release of Rollcall \(it has migration 9999/);
  });

  test('two servers that start at once both come up', async () => {
    await using test = await kind.open();
    const other = kind.name === 'SQLite in memory' ? test.db : await test.reopen();
    const applied = await Promise.all([migrate(test.db), migrate(other)]);
    expect(applied.filter((steps) => steps.length > 0)).toHaveLength(1);
  });
});
