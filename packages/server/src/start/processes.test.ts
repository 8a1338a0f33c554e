/** Several processes on one database, and what a crash leaves. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { databaseNames, type Json, send, testPlace } from '../testing/test-server.ts';

const postgresUrl = inject('postgresUrl');
const program = join(import.meta.dirname, '../testing/server-process.ts');

interface Running extends AsyncDisposable {
  readonly port: number;
  readonly child: ChildProcess;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** A server in a process of its own. */
async function startProcess(env: Readonly<Record<string, string | undefined>>): Promise<Running> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const found = /listening (\d+)/.exec(out)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    child.once('exit', () => reject(new Error(`the server ended: ${out}`)));
  });
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  return { port, child, kill, [Symbol.asyncDispose]: () => kill('SIGTERM') };
}

async function cli(env: Readonly<Record<string, string | undefined>>, ...args: readonly string[]): Promise<Json> {
  const main = join(import.meta.dirname, '../../../../apps/cli/src/main.ts');
  const child = spawn(process.execPath, [main, ...args, '--json'], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  for await (const chunk of child.stdout) out += chunk;
  return JSON.parse(out);
}

const usersOf = (port: number, token: string) => send(port, 'GET', '/api/v1/scim/Users?count=1', { token });

describe.each(databaseNames)('processes on %s', (database) => {
  test('a token that is rotated from the command line dies at once in every server', { timeout: 120_000 }, async () => {
    await using place = await testPlace(database, postgresUrl);
    const { token } = await cli(place.env, 'integration', 'create', '--name', 'Okta');
    await using one = await startProcess(place.env);
    await using two = await startProcess(place.env);
    for (const { port } of [one, two, one, two]) expect((await usersOf(port, token)).status).toBe(200);
    const rotated = await cli(place.env, 'integration', 'rotate', 'Okta');
    for (const { port } of [one, two]) {
      expect((await usersOf(port, token)).status).toBe(401);
      expect((await usersOf(port, rotated.token)).status).toBe(200);
    }
  });

  test('20 PATCHes at once on one group, through two servers, lose nothing', { timeout: 120_000 }, async () => {
    await using place = await testPlace(database, postgresUrl);
    const { token } = await cli(place.env, 'integration', 'create', '--name', 'Okta');
    await using one = await startProcess(place.env);
    await using two = await startProcess(place.env);
    const ask = (port: number, method: string, path: string, body?: unknown) =>
      send(port, method, `/api/v1/scim${path}`, { token, ...(body === undefined ? {} : { body }) });
    const group = (await ask(one.port, 'POST', '/Groups', { displayName: 'g' })).json;
    const ids: string[] = [];
    for (let i = 0; i < 20; i++)
      ids.push((await ask(i % 2 ? one.port : two.port, 'POST', '/Users', { userName: `u${i}` })).json.id);
    const answers = await Promise.all(
      ids.map((value, i) =>
        ask(i % 2 ? one.port : two.port, 'PATCH', `/Groups/${group.id}`, {
          Operations: [{ op: 'add', path: 'members', value: [{ value }] }],
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 200));
    const read = (await ask(two.port, 'GET', `/Groups/${group.id}`)).json;
    expect(read.members.map(({ value }: Json) => value).toSorted()).toEqual(ids.toSorted());
    expect(read.meta.version).toBe('W/"21"');
  });

  test('what was acknowledged before a kill -9 is there after the restart, whole', { timeout: 120_000 }, async () => {
    await using place = await testPlace(database, postgresUrl);
    const { token } = await cli(place.env, 'integration', 'create', '--name', 'Okta');
    const acknowledged: string[] = [];
    const server = await startProcess(place.env);
    let running = true;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; running; i++) {
        const userName = `w${writer}-${i}`;
        const answer = await send(server.port, 'POST', '/api/v1/scim/Users', { token, body: { userName } }).catch(
          () => null,
        );
        if (answer === null) return;
        if (answer.status === 201) acknowledged.push(userName);
      }
    });
    await expect.poll(() => acknowledged.length).toBeGreaterThan(100);
    await server.kill('SIGKILL');
    running = false;
    await Promise.all(writers);
    await using again = await startProcess(place.env);
    for (const userName of acknowledged.slice(-50)) {
      const filter = encodeURIComponent(`userName eq "${userName}"`);
      expect((await send(again.port, 'GET', `/api/v1/scim/Users?filter=${filter}`, { token })).json.totalResults).toBe(
        1,
      );
    }
    const { totalResults } = (await usersOf(again.port, token)).json;
    expect(totalResults).toBeGreaterThanOrEqual(acknowledged.length);
    expect(totalResults).toBeLessThanOrEqual(acknowledged.length + 8);
  });
});

test('SIGTERM ends the server cleanly, and the log of requests is kept', { timeout: 120_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-term-'));
  const env = { ROLLCALL_DATA_DIR: dataDir, ROLLCALL_PORT: '0' };
  const { token } = await cli(env, 'integration', 'create', '--name', 'Okta');
  const server = await startProcess(env);
  await usersOf(server.port, token);
  server.child.kill('SIGTERM');
  const code = await new Promise((resolve) => server.child.once('exit', resolve));
  expect(code).toBe(0);
  const main = join(import.meta.dirname, '../../../../apps/cli/src/main.ts');
  const child = spawn(process.execPath, [main, 'activity', 'tail'], { env: { PATH: process.env.PATH ?? '', ...env } });
  let out = '';
  for await (const chunk of child.stdout) out += chunk;
  expect(out).toContain('/api/v1/scim/Users?count=1');
  rmSync(dataDir, { recursive: true });
});
