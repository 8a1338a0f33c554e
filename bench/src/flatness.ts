/** The same work with a thousand and a million people, and one member into a group of 10 and of 100,000: what grows with what is stored? */
import { Load } from './load/load.ts';
import { against, type Row, rate, ratio, type Section, table } from './section.ts';
import { type Seeded, seedSqlite } from './seed.ts';
import { type Subject, startRollcall } from './subjects/start.ts';
import { createWork, deepCursor, type Measure, measures } from './works.ts';

const timing = (quick: boolean) => (quick ? { warmUpMs: 300, durationMs: 1000 } : { warmUpMs: 1500, durationMs: 2000 });

async function measureAll(seeded: Seeded, subject: Subject, load: Load, quick: boolean): Promise<Map<string, number>> {
  const target = { port: subject.port, base: '/api/v1/scim', token: seeded.token };
  const found = new Map<string, number>();
  const measure = async ({ name, work, connections }: Measure) => {
    const order = () => ({ target, work: work.kind === 'create' ? createWork() : work, connections, ...timing(quick) });
    const outcome = await load.median(order, quick ? 1 : 3);
    if (outcome.failures > 0)
      console.error(`${name}: ${outcome.failures} failures, the first: ${outcome.firstFailure}`);
    found.set(name, outcome.perSecond);
  };
  for (const item of measures(seeded).filter((each) => !each.write)) await measure(item);
  const paths = [`/Users?count=100&cursor=${await deepCursor(target, 0.9, seeded.count)}`];
  await measure({
    name: 'page at 90 % depth by cursor',
    work: { kind: 'path', paths },
    connections: 1,
    wanted: 0,
    write: false,
  });
  const first = ['/Users?count=100&cursor='];
  await measure({
    name: 'first page by cursor',
    work: { kind: 'path', paths: first },
    connections: 1,
    wanted: 0,
    write: false,
  });
  for (const item of measures(seeded).filter((each) => each.write)) await measure(item);
  if (seeded.largeGroup !== null) {
    const work = { kind: 'changeMember', group: seeded.largeGroup, ids: seeded.userIds.slice(100_000) } as const;
    await measure({ name: 'large', work, connections: 16, wanted: 0, write: true });
  }
  return found;
}

async function run({ quick }: { readonly quick: boolean }): Promise<string> {
  const [few, many] = quick ? [1000, 110_000] : [1000, 1_000_000];
  using load = new Load();
  const small = await seedSqlite(few);
  let atFew: Map<string, number>;
  {
    await using server = await startRollcall(small.environment);
    atFew = await measureAll(small, server, load, quick);
  }
  const large = await seedSqlite(many);
  await using server = await startRollcall(large.environment);
  const startMs = server.startMs;
  const atMany = await measureAll(large, server, load, quick);
  const rows: Row[] = [];
  for (const [name, fewRate] of atFew) {
    const manyRate = atMany.get(name) ?? 0;
    const wanted = /POST|PUT|PATCH/.test(name) ? 0.5 : 0.67;
    rows.push([
      name,
      rate(fewRate),
      rate(manyRate),
      ratio(manyRate / fewRate),
      `${ratio(wanted)} ${against(manyRate / fewRate, wanted)}`,
    ]);
  }
  const compare = (name: string, a: string, b: string, wanted: number) => {
    const [over, under] = [atMany.get(a) ?? 0, atMany.get(b) ?? 1];
    rows.push([
      name,
      rate(under),
      rate(over),
      ratio(over / under),
      `${ratio(wanted)} ${against(over / under, wanted)}`,
    ]);
  };
  compare(
    `first page → page at 90 % depth, ${many.toLocaleString('en-US')} people`,
    'page at 90 % depth by cursor',
    'first page by cursor',
    0.8,
  );
  compare('`PATCH` one member: group of 10 → group of 100,000', 'large', '`PATCH` one member into a group of 10', 0.8);
  const rss = Math.round(server.rss() / 2 ** 20);
  const text = table(
    ['work', `${few.toLocaleString('en-US')} people`, `${many.toLocaleString('en-US')} people`, 'share', 'wanted'],
    rows,
  );
  return `${text}\n\nWith ${many.toLocaleString('en-US')} people: healthy ${Math.round(startMs)} ms after the start (wanted < 1,000) and ${rss} MB resident after the run (wanted < 250).`;
}

export const flatness: Section = {
  name: 'flatness',
  title: 'Does it stay quick? A thousand and a million people',
  run,
};
