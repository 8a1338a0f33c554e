import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { envToCfg, publicOrigin, scimUrls } from './config.ts';
import { type Env, readEnv, unknownSettings } from './read-env.ts';
import { settings } from './settings.ts';

const config = (env: Env) => {
  const parsed = envToCfg(env);
  if (!parsed.ok) throw new Error(parsed.error.map((error) => error.message).join('\n'));
  return parsed.value;
};

test('nothing set gives a loopback server with SQLite in ./data', () => {
  const parsed = config({});
  expect(parsed).toMatchObject({ host: '127.0.0.1', port: 8080, databaseUrl: null, apiDomains: [], logLevel: 'info' });
  expect(publicOrigin(parsed, 8080)).toBe('http://localhost:8080');
  expect(scimUrls(parsed, 'http://localhost:8080', 'default')).toEqual(['http://localhost:8080/api/v1/scim']);
});

test.each<[Env, string]>([
  [{ ROLLCALL_PORT: '80x' }, 'ROLLCALL_PORT=80x must be a whole number from 0 to 65535'],
  [{ ROLLCALL_PORT: '70000' }, 'ROLLCALL_PORT=70000 must be a whole number from 0 to 65535'],
  [
    { ROLLCALL_DATABASE_URL: 'mysql://u:secret@h/d' },
    'ROLLCALL_DATABASE_URL=mysql://u:***@h/d must be a URL that starts',
  ],
  [{ ROLLCALL_API_DOMAINS: 'https://api.example.com' }, 'ROLLCALL_API_DOMAINS=https://api.example.com "https://api'],
  [{ ROLLCALL_PUBLIC_URL: 'example.com' }, 'ROLLCALL_PUBLIC_URL=example.com must'],
  [{ ROLLCALL_PUBLIC_URL: 'https://example.com/console' }, 'must be an origin'],
  [{ ROLLCALL_TRUSTED_PROXIES: '10.0.0.0/8,proxy' }, '"proxy" is neither an address'],
  [{ ROLLCALL_LOG_LEVEL: 'loud' }, 'ROLLCALL_LOG_LEVEL=loud must be one of'],
  [{ ROLLCALL_REQUEST_LOG_DAYS: '0' }, 'ROLLCALL_REQUEST_LOG_DAYS=0 must be a whole number'],
])('a wrong value is refused in one line that names it: %j', (env, line) => {
  const parsed = envToCfg(env);
  expect(parsed.ok).toBe(false);
  if (parsed.ok) return;
  expect(parsed.error).toHaveLength(1);
  expect(parsed.error[0]?.message).toContain(line);
  expect(parsed.error[0]?.message).not.toContain('\n');
});

test('with API domains the SCIM URL is the tenant’s sub-domain of each, with the scheme and port of the public URL', () => {
  const parsed = config({
    ROLLCALL_API_DOMAINS: 'API.example.com, api.old.example',
    ROLLCALL_PUBLIC_URL: 'https://console.example.com:8443/',
  });
  expect(scimUrls(parsed, publicOrigin(parsed, 1), 'acme')).toEqual([
    'https://acme.api.example.com:8443/api/v1/scim',
    'https://acme.api.old.example:8443/api/v1/scim',
  ]);
});

test('a request log limit that is set is also the most that tenants can choose; unset, it is only the default', () => {
  expect(config({}).requestLog).toEqual({ maxDays: 30, maxBytes: 2 ** 30, mostDays: 3650, mostBytes: 2 ** 40 });
  expect(config({ ROLLCALL_REQUEST_LOG_DAYS: '90', ROLLCALL_REQUEST_LOG_MIB: '10' }).requestLog).toEqual({
    maxDays: 90,
    maxBytes: 10 * 2 ** 20,
    mostDays: 90,
    mostBytes: 10 * 2 ** 20,
  });
});

test('an empty value counts as unset, and a misspelt name is noticed', () => {
  expect(readEnv({ ROLLCALL_PORT: ' ', ROLLCALL_HOST: ' ::1 ' })).toEqual({ ROLLCALL_HOST: '::1' });
  expect(unknownSettings({ ROLLCALL_PROT: '1', ROLLCALL_PORT: '1', PATH: '' })).toEqual(['ROLLCALL_PROT']);
});

test('docs/reference/config.md says what the code says', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/reference/config.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(ROLLCALL_\w+)` \| (.+?) \| (.+) \|$/gm)].map((row) => row.slice(1, 4));
  expect(rows).toEqual(
    settings.map(({ name, default: value, meaning }) => [
      name,
      value.startsWith('`') ? value : `\`${value}\``,
      meaning,
    ]),
  );
});
