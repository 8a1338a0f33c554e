import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

export type DatabaseName = 'SQLite' | 'PostgreSQL';

async function onPostgres(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Waits for the lines that `npm start` prints. */
function printed(server: ChildProcess): Promise<{ readonly origin: string; readonly ownerLink: string }> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      const origin = /Console\s+(http\S+?)\/\n/.exec(text)?.[1];
      const ownerLink = /^\s+(http\S+#\S+)$/m.exec(text)?.[1];
      if (origin && ownerLink) resolve({ origin, ownerLink });
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${text}`)));
  });
}

/** The server as people start it, a process of its own, on a free port with a database of its own. */
export async function startServer(database: DatabaseName, postgresUrl: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-e2e-'));
  const name = `rollcall_e2e_${randomBytes(6).toString('hex')}`;
  if (database === 'PostgreSQL') await onPostgres(postgresUrl, `create database ${name}`);
  const env = {
    ...process.env,
    ROLLCALL_PORT: '0',
    ROLLCALL_DATA_DIR: dataDir,
    ROLLCALL_LOG_LEVEL: 'error',
    ...(database === 'PostgreSQL'
      ? { ROLLCALL_DATABASE_URL: Object.assign(new URL(postgresUrl), { pathname: `/${name}` }).href }
      : {}),
  };
  const server = spawn(process.execPath, [join(root, 'apps/server/src/main.ts')], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { origin, ownerLink } = await printed(server);
  return {
    origin,
    ownerLink,
    /** The command line on the same database, while the server runs. Answers with what it printed. */
    async rollcall(...args: readonly string[]): Promise<string> {
      const main = join(root, 'apps/cli/src/main.ts');
      const publicUrl = { ROLLCALL_PUBLIC_URL: origin };
      const { stdout } = await run(process.execPath, [main, ...args], { cwd: root, env: { ...env, ...publicUrl } });
      return stdout;
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      if (database === 'PostgreSQL') await onPostgres(postgresUrl, `drop database if exists ${name} with (force)`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export interface ScimAnswer {
  readonly status: number;
  readonly id: string;
  readonly text: string;
}

/** An identity provider's request. */
export async function scim(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<ScimAnswer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'user-agent': 'Okta SCIM Client 1.0.0',
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, id: /"id":"([^"]+)"/.exec(text)?.[1] ?? '', text };
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 6238 with the defaults of authenticator apps: SHA-1, 30 seconds, 6 digits. */
export function totp(secret: string, nowMs = Date.now()): string {
  let bits = '';
  for (const letter of secret.replace(/=+$/, '').toUpperCase())
    bits += alphabet.indexOf(letter).toString(2).padStart(5, '0');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
