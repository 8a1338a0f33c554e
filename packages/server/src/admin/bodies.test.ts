import { request } from 'node:http';
import { expect, inject, test } from 'vitest';
import { startTestServer } from '../testing/test-server.ts';
import { signedIn, testPlugins } from './testing/team.ts';

const mebibyte = Buffer.alloc(1_048_576, ' ');

test('a body without a length is refused at its limit, not when it ends', async () => {
  await using server = await startTestServer({ postgresUrl: inject('postgresUrl'), plugins: testPlugins });
  const owner = await signedIn(server, 'owner@example.com', 'owner');
  /** Sends that much and then neither more nor an end: a server that goes on waiting never answers. */
  const refused = (method: string, path: string, type: string, mebibytes: number) =>
    new Promise<number>((resolve, reject) => {
      const headers = {
        'content-type': type,
        cookie: owner.cookies,
        origin: owner.origin,
        host: new URL(owner.origin).host,
      };
      const req = request({ host: '127.0.0.1', port: server.port, method, path, headers }, (res) => {
        resolve(res.statusCode ?? 0);
        req.destroy();
      });
      req.on('error', reject);
      for (let sent = 0; sent < mebibytes; sent += 1) req.write(mebibyte);
    });
  const json = 'application/json';
  expect(await refused('POST', '/api/auth/sign-in/email', json, 2)).toBe(413);
  expect(await refused('POST', '/api/v1/console/links/inspect', json, 2)).toBe(413);
  expect(await refused('POST', '/api/v1/console/invitations', json, 2)).toBe(413);
  expect(await refused('POST', '/api/v1/devices/import/preview', 'text/csv', 33)).toBe(413);
  expect((await owner.api.call('session.get')).user.email).toBe('owner@example.com');
});
