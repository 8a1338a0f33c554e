import { builtInRegistry } from '@rollcall/scim';
import { describe, expect, inject, test, vi } from 'vitest';
import { testDatabases } from '../testing/databases.ts';
import { openFixture } from '../testing/fixture.ts';
import { openLeases } from './leases.ts';
import { joinServers, type Presence, SchemaSetMismatchError, schemaSetFingerprint } from './presence.ts';

describe.each(testDatabases(inject('postgresUrl')))('several servers on $name', (kind) => {
  test('servers with the same schema set work side by side', async () => {
    await using fixture = await openFixture(kind);
    const print = schemaSetFingerprint(builtInRegistry, []);
    await using first = await joinServers(fixture.test.db, print);
    await using second = await joinServers(fixture.test.db, print);
    expect(await first.count()).toBe(2);
    expect(await second.count()).toBe(2);
  });

  test('a server with another schema set is refused while the first one runs, and welcome after', async () => {
    await using fixture = await openFixture(kind);
    const { db } = fixture.test;
    const other = schemaSetFingerprint(builtInRegistry, ['User:nickName']);
    {
      await using first = await joinServers(db, schemaSetFingerprint(builtInRegistry, []));
      await expect(joinServers(db, other)).rejects.toThrow(/other schema files/);
      expect(await first.count()).toBe(1);
    }
    await using second = await joinServers(db, other);
    expect(await second.count()).toBe(1);
  });

  test('who was struck off joins anew, but not beside servers with another schema set', async () => {
    await using fixture = await openFixture(kind);
    const { db } = fixture.test;
    const other = schemaSetFingerprint(builtInRegistry, ['User:nickName']);
    await using first = await joinServers(db, schemaSetFingerprint(builtInRegistry, []), 3_000);
    /** Strikes the first off and joins in its place; once more where it had joined anew in between. */
    const takeItsPlace = async (): Promise<Presence> => {
      await db.write('control', (tx) => tx.run('delete from lease'));
      return joinServers(db, other).catch((error: unknown) => {
        if (error instanceof SchemaSetMismatchError) return takeItsPlace();
        throw error;
      });
    };
    {
      await using second = await takeItsPlace();
      // More than two renewals of the first.
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(await second.count()).toBe(1);
    }
    await vi.waitFor(async () => expect(await first.count()).toBe(1), { timeout: 10_000 });
  });

  test('a server of an earlier version, whose process can’t be told, counts', async () => {
    await using fixture = await openFixture(kind);
    const { db } = fixture.test;
    const row = [
      'server:0190a0a0-0000-7000-8000-000000000001',
      schemaSetFingerprint(builtInRegistry, []),
      Date.now() + 60_000,
    ];
    await db.write('control', (tx) => tx.run('insert into lease (name, holder, expires) values (?, ?, ?)', row));
    await using second = await joinServers(db, schemaSetFingerprint(builtInRegistry, []));
    expect(await second.count()).toBe(2);
  });

  test('a lease has one holder at a time, and is free after the work', async () => {
    await using fixture = await openFixture(kind);
    const leases = openLeases(fixture.test.db);
    const order: string[] = [];
    const first = leases.whileHeld('work', async () => {
      order.push('first begins');
      expect(await leases.whileHeld('work', async () => {})).toBe(false);
      order.push('first ends');
    });
    expect(await first).toBe(true);
    expect(await leases.whileHeld('work', async () => void order.push('second'))).toBe(true);
    expect(order).toEqual(['first begins', 'first ends', 'second']);
  });

  test('a lease whose holder died is free after its term, and the holder learns that it lost it', async () => {
    await using fixture = await openFixture(kind);
    const { db } = fixture.test;
    await db.write('control', (tx) =>
      tx.run('insert into lease (name, holder, expires) values (?, ?, ?)', ['work', 'dead', Date.now() + 60_000]),
    );
    const leases = openLeases(db, 60);
    expect(await leases.whileHeld('work', async () => {})).toBe(false);
    await db.write('control', (tx) => tx.run('update lease set expires = ?', [Date.now() - 1_000]));
    const held = await leases.whileHeld('work', async (signal) => {
      await db.write('control', (tx) =>
        tx.run('update lease set holder = ?, expires = ?', ['thief', Date.now() + 60_000]),
      );
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
    expect(held).toBe(true);
  });
});
