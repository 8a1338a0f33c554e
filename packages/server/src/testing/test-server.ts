import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Config, envToCfg } from '../config/config.ts';
import type { Env } from '../config/read-env.ts';
import { createServer, type RollcallServer } from '../create-server.ts';
import type { PluginFactory } from '../http/plugin.ts';
import { createLogger } from '../log/logger.ts';
import { openDeployment } from '../start/deployment.ts';
import { ensureDefaultTenant } from '../start/first-start.ts';

export type DatabaseName = 'SQLite' | 'PostgreSQL';
export const databaseNames: readonly DatabaseName[] = ['SQLite', 'PostgreSQL'];

// biome-ignore lint/suspicious/noExplicitAny: tests look into JSON whose shape is what they check.
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: Json;
}

export interface Asked {
  readonly body?: unknown;
  /** Sent as it is; `body` is made JSON. */
  readonly raw?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null sends none. */
  readonly token?: string | null;
}

/** One request as it goes over the wire: `node:http` adds nothing but Host and Connection. */
export function send(port: number, method: string, path: string, asked: Asked = {}): Promise<Answer> {
  const body = asked.raw ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body));
  const headers: Record<string, string> = {};
  if (asked.token) headers.authorization = `Bearer ${asked.token}`;
  if (body !== undefined) {
    headers['content-type'] = 'application/scim+json';
    headers['content-length'] = String(Buffer.byteLength(body));
  }
  return new Promise((resolve, reject) => {
    const req = httpRequest(
      { host: '127.0.0.1', port, method, path, headers: { ...headers, ...asked.headers } },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('error', reject);
        res.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          let json: Json;
          try {
            json = text === '' ? undefined : JSON.parse(text);
          } catch {
            json = undefined;
          }
          resolve({ status: res.statusCode ?? 0, headers: res.headers, text, json });
        });
      },
    );
    req.on('error', reject);
    req.end(body);
  });
}

export interface TestServer extends AsyncDisposable {
  readonly server: RollcallServer;
  readonly config: Config;
  readonly port: number;
  readonly token: string;
  readonly integrationId: string;
  readonly base: string;
  /** Lines of the server's own log. */
  readonly log: readonly string[];
  /** Below `/api/v1/scim`, with the token. */
  scim(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  send(method: string, path: string, asked?: Asked): Promise<Answer>;
  /** A second integration, in this tenant or another. */
  integration(name: string, subdomain?: string): Promise<{ readonly id: string; readonly token: string }>;
}

export interface TestServerOptions {
  readonly database?: DatabaseName;
  readonly postgresUrl: string;
  readonly env?: Env;
  readonly plugins?: readonly PluginFactory[];
  /** Called with the data folder before the start. */
  readonly prepare?: (dataDir: string) => void;
  readonly consoleFolder?: string;
}

async function onPostgres(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** A place for data of one's own, removed afterwards. */
export async function testPlace(database: DatabaseName, postgresUrl: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-server-'));
  const name = `rollcall_server_${randomBytes(6).toString('hex')}`;
  if (database === 'PostgreSQL') await onPostgres(postgresUrl, `create database ${name}`);
  const url = Object.assign(new URL(postgresUrl), { pathname: `/${name}` }).href;
  const env: Env = {
    ROLLCALL_PORT: '0',
    ROLLCALL_DATA_DIR: dataDir,
    ...(database === 'PostgreSQL' ? { ROLLCALL_DATABASE_URL: url } : {}),
  };
  return {
    env,
    dataDir,
    async [Symbol.asyncDispose]() {
      if (database === 'PostgreSQL') await onPostgres(postgresUrl, `drop database if exists ${name} with (force)`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function startTestServer(options: TestServerOptions): Promise<TestServer> {
  const place = await testPlace(options.database ?? 'SQLite', options.postgresUrl);
  options.prepare?.(place.dataDir);
  const parsed = envToCfg({ ...place.env, ...options.env });
  if (!parsed.ok) throw new Error(parsed.error.map(({ message }) => message).join('\n'));
  const config = parsed.value;
  const lines: string[] = [];
  const log = createLogger('info', { write: (line) => void lines.push(line) });
  const deployment = await openDeployment(config, log);
  const server = await createServer(config, {
    log,
    ...deployment,
    consoleFolder: options.consoleFolder ?? null,
    plugins: options.plugins ?? [],
  });
  const { port } = await server.start();
  await ensureDefaultTenant(server.context.control);
  const integration = async (name: string, subdomain = 'default') => {
    const { control, tokens } = server.context;
    let tenant = await control.tenants.bySubdomain(subdomain);
    if (tenant === null) {
      const created = await control.tenants.create({ subdomain, name: subdomain });
      if (created.ok) tenant = created.value;
    }
    if (tenant === null) throw new Error(`no tenant ${subdomain}`);
    const made = await tokens.createIntegration({ tenantId: tenant.id, name });
    if (!made.ok) throw new Error(`no integration ${name}: ${made.error.kind}`);
    return { id: made.value.info.integration.id, token: made.value.secret };
  };
  const first = await integration('Okta');
  return {
    server,
    config,
    port,
    token: first.token,
    integrationId: first.id,
    base: `http://127.0.0.1:${port}/api/v1/scim`,
    log: lines,
    integration,
    send: (method, path, asked) => send(port, method, path, asked),
    scim: (method, path, body, headers) =>
      send(port, method, `/api/v1/scim${path}`, {
        token: first.token,
        ...(body === undefined ? {} : { body }),
        ...(headers === undefined ? {} : { headers }),
      }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await deployment[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}
