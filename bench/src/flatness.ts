/** The same work with a thousand and a million people, and one member into a group of 10 and of 100,000: what grows with what is stored? */
import { Load } from './load/load.ts';
import type { Target } from './load/work.ts';
import { against, measuring, median, pairedShare, type Row, rate, ratio, type Section, table } from './section.ts';
import { largeGroupFrom, type Seeded, seedSqlite } from './seed.ts';
import { type Subject, startRollcall } from './subjects/start.ts';
import { createWork, deepCursor, type Measure, measures } from './works.ts';

/** A directory with its server, and what is measured on it. */
interface Side {
  readonly seeded: Seeded;
  readonly server: Subject;
  readonly measures: readonly Measure[];
}

async function sideOf(seeded: Seeded): Promise<Side> {
  const server = await startRollcall(seeded.environment);
  const page = (name: string, cursor: string): Measure => ({
    name,
    work: { kind: 'path', paths: [`/Users?count=100&cursor=${cursor}`] },
    connections: 1,
    wanted: 0,
    write: false,
  });
  const deep = await deepCursor(targetOf(server, seeded), 0.9, seeded.count);
  const all = measures(seeded);
  return {
    seeded,
    server,
    measures: [
      ...all.filter(({ write }) => !write),
      page('page at 90 % depth by cursor', deep),
      page('first page by cursor', ''),
      ...all.filter(({ write }) => write),
    ],
  };
}

const targetOf = (server: Subject, { token }: Seeded): Target => ({ port: server.port, base: '/api/v1/scim', token });

async function measure({ server, seeded }: Side, item: Measure, load: Load, quick: boolean): Promise<number> {
  const work = item.work.kind === 'create' ? createWork() : item.work;
  const target = targetOf(server, seeded);
  const outcome = await load.run({ target, work, connections: item.connections, ...measuring(quick).time });
  if (outcome.failures > 0)
    console.error(`${item.name}: ${outcome.failures} failures, the first: ${outcome.firstFailure}`);
  return outcome.perSecond;
}

/** Rates of two pieces of work in turns, after a run of each that doesn't count. */
async function inTurns(
  one: readonly [Side, Measure],
  other: readonly [Side, Measure],
  load: Load,
  quick: boolean,
): Promise<readonly [readonly number[], readonly number[]]> {
  const rates: readonly [number[], number[]] = [[], []];
  for (let i = 0; i <= measuring(quick).runs; i++) {
    const pair = [await measure(...one, load, quick), await measure(...other, load, quick)] as const;
    if (i === 0) continue;
    rates[0].push(pair[0]);
    rates[1].push(pair[1]);
  }
  return rates;
}

const rowOf = (name: string, before: readonly number[], after: readonly number[], wanted: number): Row => {
  const share = pairedShare(after, before);
  return [name, rate(median(before)), rate(median(after)), ratio(share), `${ratio(wanted)} ${against(share, wanted)}`];
};

/** How long somebody waits at most who asks for one person while others search by what no index answers. */
async function besideSearches(side: Side, load: Load, quick: boolean): Promise<string> {
  using searching = new Load();
  const target = targetOf(side.server, side.seeded);
  const durationMs = quick ? 1500 : 10_000;
  const filter = encodeURIComponent('nickName co "nobody" or title ew "nothing"');
  const searches = searching.run({
    target,
    work: { kind: 'path', paths: [`/Users?filter=${filter}`] },
    connections: 4,
    warmUpMs: 0,
    durationMs: durationMs + 1000,
  });
  const get = named(side, '`GET /Users/{id}`');
  const { answers, p50Ms, p99Ms, longestMs } = await load.run({
    target,
    work: get.work,
    connections: 1,
    warmUpMs: 500,
    durationMs,
  });
  await searches;
  return `While four searches that no index answers run: ${answers.toLocaleString('en-US')} \`GET /Users/{id}\` one after the other, median ${p50Ms.toFixed(1)} ms, 99th percentile ${p99Ms.toFixed(1)} ms, the longest ${longestMs.toFixed(1)} ms (wanted < 50) ${against(-longestMs, -50)}.`;
}

function named({ measures: all }: Side, name: string): Measure {
  const found = all.find((each) => each.name === name);
  if (found === undefined) throw new Error(`nothing is called ${name}`);
  return found;
}

async function run({ quick }: { readonly quick: boolean }): Promise<string> {
  const [few, many] = quick ? [1000, 110_000] : [1000, 1_000_000];
  using load = new Load();
  const small = await sideOf(await seedSqlite(few));
  await using _small = small.server;
  const large = await sideOf(await seedSqlite(many));
  await using _large = large.server;
  const rows: Row[] = [];
  const add = (row: Row) => {
    rows.push(row);
    console.log(row.join(' | '));
  };
  for (const item of large.measures) {
    const [before, after] = await inTurns([small, named(small, item.name)], [large, item], load, quick);
    add(rowOf(item.name, before, after, item.write ? 0.5 : 0.67));
  }
  const [first, deep] = [named(large, 'first page by cursor'), named(large, 'page at 90 % depth by cursor')];
  const pages = await inTurns([large, first], [large, deep], load, quick);
  add(rowOf(`first page → page at 90 % depth, ${many.toLocaleString('en-US')} people`, ...pages, 0.8));
  const { largeGroup, userIds } = large.seeded;
  if (largeGroup !== null) {
    const ten = large.measures.find(({ work }) => work.kind === 'changeMember');
    if (ten === undefined) throw new Error('no member is changed');
    const ids = userIds.slice(10, largeGroupFrom(many));
    const hundredThousand: Measure = { ...ten, work: { kind: 'changeMember', group: largeGroup, ids } };
    const groups = await inTurns([large, ten], [large, hundredThousand], load, quick);
    add(rowOf('`PATCH` one member: group of 10 → group of 100,000', ...groups, 0.8));
  }
  const rss = Math.round(large.server.rss() / 2 ** 20);
  const beside = await besideSearches(large, load, quick);
  const text = table(
    ['work', `${few.toLocaleString('en-US')} people`, `${many.toLocaleString('en-US')} people`, 'share', 'wanted'],
    rows,
  );
  return `${text}\n\nWith ${many.toLocaleString('en-US')} people: healthy ${Math.round(large.server.startMs)} ms after the start (wanted < 1,000) and ${rss} MB resident after the run (wanted < 250).\n\n${beside}`;
}

export const flatness: Section = {
  name: 'flatness',
  title: 'Does it stay quick? A thousand and a million people',
  run,
};
