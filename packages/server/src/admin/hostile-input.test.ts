import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { databaseNames, startTestServer, type TestServer } from '../testing/test-server.ts';
import type { Browser } from './testing/browser.ts';
import { testPlugins } from './testing/team.ts';
import { buildWorld, type World } from './testing/world.ts';

const cursor = (...parts: readonly unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

describe.each(databaseNames)('hostile input to the admin API on %s', (database) => {
  let server: TestServer;
  let world: World;
  let owner: Browser;
  beforeAll(async () => {
    server = await startTestServer({ database, postgresUrl: inject('postgresUrl'), plugins: testPlugins });
    world = await buildWorld(server);
    owner = world.owner;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const statusOf = async (path: string, body?: unknown): Promise<number> =>
    (
      await owner.fetch(path, {
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
        headers: { 'content-type': 'application/json' },
      })
    ).status;

  test.each([
    'console/users?search=%00',
    'console/users/facets/department?search=a%00',
    'console/groups?search=%00',
    'console/audit?search=%00',
    'console/audit/export.csv?search=%00',
    'console/search?q=%00',
    'console/integrations/name-availability?name=%00',
    'devices?search=%00',
    'users?email=%00',
  ])('a NUL in /api/v1/%s is refused, not handed to the database', async (path) => {
    expect(await statusOf(`/api/v1/${path}`)).toBe(400);
  });

  test('so it is in a body, however deep', async () => {
    expect(await statusOf('/api/v1/console/integrations', { name: 'a\0' })).toBe(400);
    expect(await statusOf('/api/v1/devices', { device_name: 'x', tags: ['ok', '\ud800'] })).toBe(400);
  });

  test('a cursor that was written by hand is an invalid cursor', async () => {
    const { groupId } = world.ids;
    for (const path of [
      `console/users?cursor=${cursor(0, 0, '\0', 1, 1)}`,
      `console/users?cursor=${cursor(0, 0, 'a', 1e308, 1.5)}`,
      `console/groups?cursor=${cursor(0, 'a', 'b', 'c')}`,
      `console/groups?sort=members&cursor=${cursor(0, 'a', 1, 1)}`,
      `console/groups/${groupId}/members?cursor=${cursor(0, 1.5)}`,
      `users?cursor=${cursor(0, 0, '\0', 1, 1)}`,
      `audit/events?cursor=${cursor([0, 1e308])}`,
    ]) {
      const answer = await owner.fetch(`/api/v1/${path}`);
      expect([path, answer.status, (await answer.json()).code]).toEqual([path, 400, 'invalidCursor']);
    }
  });
});
