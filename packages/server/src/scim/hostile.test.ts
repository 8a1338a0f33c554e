/** What a client sends that wants to break something: it is refused or harmless, and others notice nothing. */
import { expect, test } from 'vitest';
import type { Answer } from '../testing/test-server.ts';
import { onEachDatabase } from './tests/each-database.ts';

onEachDatabase('Hostile requests', (world) => {
  test('names that every JavaScript object has are no endpoints', async () => {
    const c = await world.client();
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      expect((await c.get(`/${name}`)).status).toBe(404);
  });

  test('a token in a query string is not kept, nor is a path of any length', async () => {
    const c = await world.client();
    const { requestLog } = world.server.server.context;
    const [asked, long] = [
      await world.server.send('GET', `/api/v1/scim/Users?access_token=${c.token}&count=1`),
      await world.server.send('GET', `/api/v1/scim/${'x'.repeat(12_000)}`, {
        headers: { 'user-agent': 'y'.repeat(2_000) },
      }),
    ];
    await requestLog.flush();
    const entryOf = (answer: Answer) => requestLog.byRequestId(0, String(answer.headers['x-request-id']));
    const entry = await entryOf(asked);
    expect(JSON.stringify(entry)).not.toContain(c.token.slice(0, 12));
    expect(entry?.path).toBe(`/api/v1/scim/Users?access_token=${c.token.slice(0, 9)}…&count=1`);
    const cut = await entryOf(long);
    expect(cut?.path.length).toBeLessThan(5_000);
    expect(cut?.userAgent.length).toBeLessThan(600);
  });

  test('bytes that no database keeps as text cost nobody an entry of the request log', async () => {
    const c = await world.client();
    const { requestLog } = world.server.server.context;
    await requestLog.flush();
    const user = await c.user();
    const answers = [
      await world.server.send('POST', '/api/v1/scim/Users', { token: c.token, raw: 'no JSON \u0000 at all' }),
      await c.get('/Users/%00'),
      await c.delete('/Users/a%00b'),
      await c.patch('/Users/%00', { op: 'replace', path: 'title', value: 'x' }),
      await c.get(`/Users?filter=${encodeURIComponent('userName eq "\u0000"')}`),
      await c.get(`/Users?filter=${encodeURIComponent('members.value eq "\\u0000"')}`),
      await c.get(`/Users?filter=${encodeURIComponent('id eq "\\ud800"')}`),
      await c.post('/Groups', { displayName: 'g', members: [{ value: 'x\u0000' }] }),
      await c.post('/Groups', { displayName: 'g', members: [{ value: user.id, display: '\u0000', 'x\u0000': 1 }] }),
      await c.post('/Users', { userName: 'odd', '\u0000': 1, 'a\u0000b': { c: 1 } }),
      await c.get('/Users?count=1'),
    ];
    expect(answers.map(({ status }, at) => (status >= 500 ? `no ${at}` : status))).toEqual(
      answers.map(() => expect.any(Number)),
    );
    await requestLog.flush();
    for (const answer of answers)
      expect(await requestLog.byRequestId(1, String(answer.headers['x-request-id']))).not.toBeNull();
  });
});
