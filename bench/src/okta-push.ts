/** First pushes of whole organisations from the Okta emulator: server, emulator and everything on the same two cores. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOktaEmulator } from '@rollcall/okta-emulator';
import { connectAndPush, seedLoad } from '@rollcall/okta-emulator/demo';
import { against, type Row, type Section, table } from './section.ts';
import { startRollcall } from './subjects/start.ts';

interface Size {
  readonly people: number;
  readonly groups: number;
  readonly memberships: number;
  readonly wantedSeconds: number | null;
}

const small: Size = { people: 1_000, groups: 20, memberships: 5_000, wantedSeconds: null };
const wanted: Size = { people: 10_000, groups: 100, memberships: 50_000, wantedSeconds: 30 };
const large: Size = { people: 100_000, groups: 1_000, memberships: 500_000, wantedSeconds: null };

const cli = join(import.meta.dirname, '..', '..', 'apps', 'cli', 'src', 'main.ts');

export function createToken(environment: Readonly<Record<string, string>>): string {
  const output = execFileSync(process.execPath, [cli, 'integration', 'create', '--name', 'Okta', '--json'], {
    env: { ...process.env, ...environment },
  });
  return JSON.parse(output.toString()).token;
}

/** Adds up what the target holds, as a client sees it. */
async function counted(base: string, token: string) {
  const total = async (path: string) => {
    const answer = await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return answer.json();
  };
  const users = await total('/Users?count=0');
  let members = 0;
  let groups = 0;
  for (let start = 1; ; ) {
    const page = await total(`/Groups?startIndex=${start}&count=50`);
    for (const group of page.Resources ?? []) members += group.members?.length ?? 0;
    groups += page.Resources?.length ?? 0;
    start += 50;
    if (groups >= page.totalResults) return { users: users.totalResults, groups, members };
  }
}

async function push(size: Size): Promise<Row> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-bench-okta-'));
  const environment = { ROLLCALL_DATA_DIR: join(dataDir, 'rollcall') };
  try {
    const token = createToken(environment);
    await using server = await startRollcall(environment);
    await using okta = await createOktaEmulator({ dataDir: join(dataDir, 'okta'), port: 0 });
    const { org, reports, store } = okta.engine;
    seedLoad(org, size);
    store.flush();
    const base = `http://127.0.0.1:${server.port}/api/v1/scim`;
    const started = performance.now();
    const before = { server: server.cpuSeconds(), emulator: process.cpuUsage() };
    await connectAndPush(
      okta,
      base,
      token,
      () => {},
      (name) => name.startsWith('Load group'),
    );
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before.emulator);
    const cpu = `${(server.cpuSeconds() - before.server).toFixed(1)} s + ${((user + system) / 1e6).toFixed(1)} s`;
    const requests = reports.exchanges({ limit: 1 }).total;
    const failed = org.tasks.size;
    const there = await counted(base, token);
    const same = there.users === size.people && there.groups === size.groups && there.members === size.memberships;
    if (!same || failed > 0) throw new Error(`after the push: ${JSON.stringify(there)}, ${failed} tasks left`);
    const busy = reports.busySeconds();
    return [
      `${size.people.toLocaleString('en-US')} people, ${size.groups.toLocaleString('en-US')} groups, ${size.memberships.toLocaleString('en-US')} memberships`,
      `${seconds.toFixed(1)} s`,
      requests.toLocaleString('en-US'),
      `${Math.round(requests / seconds).toLocaleString('en-US')}/s`,
      `${(busy / 16).toFixed(1)} s`,
      cpu,
      size.wantedSeconds === null ? '–' : `< ${size.wantedSeconds} s ${against(size.wantedSeconds, seconds)}`,
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function run({ quick }: { readonly quick: boolean }): Promise<string> {
  const rows: Row[] = [];
  for (const size of quick ? [small, wanted] : [wanted, large]) rows.push(await push(size));
  const note =
    'After each push the directory holds exactly the people, groups and memberships of the org. “Bare” is the sum of the requests’ own times, 16 at a time.';
  return `${table(['first push', 'time', 'requests', 'rate', 'bare', 'processor: server + emulator', 'wanted'], rows)}\n\n${note}`;
}

export const oktaPush: Section = { name: 'okta-push', title: 'First push from the Okta emulator', run };
