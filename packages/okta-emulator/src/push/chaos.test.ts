import { expect, test } from 'vitest';
import { assignUser } from '../model/apps.ts';
import { freshOrgEachTest } from '../testing/fresh-org.ts';
import { must, OktaOrg } from '../testing/okta-org.ts';
import { ScimRecorder } from '../testing/scim-recorder.ts';
import { noChaos } from './chaos.ts';

/** Each mishap alone, on every request: what reaches the server, and what the log of requests says. */
let target: ScimRecorder;
let okta: OktaOrg;
freshOrgEachTest((fresh) => {
  ({ target, okta } = fresh);
});

const notes = () => {
  okta.engine.store.flush();
  const { items } = okta.engine.reports.exchanges({ limit: 50 });
  return new Set(items.map((item) => okta.engine.reports.exchange(item.id)?.note));
};

test.each([
  ['refuse', 0, 'WAITING', 'chaos: the connection was refused'],
  ['tooMany', 0, 'WAITING', 'chaos: 429, not sent'],
  ['serverError', 1, 'WAITING', 'chaos: sent, the answer replaced by 500'],
  ['duplicate', 4, undefined, 'chaos: sent twice'],
] as const)('%s: the server sees %i requests of the two, the task is %s', async (mishap, seen, state, note) => {
  okta.engine.setChaos({ ...noChaos, [mishap]: 1 });
  must(assignUser(okta.org, okta.app.id, okta.user('Test', 'User').id));
  await okta.engine.advance(0);
  expect(target.requests).toHaveLength(seen);
  expect([...okta.org.tasks.values()][0]?.state).toBe(state);
  expect([...notes()]).toEqual([note]);
  // Switched off, it arrives once, whatever the server saw before.
  okta.engine.setChaos(noChaos);
  await okta.settle();
  expect([...target.users.values()].map((user) => user.userName)).toEqual(['test.user@okta.local']);
});

test('cut: the answer is lost, whether or not the server did its work', async () => {
  okta.engine.setChaos({ ...noChaos, cut: 1 });
  must(assignUser(okta.org, okta.app.id, okta.user('Test', 'User').id));
  // Five minutes, ten, twenty: each try meets with the same.
  await okta.engine.advance(40 * 60_000);
  expect([...okta.org.tasks.values()]).toMatchObject([{ state: 'WAITING', attempts: 4 }]);
  for (const note of notes()) expect(note).toContain('the connection was cut');
  okta.engine.setChaos(noChaos);
  await okta.settle();
  expect(target.users.size).toBe(1);
});

test.each(['delay', 'reorder'] as const)('%s: nothing is sent until the clock was put ahead', async (mishap) => {
  // With this seed the delay is 23 s of them.
  okta.engine.setChaos({ ...noChaos, [mishap]: 1, delayMs: 30_000, seed: 5 });
  must(assignUser(okta.org, okta.app.id, okta.user('Test', 'User').id));
  await okta.engine.advance(0);
  expect(target.requests).toEqual([]);
  okta.engine.setChaos(noChaos);
  await okta.settle();
  expect(target.users.size).toBe(1);
});

test('the same seed spoils the same requests', async () => {
  const spoilt = async () => {
    await using server = await ScimRecorder.start();
    using org = new OktaOrg(server.url, server.token);
    org.engine.setChaos({ ...noChaos, refuse: 0.3, seed: 5 });
    for (const name of ['Ada', 'Ben', 'Cem', 'Dan', 'Eva', 'Fay']) {
      must(assignUser(org.org, org.app.id, org.user(name, 'X').id));
      await org.engine.advance(0);
    }
    return [...org.org.tasks.values()].map((task) => org.org.users.get(task.subjectId)?.profile.firstName);
  };
  const first = await spoilt();
  expect(first.length).toBeGreaterThan(0);
  expect(await spoilt()).toEqual(first);
});
