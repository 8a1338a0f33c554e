import { builtInRegistry, groupType, userType } from '@rollcall/scim';
import { describe, expect, inject, test } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';
import { by, failure, group, openFixture, type StoreFixture, user, value, withValues } from '../../testing/fixture.ts';
import { checkConsistency } from '../consistency.ts';
import type { Database, SqlWriter } from '../database.ts';
import { openDirectory } from '../directory.ts';
import { type Counts, Foresight } from './foresight.ts';

const counts = (seq: number, more: Partial<Counts> = {}): Counts => ({
  seq,
  users: seq,
  activeUsers: seq,
  groups: 0,
  lastWrite: 0,
  ...more,
});

describe('foresight', () => {
  const sure = (): Foresight => {
    const foresight = new Foresight();
    for (let seq = 0; seq < 9; seq++) foresight.seen(counts(seq), counts(seq + 1));
    return foresight;
  };

  test('is sure after transactions that found what the one before had left', () => {
    const foresight = new Foresight();
    for (let seq = 0; seq < 8; seq++) {
      foresight.seen(counts(seq), counts(seq + 1));
      expect(foresight.counts).toBeNull();
    }
    foresight.seen(counts(8), counts(9));
    expect(foresight.counts).toEqual(counts(9));
  });

  test.each([
    ['another number', counts(11)],
    ['other users', counts(9, { users: 8 })],
    ['other active users', counts(9, { activeUsers: 8 })],
    ['other groups', counts(9, { groups: 1 })],
    ['a later write', counts(9, { lastWrite: 1 })],
  ])('is not sure any more when a transaction found %s', (_, found) => {
    const foresight = sure();
    foresight.seen(found, counts(12));
    expect(foresight.counts).toBeNull();
  });

  test('is not sure any more after a failure', () => {
    const foresight = sure();
    foresight.failed();
    expect(foresight.counts).toBeNull();
  });
});

/** Writes until the integration's row is foreseen. */
async function makeSure({ store }: StoreFixture): Promise<void> {
  for (let i = 0; i < 12; i++) value(await store.create(userType, user(`first${i}`), by));
}

/** The same database; what its transactions say is noted. */
function noting(db: Database): { readonly db: Database; readonly said: string[] } {
  const said: string[] = [];
  const note = (tx: SqlWriter): SqlWriter => ({
    lookUp: {
      all: (sql, params) => {
        said.push(sql);
        return tx.lookUp.all(sql, params);
      },
    },
    all: (sql, params) => {
      said.push(sql);
      return tx.all(sql, params);
    },
    run: (sql, params) => tx.run(sql, params),
    insert: (into, rows) => tx.insert(into, rows),
    include: (issued) => tx.include(issued),
  });
  const write: Database['write'] = (scope, work) => db.write(scope, (tx) => work(note(tx)));
  const noted = new Proxy(db, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name, target);
      if (name === 'write') return write;
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
  return { db: noted, said };
}

const kinds = testDatabases(inject('postgresUrl'));

describe.each(kinds)('writes of which it is foreseen what they find, on $name', (kind) => {
  test('PostgreSQL is asked nothing for a new user once the row is foreseen', async () => {
    await using fixture = await openFixture(kind);
    const { db, said } = noting(fixture.test.db);
    await using directory = await openDirectory(db, builtInRegistry);
    const store = directory.resources(1);
    for (let i = 0; i < 12; i++) value(await store.create(userType, user(`first${i}`), by));
    said.length = 0;
    value(await store.create(userType, user('anna'), by));
    if (kind.name === 'PostgreSQL') expect(said).toEqual([expect.stringMatching(/^select 1 \//)]);
    else expect(said.length).toBe(2);
    expect(await checkConsistency(fixture.test.db)).toEqual([]);
  });

  test('a userName that is in use is a conflict, and spoils nothing that was written beside it', async () => {
    await using fixture = await openFixture(kind);
    await makeSure(fixture);
    const { store } = fixture;
    const [one, taken, other, group1, again] = await Promise.all([
      store.create(userType, user('anna'), by),
      store.create(userType, user('FIRST3', { title: 'CTO' }), by),
      store.create(userType, user('ben'), by),
      store.create(groupType, group('G'), by),
      store.create(groupType, group('g'), by),
    ]);
    expect(failure(taken)).toMatchObject({ kind: 'conflict', attribute: 'userName', value: 'FIRST3' });
    expect(failure(again)).toMatchObject({ kind: 'conflict', attribute: 'displayName' });
    for (const written of [one, other]) {
      const { id } = value(written).stored;
      expect((await store.get(userType, id))?.version).toBe(1);
    }
    value(group1);
    expect(await checkConsistency(fixture.test.db)).toEqual([]);
  });

  test('a user that takes another’s userName is refused', async () => {
    await using fixture = await openFixture(kind);
    const { id } = value(await fixture.store.create(userType, user('anna'), by)).stored;
    await makeSure(fixture);
    const edit = withValues({ userName: 'First7' });
    expect(failure(await fixture.store.update(userType, id, edit, by))).toMatchObject({ kind: 'conflict' });
    expect(JSON.parse((await fixture.store.get(userType, id))?.body ?? '')).toMatchObject({ userName: 'anna' });
    expect(await checkConsistency(fixture.test.db)).toEqual([]);
  });

  test('an integration whose row is gone gets no rows', async () => {
    await using fixture = await openFixture(kind);
    await makeSure(fixture);
    await fixture.test.db.write('control', (tx) => tx.run('delete from integration where no = 1'));
    await expect(fixture.store.create(userType, user('anna'), by)).rejects.toThrow(/no row/);
    const rows = await fixture.test.db.read.all(`select ord from resource where unique_key = 'anna'`);
    expect(rows).toEqual([]);
  });
});

describe.each(kinds.filter(({ name }) => name !== 'SQLite in memory'))(
  'two servers that write at once, on $name',
  (kind) => {
    test('what the other wrote is found, however sure one was', { timeout: 60_000 }, async () => {
      await using fixture = await openFixture(kind);
      await makeSure(fixture);
      await using directory = await openDirectory(await fixture.test.reopen(), builtInRegistry);
      const other = directory.resources(1);
      value(await other.create(userType, user('anna'), by));
      expect(failure(await fixture.store.create(userType, user('Anna'), by))).toMatchObject({ kind: 'conflict' });
      value(await fixture.store.create(userType, user('ben'), by));
      expect(await checkConsistency(fixture.test.db)).toEqual([]);
    });

    test('of each userName one is made, and all of it fits together', { timeout: 60_000 }, async () => {
      await using fixture = await openFixture(kind);
      await makeSure(fixture);
      await using directory = await openDirectory(await fixture.test.reopen(), builtInRegistry);
      const stores = [fixture.store, directory.resources(1)];
      let made = 0;
      let refused = 0;
      for (let round = 0; round < 20; round++) {
        // Long enough with one of them alone that it is sure again.
        for (let i = 0; i < 10; i++) value(await fixture.store.create(userType, user(`alone${round}-${i}`), by));
        const results = await Promise.all(
          Array.from({ length: 24 }, (_, i) =>
            (stores[i % 2] ?? fixture.store).create(userType, user(`u${round}-${i % 16}`), by),
          ),
        );
        for (const result of results)
          if (result.ok) made++;
          else refused++;
      }
      expect([made, refused]).toEqual([20 * 16, 20 * 8]);
      const [row] = await fixture.test.db.read.all<{ users: number; seq: number }>(
        'select users, seq from integration where no = 1',
      );
      expect(row).toEqual({ users: 12 + 20 * 26, seq: 12 + 20 * 26 });
      expect(await checkConsistency(fixture.test.db)).toEqual([]);
    });
  },
);
