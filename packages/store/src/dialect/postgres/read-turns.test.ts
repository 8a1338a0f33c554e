import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';
import { openPostgres } from './postgres-database.ts';

/** Lets so many connections through to the database and leaves every further one without an answer. */
async function proxyOf(url: string, letThrough: number) {
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    if (sockets.length > letThrough) return;
    const target = connect(Number(port), hostname);
    target.on('error', () => {});
    socket.pipe(target).pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const hang = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String((server.address() as AddressInfo).port) })
      .href,
    opened: () => sockets.length,
    hang,
    [Symbol.asyncDispose]: async () => {
      hang();
      server.close();
      await once(server, 'close');
    },
  };
}

test('look-ups of any number are asked by a plan that is kept', async () => {
  await using db = await openPostgres({ url: inject('postgresUrl') });
  // In every database there is, with an index and with statistics.
  const name = (oid: number) => db.lookUp.all('select proname from pg_proc where oid = ?', [oid]);
  for (let i = 0; i < 32; i++) {
    const asked = [1242, 1243, 1244, 1245].slice(0, 2 + (i % 3)).map(name);
    const [number, first] = await Promise.all([db.number('select 1 as number'), ...asked]);
    expect([number, first]).toEqual([1, [expect.objectContaining({ proname: 'boolin' })]]);
  }
  const plans = await db.read.all(
    'select generic_plans, custom_plans from pg_prepared_statements where statement like ?',
    ['%unnest%'],
  );
  expect(plans).toEqual([{ generic_plans: 25, custom_plans: 5 }]);
});

test('a look-up that is too much for the database does not take the number along, nor does a long one keep it waiting', async () => {
  const kind = testDatabases(inject('postgresUrl')).find(({ name }) => name === 'PostgreSQL');
  if (kind === undefined) throw new Error('no PostgreSQL');
  await using opened = await kind.open();
  const { db } = opened;
  await db.scan.all(
    `create function full_disk() returns bigint language plpgsql as $$ begin raise 'full' using errcode = '53100'; end $$`,
  );
  const ends = await Promise.allSettled([
    db.number('select 7 as number'),
    ...[1, 1, 2].map((no) => db.lookUp.all('select full_disk() where 0 < ?', [no])),
  ]);
  const unavailable = { reason: { name: 'DatabaseError', kind: 'unavailable' } };
  expect(ends).toMatchObject([{ value: 7 }, unavailable, unavailable, unavailable]);

  const order: string[] = [];
  const note = (what: string) => () => order.push(what);
  await Promise.all([
    db.lookUp.all(`select pg_sleep(0.2) where ${'1 = 1 and '.repeat(120)} 0 < ?`, [1]).then(note('look-up')),
    db.number('select 7 as number').then(note('number')),
  ]);
  expect(order).toEqual(['number', 'look-up']);
});

test('a connection that never comes about holds up only those that need it', async () => {
  await using proxy = await proxyOf(inject('postgresUrl'), 1);
  await using db = await openPostgres({ url: proxy.url, maxConnections: 4 });
  expect(proxy.opened()).toBe(1);
  let isDone = false;
  const slow = db.read.all('select pg_sleep(0.5)').then(() => {
    isDone = true;
  });
  await wait(50);
  // The only connection is in use, so this one waits for another.
  const stuck = db.read.all('select 1 as one').catch((error: unknown) => error);
  while (proxy.opened() < 2) await wait(5);
  expect(isDone).toBe(false);
  await slow;
  expect(await db.read.all('select 2 as two')).toEqual([{ two: 2 }]);
  expect(await db.lookUp.all('select cast(? as bigint) as three', [3])).toEqual([{ three: 3 }]);
  proxy.hang();
  expect(await stuck).toMatchObject({ name: 'DatabaseError', kind: 'unavailable' });
});
