import { afterAll, beforeAll, inject } from 'vitest';
import { type DatabaseName, startTestServer, type TestServer } from '../../testing/test-server.ts';
import type { Browser } from './browser.ts';
import { signedIn, testPlugins } from './team.ts';

interface ServerWithOwner {
  readonly server: TestServer;
  readonly owner: Browser;
  readonly api: Browser['api'];
  readonly integrationId: string;
}

/** The tests of a block share a server to which its owner is signed in. */
export function serverWithOwner(database: DatabaseName, take: (made: ServerWithOwner) => void | Promise<void>): void {
  let server: TestServer | null = null;
  beforeAll(async () => {
    server = await startTestServer({ database, postgresUrl: inject('postgresUrl'), plugins: testPlugins });
    const owner = await signedIn(server, 'owner@example.com', 'owner');
    await take({ server, owner, api: owner.api, integrationId: server.integrationId });
  });
  afterAll(() => server?.[Symbol.asyncDispose]());
}
