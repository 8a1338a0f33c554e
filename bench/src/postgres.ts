/** Rollcall on PostgreSQL: server, database and load on the same two cores. */
import { startPostgres } from '@rollcall/dev-env';
import pg from 'pg';
import { Load } from './load/load.ts';
import { against, type Row, rate, ratio, type Section, table } from './section.ts';
import { seedPostgres } from './seed.ts';
import { startRollcall } from './subjects/start.ts';
import { createWork, measures } from './works.ts';

const wanted: Readonly<Record<string, number>> = {
  '`GET /Users/{id}`': 9000,
  '`filter=userName eq`': 5000,
  '`POST /Users`': 2000,
};

/** Until the server's Users list has followed all that was filled in. */
async function followed(url: string, integrationNo: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const behind =
    'select i.seq - coalesce(c.seq, 0) as n from integration i left join product_checkpoint c on c.integration_no = i.no where i.no = $1';
  while (Number((await client.query(behind, [integrationNo])).rows[0]?.n) > 0)
    await new Promise((resolve) => setTimeout(resolve, 200));
  await client.end();
}

async function rates(url: string, count: number, load: Load, quick: boolean): Promise<Map<string, number>> {
  const seeded = await seedPostgres(url, count);
  await using server = await startRollcall(seeded.environment);
  await followed(url, seeded.integrationNo);
  const target = { port: server.port, base: '/api/v1/scim', token: seeded.token };
  const found = new Map<string, number>();
  for (const { name, work, connections } of measures(seeded)) {
    const timing = quick ? { warmUpMs: 300, durationMs: 1000 } : { warmUpMs: 1500, durationMs: 2000 };
    const order = () => ({ target, work: work.kind === 'create' ? createWork() : work, connections, ...timing });
    const outcome = await load.median(order, quick ? 1 : 3);
    if (outcome.failures > 0)
      console.error(`${name}: ${outcome.failures} failures, the first: ${outcome.firstFailure}`);
    found.set(name, outcome.perSecond);
  }
  return found;
}

async function run({ quick }: { readonly quick: boolean }): Promise<string> {
  const [few, many] = quick ? [1000, 2000] : [10_000, 100_000];
  await using cluster = await startPostgres({ durable: true });
  using load = new Load();
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  const database = async (name: string) => {
    await client.query(`create database ${name}`);
    return cluster.url.replace(/\/postgres$/, `/${name}`);
  };
  const atFew = await rates(await database('few'), few, load, quick);
  const atMany = await rates(await database('many'), many, load, quick);
  await client.end();
  const rows: Row[] = [...atFew].map(([name, value]) => {
    const least = wanted[name];
    const other = atMany.get(name) ?? 0;
    return [
      name,
      rate(value),
      rate(other),
      ratio(other / value),
      least === undefined ? '–' : `≥ ${rate(least)} ${against(value, least)}`,
    ];
  });
  return table(
    ['work', `${few.toLocaleString('en-US')} people`, `${many.toLocaleString('en-US')} people`, 'share', 'wanted'],
    rows,
  );
}

export const postgres: Section = { name: 'postgres', title: 'SCIM on PostgreSQL', run };
