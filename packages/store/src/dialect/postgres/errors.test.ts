import { describe, expect, inject, test } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';
import { cutOff } from './errors.ts';

const postgres = testDatabases(inject('postgresUrl')).filter(({ name }) => name === 'PostgreSQL');

describe.each(postgres)('errors of $name', (kind) => {
  test('a statement that ran into its limit is known by its error, and no other is', async () => {
    await using database = await kind.open();
    const errorOf = (sql: string): Promise<unknown> =>
      database.db
        .write('control', async (tx) => {
          await tx.run('set local statement_timeout = 20');
          await tx.all(sql);
        })
        .then(
          () => null,
          (error: unknown) => error,
        );
    await database.db.write('control', async () => {});
    expect(cutOff(await errorOf('select pg_sleep(20)'))).toMatchObject({ kind: 'tooLong' });
    expect(cutOff(await errorOf('select nothing'))).toBeNull();
  });

  test('what a write throws itself leaves it as it was thrown', async () => {
    await using database = await kind.open();
    const own = new TypeError('not the database');
    await expect(database.db.write('control', () => Promise.reject(own))).rejects.toBe(own);
  });
});
