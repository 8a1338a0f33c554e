/** The console's Users list with 100,000 people: what somebody waits for who searches as they type. Over HTTP, signed in. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Row, type Section, table } from './section.ts';
import { type Seeded, seedSqlite } from './seed.ts';
import { startRollcall } from './subjects/start.ts';

const root = join(import.meta.dirname, '..', '..');

/** Signs in by an invitation of the command line, as an administrator without mail would. */
async function signIn(origin: string, { environment }: Seeded, port: number): Promise<string> {
  const output = execFileSync(
    process.execPath,
    [join(root, 'apps', 'cli', 'src', 'main.ts'), 'admin', 'invite', 'bench@example.com', '--json'],
    { env: { ...process.env, ...environment, ROLLCALL_PORT: String(port) } },
  ).toString();
  const token = /#([\w-]+)/.exec(output)?.[1] ?? '';
  const answer = await fetch(`${origin}/api/v1/console/links/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token, name: 'Bench', email: 'bench@example.com', password: 'correct horse battery' }),
  });
  if (!answer.ok) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Until the read model has followed the whole directory. */
async function followed(get: (path: string) => Promise<unknown>, count: number): Promise<void> {
  for (const deadline = Date.now() + 180_000; Date.now() < deadline; ) {
    const counts = (await get('/api/v1/console/users/counts')) as { all: number };
    if (counts.all >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the Users list did not follow the directory in three minutes');
}

const words = [
  'given12',
  'family40',
  'person.7',
  'fam',
  'g',
  'given500 family1',
  'person.99999',
  'nobody here',
  'example.com',
  'ily33',
];

async function run({ quick }: { readonly quick: boolean }): Promise<string> {
  const count = quick ? 10_000 : 100_000;
  const seeded = await seedSqlite(count);
  await using server = await startRollcall(seeded.environment);
  const origin = `http://localhost:${server.port}`;
  const cookie = await signIn(origin, seeded, server.port);
  const get = async (path: string): Promise<unknown> => {
    const answer = await fetch(origin + path, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  await followed(get, count);
  const measure = async (paths: readonly string[]): Promise<{ p50: number; p95: number }> => {
    const times: number[] = [];
    for (let round = 0; round < 6; round++) {
      for (const path of paths) {
        const before = performance.now();
        await get(path);
        // The first round warms up.
        if (round > 0) times.push(performance.now() - before);
      }
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
    return { p50: at(0.5), p95: at(0.95) };
  };
  const list = '/api/v1/console/users?tab=all';
  const rows: Row[] = [];
  const add = async (name: string, paths: readonly string[], wanted: string) => {
    const { p50, p95 } = await measure(paths);
    rows.push([name, `${p50.toFixed(1)} ms`, `${p95.toFixed(1)} ms`, wanted]);
  };
  await add(
    'search as you type',
    words.map((word) => `${list}&search=${encodeURIComponent(word)}`),
    'p95 < 200 ms',
  );
  await add('first page by name', [list], '–');
  await add('filtered by department', [`${list}&department=Sales`], '–');
  return `${count.toLocaleString('en-US')} people on SQLite.\n\n${table(['Users list', 'median', '95th percentile', 'wanted'], rows)}`;
}

export const people: Section = { name: 'people', title: 'The console’s Users list', run };
