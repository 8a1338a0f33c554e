import { resolve } from 'node:path';
import { fail, ok, type Result } from '@rollcall/scim';
import proxyAddr from 'proxy-addr';
import type { Env } from './read-env.ts';
import type { SettingName } from './settings.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Null: SQLite in the data folder. */
  readonly databaseUrl: string | null;
  /** Lower case, without a leading dot; the first is shown. */
  readonly apiDomains: readonly string[];
  /** An origin without a slash at its end; null until the port is known. */
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
  /** Origins of OpenID Connect issuers that may be asked although they are inside the network. */
  readonly trustedIssuers: readonly string[];
  readonly logLevel: LogLevel;
  readonly indexedAttributes: readonly string[];
  readonly searchMs: number;
  readonly requestLog: RequestLogSettings;
}

/** What is kept of a tenant's requests when it has not chosen, and the most that it can choose. */
export interface RequestLogSettings {
  readonly maxDays: number;
  readonly maxBytes: number;
  readonly mostDays: number;
  readonly mostBytes: number;
}

const mib = 1_048_576;
const mostDays = 3650;
const mostMib = 1_048_576;

/** What is wrong with a setting, in one line that names it. */
export interface ConfigError {
  readonly setting: SettingName;
  readonly message: string;
}

type Parsed<T> = Result<T, string>;

const list = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function parseWhole(text: string | undefined, otherwise: number, least: number, most: number): Parsed<number> {
  if (text === undefined) return ok(otherwise);
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    return fail(`must be a whole number from ${least} to ${most}`);
  return ok(value);
}

function parseDatabaseUrl(text: string | undefined): Parsed<string | null> {
  if (text === undefined) return ok(null);
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol))
    return fail('must be a URL that starts with postgres:// or postgresql://');
  return ok(text);
}

const domainPattern = /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/;

function parseDomains(text: string | undefined): Parsed<readonly string[]> {
  const domains = list(text).map((domain) => domain.toLowerCase());
  const wrong = domains.find((domain) => !domainPattern.test(domain));
  if (wrong !== undefined)
    return fail(`"${wrong}" is not a domain name; write it without scheme, port and path, like api.example.com`);
  return ok([...new Set(domains)]);
}

function parseOrigin(text: string | undefined): Parsed<string | null> {
  if (text === undefined) return ok(null);
  if (!URL.canParse(text)) return fail('must be a URL like https://rollcall.example.com');
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) return fail('must start with http:// or https://');
  if (url.pathname !== '/' || url.search || url.hash || url.username)
    return fail('must be an origin: scheme, host and port, without a path');
  return ok(url.origin);
}

function parseProxies(text: string | undefined): Parsed<readonly string[]> {
  const proxies = list(text);
  for (const proxy of proxies) {
    try {
      proxyAddr.compile([proxy]);
    } catch {
      return fail(
        `"${proxy}" is neither an address, a network like 10.0.0.0/8, nor loopback, linklocal or uniquelocal`,
      );
    }
  }
  return ok(proxies);
}

function parseIssuers(text: string | undefined): Parsed<readonly string[]> {
  const issuers = list(text);
  const wrong = issuers.find((issuer) => !URL.canParse(issuer) || new URL(issuer).origin !== issuer);
  return wrong === undefined ? ok(issuers) : fail(`"${wrong}" is not an origin like https://id.corp.example`);
}

function parseLogLevel(text: string | undefined): Parsed<LogLevel> {
  const level = logLevels.find((candidate) => candidate === (text ?? 'info'));
  return level ? ok(level) : fail(`must be one of ${logLevels.join(', ')}`);
}

/** Everything that is wrong is told at once. */
export function envToCfg(env: Env): Result<Config, readonly ConfigError[]> {
  const errors: ConfigError[] = [];
  const take = <T>(setting: SettingName, parsed: Parsed<T>, otherwise: T): T => {
    if (parsed.ok) return parsed.value;
    errors.push({ setting, message: `${setting}=${env[setting] ?? ''} ${parsed.error}` });
    return otherwise;
  };
  const days = take('ROLLCALL_REQUEST_LOG_DAYS', parseWhole(env.ROLLCALL_REQUEST_LOG_DAYS, 30, 1, mostDays), 30);
  const mibs = take('ROLLCALL_REQUEST_LOG_MIB', parseWhole(env.ROLLCALL_REQUEST_LOG_MIB, 1024, 1, mostMib), 1024);
  const config: Config = {
    host: env.ROLLCALL_HOST ?? '127.0.0.1',
    port: take('ROLLCALL_PORT', parseWhole(env.ROLLCALL_PORT, 8080, 0, 65_535), 0),
    dataDir: resolve(env.ROLLCALL_DATA_DIR ?? './data'),
    databaseUrl: take('ROLLCALL_DATABASE_URL', parseDatabaseUrl(env.ROLLCALL_DATABASE_URL), null),
    apiDomains: take('ROLLCALL_API_DOMAINS', parseDomains(env.ROLLCALL_API_DOMAINS), []),
    publicUrl: take('ROLLCALL_PUBLIC_URL', parseOrigin(env.ROLLCALL_PUBLIC_URL), null),
    trustedProxies: take('ROLLCALL_TRUSTED_PROXIES', parseProxies(env.ROLLCALL_TRUSTED_PROXIES), []),
    trustedIssuers: take('ROLLCALL_TRUSTED_ISSUERS', parseIssuers(env.ROLLCALL_TRUSTED_ISSUERS), []),
    logLevel: take('ROLLCALL_LOG_LEVEL', parseLogLevel(env.ROLLCALL_LOG_LEVEL), 'info'),
    indexedAttributes: list(env.ROLLCALL_INDEXED_ATTRIBUTES),
    // Beyond a minute no identity provider waits for the answer.
    searchMs: take('ROLLCALL_SEARCH_MS', parseWhole(env.ROLLCALL_SEARCH_MS, 30_000, 1, 60_000), 30_000),
    requestLog: {
      maxDays: days,
      maxBytes: mibs * mib,
      // Who sets them has a disk in mind: nobody gets more by choosing so in the console.
      mostDays: env.ROLLCALL_REQUEST_LOG_DAYS === undefined ? mostDays : days,
      mostBytes: (env.ROLLCALL_REQUEST_LOG_MIB === undefined ? mostMib : mibs) * mib,
    },
  };
  return errors.length === 0 ? ok(config) : fail(errors.map(withoutPassword));
}

/** A database URL holds a password, and the line goes to a log. */
const withoutPassword = (error: ConfigError): ConfigError => ({
  ...error,
  message: error.message.replace(/\/\/([^:/@\s]*):[^@\s]*@/, '//$1:***@'),
});

/** The origin of the console; `port` is the one that is really listened on. */
export const publicOrigin = (config: Config, port: number): string => config.publicUrl ?? `http://localhost:${port}`;

/** Every SCIM URL of a tenant; the first is the one to show. Decision 2. */
export function scimUrls(config: Config, origin: string, subdomain: string): readonly string[] {
  if (config.apiDomains.length === 0) return [`${origin}/api/v1/scim`];
  const { protocol, port } = new URL(origin);
  return config.apiDomains.map((domain) => `${protocol}//${subdomain}.${domain}${port && `:${port}`}/api/v1/scim`);
}
