import { describe, expect, test } from 'vitest';
import { databaseNames, type TestServer } from '../testing/test-server.ts';
import { type Browser, refusal } from './testing/browser.ts';
import { serverWithOwner } from './testing/server-with-owner.ts';
import { arrived, okta, until } from './testing/world.ts';

describe.each(databaseNames)('users and groups on %s', (database) => {
  let server: TestServer;
  let owner: Browser;
  let api: Browser['api'];
  let integrationId: string;
  serverWithOwner(database, (made) => {
    ({ server, owner, api, integrationId } = made);
  });

  const settled = () => server.server.context.requestLog.flush();
  const findUser = (userName: string) => arrived(api, userName);

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
