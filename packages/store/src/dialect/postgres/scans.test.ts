import { expect, inject, test } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';

test('however many wide reads there are, connections are left for everything else', async () => {
  const kind = testDatabases(inject('postgresUrl')).find(({ name }) => name === 'PostgreSQL');
  if (kind === undefined) throw new Error('no PostgreSQL');
  await using opened = await kind.open();
  const { db } = opened;
  const order: string[] = [];
  let scans: readonly Promise<unknown>[] = [];
  await db.write('control', async (tx) => {
    await tx.all('select pg_advisory_xact_lock(1)');
    // They end when this transaction does.
    const wide = () => db.scan.all('select pg_advisory_xact_lock_shared(1)').then(() => order.push('scan'));
    scans = Array.from({ length: 8 }, wide);
    await db.read.all('select 1 as one');
    order.push('read');
  });
  await Promise.all(scans);
  expect(order).toEqual(['read', ...scans.map(() => 'scan')]);
});

test('a wide read that fails gives its turn back', async () => {
  const kind = testDatabases(inject('postgresUrl')).find(({ name }) => name === 'PostgreSQL');
  if (kind === undefined) throw new Error('no PostgreSQL');
  await using opened = await kind.open();
  const broken = Array.from({ length: 8 }, () => opened.db.scan.all('select 1 / 0 as one'));
  expect((await Promise.allSettled(broken)).map(({ status }) => status)).toEqual(broken.map(() => 'rejected'));
  expect(await opened.db.scan.all('select 1 as one')).toEqual([{ one: 1 }]);
});
