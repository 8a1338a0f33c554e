import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOktaEmulator } from '../emulator.ts';
import { guide, guideBlocks, startScimmy } from '../testing/scimmy-server.ts';
import { runScenario } from './run.ts';

/** The guide "Test your own SCIM server", followed word for word against a server that is not ours: scimmy-routers. */
const root = join(import.meta.dirname, '../../../..');
let scimmy: Awaited<ReturnType<typeof startScimmy>>;
beforeAll(async () => {
  scimmy = await startScimmy();
});
afterAll(() => scimmy[Symbol.asyncDispose]());

/** A command line of the guide, with the server's own address instead of the guide's. */
function follow(line: string): { status: number | null; stdout: string; stderr: string } {
  const [, words = ''] = /^npm run -s okta -- (.*)$/.exec(line) ?? [];
  const args = words.split(' ').map((word) => (word.startsWith('http://localhost:3000/') ? scimmy.url : word));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'apps/okta/src/main.ts'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, SCIM_URL: scimmy.url, SCIM_TOKEN: scimmy.token },
  });
  return { status, stdout, stderr };
}
const commands = guideBlocks('sh').flatMap((block) => block.split('\n').filter((line) => line.startsWith('npm run')));

test.each(commands.filter((line) => line.includes('-- conformance ')))('%s grades every check', (line) => {
  const { status, stdout } = follow(`${line} --json`);
  const results: { name: string; grade: string }[] = JSON.parse(stdout);
  const graded = (grade: string) => results.filter((result) => result.grade === grade).map(({ name }) => name);
  expect(graded('pass').length).toBeGreaterThan(40);
  // What the guide says that is found.
  for (const name of ['Okta SPEC: userName is matched in any case', 'Group: adding a member twice keeps it once']) {
    expect(graded('fail')).toContain(name);
    expect(guide).toContain(name);
  }
  expect(status).toBe(1);
  expect(follow(line).stdout).toMatch(/\d+ passed, \d+ warnings, \d+ failed, \d+ skipped/);
});

test.each(commands.filter((line) => line.includes('-- run ')))('%s: every step holds', (line) => {
  const { status, stdout, stderr } = follow(line);
  expect({ status, stderr, bad: stdout.split('\n').filter((each) => each !== '' && !each.startsWith('✓')) }).toEqual({
    status: 0,
    stderr: '',
    bad: [],
  });
});

test('the guide’s own scenario holds as it stands', async () => {
  const [scenario = ''] = guideBlocks('yaml');
  const { lines } = await runScenario(scenario, scimmy);
  expect(lines.filter((line) => !line.startsWith('✓'))).toEqual([]);
});

test('the command lines of the emulator’s own guide connect an application, push and import', {
  timeout: 120_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'okta-guide-'));
  {
    await using _seeded = await createOktaEmulator({ dataDir, port: 0, seed: 'demo' });
  }
  const page = readFileSync(join(root, 'docs/guides/emulator.md'), 'utf8');
  const [, block = ''] = /## Connect an application[^#]*?```sh\n([^`]*)```/.exec(page) ?? [];
  const lines = block.trim().split('\n');
  expect(lines).toHaveLength(6);
  for (const line of lines) {
    const [, words = ''] = /^npm run -s okta -- (.*)$/.exec(line) ?? [];
    const args = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare = '']) => {
      if (quoted !== undefined) return quoted;
      return bare.startsWith('http://') ? scimmy.url : bare === 'rc_…' ? scimmy.token : bare;
    });
    const main = join(root, 'apps/okta/src/main.ts');
    const { status, stderr } = spawnSync(process.execPath, [main, ...args, '--data', dataDir], { encoding: 'utf8' });
    expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: '' });
  }
  rmSync(dataDir, { recursive: true, force: true });
});

test('every command of the guide was followed', () => {
  expect(commands.length).toBeGreaterThan(3);
  expect(commands.filter((line) => !/-- (conformance|run) /.test(line))).toEqual([]);
});
