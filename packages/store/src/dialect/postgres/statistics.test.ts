import { expect, inject, test, vi } from 'vitest';
import { type TestDatabase, testDatabases } from '../../testing/databases.ts';

function postgres() {
  const kind = testDatabases(inject('postgresUrl')).find(({ name }) => name === 'PostgreSQL');
  if (kind === undefined) throw new Error('no PostgreSQL');
  return kind.open();
}

/** What the planner believes a table to hold; -1: it never looked. */
const believed = async ({ db }: TestDatabase, table = 'thing'): Promise<number> =>
  Number((await db.scan.all<{ n: number }>('select reltuples as n from pg_class where relname = ?', [table]))[0]?.n);

test('tables that fill are looked at long before the database would by itself', async () => {
  await using opened = await postgres();
  const { db } = opened;
  await db.scan.all('create table thing (no bigint primary key) with (autovacuum_enabled = off)');
  for (let no = 0; no < 49; no++) await db.write('control', (tx) => tx.run('insert into thing values (?)', [no]));
  expect(await believed(opened)).toBe(-1);
  await db.write('control', (tx) => tx.run('insert into thing select n from generate_series(49, 999) n'));
  await vi.waitFor(async () => expect(await believed(opened)).toBe(1000), { timeout: 20_000 });
});

test('a table that grows by few commits is looked at once more, also after the last', async () => {
  await using opened = await postgres();
  const { db } = opened;
  await db.scan.all('create table thing (no bigint primary key) with (autovacuum_enabled = off)');
  for (let no = 0; no < 50; no++) await db.write('control', (tx) => tx.run('insert into thing values (?)', [no]));
  await vi.waitFor(async () => expect(await believed(opened)).toBe(50), { timeout: 20_000 });
  await db.write('control', (tx) => tx.run('insert into thing select n from generate_series(50, 999) n'));
  await vi.waitFor(async () => expect(await believed(opened)).toBe(1000), { timeout: 20_000 });
});

test('a table that somebody holds is left out', async () => {
  await using opened = await postgres();
  const { db } = opened;
  for (const table of ['before', 'thing', 'after'])
    await db.scan.all(`create table ${table} (no bigint primary key) with (autovacuum_enabled = off)`);
  await db.write('control', (tx) => tx.run('insert into thing values (1)'));
  const { promise: held, resolve: hold } = Promise.withResolvers<void>();
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const holding = db.write('product', async (tx) => {
    await tx.run('lock table thing in share update exclusive mode');
    hold();
    await over;
  });
  await held;
  for (const table of ['before', 'after'])
    for (let no = 0; no < 25; no++) await db.write('control', (tx) => tx.run(`insert into ${table} values (?)`, [no]));
  for (const table of ['before', 'after'])
    await vi.waitFor(async () => expect(await believed(opened, table)).toBeGreaterThan(0), { timeout: 20_000 });
  expect(await believed(opened)).toBe(-1);
  expect(
    await db.read.all("select query from pg_stat_activity where wait_event_type = 'Lock' and query like ?", [
      'analyze%',
    ]),
  ).toEqual([]);
  end();
  await holding;
});

test('what a restore has brought without statistics is looked at when the database is opened', async () => {
  await using opened = await postgres();
  const { db } = opened;
  await db.scan.all('create table thing (no bigint) with (autovacuum_enabled = off)');
  await db.scan.all('create table other (no bigint) with (autovacuum_enabled = off)');
  for (const table of ['thing', 'other'])
    await db.scan.all(`insert into ${table} select n from generate_series(1, 700) n`);
  // Keys are made after the rows, which counts them.
  await db.scan.all('alter table other add primary key (no)');
  expect(await believed(opened)).toBe(-1);
  const known = async () =>
    (
      await db.scan.all<{ name: string }>(
        "select tablename as name from pg_stats where schemaname = 'public' and tablename in ('thing', 'other') order by 1",
      )
    ).map(({ name }) => name);
  expect(await known()).toEqual([]);
  await opened.reopen();
  await vi.waitFor(async () => expect(await known()).toEqual(['other', 'thing']), { timeout: 20_000 });
});
