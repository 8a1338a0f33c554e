import { type Attribute, builtInRegistry, type Registry, type ResourceType, userType } from '@rollcall/scim';
import { describe, expect, inject, test } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';
import { by, failure, openFixture, user, value } from '../../testing/fixture.ts';
import { checkConsistency } from '../consistency.ts';

const URN = 'urn:example:lockers:1.0:User';

const unique = (name: string, multiValued: boolean): Attribute => ({
  name,
  type: 'string',
  description: name,
  multiValued,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'server',
  canonicalValues: [],
  referenceTypes: [],
  subAttributes: [],
});

const schema = {
  id: URN,
  name: 'Lockers',
  description: 'Unique attributes beside userName.',
  attributes: [unique('locker', false), unique('codes', true)],
};
const type: ResourceType = { ...userType, extensions: [...userType.extensions, { schema, required: false }] };
const registry: Registry = {
  schemas: [...builtInRegistry.schemas, schema],
  resourceTypes: builtInRegistry.resourceTypes.map((one) => (one.name === 'User' ? type : one)),
};

describe.each(testDatabases(inject('postgresUrl')))('further unique attributes on $name', (kind) => {
  test('of several users that take one value at once, one gets it, also when they are many', async () => {
    await using fixture = await openFixture(kind, registry);
    const { store } = fixture;
    // Asked for at first, left to the constraints later.
    for (let round = 0; round < 12; round++) {
      const results = await Promise.all(
        Array.from({ length: 6 }, (_, i) =>
          store.create(type, user(`u${round}-${i}`, { [URN]: { locker: `${round}-${i % 3}` } }), by),
        ),
      );
      expect(results.filter((result) => result.ok).length).toBe(3);
      for (const result of results)
        if (!result.ok) expect(result.error).toMatchObject({ kind: 'conflict', attribute: `${URN}:locker` });
    }
    expect(await checkConsistency(fixture.test.db, registry)).toEqual([]);
  });

  test('values of one user that differ only in case are one value', async () => {
    await using fixture = await openFixture(kind, registry);
    const { store } = fixture;
    const { id } = value(await store.create(type, user('anna', { [URN]: { codes: ['A1', 'a1', 'B2'] } }), by)).stored;
    expect(failure(await store.create(type, user('ben', { [URN]: { codes: ['b2'] } }), by))).toMatchObject({
      kind: 'conflict',
      existing: { id },
    });
    value(await store.remove(type, id, by));
    value(await store.create(type, user('ben', { [URN]: { codes: ['a1'] } }), by));
    expect(await checkConsistency(fixture.test.db, registry)).toEqual([]);
  });
});

const postgres = testDatabases(inject('postgresUrl')).filter(({ name }) => name === 'PostgreSQL');

describe.each(postgres)('a connection that is lost, on $name', (kind) => {
  test('fails the writes that shared it, and none of them is done once more', { timeout: 60_000 }, async () => {
    await using fixture = await openFixture(kind, registry);
    const { db } = fixture.test;
    const other = await fixture.test.reopen();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const { promise: locked, resolve: hasLock } = Promise.withResolvers<void>();
    const holding = other.write(1, async () => {
      hasLock();
      await ended;
    });
    await locked;
    // Two of one value: one of them waits for the other's round with its look-ups asked.
    const writes = Promise.allSettled(
      ['anna', 'ben', 'cara'].map((name, i) =>
        fixture.store.create(type, user(name, { [URN]: { locker: `${i >> 1}` } }), by),
      ),
    );
    const waiting = `from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    const waits = async () => Number((await db.scan.all<{ n: number }>(`select count(*) as n ${waiting}`))[0]?.n);
    await expect.poll(waits, { timeout: 20_000 }).toBe(1);
    await db.scan.all(`select pg_terminate_backend(pid) as ended ${waiting}`);
    for (const write of await writes)
      expect(write).toMatchObject({ status: 'rejected', reason: { kind: 'unavailable', isLost: true } });
    end();
    await holding;
    expect(await db.read.all('select count(*) as n from resource')).toEqual([{ n: 0 }]);
    value(await fixture.store.create(type, user('anna'), by));
    expect(await checkConsistency(db, registry)).toEqual([]);
  });
});
