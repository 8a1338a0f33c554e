/** Rollcall beside a bare server, the ceiling and the rival, on SQLite with 10,000 people. */
import { join } from 'node:path';
import { Connection } from './load/http-client.ts';
import { Load } from './load/load.ts';
import { requestOf, type Target, type Work } from './load/work.ts';
import { against, measuring, median, pairedShare, type Row, rate, ratio, type Section, table } from './section.ts';
import { seedSqlite } from './seed.ts';
import { startRollcall, startSubject } from './subjects/start.ts';
import { createWork, deepCursor, type Measure, measures } from './works.ts';

/** Fills the rival over HTTP; it keeps nothing, so this is done at each start. Returns ids that it gave. */
async function fillRival(target: Target, count: number): Promise<readonly string[]> {
  const connections = await Promise.all(Array.from({ length: 8 }, () => Connection.open(target.port)));
  const ids: string[] = [];
  let next = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (next < count) {
        const n = next++;
        const answer = await connection.send(requestOf(target, { kind: 'create', from: 0 }, n), true);
        ids[n] = (JSON.parse(answer.body?.toString() ?? '{}') as { id: string }).id;
      }
    }),
  );
  for (const connection of connections) connection.close();
  return ids;
}

/** The same work with a rival's own ids. */
function translated(work: Work, ids: readonly string[]): Work | null {
  if (work.kind === 'changeMember') return null;
  return 'ids' in work ? { ...work, ids } : work;
}

async function run({ quick }: { readonly quick: boolean }): Promise<string> {
  const count = quick ? 1000 : 10_000;
  const { runs, time, warmUp } = measuring(quick);
  const [seeded, forCeiling] = [await seedSqlite(count), await seedSqlite(count, 'ceiling')];
  await using rollcall = await startRollcall(seeded.environment);
  await using ceiling = await startSubject('ceiling', [
    join(forCeiling.dataDir, 'rollcall.db'),
    String(forCeiling.integrationNo),
  ]);
  await using bare = await startSubject('bare', ['900']);
  await using rival = await startSubject('scimmy');
  using load = new Load();
  const of = (port: number, base: string, token = seeded.token): Target => ({ port, base, token });
  const us = of(rollcall.port, '/api/v1/scim');
  const rivalIds = await fillRival(of(rival.port, '/scim'), count);
  const measure = async (
    target: Target,
    { work, connections }: Pick<Measure, 'work' | 'connections'>,
    how = time,
  ): Promise<number> => {
    const outcome = await load.run({
      target,
      work: work.kind === 'create' ? createWork() : work,
      connections,
      ...how,
    });
    if (outcome.failures > 0) console.error(`${outcome.failures} failures, the first: ${outcome.firstFailure}`);
    return outcome.perSecond;
  };
  const rows: Row[] = [];
  const deep: Measure = {
    name: 'page at 90 % depth by cursor, 1 connection',
    work: { kind: 'path', paths: [`/Users?count=100&cursor=${await deepCursor(us, 0.9, count)}`] },
    connections: 1,
    wanted: 0.4,
    write: false,
  };
  for (const item of [...measures(seeded), deep]) {
    const rates: Record<'us' | 'ceiling' | 'bare' | 'rival', number[]> = { us: [], ceiling: [], bare: [], rival: [] };
    const forRival = translated(item.work, rivalIds);
    for (const target of [us, of(ceiling.port, '')]) await measure(target, item, warmUp);
    for (let i = 0; i < runs; i++) {
      rates.us.push(await measure(us, item));
      rates.ceiling.push(await measure(of(ceiling.port, ''), item));
      rates.bare.push(await measure(of(bare.port, ''), item));
    }
    // Once: it takes seconds for a filter or a page, and sixteen at a time make it reset connections.
    if (forRival && item !== deep)
      rates.rival.push(
        await measure(of(rival.port, '/scim'), {
          work: forRival,
          connections: item.work.kind === 'filter' ? 1 : item.connections,
        }),
      );
    const [ours, theirs] = [median(rates.us), median(rates.ceiling)];
    const share = pairedShare(rates.us, rates.ceiling);
    const other = rates.rival.length > 0 ? rate(median(rates.rival)) : '–';
    rows.push([
      item.name,
      rate(ours),
      rate(theirs),
      ratio(share),
      `${ratio(item.wanted)} ${against(share, item.wanted)}`,
      rate(median(rates.bare)),
      other,
    ]);
    console.log(rows.at(-1)?.join(' | '));
  }
  const note = `${count.toLocaleString('en-US')} people, one server process, \`synchronous=FULL\`, request log on. The ceiling is \`node:http\` + SQLite with no validation, sign-in or schema; bare answers fixed bytes; the rival is scimmy-routers on Express, in memory (one run; filters on one connection). Each figure is the median of ${runs} runs after one of four seconds that doesn't count, the servers in turns; the share is the median of the rounds'. Memory after the run: ${Math.round(rollcall.rss() / 2 ** 20)} MB.`;
  return `${note}\n\n${table(['work (16 connections unless said)', 'Rollcall', 'ceiling', 'share', 'wanted', 'bare HTTP', 'scimmy'], rows)}`;
}

export const scim: Section = { name: 'scim', title: 'SCIM on SQLite, side by side', run };
