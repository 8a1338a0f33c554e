import { userType } from '@rollcall/scim';
import { describe, expect, inject, test } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';
import { by, openFixture, value } from '../../testing/fixture.ts';
import { checkConsistency } from '../consistency.ts';

describe.each(testDatabases(inject('postgresUrl')))('a resource of 10,000 indexed values on $name', (kind) => {
  test('is written, changed and removed in pieces, so that the loop turns in between', async () => {
    await using fixture = await openFixture(kind);
    const userWith = (from: number) => ({
      resource: {
        userName: 'many',
        active: true,
        emails: Array.from({ length: 10_000 }, (_, n) => ({ value: `${from + n}@example.com` })),
      },
      members: [],
    });
    const turnsOf = async <T>(work: Promise<T>): Promise<readonly [T, number]> => {
      let turns = 0;
      let isDone = false;
      const turn = () => {
        turns += 1;
        if (!isDone) setImmediate(turn);
      };
      setImmediate(turn);
      const result = await work;
      isDone = true;
      return [result, turns];
    };
    const { store } = fixture;
    const [created, whileCreated] = await turnsOf(store.create(userType, userWith(0), by));
    const { id } = value(created).stored;
    const [, whileChanged] = await turnsOf(
      store.update(userType, id, () => ({ ok: true, value: userWith(10_000) }), by),
    );
    expect(await checkConsistency(fixture.test.db)).toEqual([]);
    const [, whileRemoved] = await turnsOf(store.remove(userType, id, by));
    // 512 rows at a time.
    for (const turns of [whileCreated, whileChanged, whileRemoved]) expect(turns).toBeGreaterThanOrEqual(19);
    expect(await fixture.test.db.read.all('select count(*) as n from attribute_index')).toEqual([{ n: 0 }]);
  });
});
