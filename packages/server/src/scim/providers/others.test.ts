/** Providers with fewer habits: one block for each. */
import { expect, test } from 'vitest';
import type { Json } from '../../testing/test-server.ts';
import { enterpriseUrn, groupUrn, onEachDatabase, patchUrn, userUrn } from '../tests/each-database.ts';

onEachDatabase('OneLogin', (world) => {
  test('old schema URNs, trailing ? and &, users by PUT, groups by PATCH', async () => {
    const c = await world.client();
    const schemas = ['urn:scim:schemas:core:2.0', 'urn:scim:schemas:extension:enterprise:2.0'];
    const made = await c.post('/Users?', { schemas, userName: 'one', [enterpriseUrn]: { department: 'D' } });
    expect(made.status).toBe(201);
    expect(made.json.schemas).toEqual([userUrn, enterpriseUrn]);
    const put = await c.put(`/Users/${made.json.id}?`, { schemas, userName: 'one', active: false });
    expect(put.json.active).toBe(false);
    expect((await c.get('/Users?filter=userName%20eq%20%22one%22&')).json.totalResults).toBe(1);
    const group = await c.group('Role');
    expect(
      (await c.patch(`/Groups/${group.id}`, { op: 'add', path: 'members', value: [{ value: made.json.id }] })).json
        .members,
    ).toHaveLength(1);
  });
});

onEachDatabase('JumpCloud', (world) => {
  test('activation creates, updates and deletes a test user and a test group; members are repeated and removed by value', async () => {
    const c = await world.client();
    const user = await c.user({ userName: 'jumpcloud-test', active: true });
    expect((await c.put(`/Users/${user.id}`, { ...user, active: false })).json.active).toBe(false);
    const group = await c.group('jumpcloud-test-group');
    const add = { op: 'add', path: 'members', value: [{ value: user.id }] };
    expect((await c.patch(`/Groups/${group.id}`, add)).status).toBe(200);
    expect((await c.patch(`/Groups/${group.id}`, add)).json.members).toHaveLength(1);
    expect(
      (await c.patch(`/Groups/${group.id}`, { op: 'remove', path: 'members', value: [{ value: user.id }] })).json
        .members ?? [],
    ).toEqual([]);
    expect((await c.delete(`/Users/${user.id}`)).status).toBe(204);
    expect((await c.delete(`/Groups/${group.id}`)).status).toBe(204);
  });
});

onEachDatabase('PingOne and PingFederate', (world) => {
  test('PUT only, both e-mails primary; emails eq without a sub-attribute', async () => {
    const c = await world.client();
    const user = await c.user();
    const emails = [
      { type: 'work', value: 'w@x', primary: true },
      { type: 'other', value: 'o@x', primary: true },
    ];
    const put = await c.put(`/Users/${user.id}`, { userName: user.userName, emails });
    expect(put.status).toBe(200);
    expect(put.json.emails).toHaveLength(2);
    expect(put.json.emails.filter(({ primary }: Json) => primary === true)).toHaveLength(1);
    expect((await c.find('emails eq "o@x"')).totalResults).toBe(1);
  });
});

onEachDatabase('CyberArk and SailPoint', (world) => {
  test('discovery one by one, count=1, users by PUT and groups by PATCH', async () => {
    const c = await world.client();
    const user = await c.user();
    for (const path of [
      '/Users?count=1',
      '/ResourceTypes/User',
      '/ResourceTypes/Group',
      `/Schemas/${userUrn}`,
      `/Schemas/${groupUrn}`,
      '/ServiceProviderConfig',
      '/ResourceTypes',
      '/Schemas',
    ])
      expect((await c.get(path)).status).toBe(200);
    expect((await c.put(`/Users/${user.id}`, { ...user, title: 'T' })).json.title).toBe('T');
    const group = await c.group();
    expect(
      (await c.patch(`/Groups/${group.id}`, { op: 'add', path: 'members', value: [{ value: user.id }] })).status,
    ).toBe(200);
  });
});

onEachDatabase('Rippling', (world) => {
  test('a repeated POST is 409, not a second user', async () => {
    const c = await world.client();
    expect((await c.get('/ServiceProviderConfig')).json.patch.supported).toBe(true);
    const body = { schemas: [userUrn], userName: 'twice' };
    expect((await c.post('/Users', body)).status).toBe(201);
    expect((await c.post('/Users', body)).status).toBe(409);
    expect((await c.get('/Users')).json.totalResults).toBe(1);
  });
});

onEachDatabase('authentik', (world) => {
  test('unquoted filters, id in a group PATCH, no schemas, members compared', async () => {
    const c = await world.client();
    const user = await c.user({ userName: 'bob' });
    expect((await c.get('/Users?filter=userName%20eq%20bob')).json.totalResults).toBe(1);
    const group = await c.group('g');
    const patched = await c.request('PATCH', `/Groups/${group.id}`, {
      Operations: [
        { op: 'replace', value: { id: group.id, displayName: 'h' } },
        { op: 'add', path: 'members', value: [{ value: user.id }] },
      ],
    });
    expect(patched.json).toMatchObject({ id: group.id, displayName: 'h' });
    expect((await c.get(`/Groups/${group.id}`)).json.members.map(({ value }: Json) => value)).toEqual([user.id]);
  });
});

onEachDatabase('Spellings of paths and values', (world) => {
  test('Members, the group URN, value-path keys, core attributes under the core URN, single values in lists', async () => {
    const c = await world.client();
    const user = await c.user();
    const group = await c.group('g');
    const members = await c.patch(`/Groups/${group.id}`, { op: 'add', path: 'Members', value: { value: user.id } });
    expect(members.json.members).toHaveLength(1);
    const urn = await c.patch(`/Groups/${group.id}`, { op: 'replace', path: `${groupUrn}:members`, value: [] });
    expect(urn.json.members ?? []).toEqual([]);
    const { json } = await c.patch(`/Users/${user.id}`, {
      op: 'add',
      value: { 'emails[type eq "work"].value': 'w@x', title: ['T'], phoneNumbers: { value: '1', type: 'work' } },
    });
    expect(json).toMatchObject({
      title: 'T',
      emails: [{ type: 'work', value: 'w@x' }],
      phoneNumbers: [{ value: '1', type: 'work' }],
    });
    const nested = await c.post('/Users', { schemas: [userUrn], [userUrn]: { userName: 'nested', displayName: 'N' } });
    expect(nested.json).toMatchObject({ userName: 'nested', displayName: 'N' });
    expect(nested.json).not.toHaveProperty([userUrn]);
  });
});

onEachDatabase('Keycloak-side clients', (world) => {
  test('the whole list of 2,000 members at each change is taken in well under the time-out', async () => {
    const c = await world.client();
    const ids: string[] = [];
    for (let at = 0; at < 2_000; at += 1_000) {
      const Operations = Array.from({ length: 1_000 }, (_, i) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `b${i}`,
        data: { userName: `k${at + i}` },
      }));
      const { json } = await c.post('/Bulk', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations,
      });
      ids.push(...json.Operations.map(({ location }: Json) => location.split('/').at(-1)));
    }
    const group = await c.group('all', ids);
    for (const some of [ids.slice(1), ids]) {
      const answer = await c.request('PATCH', `/Groups/${group.id}`, {
        schemas: [patchUrn],
        Operations: [{ op: 'replace', path: 'members', value: some.map((value) => ({ value })) }],
      });
      expect(answer.status).toBe(204);
      expect((await c.get(`/Groups/${group.id}`)).json.members).toHaveLength(some.length);
    }
  });
});
