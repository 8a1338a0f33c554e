/** The command line, as a process and in this one, on both databases, while a server runs and without one. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { adminPluginWith } from '../admin/plugin.ts';
import { Browser } from '../admin/testing/browser.ts';
import { databaseNames, type Json, send, startTestServer, testPlace } from '../testing/test-server.ts';
import { buildProgram, runCli } from './run.ts';

const root = join(import.meta.dirname, '../../../..');
const postgresUrl = inject('postgresUrl');

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly json: Json;
}

type Settings = Readonly<Record<string, string | undefined>>;

const ran = (code: number | null, out: string, err: string): Ran => {
  try {
    return { code, out, err, json: JSON.parse(out) };
  } catch {
    return { code, out, err, json: undefined };
  }
};

/** In this process: starting one costs a second, and only that a test of its own has to show. */
async function rollcall(env: Settings, ...args: readonly string[]): Promise<Ran> {
  const said = { out: '', err: '' };
  const code = await runCli(args, {
    env,
    out: (text) => {
      said.out += `${text}\n`;
    },
    err: (text) => {
      said.err += `${text}\n`;
    },
  });
  return ran(code, said.out, said.err);
}

function asProcess(env: Settings, ...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [join(root, 'apps/cli/src/main.ts'), ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve(ran(code, out, err))));
}

describe.each(databaseNames)('the command line on %s', (database) => {
  test('an integration from its creation to its end, while the server runs', { timeout: 180_000 }, async () => {
    await using s = await startTestServer({ database, postgresUrl });
    const env = {
      ROLLCALL_DATA_DIR: s.config.dataDir,
      ROLLCALL_PORT: String(s.port),
      ...(s.config.databaseUrl === null ? {} : { ROLLCALL_DATABASE_URL: s.config.databaseUrl }),
    };
    const users = (token: string) => send(s.port, 'GET', '/api/v1/scim/Users', { token });

    const made = await asProcess(env, 'integration', 'create', '--name', 'Okta two', '--json');
    expect(made.code).toBe(0);
    expect(Object.keys(made.json)).toEqual(['id', 'name', 'scimUrl', 'token']);
    expect(made.json).toMatchObject({ name: 'Okta two', scimUrl: `http://localhost:${s.port}/api/v1/scim` });
    expect((await users(made.json.token)).status).toBe(200);

    const taken = await rollcall(env, 'integration', 'create', '--name', 'OKTA TWO', '--json');
    expect(taken.code).toBe(1);
    expect(JSON.parse(taken.err).error).toContain('already');

    const rotated = await asProcess(env, 'integration', 'rotate', 'okta two', '--json');
    expect(rotated.code).toBe(0);
    expect((await users(made.json.token)).status).toBe(401);
    expect((await users(rotated.json.token)).status).toBe(200);

    await send(s.port, 'POST', '/api/v1/scim/Users', {
      token: rotated.json.token,
      body: { userName: 'cli@example.com', title: 'T' },
    });
    const listed = await rollcall(env, 'user', 'list', '--filter', 'userName sw "cli"', '--json');
    expect(listed.json).toMatchObject([{ userName: 'cli@example.com', active: true, integration: 'Okta two' }]);
    const shown = await rollcall(env, 'user', 'show', 'CLI@example.com', '--json');
    expect(shown.json).toMatchObject({ userName: 'cli@example.com', title: 'T', meta: { resourceType: 'User' } });
    const user = shown.json.id;
    await send(s.port, 'POST', '/api/v1/scim/Groups', {
      token: rotated.json.token,
      body: { displayName: 'Sales', members: [{ value: user }] },
    });
    expect((await rollcall(env, 'group', 'list')).out).toMatch(/Sales +1 +Okta two/);
    expect((await rollcall(env, 'group', 'show', 'sales', '--json')).json.members).toMatchObject([{ value: user }]);
    expect((await rollcall(env, 'user', 'list', '--filter', 'oops')).code).toBe(1);

    expect((await rollcall(env, 'user', 'show', 'nobody@example.com')).code).toBe(1);
    expect((await rollcall(env, 'group', 'list', '--integration', 'nope')).err).toContain('no integration “nope”');

    await s.server.context.requestLog.flush();
    const tail = await rollcall(env, 'activity', 'tail', '-n', '3', '--integration', 'Okta two', '--json');
    const lines = tail.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ method, status }) => `${method} ${status}`)).toContain('POST 201');
    expect((await rollcall(env, 'activity', 'tail')).out).toContain('/api/v1/scim/Groups');

    expect((await rollcall(env, 'integration', 'rename', 'Okta two', '--name', 'Okta 2', '--json')).json.name).toBe(
      'Okta 2',
    );
    expect((await rollcall(env, 'integration', 'show', 'Okta 2')).out).toContain('live');
    expect((await rollcall(env, 'integration', 'delete', 'Okta 2', '--confirm', 'wrong')).code).toBe(1);
    expect((await rollcall(env, 'integration', 'delete', 'Okta 2', '--confirm', 'Okta 2')).code).toBe(0);
    expect((await users(rotated.json.token)).status).toBe(401);
    expect((await rollcall(env, 'integration', 'list', '--json')).json.map(({ name }: Json) => name)).toEqual(['Okta']);
  });

  test('OAuth clients and people who lost their access, while the server runs', { timeout: 180_000 }, async () => {
    const plugins = [adminPluginWith({ attemptsPerMinute: 1_000 })];
    await using s = await startTestServer({ database, postgresUrl, plugins });
    const env = {
      ROLLCALL_DATA_DIR: s.config.dataDir,
      ROLLCALL_PORT: String(s.port),
      ...(s.config.databaseUrl === null ? {} : { ROLLCALL_DATABASE_URL: s.config.databaseUrl }),
    };
    const exchange = (client_id: string, client_secret: string) =>
      send(s.port, 'POST', '/api/v1/oauth/token', {
        raw: new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    const { json: made } = await rollcall(
      env,
      'client',
      'create',
      '--integration',
      'okta',
      '--name',
      'Entra',
      '--json',
    );
    const { access_token } = (await exchange(made.clientId, made.clientSecret)).json;
    const users = () => send(s.port, 'GET', '/api/v1/scim/Users', { token: access_token });
    expect((await users()).status).toBe(200);
    const { json: rotated } = await rollcall(env, 'client', 'rotate', made.clientId, '--json');
    for (const secret of [made.clientSecret, rotated.clientSecret])
      expect((await exchange(made.clientId, secret)).status).toBe(200);
    await rollcall(env, 'client', 'rotate', made.clientId);
    expect((await exchange(made.clientId, made.clientSecret)).status).toBe(401);
    expect((await rollcall(env, 'client', 'list', '--integration', 'Okta')).out).toMatch(/Entra .*rcs_/);
    expect((await rollcall(env, 'client', 'revoke', made.clientId)).code).toBe(0);
    expect((await users()).status).toBe(401);
    expect((await exchange(made.clientId, rotated.clientSecret)).status).toBe(401);
    for (const command of ['rotate', 'revoke']) {
      const again = await rollcall(env, 'client', command, made.clientId);
      expect([again.code, again.out]).toEqual([1, '']);
      expect(again.err).toContain('There is no client');
    }

    const invited = await rollcall(env, 'admin', 'invite', 'ann@example.com', '--role', 'owner', '--json');
    const tokenOf = (url: string) => url.split('#')[1] ?? '';
    const accept = (url: string, body: object) =>
      new Browser(s).api.call('links.accept', { body: { token: tokenOf(url), ...body } });
    await accept(invited.json.url, { name: 'Ann', password: 'correct horse battery' });
    const reset = await rollcall(env, 'admin', 'reset-password', 'Ann@Example.com', '--json');
    await accept(reset.json.url, { password: 'another long password' });
    const browser = new Browser(s);
    expect((await browser.signIn('ann@example.com', 'correct horse battery')).status).toBe(401);
    expect((await browser.signIn('ann@example.com', 'another long password')).status).toBe(200);
    const factor = await rollcall(env, 'admin', 'reset-two-factor', 'ann@example.com');
    expect(factor.out).toMatch(/welcome#rcl_\w+/);
    await rollcall(env, 'tenant', 'create', '--subdomain', 'acme');
    for (const who of [['nobody@example.com'], ['ann@example.com', '--tenant', 'acme']])
      for (const command of ['reset-password', 'reset-two-factor']) {
        const refused = await rollcall(env, 'admin', command, ...who);
        expect([refused.code, refused.out]).toEqual([1, '']);
        expect(refused.err).toMatch(/^Nobody signs in to the tenant “\w+” as \w+@example\.com\./);
      }
    const links = await s.server.context.control.setupLinks.list(
      (await s.server.context.control.tenants.bySubdomain('default'))?.id ?? '',
    );
    expect(links.map(({ email }) => email)).not.toContain('nobody@example.com');
    expect((await rollcall(env, 'db', 'status', '--json')).json.pending).toEqual([]);
  });

  test('tenants, clients, people’s links and the database, without a server', { timeout: 180_000 }, async () => {
    await using place = await testPlace(database, postgresUrl);
    const env = { ...place.env, ROLLCALL_PUBLIC_URL: 'https://c.example.com', ROLLCALL_API_DOMAINS: 'api.example.com' };
    expect((await rollcall(env, 'db', 'status', '--json')).json.applied).toEqual([]);
    expect((await rollcall(env, 'db', 'migrate', '--json')).json.applied.length).toBeGreaterThan(1);
    expect((await rollcall(env, 'db', 'migrate')).out).toContain('up to date');
    expect(
      (await rollcall(env, 'tenant', 'create', '--subdomain', 'acme', '--name', 'Acme', '--json')).json,
    ).toMatchObject({ subdomain: 'acme' });
    expect((await rollcall(env, 'tenant', 'create', '--subdomain', 'Acme')).code).toBe(1);
    expect((await rollcall(env, 'tenant', 'create', '--subdomain', 'a.b')).code).toBe(1);
    expect((await rollcall(env, 'tenant', 'list', '--json')).json.map(({ subdomain }: Json) => subdomain)).toEqual([
      'acme',
      'default',
    ]);
    const made = await rollcall(env, 'integration', 'create', '--name', 'Entra', '--tenant', 'acme', '--json');
    expect(made.json.scimUrl).toBe('https://acme.api.example.com/api/v1/scim');
    const client = await rollcall(env, 'client', 'create', '--integration', 'Entra', '--tenant', 'acme', '--json');
    expect(client.json).toMatchObject({
      clientId: expect.any(String),
      clientSecret: expect.stringMatching(/^rcs_/),
      tokenUrl: 'https://c.example.com/api/v1/oauth/token',
    });
    expect(
      (await rollcall(env, 'client', 'rotate', client.json.clientId, '--tenant', 'acme', '--json')).json.clientSecret,
    ).not.toBe(client.json.clientSecret);
    expect((await rollcall(env, 'client', 'rotate', client.json.clientId)).code).toBe(1);
    expect((await rollcall(env, 'client', 'revoke', client.json.clientId, '--tenant', 'acme')).code).toBe(0);
    expect(
      (await rollcall(env, 'client', 'list', '--integration', 'Entra', '--tenant', 'acme', '--json')).json[0].revoked,
    ).toEqual(expect.any(String));
    const link = await rollcall(env, 'admin', 'invite', 'ann@example.com', '--role', 'auditor', '--json');
    expect(link.json.url).toMatch(/^https:\/\/c\.example\.com\/welcome#rcl_\w+$/);
    const unknown = await rollcall(env, 'admin', 'reset-password', 'ann@example.com', '--json');
    expect([unknown.code, unknown.out, Object.keys(JSON.parse(unknown.err))]).toEqual([1, '', ['error']]);
  });
});

test('wrong usage and wrong configuration are exit code 2, with a line that says what', {
  timeout: 120_000,
}, async () => {
  await using place = await testPlace('SQLite', postgresUrl);
  for (const args of [
    ['nope'],
    ['integration', 'create'],
    ['integration', 'rotate', 'x', '--grace', '25'],
    ['activity', 'tail', '-n', 'x'],
    ['admin', 'invite', 'nobody'],
    ['admin', 'reset-password', 'nobody'],
  ]) {
    const ran = await rollcall(place.env, ...args);
    expect(ran.code).toBe(2);
    expect(ran.err).not.toBe('');
    const asJson = await rollcall(place.env, ...args, '--json');
    expect([asJson.code, asJson.out, JSON.parse(asJson.err)]).toEqual([2, '', { error: expect.stringMatching(/./) }]);
  }
  expect((await asProcess(place.env, 'integration', 'create')).code).toBe(2);
  const wrong = await asProcess({ ...place.env, ROLLCALL_PORT: '99999' }, 'tenant', 'list');
  expect(wrong.code).toBe(2);
  expect(wrong.err.trim()).toBe('ROLLCALL_PORT=99999 must be a whole number from 0 to 65535');
  expect((await rollcall({ ...place.env, ROLLCALL_PROT: '1' }, 'tenant', 'list')).err).toContain(
    'ROLLCALL_PROT is not a setting',
  );
});

test('doctor checks the set-up, and from outside that SCIM answers', { timeout: 60_000 }, async () => {
  await using s = await startTestServer({ postgresUrl });
  const env = { ROLLCALL_DATA_DIR: s.config.dataDir, ROLLCALL_PORT: String(s.port) };
  const ran = await rollcall(env, 'doctor', '--url', `http://127.0.0.1:${s.port}/api/v1/scim`, '--json');
  expect(ran.code).toBe(0);
  const states = Object.fromEntries(ran.json.findings.map(({ check, state }: Json) => [check, state]));
  expect(states).toMatchObject({
    Schemas: 'ok',
    Database: 'ok',
    SCIM: 'ok',
    'Proxy headers': 'ok',
    'Sign-in': 'ok',
    TLS: 'warning',
  });
  const down = await rollcall(env, 'doctor', '--url', 'http://127.0.0.1:9/api/v1/scim');
  expect(down.code).toBe(1);
  expect(down.out).toContain('✗ Reachable');
  const noTls = await rollcall(env, 'doctor', '--url', `https://127.0.0.1:${s.port}/api/v1/scim`);
  expect(noTls.code).toBe(1);
  expect(noTls.out).toMatch(/^✗ TLS: .*wrong version number$/m);
  const page = await rollcall(env, 'doctor', '--url', `http://127.0.0.1:${s.port}/`);
  expect(page.code).toBe(1);
  expect(page.out).toMatch(/^✗ SCIM: .*the SCIM URL ends in \/api\/v1\/scim$/m);
  expect(page.out).not.toContain('Proxy headers');
});

const cli = {
  config: () => {
    throw new Error('not needed');
  },
  inSession: async () => {},
  print: () => {},
  line: () => {},
};
const commandsOf = (
  program: ReturnType<typeof buildProgram>,
  path: readonly string[] = [],
): { path: string; command: typeof program }[] =>
  program.commands.flatMap((command) => {
    const here = [...path, command.name()];
    return command.commands.length > 0 ? commandsOf(command, here) : [{ path: here.join(' '), command }];
  });

test('every command has --help and --json', async () => {
  for (const { command } of commandsOf(buildProgram(cli))) {
    expect(command.description()).not.toBe('');
    expect(command.options.some(({ long }) => long === '--json')).toBe(true);
    expect(command.helpInformation()).toContain('--help');
  }
  for (const { path } of commandsOf(buildProgram(cli))) {
    const said: string[] = [];
    const options = { out: (text: string) => void said.push(text), err: (text: string) => void said.push(text) };
    expect(await runCli([...path.split(' '), '--help'], options)).toBe(0);
    expect(said.join('\n')).toMatch(new RegExp(`^Usage: rollcall ${path}`));
  }
});

test('docs/reference/cli.md has every command with its options, and no other', () => {
  const page = readFileSync(join(root, 'docs/reference/cli.md'), 'utf8');
  const documented = [...page.matchAll(/^\| `rollcall ([^`]+)` \| (.*?) \| (.*?) \|$/gm)].map((row) => [
    row[1],
    row[2],
    row[3],
  ]);
  expect(documented).toEqual(
    commandsOf(buildProgram(cli)).map(({ path, command }) => [
      [path, ...command.registeredArguments.map((argument) => `<${argument.name()}>`)].join(' '),
      command.description(),
      command.options
        .filter(({ long }) => long !== '--json')
        .map(({ flags }) => `\`${flags}\``)
        .join(' ') || '–',
    ]),
  );
});
