import { expect, inject, test } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';

test('however many wide reads there are, connections are left for everything else', async () => {
  const kind = testDatabases(inject('postgresUrl')).find(({ name }) => name === 'PostgreSQL');
  if (kind === undefined) throw new Error('no PostgreSQL');
  await using opened = await kind.open();
  const { read, scan } = opened.db;
  const order: string[] = [];
  const scans = Array.from({ length: 8 }, () => scan.all('select pg_sleep(0.05)').then(() => order.push('scan')));
  await read.all('select 1 as one').then(() => order.push('read'));
  await Promise.all(scans);
  expect(order.slice(0, 2)).toContain('read');
  expect(order.filter((one) => one === 'scan')).toHaveLength(8);
});

test('a wide read that fails gives its turn back', async () => {
  const kind = testDatabases(inject('postgresUrl')).find(({ name }) => name === 'PostgreSQL');
  if (kind === undefined) throw new Error('no PostgreSQL');
  await using opened = await kind.open();
  const broken = Array.from({ length: 8 }, () => opened.db.scan.all('select 1 / 0 as one'));
  expect((await Promise.allSettled(broken)).map(({ status }) => status)).toEqual(broken.map(() => 'rejected'));
  expect(await opened.db.scan.all('select 1 as one')).toEqual([{ one: 1 }]);
});
