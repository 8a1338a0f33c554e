import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createOktaEmulator } from '../emulator.ts';

const apps = join(import.meta.dirname, '../../../../apps/okta/src');
const dataDir = mkdtempSync(join(tmpdir(), 'okta-cli-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const play = (file: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(apps, file), ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

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

test('the demo prints help instead of starting, and refuses what it does not know', () => {
  const help = play('demo.ts', '--help');
  expect(help).toMatchObject({ status: 0, stderr: '' });
  expect(help.stdout).toMatch(/^Usage: npm run demo/);
  const wrong = play('demo.ts', '--port', '1');
  expect(wrong).toMatchObject({ status: 2, stdout: '' });
  expect(wrong.stderr).toContain("'--port'");
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
