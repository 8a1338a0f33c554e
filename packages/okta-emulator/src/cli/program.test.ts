import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createOktaEmulator } from '../emulator.ts';

const apps = join(import.meta.dirname, '../../../../apps/okta/src');
const dataDir = mkdtempSync(join(tmpdir(), 'okta-cli-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const playIn = (env: NodeJS.ProcessEnv, file: string, ...args: string[]) => {
  const command = [join(apps, file), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
};
const play = (file: string, ...args: string[]) => playIn({}, file, ...args);

test('a command that fails says so as JSON where JSON was asked for, and in words otherwise', () => {
  const summary = 'There is no application Nobody.';
  const command = ['test-connector', 'Nobody', '--data', dataDir];
  const json = play('main.ts', ...command, '--json');
  expect({ ...json, stdout: JSON.parse(json.stdout) }).toEqual({
    status: 1,
    stdout: { error: { summary, causes: [] } },
    stderr: '',
  });
  expect(play('main.ts', ...command)).toEqual({ status: 1, stdout: '', stderr: `${summary}\n` });
});

test('a scenario that is not there, or is no YAML, is a failure and no crash', () => {
  const missing = play('main.ts', 'run', join(dataDir, 'missing.yaml'), '--json');
  expect(missing).toMatchObject({ status: 1, stderr: '' });
  expect(JSON.parse(missing.stdout).error.summary).toContain('missing.yaml');
  writeFileSync(join(dataDir, 'broken.yaml'), 'steps: [');
  const broken = play('main.ts', 'run', join(dataDir, 'broken.yaml'), '--json');
  expect(broken).toMatchObject({ status: 1, stderr: '' });
  expect(JSON.parse(broken.stdout)).toMatchObject({ ok: false, lines: [expect.stringContaining('line 1')] });
});

test('a server that is not there, or an address that is none, is one line', () => {
  const target = ['--url', 'http://127.0.0.1:9/scim', '--token', 'x'];
  const gone = play('main.ts', 'conformance', ...target, '--json');
  expect(gone).toMatchObject({ status: 1, stderr: '' });
  expect(JSON.parse(gone.stdout).error.summary).toMatch(/^http:\/\/127.0.0.1:9\/scim does not answer: .+/);
  const wrong = play('main.ts', 'conformance', '--url', 'localhost', '--token', 'x');
  expect(wrong).toMatchObject({ status: 2, stdout: '' });
  expect(wrong.stderr.trimEnd()).toMatch(/'localhost' is invalid\. It is an http or https URL\.$/);
  writeFileSync(join(dataDir, 'empty.yaml'), 'name: Empty\nsteps: []\n');
  const refused = ['--url', 'http://server.example/scim', '--token', 'x'];
  const insecure = play('main.ts', 'run', join(dataDir, 'empty.yaml'), ...refused);
  expect(insecure).toMatchObject({ status: 1, stderr: '' });
  expect(insecure.stdout).toContain('https');
});

test('the demo prints help instead of starting, and refuses what it does not know', () => {
  const help = play('demo.ts', '--help');
  expect(help).toMatchObject({ status: 0, stderr: '' });
  expect(help.stdout).toMatch(/^Usage: npm run demo/);
  const wrong = play('demo.ts', '--port', '1');
  expect(wrong).toMatchObject({ status: 2, stdout: '' });
  expect(wrong.stderr).toContain("'--port'");
});

test.each([
  ['main.ts', { OKTA_PORT: '80x' }, [], "'80x' from env 'OKTA_PORT' is invalid"],
  ['main.ts', {}, ['--port', '70000'], "'70000' is invalid. It is a whole number from 0 to 65535."],
  ['main.ts', {}, ['--seed', 'many'], '\'many\' is invalid. It is "demo" or a whole number up to 200000.'],
  ['main.ts', {}, ['asign', 'App'], "error: there is no command 'asign'; --help lists them"],
  ['demo.ts', { OKTA_PORT: '-1' }, [], 'OKTA_PORT is "-1". It is a whole number from 0 to 65535.'],
  ['demo.ts', { ROLLCALL_PORT: '1e4' }, [], 'ROLLCALL_PORT is "1e4". It is a whole number from 0 to 65535.'],
] as const)('a wrong setting stops with one line: %s %o %j', (file, env, args, line) => {
  const { status, stdout, stderr } = playIn(env, file, ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.trimEnd()).toContain(line);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('address and data folder come from the environment; a taken port is said in one line', async () => {
  const folder = join(dataDir, 'from-env');
  const env = { ...process.env, OKTA_PORT: '0', OKTA_HOST: '', OKTA_DATA_DIR: folder };
  const child = spawn(process.execPath, [join(apps, 'main.ts'), '--no-console'], { env });
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.includes('API token')) break;
  }
  const { url } = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8'));
  try {
    expect(said).toContain(url);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    // The commands find it by the same variable.
    const created = playIn({ OKTA_DATA_DIR: folder }, 'main.ts', 'app', 'create', '--label', 'Target', '--json');
    expect(JSON.parse(created.stdout)).toMatchObject({ label: 'Target' });
    const second = playIn({ OKTA_PORT: new URL(url).port }, 'main.ts', '--no-console', '--data', dataDir);
    expect(second).toMatchObject({ status: 1, stdout: '' });
    expect(second.stderr.trimEnd()).toMatch(/^listen EADDRINUSE.*OKTA_PORT, OKTA_HOST\) choose another address\.$/);
  } finally {
    child.kill();
    await once(child, 'exit');
  }
});

test('the guide’s table of options is what the program takes', () => {
  const guide = readFileSync(join(apps, '../../../docs/guides/emulator.md'), 'utf8');
  const rows = [...guide.matchAll(/^\| `(--[a-z-]+)[^|]*\|([^|]*)\|/gm)].map(([, option = '', variable = '']) =>
    [option, variable.replaceAll(/[`\s]/g, '')].join(' ').trim(),
  );
  const { stdout } = play('main.ts', '--help');
  const options = stdout.split('Commands:')[0] ?? '';
  const known = [...options.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)([\s\S]*?)(?=^ {2}\S|^$)/gm)].map(
    ([, option = '', text = '']) =>
      [option, /env: (\w+)/.exec(text.replaceAll(/\s+/g, ' '))?.[1] ?? ''].join(' ').trim(),
  );
  expect(rows).toEqual(known.filter((option) => option !== '--help'));
});

test('filling a large org tells how far it is', async () => {
  const told: string[] = [];
  await using okta = await createOktaEmulator({
    dataDir: ':memory:',
    port: 0,
    seed: 20_001,
    onSeed: (done, total) => told.push(`${done}/${total}`),
  });
  expect(okta.engine.org.users.size).toBe(20_001);
  expect(told).toEqual(['10000/20001', '20000/20001']);
});
