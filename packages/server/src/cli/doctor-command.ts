import { lookup } from 'node:dns/promises';
import { statfs } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { migrationStatus } from '@rollcall/store';
import { type Command, InvalidArgumentError } from 'commander';
import type { Config } from '../config/config.ts';
import { builtConsole, consoleIsStale } from '../start/console-build.ts';
import { openConfiguredDatabase } from '../start/deployment.ts';
import { loadRegistry } from '../start/schema-files.ts';
import { CommandFailure } from './output.ts';
import type { Cli } from './run.ts';

interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly detail: string;
}

const good = (check: string, detail: string): Finding => ({ check, state: 'ok', detail });
const warn = (check: string, detail: string): Finding => ({ check, state: 'warning', detail });
const bad = (check: string, detail: string): Finding => ({ check, state: 'failed', detail });
const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function parseUrl(text: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('must be a URL like https://acme.api.example.com/api/v1/scim.');
  return new URL(text);
}

export function doctorCommand(program: Command, cli: Cli): void {
  program
    .command('doctor')
    .description('check the set-up; with --url also TLS, DNS, proxy headers and that SCIM answers from outside')
    .option('--url <url>', 'the SCIM URL as the identity provider reaches it', parseUrl)
    .action(async (options: { url?: URL }, command: Command) => {
      const config = cli.config();
      const findings = [...(await checkHere(config)), ...(options.url ? await checkOutside(options.url) : [])];
      const ok = findings.every(({ state }) => state !== 'failed');
      const mark = { ok: '✓', warning: '!', failed: '✗' };
      cli.print(command, {
        data: { ok, findings },
        text: findings.map(({ check, state, detail }) => `${mark[state]} ${check}: ${detail}`).join('\n'),
      });
      if (!ok) throw new CommandFailure('Something is wrong; see above.');
    });
}

async function checkHere(config: Config): Promise<readonly Finding[]> {
  return [
    await checkSchemas(config),
    await checkDatabase(config),
    await checkDisk(config),
    checkConsole(),
    checkDomains(config),
  ];
}

async function checkSchemas(config: Config): Promise<Finding> {
  try {
    const registry = loadRegistry(config.dataDir);
    return good('Schemas', `${registry.resourceTypes.map(({ name }) => name).join(', ')}`);
  } catch (error) {
    return bad('Schemas', reason(error));
  }
}

async function checkDatabase(config: Config): Promise<Finding> {
  try {
    await using db = await openConfiguredDatabase(config);
    const { pending, unknown } = await migrationStatus(db);
    if (unknown.length > 0) return bad('Database', 'it was written by a newer release of Rollcall');
    if (pending.length > 0)
      return warn('Database', `${pending.length} migrations are to be applied; the next start does it`);
    return good('Database', `${db.dialect.name} answers and is up to date`);
  } catch (error) {
    return bad('Database', reason(error));
  }
}

const enoughBytes = 1024 ** 3;

async function checkDisk(config: Config): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(config.dataDir);
    const free = bavail * bsize;
    const text = `${(free / 1024 ** 3).toFixed(1)} GiB free in ${config.dataDir}`;
    return free < enoughBytes ? warn('Disk', text) : good('Disk', text);
  } catch (error) {
    return warn('Disk', reason(error));
  }
}

const checkConsole = (): Finding =>
  consoleIsStale()
    ? warn('Console', `${builtConsole} is missing or stale; the next start builds it`)
    : good('Console', 'built');

function checkDomains(config: Config): Finding {
  const https = config.publicUrl?.startsWith('https:') ?? false;
  if (config.publicUrl === null)
    return warn('Public URL', 'ROLLCALL_PUBLIC_URL is not set: identity providers can’t reach localhost');
  if (!https) return warn('Public URL', `${config.publicUrl} is not https; identity providers insist on it`);
  if (config.trustedProxies.length === 0)
    return warn(
      'Public URL',
      'https is ended by a proxy, but ROLLCALL_TRUSTED_PROXIES is empty: URLs in answers will say http',
    );
  return good('Public URL', config.publicUrl);
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly authenticate: string;
  readonly body: string;
  readonly certificateEnds: string | null;
}

/** One GET without a token. node:http, because the sub-domains of localhost and odd headers are to be seen as they are. */
function get(url: URL): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = request(url, { headers: { accept: 'application/scim+json' }, timeout: 10_000 }, (res) => {
      const chunks: Buffer[] = [];
      const socket = res.socket as TLSSocket;
      const ends = typeof socket.getPeerCertificate === 'function' ? socket.getPeerCertificate().valid_to : null;
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () =>
        resolve({
          status: res.statusCode ?? 0,
          contentType: res.headers['content-type'] ?? '',
          authenticate: res.headers['www-authenticate'] ?? '',
          body: Buffer.concat(chunks).toString(),
          certificateEnds: ends ?? null,
        }),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer within 10 seconds')));
    sent.on('error', reject);
    sent.end();
  });
}

async function checkOutside(url: URL): Promise<readonly Finding[]> {
  const findings: Finding[] = [await checkName(url)];
  const base = url.href.replace(/\/+$/, '');
  if (url.protocol === 'http:') findings.push(warn('TLS', 'Okta and Entra ID insist on https'));
  try {
    const answer = await get(new URL(`${base}/ServiceProviderConfig`));
    findings.push(...certificate(answer));
    const scim = scimAnswer(answer, base);
    findings.push(scim);
    // What somebody else answers says nothing about our proxy headers.
    if (scim.state === 'failed') return findings;
    findings.push(proxyHeaders(answer, base));
    findings.push(unauthorised(await get(new URL(`${base}/Users?count=1`))));
  } catch (error) {
    findings.push(unreachable(error));
  }
  return findings;
}

/** OpenSSL's own lines name its source files and end in a line break; of them only the reason is of use. */
function unreachable(error: unknown): Finding {
  const said = reason(error).trim();
  const tls = /SSL routines:[^:]*:([^:]+)/.exec(said)?.[1];
  if (tls === undefined && !/certificate|altnames/i.test(said)) return bad('Reachable', said);
  return bad('TLS', tls === undefined ? said : `no TLS is spoken there as it should be: ${tls}`);
}

async function checkName({ hostname }: URL): Promise<Finding> {
  if (isIP(hostname.replace(/[[\]]/g, '')))
    return warn('DNS', `${hostname} is an address; identity providers want a name`);
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return warn('DNS', `${hostname} is this machine`);
  try {
    const addresses = await lookup(hostname, { all: true });
    return good('DNS', `${hostname} is ${addresses.map(({ address }) => address).join(', ')}`);
  } catch (error) {
    return bad('DNS', reason(error));
  }
}

const dayMs = 86_400_000;

function certificate({ certificateEnds }: Answer): readonly Finding[] {
  if (certificateEnds === null) return [];
  const days = Math.floor((Date.parse(certificateEnds) - Date.now()) / dayMs);
  const text = `the certificate is valid until ${certificateEnds}`;
  return [days < 14 ? warn('TLS', `${text}: only ${days} days`) : good('TLS', text)];
}

function scimAnswer({ status, contentType }: Answer, base: string): Finding {
  if (status === 200 && contentType === 'application/scim+json')
    return good('SCIM', '/ServiceProviderConfig answers as SCIM');
  const answered = `/ServiceProviderConfig answered ${status} as “${contentType}”, not 200 as application/scim+json`;
  return bad(
    'SCIM',
    /\/api\/v1\/scim(\/v2)?$/.test(base)
      ? `${answered}: does a proxy answer in its place?`
      : `${answered}: the SCIM URL ends in /api/v1/scim`,
  );
}

/** `meta.location` tells what scheme and host the server believes that it was asked under. */
function proxyHeaders({ body }: Answer, base: string): Finding {
  const location = /"location":"([^"]*)\/ServiceProviderConfig"/.exec(body)?.[1];
  if (location === base) return good('Proxy headers', `URLs in answers start with ${base}`);
  return bad(
    'Proxy headers',
    `URLs in answers start with ${location ?? 'nothing'}, not ${base}: let the proxy send X-Forwarded-Host and X-Forwarded-Proto, and name it in ROLLCALL_TRUSTED_PROXIES`,
  );
}

function unauthorised({ status, contentType, authenticate }: Answer): Finding {
  if (status === 401 && contentType === 'application/scim+json' && authenticate !== '')
    return good('Sign-in', 'a request without a token is answered with 401 as SCIM');
  return bad('Sign-in', `a request without a token was answered with ${status} ${contentType}`);
}
