import { request as httpRequest } from 'node:http';
import { createClient } from '@rollcall/admin-api';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { databaseNames, startTestServer, type TestServer } from '../testing/test-server.ts';
import { Browser, refusal } from './testing/browser.ts';
import { signedIn, testPlugins } from './testing/team.ts';
import { okta, until } from './testing/world.ts';

const oktaAgent = { 'user-agent': 'Okta SCIM Client 1.0.0' };

describe.each(databaseNames)('the admin API on %s', (database) => {
  let server: TestServer;
  let owner: Browser;
  let api: Browser['api'];
  let integrationId: string;
  beforeAll(async () => {
    server = await startTestServer({ database, postgresUrl: inject('postgresUrl'), plugins: testPlugins });
    owner = await signedIn(server, 'owner@example.com', 'owner');
    api = owner.api;
    integrationId = server.integrationId;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const settled = () => server.server.context.requestLog.flush();
  const findUser = (userName: string) =>
    until(`${userName} arrives`, async () =>
      (await api.call('people.list', { query: { search: userName } })).items.find((item) => item.userName === userName),
    );

  describe('integrations', () => {
    test('the set-up of the seed: name, generate token, confirm; names are unique without regard to case', async () => {
      expect(await api.call('integrations.checkName', { query: { name: ' okta ' } })).toEqual({
        available: false,
        reason: 'Another integration has this name.',
      });
      const { integration, token } = await api.call('integrations.create', {
        body: { name: 'Entra', provider: 'entra' },
      });
      expect(integration).toMatchObject({ status: 'unfinished', setupFinished: false, provider: 'entra' });
      expect(integration.scimUrls).toEqual([`${owner.origin}/api/v1/scim`]);
      expect(token).toMatch(/^rc_[0-9A-Za-z]{49}$/);
      const taken = api.call('integrations.create', { body: { name: 'ENTRA' } });
      expect((await refusal(taken)).code).toBe('nameTaken');
      const params = { integrationId: integration.id };
      expect((await api.call('integrations.confirm', { params })).status).toBe('neverContacted');
      expect((await server.send('GET', '/api/v1/scim/Users', { token })).status).toBe(200);
      const healthy = await until('contact', async () => {
        const row = (await api.call('integrations.list')).items.find((item) => item.id === integration.id);
        return row?.status === 'healthy' && row;
      });
      expect(healthy.lastContactAt).not.toBeNull();
      expect(JSON.stringify(await api.call('integrations.get', { params }))).not.toContain(token);
    });

    test('rotating ends the old token in the same second, or after the grace', async () => {
      const { integration, token: first } = await api.call('integrations.create', { body: { name: 'Rotated' } });
      const params = { integrationId: integration.id };
      const status = async (token: string) => (await server.send('GET', '/api/v1/scim/Users', { token })).status;
      expect(await status(first)).toBe(200);
      const { token: second } = await api.call('integrations.rotate', { params, body: {} });
      expect([await status(first), await status(second)]).toEqual([401, 200]);
      const { token: third, integration: after } = await api.call('integrations.rotate', {
        params,
        body: { graceHours: 1 },
      });
      expect([await status(second), await status(third)]).toEqual([200, 200]);
      expect(after.tokens.map((token) => token.state).sort()).toEqual(['current', 'retiring']);
      const tooLong = api.call('integrations.rotate', { params, body: { graceHours: 25 } });
      expect((await refusal(tooLong)).code).toBe('invalidRequest');
    });

    test('a token about to expire shows, and switches are kept', async () => {
      const { integration } = await api.call('integrations.create', { body: { name: 'Expiring' } });
      const params = { integrationId: integration.id };
      await api.call('integrations.confirm', { params });
      const expiresAt = new Date(Date.now() + 3 * 86_400_000).toISOString();
      await api.call('integrations.rotate', { params, body: { expiresAt } });
      expect(await api.call('integrations.get', { params })).toMatchObject({
        status: 'tokenExpiring',
        statusReason: 'The token expires in 3 days.',
      });
      const changed = await api.call('integrations.update', {
        params,
        body: { name: 'Expiring soon', switches: { patchAnswer: 'noContent' } },
      });
      expect(changed).toMatchObject({
        name: 'Expiring soon',
        switches: { patchAnswer: 'noContent', skipUnknownMembers: false },
      });
      await api.call('integrations.update', { params, body: { switches: { skipUnknownMembers: true } } });
      expect((await api.call('integrations.get', { params })).switches).toEqual({
        patchAnswer: 'noContent',
        skipUnknownMembers: true,
      });
    });

    test('deleting asks for the name, says what is affected, and ends the token at once', async () => {
      const { integration, token } = await api.call('integrations.create', { body: { name: 'Doomed' } });
      await server.send('POST', '/api/v1/scim/Users', { token, body: okta.user('doomed@example.com', 'Doomed') });
      const params = { integrationId: integration.id };
      expect(await api.call('integrations.deletePreview', { params })).toEqual({
        name: 'Doomed',
        users: 1,
        groups: 0,
        usersWithDevices: 0,
        devices: 0,
      });
      const wrong = api.call('integrations.delete', { params, query: { name: 'doomed' } });
      expect((await refusal(wrong)).code).toBe('confirmationMismatch');
      await api.call('integrations.delete', { params, query: { name: 'Doomed' } });
      expect((await server.send('GET', '/api/v1/scim/Users', { token })).status).toBe(401);
      expect((await refusal(api.call('integrations.get', { params }))).code).toBe('notFound');
      expect((await api.call('integrations.checkName', { query: { name: 'Doomed' } })).available).toBe(true);
    });

    test('an OAuth client gets tokens with its secret until it is revoked', async () => {
      const params = { integrationId };
      const made = await api.call('clients.create', { params, body: { name: 'Azure' } });
      const exchange = (secret: string) =>
        server.send('POST', '/api/v1/oauth/token', {
          raw: new URLSearchParams({
            grant_type: 'client_credentials',
            client_id: made.client.id,
            client_secret: secret,
          }).toString(),
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        });
      expect((await exchange(made.clientSecret)).status).toBe(200);
      const rotated = await api.call('clients.rotate', { params: { ...params, clientId: made.client.id } });
      expect(rotated.client.secrets).toHaveLength(2);
      expect((await exchange(made.clientSecret)).status).toBe(200);
      await api.call('clients.revoke', { params: { ...params, clientId: made.client.id } });
      expect((await exchange(rotated.clientSecret)).status).toBe(401);
    });
  });

  describe('the connect guide', () => {
    test('the checklist ticks as requests arrive', async () => {
      const { integration, token } = await api.call('integrations.create', { body: { name: 'Guided' } });
      const params = { integrationId: integration.id };
      const done = async () => {
        await settled();
        return (await api.call('integrations.guide', { params })).checklist
          .filter((step) => step.done)
          .map(({ step }) => step);
      };
      const scim = (method: string, path: string, body?: unknown) =>
        server.send(method, `/api/v1/scim${path}`, { token, body, headers: oktaAgent });
      expect(await done()).toEqual([]);
      await scim('GET', '/Users?startIndex=1&count=2');
      expect(await done()).toEqual(['connectionTested']);
      const { json } = await scim('POST', '/Users', okta.user('guided@example.com', 'Guided'));
      expect(await done()).toEqual(['connectionTested', 'firstUser']);
      await scim('PUT', `/Users/${json.id}`, okta.user('guided@example.com', 'Guided', { title: 'Boss' }));
      expect(await done()).toEqual(['connectionTested', 'firstUser', 'firstUpdate']);
      await scim('PATCH', `/Users/${json.id}`, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', value: { active: false } }],
      });
      expect(await done()).toEqual(['connectionTested', 'firstUser', 'firstUpdate', 'firstDeactivation']);
      await scim('POST', '/Groups', okta.group('Guided people', []));
      expect(await done()).toHaveLength(5);
    });

    test('hints say in words which group was refused, and are gone when it worked', async () => {
      const { integration, token } = await api.call('integrations.create', { body: { name: 'Hinted' } });
      const params = { integrationId: integration.id };
      const hints = async () => {
        await settled();
        return (await api.call('integrations.guide', { params })).hints.map((hint) => hint.text);
      };
      const scim = (method: string, path: string, body?: unknown) =>
        server.send(method, `/api/v1/scim${path}`, { token, body, headers: oktaAgent });
      const { json: user } = await scim('POST', '/Users', okta.user('hinted@example.com', 'Hinted'));
      const unknown = [crypto.randomUUID(), crypto.randomUUID()];
      expect((await scim('POST', '/Groups', okta.group('Sales', [user.id, ...unknown]))).status).toBe(400);
      expect(await hints()).toEqual(['Group *Sales* was refused: 2 of its 3 member ids are unknown here.']);
      await scim('POST', '/Groups', okta.group('Sales', [user.id]));
      expect(await hints()).toEqual([]);
      await scim('POST', '/Users', okta.user('HINTED@example.com', 'Hinted'));
      expect((await hints())[0]).toMatch(/was refused: that user exists already\.$/);
    });

    test('a provider that still sends the rotated token is told so', async () => {
      const { integration, token } = await api.call('integrations.create', { body: { name: 'Stale' } });
      const params = { integrationId: integration.id };
      await api.call('integrations.confirm', { params });
      await server.send('GET', '/api/v1/scim/Users', { token, headers: oktaAgent });
      await api.call('integrations.rotate', { params, body: {} });
      await server.send('GET', '/api/v1/scim/Users', { token, headers: oktaAgent });
      await settled();
      const { hints, status } = await api.call('integrations.guide', { params });
      expect(hints[0]?.text).toMatch(/^401 from Okta SCIM Client 1\.0\.0: the token that it sends was rotated on /);
      expect(status).toBe('failing');
      const { token: last } = await api.call('integrations.rotate', { params, body: {} });
      await server.send('GET', '/api/v1/scim/Users', { token: last, headers: oktaAgent });
      await settled();
      expect(await api.call('integrations.guide', { params })).toMatchObject({ hints: [], status: 'healthy' });
    });

    test('the feed of a field can be tried before it is kept', async () => {
      await server.scim('POST', '/Users', okta.user('feed@example.com', 'Feed', { userType: 'Contractor' }));
      const person = await findUser('feed@example.com');
      const params = { integrationId };
      const body = { overrides: { jobTitle: 'userType' } };
      const tried = await api.call('integrations.previewAttributeFeed', { params, body });
      const sample = tried.samples.find(({ id }) => id === person.id);
      expect([sample?.current.jobTitle, sample?.preview.jobTitle]).toEqual(['Engineer', 'Contractor']);
      expect(tried.targets[3]?.candidates.map(({ path }) => path)).toContain('userType');
      await api.call('integrations.setAttributeFeed', { params, body });
      await until('people follow', async () => (await findUser('feed@example.com')).jobTitle === 'Contractor');
      const unknown = api.call('integrations.setAttributeFeed', { params, body: { overrides: { email: 'nonsense' } } });
      expect((await refusal(unknown)).code).toBe('invalidRequest');
      await api.call('integrations.setAttributeFeed', { params, body: { overrides: {} } });
    });
  });

  describe('users and groups', () => {
    test('a user’s page: fields, attributes as received, groups, history linked to requests, last payload without the password', async () => {
      const created = await server.scim('POST', '/Users', okta.user('hist@example.com', 'Hist', { unheard: 'of' }));
      const { id } = created.json;
      await server.scim('POST', '/Groups', okta.group('Historians', [id]));
      const put = await server.scim('PUT', `/Users/${id}`, okta.user('hist@example.com', 'Hist', { title: 'Chief' }));
      await until('the change arrives', async () => (await findUser('hist@example.com')).jobTitle === 'Chief');
      const params = { userId: id };
      const person = await api.call('people.get', { params });
      expect(person).toMatchObject({
        department: 'R&D',
        jobTitle: 'Chief',
        status: 'active',
        allGroups: [{ name: 'Historians', direct: true }],
      });
      expect(person.attributes).toContainEqual({
        path: 'emails[work].value',
        value: 'hist@example.com',
        feeds: 'E-mail',
      });
      const { items } = await api.call('people.history', { params });
      expect(items[0]).toMatchObject({
        action: 'update',
        actor: 'Okta',
        requestId: put.headers['x-request-id'],
        attributes: [{ attribute: 'title', before: 'Engineer', after: 'Chief' }],
      });
      expect(items.at(-1)).toMatchObject({ action: 'create' });
      expect(items.at(-1)?.attributes).toContainEqual({ attribute: 'title', before: null, after: 'Engineer' });
      await settled();
      const raw = await api.call('people.raw', { params });
      expect(raw.document).toMatchObject({ userName: 'hist@example.com', groups: [{ display: 'Historians' }] });
      expect(raw.lastPayload).toMatchObject({ method: 'PUT', requestId: put.headers['x-request-id'] });
      expect(raw.lastPayload?.body).not.toContain('never kept');
      const request = await api.call('activity.get', {
        params: { requestId: String(created.headers['x-request-id']) },
      });
      expect(request.ignored).toContain('unheard');
    });

    test('a group: members page in both directions, and its history names who came and went', async () => {
      const ids: string[] = [];
      for (const name of ['a', 'b', 'c']) {
        const { json } = await server.scim('POST', '/Users', okta.user(`${name}@group.example`, name));
        ids.push(json.id);
      }
      const { json: group } = await server.scim('POST', '/Groups', okta.group('Paged', ids));
      await server.scim('PATCH', `/Groups/${group.id}`, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'remove', path: `members[value eq "${ids[2]}"]` }],
      });
      await until('the group arrives', async () =>
        (await api.call('groups.list', { query: { search: 'paged' } })).items.find((item) => item.memberCount === 2),
      );
      const params = { groupId: group.id };
      const first = await api.call('groups.members', { params, query: { limit: 1 } });
      const second = await api.call('groups.members', { params, query: { limit: 1, cursor: first.next ?? '' } });
      expect([first, second].map((page) => page.items[0]?.userName)).toEqual(['a@group.example', 'b@group.example']);
      expect(second.next).toBeNull();
      const back = await api.call('groups.members', { params, query: { limit: 1, cursor: second.previous ?? '' } });
      expect(back.items).toEqual(first.items);
      const { items } = await api.call('groups.history', { params });
      expect(items[0]?.members).toMatchObject({ removed: [{ name: 'c Example' }], removedCount: 1, addedCount: 0 });
      expect(items.at(-1)).toMatchObject({ action: 'create', members: { addedCount: 3 } });
      const bad = api.call('groups.members', { params, query: { cursor: 'nonsense' } });
      expect((await refusal(bad)).code).toBe('invalidCursor');
    });

    test('the list of groups pages by name and by members', async () => {
      for (let n = 1; n <= 5; n += 1) await server.scim('POST', '/Groups', okta.group(`List ${n}`, []));
      await until(
        'the groups arrive',
        async () => (await api.call('groups.list', { query: { search: 'list' } })).items.length === 5,
      );
      const names: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await api.call('groups.list', {
          query: { search: 'list', sort: '-name', limit: 2, ...(cursor ? { cursor } : {}) },
        });
        names.push(...page.items.map((item) => item.name));
        if (page.next === null) break;
        cursor = page.next;
      }
      expect(names).toEqual(['List 5', 'List 4', 'List 3', 'List 2', 'List 1']);
    });

    test('CSV: every row, and nothing that a spreadsheet would run', async () => {
      await server.scim(
        'POST',
        '/Users',
        okta.user('evil@example.com', 'Evil', { title: '=HYPERLINK("http://x","y")', displayName: '@SUM(1)' }),
      );
      await findUser('evil@example.com');
      const response = await owner.fetch('/api/v1/console/users/export.csv');
      const text = await response.text();
      expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      const lines = text.trimEnd().split('\r\n');
      expect(lines.length - 1).toBe(Number(response.headers.get('x-total-rows')));
      expect(text).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
      expect(text).not.toMatch(/(^|,)"?[=@]/m);
    });

    test('the public list: the documented shape, filters and URLs of the next page', async () => {
      const page = await api.call('users.list', { query: { email: 'HIST@', archived: 'false' } });
      expect(page).toMatchObject({
        next: null,
        previous: null,
        results: [
          {
            email: 'hist@example.com',
            active: true,
            archived: false,
            device_count: 0,
            integration: { uuid: integrationId, type: 'scim' },
          },
        ],
      });
      expect((await api.call('users.list', { query: { integration_id: crypto.randomUUID() } })).results).toEqual([]);
    });

    test('deleting a user over the API: gone for SCIM, in the audit log', async () => {
      const { json } = await server.scim('POST', '/Users', okta.user('leaving@example.com', 'Leaving'));
      await findUser('leaving@example.com');
      await api.call('users.delete', { params: { userId: json.id } });
      expect((await server.scim('GET', `/Users/${json.id}`)).status).toBe(404);
      const events = await api.call('auditEvents.list', { query: { limit: 20 } });
      expect(
        events.results
          .filter((event) => event.target_id === json.id)
          .map((event) => `${event.action} ${event.target_type}`),
      ).toEqual(expect.arrayContaining(['delete user', 'delete directory_user', 'create directory_user']));
    });
  });

  describe('activity', () => {
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
      const put = await server.scim(
        'PUT',
        `/Users/${json.id}`,
        okta.user('told@example.com', 'Told', { title: 'New' }),
      );
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
        const events: { id: string; data: { requestId: string; method: string } }[] = [];
        const headers = {
          cookie: owner.cookies,
          host: new URL(owner.origin).host,
          ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
        };
        const path = `/api/v1/console/activity-stream${query}`;
        const req = httpRequest({ host: '127.0.0.1', port: server.port, path, headers }, (response) => {
          response.setEncoding('utf8').on('data', (text: string) => {
            for (const [, id, data] of text.matchAll(/id: (\d+)\nevent: request\ndata: (.+)\n/g))
              events.push({ id: id ?? '', data: JSON.parse(data ?? '{}') });
          });
        });
        req.on('error', () => {});
        req.end();
        return { events, stop: () => req.destroy() };
      };
      const live = listen('?method=POST');
      await new Promise((resolve) => setTimeout(resolve, 200));
      await server.scim('GET', '/Users?count=1');
      const post = await server.scim('POST', '/Users', okta.user('live@example.com', 'Live'));
      const [event] = await until('the event', async () => live.events.length > 0 && live.events);
      expect(event?.data.requestId).toBe(post.headers['x-request-id']);
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
      const ended = new Promise<string>((resolve) => {
        const req = httpRequest(
          { host: '127.0.0.1', port: server.port, path: '/api/v1/console/activity-stream', headers },
          (response) => {
            let text = '';
            response.setEncoding('utf8').on('data', (chunk: string) => {
              text += chunk;
            });
            response.on('end', () => resolve(text));
          },
        );
        req.end();
      });
      const { members } = await api.call('team.list');
      const memberId = members.find((member) => member.email === 'listener@example.com')?.id ?? '';
      await api.call('team.remove', { params: { memberId } });
      await new Promise((resolve) => setTimeout(resolve, 2_100));
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

  describe('API tokens and the documents', () => {
    test('a token does what its role may, is shown once, and dies at once', async () => {
      const { apiToken, token } = await api.call('apiTokens.create', { body: { name: 'Report', role: 'auditor' } });
      expect(token).toMatch(/^rck_/);
      expect(JSON.stringify(await api.call('apiTokens.list'))).not.toContain(token);
      const program = createClient(async (input, init) => {
        const answer = await server.send(init?.method ?? 'GET', String(input), {
          token,
          ...(init?.body ? { raw: String(init.body), headers: { 'content-type': 'application/json' } } : {}),
        });
        return new Response(answer.status === 204 ? null : answer.text, { status: answer.status });
      });
      expect((await program.call('users.list')).results.length).toBeGreaterThan(0);
      expect((await refusal(program.call('integrations.create', { body: { name: 'X' } }))).code).toBe('forbidden');
      expect((await refusal(program.call('session.get'))).code).toBe('sessionRequired');
      expect((await api.call('apiTokens.list')).items.find(({ id }) => id === apiToken.id)?.lastUsedAt).not.toBeNull();
      await api.call('apiTokens.revoke', { params: { tokenId: apiToken.id } });
      expect((await refusal(program.call('users.list'))).code).toBe('unauthenticated');
    });

    test('an admin can’t make a token that may do more than they may', async () => {
      const admin = await signedIn(server, 'just.admin@example.com', 'admin');
      const call = admin.api.call('apiTokens.create', { body: { name: 'Up', role: 'owner' } });
      expect((await refusal(call)).code).toBe('forbidden');
    });

    test('the audit log says who did what, before and after, is searched and exported', async () => {
      await api.call('tenant.update', { body: { name: 'Acme' } });
      const { items } = await api.call('audit.list', { query: { targetType: ['tenant'] } });
      expect(items[0]).toMatchObject({
        actorName: 'owner',
        action: 'update',
        before: { name: 'Default' },
        after: { name: 'Acme' },
      });
      expect((await api.call('audit.list', { query: { search: 'acme' } })).items).toHaveLength(1);
      const csv = await (await owner.fetch('/api/v1/console/audit/export.csv')).text();
      expect(csv).toContain('Acme');
    });

    test('audit events page through every source, newest first, without a gap or a repeat', async () => {
      const all = await api.call('auditEvents.list', { query: { limit: 500 } });
      const paged: string[] = [];
      for (let url: string | null = '/api/v1/audit/events?limit=7&sort_by=-occurred_at'; url !== null; ) {
        const response: Response = await owner.fetch(url);
        const page: typeof all = JSON.parse(await response.text());
        paged.push(...page.results.map((event) => event.id));
        url = page.next === null ? null : new URL(page.next).pathname + new URL(page.next).search;
      }
      expect(paged).toEqual(all.results.map((event) => event.id));
      const times = all.results.map((event) => event.occurred_at);
      expect(times).toEqual(times.toSorted().reverse());
    });

    test('the docs page runs no script', async () => {
      const response = await new Browser(server).fetch('/api/v1/docs');
      const html = await response.text();
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(html).toContain('/api/v1/users');
      expect(html).not.toMatch(/<script|\son\w+=/);
    });

    test('wrong methods, media types, bodies and paths are answered in one form', async () => {
      const ask = async (method: string, path: string, body?: string, type = 'application/json') => {
        const init = { method, headers: { 'content-type': type }, ...(body === undefined ? {} : { body }) };
        const response = await owner.fetch(path, init);
        const { code } = JSON.parse(await response.text());
        return [response.status, code, response.headers.get('allow')];
      };
      expect(await ask('PUT', '/api/v1/users')).toEqual([405, 'methodNotAllowed', 'GET']);
      expect(await ask('GET', '/api/v1/nothing')).toEqual([404, 'notFound', null]);
      expect(await ask('POST', '/api/v1/console/integrations', 'x', 'text/plain')).toEqual([
        415,
        'unsupportedMediaType',
        null,
      ]);
      expect(await ask('POST', '/api/v1/console/integrations', '{')).toEqual([400, 'invalidRequest', null]);
      expect(await ask('POST', '/api/v1/console/integrations', '{}')).toEqual([400, 'invalidRequest', null]);
      expect(await ask('POST', '/api/v1/console/integrations', JSON.stringify({ name: 'x'.repeat(2 ** 21) }))).toEqual([
        413,
        'tooLarge',
        null,
      ]);
    });
  });
});
