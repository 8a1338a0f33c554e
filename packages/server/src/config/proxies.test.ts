/** The examples in `deploy/` in front of a real server: TLS, wildcard hosts and what the proxies say of the client. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, untilItAnswers } from '@rollcall/dev-env';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { requireProgram } from '../testing/debian-program.ts';
import { type Json, startTestServer, type TestServer } from '../testing/test-server.ts';

const example = (name: string): string => readFileSync(join(import.meta.dirname, '../../../../deploy', name), 'utf8');

/** Replaces what can't be the same on this machine, and nothing else: each piece has to be there. */
const adapted = (text: string, pieces: readonly (readonly [RegExp, string])[]): string =>
  pieces.reduce((all, [piece, by]) => {
    if (!piece.test(all)) throw new Error(`the example has no ${piece}`);
    return all.replace(piece, by);
  }, text);

interface Ports {
  readonly server: number;
  readonly http: number;
  readonly https: number;
}

interface Proxy {
  readonly name: string;
  /** Writes what the program needs into the folder; returns its command line. */
  prepare(folder: string, ports: Ports, allowList: boolean): readonly string[];
  /** The certificate that clients have to trust. */
  readonly authority: string;
}

const caddy: Proxy = {
  name: 'Caddy',
  authority: 'data/pki/authorities/local/root.crt',
  prepare(folder, { server, http, https }, allowList) {
    requireProgram('caddy', 'caddy');
    // Certificates are Caddy's own: Let's Encrypt reaches neither these names nor this machine.
    const global = `{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\tstorage file_system ${folder}/data\n\thttp_port ${http}\n\thttps_port ${https}\n}\n`;
    const sites = adapted(example('Caddyfile'), [
      [/\ttls \{\n\t\tdns cloudflare .*\n\t\}\n/, ''],
      [/127\.0\.0\.1:8080/g, `127.0.0.1:${server}`],
      ...(allowList ? ([[/# (@outside|respond @outside)/g, '$1']] as const) : []),
    ]);
    writeFileSync(join(folder, 'Caddyfile'), global + sites);
    return ['caddy', 'run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
  },
};

const nginx: Proxy = {
  name: 'nginx',
  authority: 'cert.pem',
  prepare(folder, { server, http, https }, allowList) {
    requireProgram('nginx', 'nginx-light');
    const names = 'subjectAltName=DNS:console.example.com,DNS:*.api.example.com';
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=example.com', '-addext', names, '-days', '2'],
      ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    ]);
    if (made.status !== 0) throw new Error(String(made.stderr));
    const sites = adapted(example('nginx.conf'), [
      [/ssl_certificate_key .*/g, `ssl_certificate_key ${folder}/key.pem;`],
      [/ssl_certificate {2}.*/g, `ssl_certificate ${folder}/cert.pem;`],
      [/server 127\.0\.0\.1:8080/, `server 127.0.0.1:${server}`],
      [/listen \[::\]:\d+.*\n/g, '\n'],
      [/listen 80;/, `listen 127.0.0.1:${http};`],
      [/listen 443 ssl;/g, `listen 127.0.0.1:${https} ssl;`],
      ...(allowList ? ([[/# (allow|deny) /g, '$1 ']] as const) : []),
    ]);
    const user = process.getuid?.() === 0 ? 'user root;\n' : '';
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${folder}/${kind};\n`,
    );
    writeFileSync(
      join(folder, 'nginx.conf'),
      `${user}daemon off;\npid ${folder}/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${temporary.join('')}${sites}\n}\n`,
    );
    return ['nginx', '-p', folder, '-c', join(folder, 'nginx.conf')];
  },
};

interface Asked {
  readonly token?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly json: Json;
}

interface Running extends AsyncDisposable {
  ask(host: string, method: string, path: string, asked?: Asked): Promise<Got>;
  readonly httpPort: number;
}

/** The proxy as a process in front of the server, once it passes requests on. */
async function run(proxy: Proxy, server: TestServer, allowList = false): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-proxy-'));
  const ports: Ports = { server: server.port, http: await freePort(), https: await freePort() };
  const ask: Running['ask'] = (host, method, path, { token, body, headers } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          ...{ host: '127.0.0.1', port: ports.https, method, path, servername: host, agent: false },
          ca: readFileSync(join(folder, proxy.authority)),
          headers: {
            host,
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined
              ? {}
              : { 'content-type': 'application/scim+json', 'content-length': Buffer.byteLength(body) }),
            ...headers,
          },
        },
        async (res) => {
          const text = (await Array.fromAsync(res)).join('');
          const json: Json = text.startsWith('{') ? JSON.parse(text) : null;
          resolve({ status: res.statusCode ?? 0, headers: res.headers, json });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  const [program = '', ...args] = proxy.prepare(folder, ports, allowList);
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: folder } });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const running: Running = {
    ask,
    httpPort: ports.http,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const answers = async () => (await ask('console.example.com', 'GET', '/healthz')).status === 200;
  try {
    await untilItAnswers(child, answers, { everyMs: 100, withinMs: 60_000 });
    return running;
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw new Error(`${proxy.name} did not start: ${said.join('')}`, { cause: error });
  }
}

describe.each([caddy, nginx])('behind $name', (proxy) => {
  let server: TestServer;
  let running: Running;
  let acme: string;
  const ask: Running['ask'] = (...all) => running.ask(...all);

  beforeAll(async () => {
    server = await startTestServer({
      postgresUrl: inject('postgresUrl'),
      env: {
        ROLLCALL_PUBLIC_URL: 'https://console.example.com',
        ROLLCALL_API_DOMAINS: 'api.example.com',
        ROLLCALL_TRUSTED_PROXIES: 'loopback',
      },
    });
    acme = (await server.integration('Acme', 'acme')).token;
    running = await run(proxy, server);
  }, 600_000);
  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  test('Location, meta.location, Content-Location and $ref have the tenant’s public host', async () => {
    const body = '{"userName":"anna+x@example.com"}';
    const made = await ask('acme.api.example.com', 'POST', '/api/v1/scim/Users', { token: acme, body });
    const base = 'https://acme.api.example.com/api/v1/scim';
    expect([made.status, made.headers.location]).toEqual([201, `${base}/Users/${made.json.id}`]);
    expect(made.json.meta.location).toBe(made.headers.location);
    const group = `{"displayName":"G","members":[{"value":"${made.json.id}"}]}`;
    const grouped = await ask('acme.api.example.com', 'POST', '/api/v1/scim/v2/Groups', { token: acme, body: group });
    expect(grouped.json.members[0].$ref).toBe(`${base}/v2/Users/${made.json.id}`);
    const read = await ask('acme.api.example.com', 'GET', `/api/v1/scim/Users/${made.json.id}`, { token: acme });
    expect(read.headers['content-location']).toBe(made.headers.location);
    expect(read.headers.etag).toBe('W/"1"');
    const filter = encodeURIComponent('userName eq "Anna+x@example.com"');
    const found = await ask('acme.api.example.com', 'GET', `/api/v1/scim/Users?filter=${filter}&aadOptscim062020`, {
      token: acme,
    });
    expect(found.json.totalResults).toBe(1);
  });

  test('what a client says of host, scheme and address counts for nothing', async () => {
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '198.51.100.7',
    };
    const made = await ask('acme.api.example.com', 'POST', '/api/v1/scim/Users', {
      token: acme,
      body: '{"userName":"ben"}',
      headers,
    });
    expect(made.headers.location).toBe(`https://acme.api.example.com/api/v1/scim/Users/${made.json.id}`);
    const { requestLog } = server.server.context;
    await requestLog.flush();
    const tenantNo = (await server.server.context.control.tenants.bySubdomain('acme'))?.no ?? 0;
    const entry = await requestLog.byRequestId(tenantNo, String(made.headers['x-request-id']));
    expect(entry?.remoteAddress).toBe('127.0.0.1');
  });

  test('a tenant’s token opens that tenant’s host alone', async () => {
    expect((await ask('other.api.example.com', 'GET', '/api/v1/scim/Users', { token: acme })).status).toBe(401);
    expect((await ask('default.api.example.com', 'GET', '/api/v1/scim/Users', { token: server.token })).status).toBe(
      200,
    );
  });

  test('errors arrive as the SCIM JSON that they left as', async () => {
    const missing = await ask('acme.api.example.com', 'GET', '/api/v1/scim/Users/1', { token: acme });
    expect([missing.status, missing.headers['content-type'], missing.json.status]).toEqual([
      404,
      'application/scim+json',
      '404',
    ]);
    expect((await ask('acme.api.example.com', 'GET', '/api/v1/scim/Users')).headers['www-authenticate']).toMatch(
      /^Bearer/,
    );
  });

  test('a body passes as long as Rollcall takes it, which is 64 MiB for groups', async () => {
    const body = `{"displayName":"Large",${' '.repeat(67_000_000)}"members":[]}`;
    expect((await ask('acme.api.example.com', 'POST', '/api/v1/scim/Groups', { token: acme, body })).status).toBe(201);
  });

  test('the console’s host is served, and http leads to https', async () => {
    expect((await ask('console.example.com', 'GET', '/readyz')).status).toBe(200);
    const plain = await new Promise<{ status: number | undefined; to: string | undefined }>((resolve, reject) => {
      plainRequest(
        { host: '127.0.0.1', port: running.httpPort, path: '/a?b=c', headers: { host: 'console.example.com' } },
        (res) => {
          res.resume();
          resolve({ status: res.statusCode, to: res.headers.location });
        },
      )
        .on('error', reject)
        .end();
    });
    expect([301, 308]).toContain(plain.status);
    expect(plain.to).toMatch(/^https:\/\/console\.example\.com(:\d+)?\/a\?b=c$/);
  });

  test('what is for the operator’s monitoring is not for the public', async () => {
    for (const host of ['console.example.com', 'acme.api.example.com'])
      expect((await ask(host, 'GET', '/metrics')).status).toBe(404);
  });

  test('with the allow-list switched on only the addresses in it reach the API', async () => {
    await using closed = await run(proxy, server, true);
    expect((await closed.ask('acme.api.example.com', 'GET', '/api/v1/scim/Users', { token: acme })).status).toBe(403);
    expect((await closed.ask('console.example.com', 'GET', '/readyz')).status).toBe(200);
  });
});
