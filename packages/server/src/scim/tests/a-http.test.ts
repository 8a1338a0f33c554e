/** Checklist A: HTTP, media type, authentication, errors. */
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { Answer, Json } from '../../testing/test-server.ts';
import { errorUrn, onEachDatabase, userUrn } from './each-database.ts';

const isError = (answer: Answer, status: number, scimType?: string) => {
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/scim+json');
  expect(answer.json).toMatchObject({ schemas: [errorUrn], status: String(status), detail: expect.any(String) });
  expect(answer.json.scimType).toBe(scimType);
  expect(Object.keys(answer.json).filter((key) => !['schemas', 'status', 'detail', 'scimType'].includes(key))).toEqual(
    [],
  );
};

onEachDatabase('SCIM over HTTP', (world) => {
  test('#1 every answer is JSON with exactly application/scim+json', async () => {
    const c = await world.client();
    const { id } = await c.user();
    for (const answer of [
      await c.get(`/Users/${id}`),
      await c.get('/Users'),
      await c.get('/Schemas'),
      await c.get('/nowhere'),
      await c.post('/Users', {}),
      await world.server.send('GET', '/api/v1/scim/Users'),
    ]) {
      expect(answer.headers['content-type']).toBe('application/scim+json');
      expect(answer.json).toBeTypeOf('object');
    }
  });

  test.each([
    'application/scim+json',
    'application/json',
    'application/scim+json; charset=utf-8',
    'application/json;charset=UTF-8',
    'Application/SCIM+JSON',
  ])('#2 a body sent as %s is read', async (type) => {
    const c = await world.client();
    const answer = await c.post('/Users', { userName: 'jürgen' }, { 'content-type': type });
    expect(answer.status).toBe(201);
    expect(answer.json.userName).toBe('jürgen');
  });

  test.each(['application/scim+json', 'application/json', '*/*', 'text/html, */*;q=0.1'])(
    '#3 Accept: %s is answered',
    async (accept) => {
      const c = await world.client();
      const answer = await c.get('/Users', { accept });
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('application/scim+json');
    },
  );

  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])(
    '#4 a body of the type %s is refused with 415',
    async (type) => {
      const c = await world.client();
      isError(await c.post('/Users', { userName: 'x' }, { 'content-type': type }), 415);
    },
  );

  test('#5 401 carries WWW-Authenticate and a SCIM error', async () => {
    const answer = await world.server.send('GET', '/api/v1/scim/Users');
    isError(answer, 401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm=/);
  });

  test.each([
    ['GET', '/Users'],
    ['POST', '/Users'],
    ['GET', '/Users/1'],
    ['PUT', '/Users/1'],
    ['PATCH', '/Groups/1'],
    ['DELETE', '/Groups/1'],
    ['POST', '/Bulk'],
    ['POST', '/.search'],
    ['GET', '/Schemas'],
    ['GET', '/nowhere'],
  ])('#6 %s %s without a token, and with a wrong one, is 401', async (method, path) => {
    const { server } = world;
    const { token: right } = server;
    const otherEnd = `${right.slice(0, -1)}${right.endsWith('x') ? 'y' : 'x'}`;
    const otherStart = right.replace(/^rc_(.)/, (_, first) => `rc_${first === 'Z' ? 'Y' : 'Z'}`);
    const wrong = [null, 'rubbish', otherEnd, otherStart];
    for (const token of wrong) isError(await server.send(method, `/api/v1/scim${path}`, { token }), 401);
    const basic = { headers: { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` } };
    isError(await server.send(method, `/api/v1/scim${path}`, basic), 401);
  });

  test('#7 an error has schemas, status as text, detail, at most scimType, and nothing else', async () => {
    const c = await world.client();
    isError(await c.get('/Users/none'), 404);
    isError(await c.get('/Users?filter=nonsense'), 400, 'invalidFilter');
    isError(await c.post('/Users', {}), 400, 'invalidValue');
  });

  test('#8 malformed JSON is 400 invalidSyntax', async () => {
    const { server } = world;
    for (const raw of ['{"userName":', '{"userName":"x",}', 'userName=x', '[]', '"text"', 'null'])
      isError(await server.send('POST', '/api/v1/scim/Users', { token: server.token, raw }), 400, 'invalidSyntax');
    const notUtf8 = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]);
    isError(
      await server.send('POST', '/api/v1/scim/Users', { token: server.token, raw: notUtf8 }),
      400,
      'invalidSyntax',
    );
    const deep = `{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}`;
    isError(await server.send('POST', '/api/v1/scim/Users', { token: server.token, raw: deep }), 400, 'invalidSyntax');
  });

  test('#8 the message about malformed JSON does not quote what may be a secret', async () => {
    const { server } = world;
    const raw = '{"userName":"x","password":"hunter2" oops}';
    const answer = await server.send('POST', '/api/v1/scim/Users', { token: server.token, raw });
    expect(answer.text).not.toContain('hunter2');
  });

  test('#9 an empty body on POST, PUT and PATCH is 400', async () => {
    const c = await world.client();
    const { id } = await c.user();
    for (const [method, path] of [
      ['POST', '/Users'],
      ['PUT', `/Users/${id}`],
      ['PATCH', `/Users/${id}`],
    ] as const) {
      const path2 = `/api/v1/scim${path}`;
      isError(await world.server.send(method, path2, { token: c.token }), 400, 'invalidSyntax');
      isError(await world.server.send(method, path2, { token: c.token, raw: '  ' }), 400, 'invalidSyntax');
    }
  });

  test('#10 a missing required attribute is 400 invalidValue and named', async () => {
    const c = await world.client();
    const user = await c.post('/Users', { schemas: [userUrn], displayName: 'x' });
    isError(user, 400, 'invalidValue');
    expect(user.json.detail).toContain('userName');
    isError(await c.post('/Groups', { members: [] }), 400, 'invalidValue');
    isError(await c.post('/Users', { userName: '' }), 400, 'invalidValue');
  });

  test('#11 an unknown id is 404 on GET, PUT, PATCH and DELETE', async () => {
    const c = await world.client();
    for (const type of ['Users', 'Groups']) {
      const path = `/${type}/6f1b0f4e-0000-4000-8000-000000000000`;
      isError(await c.get(path), 404);
      isError(await c.put(path, { userName: 'x', displayName: 'x' }), 404);
      isError(await c.patch(path, { op: 'replace', path: 'displayName', value: 'x' }), 404);
      isError(await c.delete(path), 404);
    }
    const { id } = await c.user();
    isError(await c.get(`/Groups/${id}`), 404);
  });

  test.each([
    '/nowhere',
    '/Users/1/2',
    '/Users/1/.search',
    '/users',
    '/Bulk/1',
    '/%E0%A4%A',
    '/Users/%2e%2e%2f',
    '/Users/%00',
    '/__proto__',
    '/constructor',
    '/toString/1',
    '/Schemas/__proto__',
    '/ResourceTypes/constructor',
  ])('#12 %s does not exist: 404', async (path) => {
    const c = await world.client();
    isError(await c.get(path), 404);
  });

  test.each([
    ['DELETE', '/Users', ['GET', 'HEAD', 'POST']],
    ['POST', '/Users/1', ['GET', 'HEAD', 'DELETE', 'PUT', 'PATCH']],
    ['GET', '/Bulk', ['POST']],
    ['HEAD', '/Bulk', ['POST']],
    ['GET', '/.search', ['POST']],
    ['OPTIONS', '/Users', ['GET', 'HEAD', 'POST']],
  ])('#13 %s on %s is 405 with Allow', async (method, path, allowed) => {
    const c = await world.client();
    const answer = await c.request(method, path);
    if (method === 'HEAD') expect([answer.status, answer.text]).toEqual([405, '']);
    else isError(answer, 405);
    expect(answer.headers.allow?.split(', ').toSorted()).toEqual(allowed.toSorted());
  });

  test('#14 a userName in use is 409 uniqueness on POST, PUT and PATCH, and the detail names who has it', async () => {
    const c = await world.client();
    const ann = await c.user({ userName: 'ann' });
    const bob = await c.user({ userName: 'bob' });
    const answers = [
      await c.post('/Users', { userName: 'ANN' }),
      await c.put(`/Users/${bob.id}`, { userName: 'Ann' }),
      await c.patch(`/Users/${bob.id}`, { op: 'replace', path: 'userName', value: 'ann' }),
    ];
    for (const answer of answers) {
      isError(answer, 409, 'uniqueness');
      expect(answer.json.detail).toContain(ann.id);
    }
  });

  test('#15 a query string on the base URL is ignored', async () => {
    const c = await world.client();
    const { id } = await c.user({ userName: 'flag' });
    expect((await c.get(`/Users/${id}?aadOptscim062020`)).json.userName).toBe('flag');
    expect((await c.get('/Users?aadOptscim062020&filter=userName%20eq%20"flag"')).json.totalResults).toBe(1);
    expect((await c.get('/?aadOptscim062020')).status).toBe(200);
    expect((await c.get('/Users?')).status).toBe(200);
    expect((await c.get('/Users?count=1&')).json.itemsPerPage).toBe(1);
  });

  test('#16 unknown query parameters are ignored', async () => {
    const c = await world.client();
    expect((await c.get('/Users?trace=1&filter2=x&=y&%zz')).status).toBe(200);
  });

  test('#17 /v2 is served and comes back in locations; other versions are refused', async () => {
    const c = await world.client();
    const made = await c.post('/v2/Users', { userName: 'v2' });
    expect(made.headers.location).toBe(`${c.base}/v2/Users/${made.json.id}`);
    expect(made.json.meta.location).toBe(made.headers.location);
    expect((await c.get(`/Users/${made.json.id}`)).json.meta.location).toBe(`${c.base}/Users/${made.json.id}`);
    expect((await c.get('/v2')).status).toBe(200);
    isError(await c.get('/v9/Users'), 400, 'invalidVers');
    isError(await c.get('/v1/Users'), 400, 'invalidVers');
  });

  test('#18 beyond its limit a token gets 429 with whole seconds in Retry-After', async () => {
    const { control, tokens } = world.server.server.context;
    const c = await world.client();
    const limited = await tokens.issueToken(c.integrationId, { rateLimit: 2 });
    if (!limited.ok) throw new Error('no token');
    const answers: Answer[] = [];
    for (let i = 0; i < 4; i++)
      answers.push(await world.server.send('GET', '/api/v1/scim/Users', { token: limited.value.secret }));
    const refused = answers.find(({ status }) => status === 429);
    expect(answers[0]?.status).toBe(200);
    if (!refused) throw new Error('nothing was refused');
    isError(refused, 429);
    expect(refused.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect((await c.get('/Users')).status).toBe(200);
    expect((await control.tokens.list(c.integrationId)).map(({ rateLimit }) => rateLimit).toSorted()).toEqual([
      2,
      null,
    ]);
  });

  test('#19 a fault inside is an opaque 500 with the id under which the log has the cause', async () => {
    const { server } = world;
    const { context } = server.server;
    const resources = context.resources;
    Object.assign(context, {
      resources: () => ({ get: () => Promise.reject(new Error('select * from secret_table')) }),
    });
    const answer = await server.scim('GET', '/Users/1');
    Object.assign(context, { resources });
    isError(answer, 500);
    expect(answer.text).not.toMatch(/select|secret_table|\.ts/);
    const requestId = String(answer.headers['x-request-id']);
    expect(answer.json.detail).toContain(requestId);
    expect(server.log.some((line) => line.includes(requestId) && line.includes('secret_table'))).toBe(true);
  });

  test('#20 Location, meta.location and $ref have the host that the client used', async () => {
    const c = await world.client();
    const headers = { host: 'Scim.Example.com:8443' };
    const made = await c.post('/Users', { userName: 'host' }, headers);
    const base = 'http://scim.example.com:8443/api/v1/scim';
    expect(made.headers.location).toBe(`${base}/Users/${made.json.id}`);
    expect(made.json.meta.location).toBe(made.headers.location);
    const group = await c.post('/Groups', { displayName: 'g', members: [{ value: made.json.id }] }, headers);
    expect(group.json.members[0].$ref).toBe(`${base}/Users/${made.json.id}`);
    expect((await c.get(`/Users/${made.json.id}`, headers)).json.groups[0].$ref).toBe(
      `${base}/Groups/${group.json.id}`,
    );
  });

  test('#20 X-Forwarded-* counts for nothing unless a trusted proxy sent it', async () => {
    const c = await world.client();
    const forged = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
    expect((await c.post('/Users', { userName: 'fwd' }, forged)).headers.location).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });

  test('a body over the limit is 413 and the connection is not left in disorder', async () => {
    const { server } = world;
    const raw = JSON.stringify({ userName: 'x', displayName: 'y'.repeat(1_100_000) });
    isError(await server.send('POST', '/api/v1/scim/Users', { token: server.token, raw }), 413);
    isError(
      await server.send('POST', '/api/v1/scim/Users', {
        token: server.token,
        body: { userName: 'x', title: 'y'.repeat(70_000) },
      }),
      400,
      'invalidValue',
    );
    expect((await server.scim('GET', '/Users?count=1')).status).toBe(200);
  });

  test('more values of one attribute than are kept are refused, and while many are written others are served', async () => {
    const c = await world.client();
    const emails = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ value: `${from + n}@example.com`, type: 'other' }));
    isError(await c.post('/Users', { userName: 'many', emails: emails(0, 10_001) }), 400, 'invalidValue');
    const order: string[] = [];
    const many = c.post('/Users', { userName: 'many', emails: emails(0, 10_000) }).finally(() => order.push('many'));
    while (!order.includes('many')) order.push(String((await c.get('/Users?count=0')).status));
    const made = await many;
    expect([made.status, made.json.emails.length]).toEqual([201, 10_000]);
    expect(order[0]).toBe('200');
    expect((await c.find('emails.value eq "9999@example.com"')).Resources.map(({ id }: Json) => id)).toEqual([
      made.json.id,
    ]);
    const path = `/Users/${made.json.id}`;
    isError(await c.put(path, { userName: 'many', emails: emails(0, 10_001) }), 400, 'invalidValue');
    isError(await c.patch(path, { op: 'add', path: 'emails', value: emails(10_000, 1) }), 400, 'invalidValue');
    const changed = await c.put(path, { userName: 'many', emails: emails(5_000, 10_000) });
    expect([changed.status, changed.json.emails.length]).toEqual([200, 10_000]);
    expect(await c.names('emails.value eq "14999@example.com"')).toEqual(['many']);
    expect(await c.names('emails.value eq "4999@example.com"')).toEqual([]);
    expect((await c.delete(path)).status).toBe(204);
    expect(await c.names('emails.value eq "14999@example.com"')).toEqual([]);
  });

  const target = 'GET /api/v1/scim/Users HTTP/1.1\r\n';
  test.each<[string, string, number]>([
    ['what is no HTTP', 'rubbish\r\n\r\n', 400],
    ['a header without a colon', `${target}Host: x\r\nno colon\r\n\r\n`, 400],
    ['two lengths', `${target}Host: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400],
    ['chunks that are none', `${target}Host: x\r\nTransfer-Encoding: chunked\r\n\r\nsecret\r\n`, 400],
    ['headers of 20 KiB', `${target}Host: x\r\nX-Secret: ${'s'.repeat(20_000)}\r\n\r\n`, 431],
    ['no Host', `${target}Connection: close\r\n\r\n`, 400],
    ['an expectation', `${target}Host: x\r\nExpect: wonders\r\n\r\n`, 417],
  ])('%s is told as a SCIM error, and the connection closed', async (_what, sent, status) => {
    const text = await converse(sent);
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head.toLowerCase()).toContain('\r\ncontent-type: application/scim+json\r\n');
    expect(JSON.parse(body)).toEqual({ schemas: [errorUrn], status: String(status), detail: expect.any(String) });
    expect(text).not.toMatch(/secret|sss/);
  });

  test('whoever keeps a refused connection open loses it', { timeout: 30_000 }, async () => {
    const socket = connect({ port: world.server.port, host: '127.0.0.1', allowHalfOpen: true });
    const cut = new Promise<void>((resolve) => socket.on('error', () => resolve()).on('close', () => resolve()));
    socket.write('rubbish\r\n\r\n');
    let text = '';
    for await (const chunk of socket.setEncoding('utf8').iterator({ destroyOnReturn: false })) text += chunk;
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    // The server has said its last word; only a connection that is cut refuses what is sent on.
    const sending = setInterval(() => socket.write('and on'), 100);
    await cut;
    clearInterval(sending);
    socket.destroy();
  });

  test('rubbish behind a request is not answered in its place', async () => {
    const { token } = await world.client();
    const text = await converse(`${target}Host: x\r\nAuthorization: Bearer ${token}\r\n\r\nrubbish\r\n\r\n`);
    expect(text).toMatch(/^(HTTP\/1\.1 200 |$)/);
  });

  /** All that the server says to these bytes until it closes the connection. */
  const converse = (bytes: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(world.server.port, '127.0.0.1', () => socket.write(bytes));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(text));
    });
});
