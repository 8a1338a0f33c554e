import { request as httpRequest } from 'node:http';
import { describe, expect, test } from 'vitest';
import { databaseNames, type TestServer } from '../testing/test-server.ts';
import type { Browser } from './testing/browser.ts';
import { serverWithOwner } from './testing/server-with-owner.ts';
import { signedIn } from './testing/team.ts';
import { okta, until } from './testing/world.ts';

const oktaAgent = { 'user-agent': 'Okta SCIM Client 1.0.0' };

describe.each(databaseNames)('activity on %s', (database) => {
  let server: TestServer;
  let owner: Browser;
  let api: Browser['api'];
  let integrationId: string;
  serverWithOwner(database, (made) => {
    ({ server, owner, api, integrationId } = made);
  });

  const settled = () => server.server.context.requestLog.flush();

  test('a failed request says why, in words, with what to do and how to try again', async () => {
    await server.scim('POST', '/Users', okta.user('twice@example.com', 'Twice'));
    const refused = await server.scim('POST', '/Users', okta.user('TWICE@example.com', 'Twice'), oktaAgent);
    await settled();
    const requestId = String(refused.headers['x-request-id']);
    const detail = await api.call('activity.get', { params: { requestId } });
    expect(detail).toMatchObject({
      status: 409,
      method: 'POST',
      userAgent: 'Okta SCIM Client 1.0.0',
      integration: { name: 'Okta' },
    });
    expect(detail.explanation?.title).toBe('That user exists already');
    expect(detail.explanation?.todo).not.toBe('');
    expect(detail.curl).toContain(`curl -X POST '${owner.origin}/api/v1/scim/Users'`);
    expect(detail.curl).not.toContain(server.token);
    const errors = await api.call('activity.list', { query: { status: ['4xx'], method: ['POST'] } });
    expect(errors.items.map((item) => item.requestId)).toContain(requestId);
    expect(errors.items.every((item) => item.status >= 400 && item.status < 500)).toBe(true);
    const one = await api.call('activity.list', { query: { requestId } });
    expect(one.items).toHaveLength(1);
  });

  test('a change is told attribute by attribute', async () => {
    const { json } = await server.scim('POST', '/Users', okta.user('told@example.com', 'Told'));
    const put = await server.scim('PUT', `/Users/${json.id}`, okta.user('told@example.com', 'Told', { title: 'New' }));
    await settled();
    const detail = await api.call('activity.get', { params: { requestId: String(put.headers['x-request-id']) } });
    expect(detail.changed).toMatchObject([
      { type: 'User', action: 'update', attributes: [{ attribute: 'title', before: 'Engineer', after: 'New' }] },
    ]);
  });

  test('a bulk request tells what each of its operations changed', async () => {
    const operation = (name: string) => ({
      method: 'POST',
      path: '/Users',
      bulkId: name,
      data: okta.user(`${name}@bulk.example`, name),
    });
    const bulk = await server.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [operation('one'), operation('two')],
    });
    await settled();
    const detail = await api.call('activity.get', { params: { requestId: String(bulk.headers['x-request-id']) } });
    expect(detail.summary).toBe('Several changes at once');
    expect(detail.changed.map((change) => change.action)).toEqual(['create', 'create']);
  });

  test('the list pages; the chart counts', async () => {
    await settled();
    const first = await api.call('activity.list', { query: { limit: 2 } });
    const second = await api.call('activity.list', { query: { limit: 2, cursor: first.next ?? '' } });
    const ids = [...first.items, ...second.items].map((item) => item.requestId);
    expect(new Set(ids).size).toBe(4);
    const chart = await api.call('activity.chart', { query: { integrationId: [integrationId] } });
    expect(chart.buckets.reduce((sum, bucket) => sum + bucket.requests, 0)).toBeGreaterThan(3);
    expect(chart.buckets.some((bucket) => bucket.errors > 0)).toBe(true);
  });

  test('the stream tells of a request as it is answered, goes on after Last-Event-ID, and keeps to its filter', async () => {
    const listen = (query: string, lastEventId?: string) => {
      const events: { id: string; data: { requestId: string; resource: { name: string } } }[] = [];
      const connected = Promise.withResolvers<void>();
      const headers = {
        cookie: owner.cookies,
        host: new URL(owner.origin).host,
        ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
      };
      const path = `/api/v1/console/activity-stream${query}`;
      const req = httpRequest({ host: '127.0.0.1', port: server.port, path, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          if (text.includes(': connected')) connected.resolve();
          const told = [...text.matchAll(/id: (\d+)\nevent: request\ndata: (.+)\n/g)];
          for (const [, id, data] of told.slice(events.length))
            events.push({ id: id ?? '', data: JSON.parse(data ?? '{}') });
        });
      });
      req.on('error', () => {});
      req.end();
      return { events, connected: connected.promise, stop: () => req.destroy() };
    };
    const live = listen('?method=POST');
    await live.connected;
    await server.scim('GET', '/Users?count=1');
    const post = await server.scim('POST', '/Users', okta.user('live@example.com', 'Live'));
    const [event] = await until('the event', async () => live.events.length > 0 && live.events);
    expect(event?.data.requestId).toBe(post.headers['x-request-id']);
    // Also when it comes sooner than the person is known.
    expect(event?.data.resource.name).toBe('Live Example');
    live.stop();
    const missed = await server.scim('POST', '/Users', okta.user('missed@example.com', 'Missed'));
    await settled();
    const resumed = listen('?method=POST', event?.id);
    const [next] = await until('the missed event', async () => resumed.events.length > 0 && resumed.events);
    expect(next?.data.requestId).toBe(missed.headers['x-request-id']);
    resumed.stop();
  });

  test('the stream of somebody who is removed ends', async () => {
    const leaver = await signedIn(server, 'listener@example.com', 'auditor');
    const headers = { cookie: leaver.cookies, host: new URL(owner.origin).host };
    const connected = Promise.withResolvers<void>();
    const ended = new Promise<string>((resolve) => {
      const req = httpRequest(
        { host: '127.0.0.1', port: server.port, path: '/api/v1/console/activity-stream', headers },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk;
            if (text.includes(': connected')) connected.resolve();
          });
          response.on('end', () => resolve(text));
        },
      );
      req.end();
    });
    await connected.promise;
    const { members } = await api.call('team.list');
    const memberId = members.find((member) => member.email === 'listener@example.com')?.id ?? '';
    await api.call('team.remove', { params: { memberId } });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const knock = setInterval(() => void server.scim('GET', '/Users?count=1'), 100);
    const text = await ended;
    clearInterval(knock);
    expect(text.match(/event: request/g) ?? []).toHaveLength(0);
  });

  test('the support bundle names nobody and holds no token', async () => {
    await settled();
    const response = await owner.fetch(
      '/api/v1/console/support-bundle?from=2020-01-01T00:00:00Z&to=2090-01-01T00:00:00Z',
    );
    const text = await response.text();
    expect(JSON.parse(text).requests.length).toBeGreaterThan(3);
    for (const secret of ['example.com"', 'Hist', 'Engineer', server.token]) expect(text).not.toContain(secret);
  });
});
