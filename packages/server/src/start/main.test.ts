/** `npm start`, and `rollcall serve`, as a process. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, inject, test } from 'vitest';
import { send, startTestServer, testPlace } from '../testing/test-server.ts';

const apps = join(import.meta.dirname, '../../../../apps');
const npmStart = [join(apps, 'server/src/main.ts')];
const rollcallServe = [join(apps, 'cli/src/main.ts'), 'serve'];

function start(env: Readonly<Record<string, string | undefined>>, program: readonly string[] = npmStart) {
  const child = spawn(process.execPath, [...program], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  return { child, said, ended: new Promise<number | null>((resolve) => child.once('close', resolve)) };
}

test('a wrong setting stops the start with one line that names it', { timeout: 60_000 }, async () => {
  await using place = await testPlace('SQLite', inject('postgresUrl'));
  const { said, ended } = start({ ...place.env, ROLLCALL_PORT: 'abc' });
  expect(await ended).toBe(2);
  expect(said.err.trim()).toBe('ROLLCALL_PORT=abc must be a whole number from 0 to 65535');
});

test('a setting that can’t be used stops the start with one line that names it', { timeout: 120_000 }, async () => {
  await using place = await testPlace('SQLite', inject('postgresUrl'));
  await using taken = await startTestServer({ postgresUrl: inject('postgresUrl') });
  const file = join(place.dataDir, 'file');
  writeFileSync(file, '');
  const cases = [
    [{ ROLLCALL_DATA_DIR: file }, /^ROLLCALL_DATA_DIR can’t be used: EEXIST.*$/],
    [{ ROLLCALL_DATA_DIR: join(file, 'data') }, /^ROLLCALL_DATA_DIR can’t be used: ENOTDIR.*$/],
    [
      { ROLLCALL_DATABASE_URL: 'postgres://ann:secret@127.0.0.1:1/x' },
      /^ROLLCALL_DATABASE_URL can’t be used: PostgreSQL: connect ECONNREFUSED 127\.0\.0\.1:1$/,
    ],
    [{ ROLLCALL_PORT: String(taken.port) }, /^ROLLCALL_PORT can’t be used: listen EADDRINUSE.*$/],
    [{ ROLLCALL_HOST: '192.0.2.1' }, /^ROLLCALL_HOST can’t be used: listen EADDRNOTAVAIL.*$/],
  ] as const;
  for (const [settings, line] of cases) {
    const { said, ended } = start({ ...place.env, ROLLCALL_LOG_LEVEL: 'warn', ...settings });
    expect(await ended).toBe(1);
    expect(said.err.trim()).toMatch(line);
  }
});

test('a bad schema file stops the start with file, line and reason', { timeout: 60_000 }, async () => {
  await using place = await testPlace('SQLite', inject('postgresUrl'));
  mkdirSync(join(place.dataDir, 'schemas'));
  writeFileSync(join(place.dataDir, 'schemas', 'desk.json'), '[\n  { "schemas": ["urn:x"] }\n]');
  const { said, ended } = start(place.env);
  expect(await ended).toBe(1);
  expect(said.err).toMatch(/^schemas\/desk\.json:2: \/schemas /);
});

test.each([
  ['npm start', npmStart],
  ['rollcall serve', rollcallServe],
])(
  '%s says where everything is, with a link for the first owner, serves, and ends when told to',
  {
    timeout: 180_000,
  },
  async (_name, program) => {
    await using place = await testPlace('SQLite', inject('postgresUrl'));
    const dataDir = join(place.dataDir, 'fresh');
    const { child, said, ended } = start({ ...place.env, ROLLCALL_DATA_DIR: dataDir }, program);
    await expect.poll(() => said.out, { timeout: 150_000 }).toMatch(/welcome#rcl_\w+\n/);
    const port = Number(/Console +http:\/\/localhost:(\d+)\//.exec(said.out)?.[1]);
    expect(said.out).toContain(`SCIM      http://localhost:${port}/api/v1/scim`);
    const page = await send(port, 'GET', '/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect((await send(port, 'GET', '/readyz')).status).toBe(200);
    const made = ['.', ...readdirSync(dataDir)].map((name) => [name, statSync(join(dataDir, name)).mode & 0o077]);
    expect(made).toEqual(expect.arrayContaining([['accounts.db', 0]]));
    // Signing keys and people's data: other users of the machine can't read them.
    expect(made.filter(([, mode]) => mode !== 0)).toEqual([]);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  },
);

test('what was compiled is kept for the next start even if this one is killed; where it can’t be, it starts all the same', {
  timeout: 180_000,
}, async () => {
  await using place = await testPlace('SQLite', inject('postgresUrl'));
  const program = ['--import', pathToFileURL(join(apps, 'compile-cache.mjs')).href, ...npmStart];
  const kept = join(place.dataDir, 'compiled');
  const file = join(place.dataDir, 'no-folder');
  writeFileSync(file, '');
  for (const folder of [kept, join(file, 'compiled')]) {
    const { child, said, ended } = start({ ...place.env, NODE_COMPILE_CACHE: folder }, program);
    await expect.poll(() => said.out, { timeout: 150_000 }).toContain('Rollcall is ready.');
    if (folder === kept)
      await expect.poll(() => readdirSync(kept, { recursive: true }).length, { timeout: 30_000 }).toBeGreaterThan(100);
    child.kill('SIGKILL');
    await ended;
  }
});
