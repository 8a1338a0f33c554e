/** What the request log knows of each SCIM request. */
import { expect, test } from 'vitest';
import type { Answer } from '../testing/test-server.ts';
import { enterpriseUrn, onEachDatabase } from './tests/each-database.ts';

onEachDatabase('The request log', (world) => {
  const logged = async (answer: Answer) => {
    const { requestLog } = world.server.server.context;
    await requestLog.flush();
    return requestLog.byRequestId(1, String(answer.headers['x-request-id']));
  };

  test('a write: who, what, how long, both bodies, what changed and what was ignored', async () => {
    const c = await world.client();
    const user = await c.user({ title: 'old' });
    const answer = await c.request(
      'PATCH',
      `/Users/${user.id}`,
      {
        Operations: [{ op: 'replace', value: { title: 'new', shoeSize: 44, [enterpriseUrn]: { department: 'D' } } }],
      },
      { 'user-agent': 'Okta SCIM Client 1.0.0' },
    );
    const entry = await logged(answer);
    expect(entry).toMatchObject({
      method: 'PATCH',
      path: `/api/v1/scim/Users/${user.id}`,
      status: 200,
      userAgent: 'Okta SCIM Client 1.0.0',
      remoteAddress: '127.0.0.1',
      detail: { resourceType: 'User', resourceId: user.id, ignored: ['shoeSize'], cause: null },
    });
    expect(entry?.durationMicros).toBeGreaterThan(0);
    expect(Math.abs((entry?.time ?? 0) - Date.now())).toBeLessThan(10_000);
    expect(entry?.detail?.changed.toSorted()).toEqual([`${enterpriseUrn}:department`, 'title'].toSorted());
    expect(entry?.detail?.requestBody).toContain('shoeSize');
    expect(entry?.detail?.responseBody).toContain('"title":"new"');
  });

  test('a read that succeeds keeps no bodies; an error keeps its own and the cause', async () => {
    const c = await world.client();
    const user = await c.user({ userName: 'logged' });
    expect(await logged(await c.get('/Users?count=1'))).toMatchObject({
      path: '/api/v1/scim/Users?count=1',
      detail: null,
    });
    expect(await logged(await c.get('/Users/none'))).toMatchObject({
      status: 404,
      detail: { responseBody: expect.stringContaining('404') },
    });
    const conflict = await logged(await c.post('/Users', { userName: 'LOGGED', password: 'hunter2' }));
    expect(conflict).toMatchObject({
      status: 409,
      detail: { cause: 'uniqueness', resourceType: 'User', resourceId: user.id },
    });
    expect(conflict?.detail?.requestBody).toContain('[redacted]');
    expect(JSON.stringify(conflict)).not.toContain('hunter2');
  });

  test('broken bodies that may hold a secret are not kept, and no token ever is', async () => {
    const c = await world.client();
    const raw = '{"userName":"x","password":"hunter2" oops}';
    const entry = await logged(await world.server.send('POST', '/api/v1/scim/Users', { token: c.token, raw }));
    expect(entry?.status).toBe(400);
    expect(JSON.stringify(entry)).not.toContain('hunter2');
    expect(JSON.stringify(entry)).not.toContain(c.token);
  });

  test('a token that a client puts in the wrong place is kept as its beginning only', async () => {
    const c = await world.client();
    const sent = [
      await c.get(`/Users?access_token=${c.token}`),
      await c.get('/Users', { 'user-agent': `curl ${c.token}` }),
      await c.get(`/${c.token}`),
      await c.post('/Users', { userName: ['a', c.token] }),
    ];
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 404, 400]);
    for (const answer of sent) {
      const entry = JSON.stringify(await logged(answer));
      expect(entry).toContain(c.token.slice(0, 9));
      expect(entry).not.toContain(c.token);
    }
  });

  test('members that were skipped are told', async () => {
    const c = await world.client();
    const group = await c.group('g', [(await c.user()).id]);
    const same = await logged(await c.patch(`/Groups/${group.id}`, { op: 'replace', value: { displayName: 'g' } }));
    expect(same?.detail?.changed).toEqual([]);
    const emptied = await logged(await c.patch(`/Groups/${group.id}`, { op: 'remove', path: 'members' }));
    expect(emptied?.detail).toMatchObject({ changed: ['members'], resourceType: 'Group' });
  });

  test('large bodies are shortened', async () => {
    const c = await world.client();
    const long = Array.from({ length: 3_000 }, (_, i) => ({ value: `a${i}@example.com`, type: 'other' }));
    const entry = await logged(await c.post('/Users', { userName: 'large', emails: long }));
    expect(entry?.status).toBe(201);
    expect(entry?.detail?.requestBody?.length).toBeLessThan(66_000);
  });
});
