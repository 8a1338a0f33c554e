/** Guides and examples name only what exists. */
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { buildProgram } from '../cli/run.ts';
import { requireProgram } from '../testing/debian-program.ts';
import { envToCfg } from './config.ts';
import { readEnv } from './read-env.ts';
import { settings } from './settings.ts';

const root = join(import.meta.dirname, '../../../..');
const pages = globSync(['docs/guides/*.md', 'docs/reference/*.md', 'deploy/*', 'README.md'], { cwd: root });
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('there are guides for the first start, each provider and running it', () => {
  for (const name of [
    'quickstart',
    'connect-okta',
    'connect-entra',
    'connect-onelogin',
    'connect-jumpcloud',
    'operate',
    'tls-caddy',
    'tls-nginx',
    'systemd',
    'container',
  ])
    expect(pages).toContain(`docs/guides/${name}.md`);
});

test.each(pages)('%s names only settings that exist', (path) => {
  const known = new Set<string>(settings.map(({ name }) => name));
  const named = [...read(path).matchAll(/ROLLCALL_[A-Z_]*[A-Z]/g)].map(([name]) => name);
  expect(named.filter((name) => !known.has(name) && !name.startsWith('ROLLCALL_TEST_'))).toEqual([]);
});

test.each(pages.filter((path) => path.endsWith('.md')))('%s names only commands and files that exist', (path) => {
  const cli = {
    config: () => {
      throw new Error('not needed');
    },
    inSession: async () => {},
    print: () => {},
    line: () => {},
  };
  const program = buildProgram(cli);
  for (const [, group = '', command = ''] of read(path).matchAll(/rollcall -- ([a-z-]+)(?: ([a-z-]+))?/g)) {
    const found = program.commands.find((one) => one.name() === group);
    expect(found?.name()).toBe(group);
    if (found && found.commands.length > 0) expect(found.commands.map((one) => one.name())).toContain(command);
  }
  for (const [, link = ''] of read(path).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g))
    expect(globSync(join(root, dirname(path), link))).not.toEqual([]);
});

test('the settings in the service unit and the container file are valid', () => {
  const texts = [read('deploy/rollcall.service'), read('deploy/Containerfile')];
  for (const text of texts) {
    const set = Object.fromEntries(
      [...text.matchAll(/(ROLLCALL_[A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    );
    expect(envToCfg(readEnv(set)).ok).toBe(true);
  }
});

/** What every Debian has, however slim: apt needs it. */
const inEveryImage = /^(linux-vdso|ld-linux|lib(c|m|dl|pthread|stdc\+\+|gcc_s)\.)/;

test.skipIf(process.platform !== 'linux')(
  'both stages of the container file install what the runtime is linked against',
  () => {
    const linked = spawnSync('ldd', [process.execPath], { encoding: 'utf8' }).stdout;
    const names = [...linked.matchAll(/^\s*(?:\S*\/)?([^\s/]+\.so[.\d]*)/gm)].map(([, name = '']) => name);
    expect(names).toContain('libc.so.6');
    const stages = read('deploy/Containerfile')
      .split(/^FROM /m)
      .slice(1);
    expect(stages).toHaveLength(2);
    for (const name of names.filter((each) => !inEveryImage.test(each))) {
      const packageName = name.replace(/\.so\.?/, '');
      for (const stage of stages) expect(stage).toMatch(new RegExp(`apt-get install [^&]*\\b${packageName}\\b`));
    }
  },
);

test.skipIf(process.platform !== 'linux')('systemd reads the service unit', { timeout: 600_000 }, () => {
  requireProgram('systemd-analyze', 'systemd');
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-unit-'));
  const unit = join(folder, 'rollcall.service');
  // The program is not installed on this machine; everything else is checked.
  writeFileSync(
    unit,
    read('deploy/rollcall.service')
      .replace(/^ExecStart=.*/m, 'ExecStart=/bin/true')
      .replace(/^User=.*\nGroup=.*/m, ''),
  );
  const { stderr, status } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
  expect(stderr.split('\n').filter((line) => line.includes('rollcall.service'))).toEqual([]);
  expect(status).toBe(0);
});
