/**
 * A whole organisation over a bad network to a server that is killed on the way: afterwards the directory equals the org, each
 * user's attributes and each group's members compared.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createOktaEmulator, type OktaEmulator } from '@rollcall/okta-emulator';
import { connectAndPush, seedLoad } from '@rollcall/okta-emulator/demo';
import { actualDirectory, expectedDirectory } from '@rollcall/okta-emulator/directory';
import { createToken } from './okta-push.ts';
import { type Row, type Section, table } from './section.ts';
import { type Subject, startRollcall } from './subjects/start.ts';

interface Size {
  readonly people: number;
  readonly groups: number;
  readonly memberships: number;
}

const small: Size = { people: 20_000, groups: 200, memberships: 100_000 };
const wanted: Size = { people: 100_000, groups: 1_000, memberships: 500_000 };

/** A tenth of the requests: refused, cut (half of them only after the server has done its work), doubled, delayed, overtaken. */
const tenth = { refuse: 0.02, cut: 0.02, duplicate: 0.02, delay: 0.02, reorder: 0.02, tooMany: 0, serverError: 0 };

/** Kills the server once a third of the accounts is there, and brings it back on the same port. */
async function killOnTheWay(okta: OktaEmulator, people: number, restart: () => Promise<void>): Promise<void> {
  const { org } = okta.engine;
  const arrived = () => {
    let count = 0;
    for (const accounts of org.appUsers.values()) {
      for (const account of accounts.values()) if (account.known.remoteId !== null) count++;
    }
    return count;
  };
  while (arrived() < people / 3) await new Promise((resolve) => setTimeout(resolve, 500));
  await restart();
}

/** While the server was away some tasks may have used up their attempts: the administrator presses Retry. */
async function retryFailed({ engine }: OktaEmulator): Promise<number> {
  let retried = 0;
  for (let round = 0; round < 3 && engine.org.tasks.size > 0; round++) {
    for (const task of [...engine.org.tasks.values()]) {
      engine.org.queue(task.appId, task.subject, task.subjectId);
      retried++;
    }
    await engine.settle();
  }
  return retried;
}

/** The first of each that differs, or nothing. */
async function differences(okta: OktaEmulator, base: string, token: string): Promise<readonly string[]> {
  const { org } = okta.engine;
  const [app] = org.apps.values();
  if (app === undefined) throw new Error('there is no application');
  const expected = expectedDirectory({ org, app });
  const actual = await actualDirectory(base, token, expected);
  const found: string[] = [];
  for (const part of ['users', 'groups'] as const) {
    const names = new Set([...Object.keys(expected[part]), ...Object.keys(actual[part])]);
    const wrong = [...names].filter((name) => !isDeepStrictEqual(expected[part][name], actual[part][name]));
    if (wrong.length > 0) found.push(`${wrong.length} ${part} differ, the first is ${wrong[0]}`);
  }
  if (Object.keys(expected.users).length === 0) found.push('nobody was to be pushed');
  return found;
}

async function converge(size: Size): Promise<Row> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-bench-converge-'));
  const environment = { ROLLCALL_DATA_DIR: join(dataDir, 'rollcall') };
  let server: Subject | null = null;
  try {
    const token = createToken(environment);
    server = await startRollcall(environment);
    const { port } = server;
    await using okta = await createOktaEmulator({ dataDir: join(dataDir, 'okta'), port: 0 });
    const { engine } = okta;
    seedLoad(engine.org, size);
    engine.store.flush();
    engine.setChaos({ ...tenth, delayMs: 50, seed: 7 });
    const base = `http://127.0.0.1:${port}/api/v1/scim`;
    const started = performance.now();
    const pushed = connectAndPush(
      okta,
      base,
      token,
      () => {},
      (name) => name.startsWith('Load group'),
    );
    const killed = killOnTheWay(okta, size.people, async () => {
      await server?.kill();
      server = await startRollcall(environment, port);
    });
    await Promise.all([pushed, killed]);
    const retried = await retryFailed(okta);
    const seconds = (performance.now() - started) / 1000;
    const left = engine.org.tasks.size;
    const checked = performance.now();
    const wrong = await differences(okta, base, token);
    if (wrong.length > 0 || left > 0) throw new Error(`after the push: ${wrong.join('; ')}; ${left} tasks left`);
    const requests = engine.reports.exchanges({ limit: 1 }).total;
    return [
      `${size.people.toLocaleString('en-US')} people, ${size.groups.toLocaleString('en-US')} groups, ${size.memberships.toLocaleString('en-US')} memberships`,
      `${seconds.toFixed(0)} s`,
      requests.toLocaleString('en-US'),
      retried.toLocaleString('en-US'),
      `${Math.round(server.rss() / 2 ** 20)} + ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`,
      `equal, checked in ${((performance.now() - checked) / 1000).toFixed(0)} s`,
    ];
  } finally {
    await server?.[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function run({ quick }: { readonly quick: boolean }): Promise<string> {
  const rows: Row[] = [];
  for (const size of quick ? [small] : [small, wanted]) rows.push(await converge(size));
  const head = ['first push', 'time', 'requests', 'retried by hand', 'memory: server + emulator', 'directory and org'];
  const note =
    'A tenth of the requests is refused, cut, doubled, delayed or overtaken, and the server is killed when a third of the people is there. Waits run on the advanced clock.';
  return `${table(head, rows)}\n\n${note}`;
}

export const oktaConvergence: Section = {
  name: 'okta-convergence',
  title: 'The directory equals the org, whatever happened on the way',
  run,
};
