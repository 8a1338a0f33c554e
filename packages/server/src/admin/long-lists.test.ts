import { DatabaseError } from '@rollcall/store';
import { expect, inject, test } from 'vitest';
import { startTestServer } from '../testing/test-server.ts';
import { refusal } from './testing/browser.ts';
import { signedIn, testPlugins } from './testing/team.ts';

test('a list that took too long, or for which there is no room, says so and what to do', async () => {
  await using server = await startTestServer({ postgresUrl: inject('postgresUrl'), plugins: testPlugins });
  const { db } = server.server.context;
  const owner = await signedIn(server, 'owner@example.com', 'owner');
  const { browse } = db;
  for (const [kind, status, code] of [
    ['tooLong', 400, 'listTooLong'],
    ['busy', 429, 'listsBusy'],
  ] as const) {
    db.browse = () => ({ all: () => Promise.reject(new DatabaseError(kind, 'as a database says it')) });
    expect(await refusal(owner.api.call('audit.list'))).toMatchObject({ status, code });
  }
  db.browse = browse;
});
