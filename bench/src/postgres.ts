/** Rollcall on PostgreSQL: server, database and load on the same two cores. */
import { startPostgres } from '@rollcall/dev-env';
import pg from 'pg';
import type { Order } from './load/generator.ts';
import { Load } from './load/load.ts';
import type { Target } from './load/work.ts';
import { against, measuring, median, pairedShare, type Row, rate, ratio, type Section, table } from './section.ts';
import { seedPostgres } from './seed.ts';
import { startRollcall, startSubject } from './subjects/start.ts';
import { createWork, measures } from './works.ts';

const wanted: Readonly<Record<string, number>> = {
  '`GET /Users/{id}`': 9000,
  '`filter=userName eq`': 5000,
  '`POST /Users`': 2000,
};

/** What the bare server does too. */
const limits = new Set(['`GET /Users/{id}`', '`POST /Users`']);

/** Until the server's Users list has followed all that was filled in, and the database has tidied up after it. */
async function followed(url: string, integrationNo: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const behind =
    'select i.seq - coalesce(c.seq, 0) as n from integration i left join product_checkpoint c on c.integration_no = i.no where i.no = $1';
  while (Number((await client.query(behind, [integrationNo])).rows[0]?.n) > 0)
    await new Promise((resolve) => setTimeout(resolve, 200));
  // Else autovacuum does it some time in the middle.
  await client.query('vacuum (analyze)');
  await client.query('checkpoint');
  await client.end();
}

interface Subjects {
  readonly few: Target;
  readonly many: Target;
  readonly ceiling: Target;
}

/** The servers in turns, so that a machine that is slower for a while is so for all. */
async function measure(load: Load, quick: boolean, isFirst: boolean, order: (which: keyof Subjects) => Order | null) {
  const { runs, warmUp, fresh } = measuring(quick);
  const rates: Record<keyof Subjects, number[]> = { few: [], many: [], ceiling: [] };
  for (let round = quick ? 1 : 0; round <= runs; round++)
    for (const which of ['few', 'ceiling', 'many'] as const) {
      const one = order(which);
      if (one === null) continue;
      const outcome = await load.run(round === 0 ? { ...one, ...(isFirst ? fresh : warmUp) } : one);
      if (outcome.failures > 0) console.error(`${outcome.failures} failures, the first: ${outcome.firstFailure}`);
      if (round > 0) rates[which].push(outcome.perSecond);
    }
  return rates;
}

async function run({ quick }: { readonly quick: boolean }): Promise<string> {
  const [few, many] = quick ? [1000, 2000] : [10_000, 100_000];
  await using cluster = await startPostgres({ durable: true });
  using load = new Load();
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  const filled = async (name: string, count: number) => {
    await client.query(`create database ${name}`);
    const url = cluster.url.replace(/\/postgres$/, `/${name}`);
    return { url, ...(await seedPostgres(url, count)) };
  };
  const [atFew, atMany] = [await filled('few', few), await filled('many', many)];
  await client.end();
  await using forFew = await startRollcall(atFew.environment);
  await using forMany = await startRollcall(atMany.environment);
  await using bare = await startSubject('postgres-ceiling', [atFew.url, String(atFew.integrationNo)]);
  for (const { url, integrationNo } of [atFew, atMany]) await followed(url, integrationNo);
  const targets: Subjects = {
    few: { port: forFew.port, base: '/api/v1/scim', token: atFew.token },
    many: { port: forMany.port, base: '/api/v1/scim', token: atMany.token },
    ceiling: { port: bare.port, base: '', token: atFew.token },
  };
  const works = { few: measures(atFew), many: measures(atMany), ceiling: measures(atFew) };
  const rows: Row[] = [];
  for (const [at, { name, connections }] of works.few.entries()) {
    const rates = await measure(load, quick, at === 0, (which) => {
      const work = works[which][at]?.work;
      if (work === undefined || (which === 'ceiling' && !limits.has(name))) return null;
      return {
        target: targets[which],
        work: work.kind === 'create' ? createWork() : work,
        connections,
        ...measuring(quick).time,
      };
    });
    const least = wanted[name];
    const value = median(rates.few);
    rows.push([
      name,
      rate(value),
      rate(median(rates.many)),
      ratio(pairedShare(rates.many, rates.few)),
      rates.ceiling.length === 0
        ? '–'
        : `${rate(median(rates.ceiling))} (${ratio(pairedShare(rates.few, rates.ceiling))})`,
      least === undefined ? '–' : `≥ ${rate(least)} ${against(value, least)}`,
    ]);
    console.log(rows.at(-1)?.join(' | '));
  }
  const people = (count: number) => `${count.toLocaleString('en-US')} people`;
  const note = `Server, database and load on the same two cores. The limit is \`node:http\` with one prepared look-up of the kept text, or one durable row of the body, on the same PostgreSQL; in brackets our share of it. Each figure is the median of ${measuring(quick).runs} runs after one of four seconds (the first work: twelve) that doesn't count, the servers in turns; the shares are the medians of the rounds'.`;
  return `${note}\n\n${table(['work', people(few), people(many), 'share', 'limit here', 'wanted'], rows)}`;
}

export const postgres: Section = { name: 'postgres', title: 'SCIM on PostgreSQL', run };
