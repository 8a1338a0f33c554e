/** Hosts, proxies, tenants, tokens and the rest of the server around SCIM. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { bulkUrn, onEachDatabase, searchUrn } from '../scim/tests/each-database.ts';
import { type Json, send, startTestServer } from '../testing/test-server.ts';

const postgresUrl = inject('postgresUrl');
const env = {
  ROLLCALL_API_DOMAINS: 'api.example.com,api.old.example',
  ROLLCALL_PUBLIC_URL: 'https://console.example.com',
  ROLLCALL_TRUSTED_PROXIES: 'loopback',
};

onEachDatabase(
  'Tenants and hosts',
  (world) => {
    const get = (path: string, token: string | null, headers: Record<string, string>) =>
      world.server.send('GET', path, { token, headers });

    test('each API domain serves the tenant under its sub-domain, and a bare host takes it from the token', async () => {
      const acme = await world.client('acme');
      for (const host of ['acme.api.example.com', 'ACME.api.old.example', 'localhost:8080', 'api.example.com'])
        expect((await get('/api/v1/scim/Users', acme.token, { host })).status).toBe(200);
    });

    test('a token of one tenant on another’s host is 401', async () => {
      const acme = await world.client('acme');
      await world.client('other');
      for (const host of ['other.api.example.com', 'nobody.api.example.com', 'a.acme.api.example.com']) {
        const answer = await get('/api/v1/scim/Users', acme.token, { host });
        expect(answer.status).toBe(401);
        expect(answer.json.detail).toContain('another tenant');
      }
    });

    test('two integrations of one tenant, and two tenants, see nothing of each other', async () => {
      const [a, b, other] = [await world.client('acme'), await world.client('acme'), await world.client('other')];
      const user = await a.user({ userName: 'same' });
      for (const c of [b, other]) {
        expect((await c.get(`/Users/${user.id}`)).status).toBe(404);
        expect((await c.delete(`/Users/${user.id}`)).status).toBe(404);
        expect((await c.find('userName eq "same"')).totalResults).toBe(0);
        expect((await c.user({ userName: 'same' })).id).not.toBe(user.id);
        expect((await c.post('/Groups', { displayName: 'g', members: [{ value: user.id }] })).status).toBe(400);
      }
    });

    test('no method at no endpoint reaches what another integration or tenant has', async () => {
      const [a, b, other] = [await world.client('acme'), await world.client('acme'), await world.client('other')];
      const user = await a.user({ userName: 'mine', nickName: 'secret nick' });
      const group = await a.group('mine', [user.id]);
      for (const c of [b, other]) {
        for (const [path, body] of [
          [`/Users/${user.id}`, { userName: 'stolen' }],
          [`/Groups/${group.id}`, { displayName: 'stolen' }],
        ] as const) {
          const patch = { Operations: [{ op: 'replace', value: body }] };
          const answers = [
            await c.get(path),
            await c.put(path, body),
            await c.request('PATCH', path, patch),
            await c.delete(path),
          ];
          expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
          const operations = [
            { method: 'PUT', path, data: body },
            { method: 'PATCH', path, data: patch },
            { method: 'DELETE', path },
          ];
          const bulk = await c.post('/Bulk', { schemas: [bulkUrn], Operations: operations });
          expect(bulk.json.Operations.map(({ status }: Json) => status)).toEqual(['404', '404', '404']);
        }
        const search = { schemas: [searchUrn], filter: `id eq "${user.id}" or nickName sw "secret"` };
        const found = [
          await c.get('/Users'),
          await c.get('/Groups'),
          await c.get(`/?filter=${encodeURIComponent(search.filter)}`),
          await c.get(`/Users?filter=${encodeURIComponent(`groups.value eq "${group.id}"`)}`),
          await c.get(`/Groups?filter=${encodeURIComponent(`members.value eq "${user.id}"`)}`),
          await c.post('/Users/.search', search),
          await c.post('/.search', search),
        ];
        expect(found.map(({ json }) => json.totalResults)).toEqual(found.map(() => 0));
        const nested = await c.post('/Groups', { displayName: 'theirs', members: [{ value: group.id }] });
        expect(nested.status).toBe(400);
      }
      expect((await a.get(`/Users/${user.id}`)).json).toEqual({ ...user, groups: expect.any(Array) });
      expect((await a.get(`/Groups/${group.id}`)).json).toEqual(group);
    });

    test('a trusted proxy’s X-Forwarded headers make the locations', async () => {
      const acme = await world.client('acme');
      const headers = {
        host: '10.0.0.7:8080',
        'x-forwarded-host': 'acme.api.example.com',
        'x-forwarded-proto': 'https',
        'x-forwarded-for': '203.0.113.9',
      };
      const made = await world.server.send('POST', '/api/v1/scim/Users', {
        token: acme.token,
        headers,
        body: { userName: 'proxied' },
      });
      expect(made.headers.location).toBe(`https://acme.api.example.com/api/v1/scim/Users/${made.json.id}`);
      expect(made.json.meta.location).toBe(made.headers.location);
      const { requestLog, control } = world.server.server.context;
      await requestLog.flush();
      const tenant = await control.tenants.bySubdomain('acme');
      const logged = await requestLog.byRequestId(tenant?.no ?? 0, String(made.headers['x-request-id']));
      expect(logged).toMatchObject({ remoteAddress: '203.0.113.9', status: 201, method: 'POST' });
    });

    test('API hosts serve no console', async () => {
      const answer = await get('/', null, { host: 'acme.api.example.com' });
      expect(answer.status).toBe(404);
      expect(answer.headers['content-type']).toBe('application/json');
    });

    test('a Host header that is none is refused', async () => {
      expect((await get('/api/v1/scim/Users', world.server.token, { host: 'a"b' })).status).toBe(400);
      const { port } = world.server;
      const twice = await new Promise<number>((resolve, reject) => {
        const headers = ['Host', 'acme.api.example.com', 'host', 'other.api.example.com'];
        request({ host: '127.0.0.1', port, path: '/healthz', headers, setHost: false }, (res) => {
          res.resume();
          resolve(res.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });
      expect(twice).toBe(400);
    });
  },
  { env },
);

onEachDatabase('Tokens', (world) => {
  const users = (token: string) => world.server.send('GET', '/api/v1/scim/Users?count=1', { token });

  test('rotation ends the old token at once, and says so', async () => {
    const c = await world.client();
    expect((await users(c.token)).status).toBe(200);
    const rotated = await world.server.server.context.tokens.rotateToken(c.integrationId);
    if (!rotated.ok) throw new Error('not rotated');
    const old = await users(c.token);
    expect(old.status).toBe(401);
    expect(old.json.detail).toContain('replaced by a new one');
    expect((await users(rotated.value.secret)).status).toBe(200);
  });

  test('a grace lets both live, and nothing longer than 24 hours', async () => {
    const c = await world.client();
    const { tokens } = world.server.server.context;
    const rotated = await tokens.rotateToken(c.integrationId, { graceHours: 24 });
    if (!rotated.ok) throw new Error('not rotated');
    expect((await users(c.token)).status).toBe(200);
    expect((await users(rotated.value.secret)).status).toBe(200);
    await expect(tokens.rotateToken(c.integrationId, { graceHours: 25 })).rejects.toThrow('24');
    await tokens.rotateToken(c.integrationId);
    expect((await users(c.token)).status).toBe(401);
    expect((await users(rotated.value.secret)).status).toBe(401);
  });

  test('revoked and expired tokens, and those of a deleted integration, are 401', async () => {
    const c = await world.client();
    const { tokens, control } = world.server.server.context;
    const brief = await tokens.issueToken(c.integrationId, { expires: new Date(Date.now() + 4_000).toISOString() });
    const second = await tokens.issueToken(c.integrationId);
    if (!brief.ok || !second.ok) throw new Error('not issued');
    expect((await users(brief.value.secret)).status).toBe(200);
    expect((await users(second.value.secret)).status).toBe(200);
    await control.tokens.revoke(c.integrationId, second.value.info.id, new Date().toISOString());
    expect((await users(second.value.secret)).json.detail).toContain('revoked');
    await expect.poll(async () => (await users(brief.value.secret)).json.detail).toContain('expired');
    expect((await users(c.token)).status).toBe(200);
    await control.integrations.remove(c.integrationId);
    expect((await users(c.token)).status).toBe(401);
  });

  test('last use and user agent are written down, together', async () => {
    const c = await world.client();
    await c.get('/Users', { 'user-agent': 'Okta SCIM Client 1.0.0' });
    const { control } = world.server.server.context;
    await expect
      .poll(async () => (await control.tokens.list(c.integrationId))[0])
      .toMatchObject({ userAgent: 'Okta SCIM Client 1.0.0', lastUsed: expect.any(String) });
    expect((await control.integrations.get(c.integrationId))?.lastContact).toEqual(expect.any(String));
  });

  test('only the hash of a token is anywhere in the database', async () => {
    const { db } = world.server.server.context;
    const rows = await db.read.all<{ hash: string; fingerprint: string }>('select hash, fingerprint from token');
    for (const { hash, fingerprint } of rows) {
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(fingerprint.length).toBeLessThan(12);
    }
  });

  const exchange = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    world.server.send('POST', '/api/v1/oauth/token', {
      raw: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });

  test('OAuth client credentials: two live secrets, tokens of 60 minutes, revoked with the client', async () => {
    const c = await world.client();
    const { tokens, control } = world.server.server.context;
    const client = await tokens.createClient(c.integrationId, 'entra');
    if (!client.ok) throw new Error('no client');
    const id = client.value.info.id;
    const form = (client_secret: string) => ({ grant_type: 'client_credentials', client_id: id, client_secret });
    const first = await exchange(form(client.value.secret));
    expect(first.json).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(first.headers['cache-control']).toBe('no-store');
    const issued = (await control.tokens.list(c.integrationId)).find(({ kind }) => kind === 'oauth');
    const minutes = (Date.parse(issued?.expires ?? '') - Date.parse(issued?.created ?? '')) / 60_000;
    expect(Math.round(minutes)).toBe(60);
    expect((await users(first.json.access_token)).status).toBe(200);
    const second = await tokens.addClientSecret(id);
    if (!second.ok) throw new Error('no secret');
    for (const secret of [client.value.secret, second.value.secret])
      expect((await exchange(form(secret))).status).toBe(200);
    await tokens.addClientSecret(id);
    expect((await exchange(form(client.value.secret))).json).toMatchObject({ error: 'invalid_client' });
    const basic = `Basic ${Buffer.from(`${id}:${second.value.secret}`).toString('base64')}`;
    expect((await exchange({ grant_type: 'client_credentials' }, { authorization: basic })).status).toBe(200);
    await control.clients.revoke(id);
    expect((await users(first.json.access_token)).status).toBe(401);
    expect((await exchange(form(second.value.secret))).status).toBe(401);
    // An exchange that had looked at the secret before the client was revoked.
    const late = { hash: 'h', fingerprint: 'rco_late', kind: 'oauth', expires: null, rateLimit: null } as const;
    expect(await control.tokens.issue(c.integrationId, { ...late, clientId: id })).toMatchObject({ ok: false });
  });

  test('OAuth refuses what it does not know', async () => {
    const refused = { grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' };
    const answer = await exchange(refused);
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Basic');
    expect((await exchange({ ...refused, grant_type: 'password' })).json.error).toBe('unsupported_grant_type');
    expect((await exchange({})).json.error).toBe('invalid_request');
    expect((await world.server.send('GET', '/api/v1/oauth/token')).headers.allow).toBe('POST');
  });
});

test('healthz, readyz and metrics answer', async () => {
  await using s = await startTestServer({ postgresUrl });
  expect((await s.send('GET', '/healthz')).text).toBe('ok\n');
  expect((await s.send('GET', '/readyz')).text).toBe('ready\n');
  await s.scim('GET', '/Users');
  const metrics = await s.send('GET', '/metrics');
  expect(metrics.headers['content-type']).toContain('text/plain');
  expect(metrics.text).toMatch(/rollcall_http_requests_total\{area="scim",method="GET",status="200"\} 1/);
  expect(metrics.text).toContain('rollcall_http_request_duration_seconds_bucket');
  expect(metrics.text).toContain('process_resident_memory_bytes');
});

test('the built console: hashed files for ever, pages with a strict policy, unknown pages get the application', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-console-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), `<!doctype html><title>Rollcall</title>${' '.repeat(2_000)}`);
  writeFileSync(join(folder, 'assets', 'app-1a2b3c.js'), 'export {};');
  await using s = await startTestServer({ postgresUrl, consoleFolder: folder });
  const page = await s.send('GET', '/users/123?tab=groups');
  expect(page.status).toBe(200);
  expect(page.text).toContain('<title>Rollcall');
  expect(page.headers['cache-control']).toBe('no-cache');
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("script-src 'self'");
  expect(/script-src[^;]*unsafe/.test(policy)).toBe(false);
  expect(policy).toContain("frame-ancestors 'none'");
  const script = await s.send('GET', '/assets/app-1a2b3c.js');
  expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(script.headers['content-type']).toContain('text/javascript');
  expect((await s.send('GET', '/', { headers: { 'if-none-match': String(page.headers.etag) } })).status).toBe(304);
  expect((await s.send('GET', '/', { headers: { 'accept-encoding': 'gzip' } })).headers['content-encoding']).toBe(
    'gzip',
  );
  for (const path of ['/assets/missing.js', '/../package.json', '/%2e%2e/secret.txt', '/api/nothing'])
    expect((await s.send('GET', path)).status).toBe(404);
  expect((await s.send('POST', '/')).status).toBe(405);
  rmSync(folder, { recursive: true });
});

test('a plugin gets fetch-style requests under its prefix, the longest first', async () => {
  const echo = (name: string) => async (request: Request, info: { origin: string; remoteAddress: string }) =>
    Response.json({ name, url: request.url, body: await request.text(), ...info });
  await using s = await startTestServer({
    postgresUrl,
    env: { ROLLCALL_TRUSTED_PROXIES: '127.0.0.1' },
    plugins: [
      () => ({
        name: 'echo',
        routes: [
          { prefix: '/api/v1', handle: echo('v1') },
          { prefix: '/api/auth', handle: echo('auth') },
          { prefix: '/api/v1/devices', handle: echo('devices') },
        ],
        [Symbol.asyncDispose]: async () => {},
      }),
    ],
  });
  const headers = {
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'console.example.com',
    'x-forwarded-for': '203.0.113.9',
  };
  const answer = await s.send('POST', '/api/auth/sign-in?x=1', { raw: 'hello', headers });
  expect(answer.json).toMatchObject({
    name: 'auth',
    url: 'https://console.example.com/api/auth/sign-in?x=1',
    body: 'hello',
    remoteAddress: '203.0.113.9',
  });
  expect(answer.headers['x-request-id']).toBeDefined();
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  expect((await s.send('GET', '/api/v1/devices/7')).json.name).toBe('devices');
  expect((await s.send('GET', '/api/v1/devicesx')).json.name).toBe('v1');
  expect((await s.send('GET', '/api/v2')).status).toBe(404);
  expect((await s.scim('GET', '/Users')).json.totalResults).toBe(0);
});

test('a request whose target is a whole URL is served all the same', async () => {
  await using s = await startTestServer({ postgresUrl });
  const path = 'http://scim.example.com/api/v1/scim/Users?count=1';
  expect((await s.send('GET', path, { token: s.token })).json.totalResults).toBe(0);
  expect((await s.send('GET', 'http://scim.example.com', {})).status).toBe(503);
});

test('stopping lets a request under way finish', async () => {
  const s = await startTestServer({ postgresUrl });
  const body = JSON.stringify({ userName: 'late' });
  const req = request({
    host: '127.0.0.1',
    port: s.port,
    method: 'POST',
    path: '/api/v1/scim/Users',
    // The server says when it has taken the request and waits for its body.
    headers: { authorization: `Bearer ${s.token}`, 'content-length': body.length, expect: '100-continue' },
  });
  req.flushHeaders();
  await once(req, 'continue');
  const stopped = s[Symbol.asyncDispose]();
  req.end(body);
  const [answer]: IncomingMessage[] = await once(req, 'response');
  answer?.resume();
  expect(answer?.statusCode).toBe(201);
  await stopped;
  await expect(send(s.port, 'GET', '/healthz')).rejects.toThrow();
});

test.each<[string, string, RegExp]>([
  ['broken JSON', '{\n  "id": 1,\n  oops\n}', /^schemas\/bad\.json:3: is not valid JSON/],
  ['no schema', '[\n  {"schemas": []}\n]', /^schemas\/bad\.json:2: \/schemas /],
  [
    'an unknown type',
    JSON.stringify(
      {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
        id: 'urn:a:b',
        name: 'b',
        attributes: [{ name: 'x', type: 'strin' }],
      },
      null,
      1,
    ),
    /^schemas\/bad\.json:10: .*type/,
  ],
])('a schema file with %s stops the start with file, line and reason', async (_what, text, message) => {
  const start = startTestServer({
    postgresUrl,
    prepare: (dataDir) => {
      mkdirSync(join(dataDir, 'schemas'));
      writeFileSync(join(dataDir, 'schemas', 'bad.json'), text);
    },
  });
  await expect(start).rejects.toThrow(message);
});

test('servers with different schemas do not work on one database', async () => {
  await using s = await startTestServer({ postgresUrl });
  const { createServer } = await import('../create-server.ts');
  const { context } = s.server;
  const [first, ...rest] = context.registry.schemas;
  if (first === undefined) throw new Error('no schemas');
  const registry = { ...context.registry, schemas: [{ ...first, description: 'another' }, ...rest] };
  const deps = { log: context.log, db: context.db, requestLog: context.requestLog, registry, consoleFolder: null };
  await expect(createServer(s.config, deps)).rejects.toThrow(/schema/i);
});

test('the request log tells the cause of a 401 and whose token it was', async () => {
  await using s = await startTestServer({ postgresUrl });
  const { tokens, requestLog } = s.server.context;
  await tokens.rotateToken(s.integrationId);
  const refused = await s.scim('GET', '/Users', undefined, { 'user-agent': 'Okta SCIM Client 1.0.0' });
  expect(refused.status).toBe(401);
  await requestLog.flush();
  const logged = await requestLog.byRequestId(1, String(refused.headers['x-request-id']));
  expect(logged).toMatchObject({
    integrationNo: 1,
    status: 401,
    userAgent: 'Okta SCIM Client 1.0.0',
    detail: { cause: 'tokenRevoked' },
  });
  const counted: Json = await requestLog.counts({ tenantNo: 1, from: 0, to: Date.now() + 60_000, stepMs: 60_000 });
  expect(counted).toMatchObject([{ requests: 1, errors: 1 }]);
});
