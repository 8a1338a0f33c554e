/** Okta, as its documentation, its SCIM test plan and captures of the wire have it: app integration wizard and catalog apps. */
import { expect, test } from 'vitest';
import type { Json } from '../../testing/test-server.ts';
import { enterpriseUrn, errorUrn, listUrn, onEachDatabase } from '../tests/each-database.ts';
import { OktaClient, oktaGroup, oktaPatch, oktaUser } from './okta-client.ts';

const memberIds = (group: Json): string[] => (group.members ?? []).map(({ value }: Json) => value).toSorted();

onEachDatabase('Okta', (world) => {
  const okta = async () => new OktaClient(await world.client());
  /** A wizard app always writes what it read, with its own values put in. */
  const putMerged = async (client: OktaClient, path: string, values: object) => {
    const current = await client.get(path);
    expect(current.status).toBe(200);
    return client.write('PUT', path, { ...current.json, ...values });
  };
  const assigned = async (client: OktaClient, login: string): Promise<Json> => {
    expect((await client.findUser(login)).json).toMatchObject({ totalResults: 0, Resources: [] });
    const made = await client.write('POST', '/Users', oktaUser(login));
    expect(made.status).toBe(201);
    return made.json;
  };

  test('Test Connector Configuration: count=2, and Groups when they are imported', async () => {
    const client = await okta();
    const users = await client.get('/Users?startIndex=1&count=2');
    expect(users.json).toEqual({ schemas: [listUrn], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] });
    expect((await client.get('/Groups?startIndex=1&count=100')).status).toBe(200);
  });

  test('wizard app, a person’s life: assigned, changed, unassigned, reassigned, renamed, with a new password', async () => {
    const client = await okta();
    const user = await assigned(client, 'isaac@example.com');
    const path = `/Users/${user.id}`;
    expect(user).toMatchObject({
      userName: 'isaac@example.com',
      active: true,
      externalId: expect.any(String),
      groups: [],
      [enterpriseUrn]: { department: 'Sales' },
    });
    expect(user).not.toHaveProperty('password');

    const changed = await putMerged(client, path, { title: 'Captain', [enterpriseUrn]: { department: 'Support' } });
    expect(changed.json).toMatchObject({ id: user.id, title: 'Captain', [enterpriseUrn]: { department: 'Support' } });

    const unassigned = await putMerged(client, path, { active: false });
    expect(unassigned.json).toMatchObject({ id: user.id, active: false, title: 'Captain' });
    expect((await client.get(path)).json.active).toBe(false);
    const found = (await client.findUser('ISAAC@example.com')).json;
    expect(found.Resources[0]).toMatchObject({ id: user.id, active: false });

    const back = await putMerged(client, path, { active: true, displayName: 'I. Brock' });
    expect(back.json).toMatchObject({ id: user.id, active: true, displayName: 'I. Brock' });

    const renamed = await putMerged(client, path, {
      userName: 'ib@example.com',
      emails: [{ primary: true, value: 'ib@example.com', type: 'work' }],
    });
    expect(renamed.json).toMatchObject({ id: user.id, userName: 'ib@example.com' });
    expect((await client.findUser('isaac@example.com')).json.totalResults).toBe(0);

    const password = await putMerged(client, path, { password: 'n3wSecret!' });
    expect(password.status).toBe(200);
    expect(password.text).not.toContain('n3wSecret');
    expect(password.json.meta.version).toBe(renamed.json.meta.version);
  });

  test('assigning somebody who is there already links and writes the profile', async () => {
    const client = await okta();
    const user = await assigned(client, 'there@example.com');
    const match = (await client.findUser('There@Example.com')).json;
    expect(match.totalResults).toBe(1);
    const linked = await client.write('PUT', `/Users/${match.Resources[0].id}`, {
      ...match.Resources[0],
      ...oktaUser('there@example.com', { title: 'Linked' }),
    });
    expect(linked.json).toMatchObject({ id: user.id, title: 'Linked' });
  });

  test('a duplicate is 409 uniqueness, also of an inactive user, and says which', async () => {
    const client = await okta();
    const user = await assigned(client, 'dup@example.com');
    await putMerged(client, `/Users/${user.id}`, { active: false });
    const again = await client.write('POST', '/Users', oktaUser('Dup@example.com'));
    expect(again.json).toMatchObject({ schemas: [errorUrn], status: '409', scimType: 'uniqueness' });
    expect(again.json.detail).toContain(user.id);
  });

  test('e-mail without a type, empty strings and an empty profile cause no error', async () => {
    const client = await okta();
    const made = await client.write(
      'POST',
      '/Users',
      oktaUser('bare@example.com', {
        emails: [{ primary: true, value: 'bare@example.com' }],
        title: '',
        locale: '',
        name: { givenName: '', familyName: '' },
        [enterpriseUrn]: { department: '', manager: { value: '' } },
      }),
    );
    expect(made.status).toBe(201);
    expect(made.json.emails).toEqual([{ primary: true, value: 'bare@example.com' }]);
    expect(made.json).not.toHaveProperty([enterpriseUrn]);
  });

  test('import: pages of 100 in one order, inactive users marked', async () => {
    const client = await okta();
    for (let i = 0; i < 5; i++) await assigned(client, `import${i}@example.com`);
    const first = (await client.get('/Users?startIndex=1&count=3')).json;
    const second = (await client.get('/Users?startIndex=4&count=3')).json;
    expect([first.itemsPerPage, second.itemsPerPage, first.totalResults]).toEqual([3, 2, 5]);
    const ids = [...first.Resources, ...second.Resources].map(({ id }: Json) => id);
    expect(new Set(ids).size).toBe(5);
    expect((await client.get('/Groups?startIndex=1&count=100')).json.totalResults).toBe(0);
  });

  test('wizard app, a pushed group’s life: created, filled, renamed, pushed now, emptied, deleted', async () => {
    const client = await okta();
    const [a, b, d] = [await assigned(client, 'ga@x'), await assigned(client, 'gb@x'), await assigned(client, 'gd@x')];
    expect((await client.findGroup('Sales & Söhne')).json.totalResults).toBe(0);
    const made = await client.write('POST', '/Groups', oktaGroup('Sales & Söhne', [a.id]));
    expect(made.status).toBe(201);
    const path = `/Groups/${made.json.id}`;
    const put = await putMerged(client, path, oktaGroup('Sales & Söhne', [a.id, b.id]));
    expect(put.json.displayName).toBe('Sales & Söhne');
    expect(memberIds(put.json)).toEqual([a.id, b.id].toSorted());
    expect((await client.findGroup('sales & söhne')).json.totalResults).toBe(1);

    const repeated = await putMerged(client, path, oktaGroup('Sales & Söhne', [a.id, b.id, a.id, d.id, d.id]));
    expect(memberIds(repeated.json)).toEqual([a.id, b.id, d.id].toSorted());
    const renamed = await putMerged(client, path, { displayName: 'Sales' });
    expect(renamed.json.displayName).toBe('Sales');
    expect(memberIds(renamed.json)).toEqual([a.id, b.id, d.id].toSorted());
    expect((await client.get(`/Users/${a.id}`)).json.groups[0]).toMatchObject({
      value: made.json.id,
      display: 'Sales',
    });

    const pushedNow = await putMerged(client, path, oktaGroup('Sales', [d.id]));
    expect(memberIds(pushedNow.json)).toEqual([d.id]);
    const emptied = await putMerged(client, path, oktaGroup('Sales', []));
    expect(memberIds(emptied.json)).toEqual([]);
    const gone = await client.write('DELETE', path);
    expect(gone.status).toBe(204);
    expect((await client.get(`/Users/${d.id}`)).json).toMatchObject({ active: true, groups: [] });
  });

  test('a stale member id is a 4xx that names it, never a 500, and changes nothing', async () => {
    const client = await okta();
    const user = await assigned(client, 'stale@x');
    const group = (await client.write('POST', '/Groups', oktaGroup('Stale', [user.id]))).json;
    const answer = await client.write('PUT', `/Groups/${group.id}`, oktaGroup('Stale', [user.id, '00u-not-here']));
    expect(answer.json).toMatchObject({ status: '400', scimType: 'invalidValue' });
    expect(answer.json.detail).toContain('00u-not-here');
    expect((await client.get(`/Groups/${group.id}`)).json).toEqual(group);
  });

  test('catalog app, a person: deactivated and reactivated by PATCH without a path', async () => {
    const client = await okta();
    const user = await assigned(client, 'cat@example.com');
    const path = `/Users/${user.id}`;
    const off = await client.write('PATCH', path, oktaPatch({ op: 'replace', value: { active: false } }));
    expect(off.json).toMatchObject({ id: user.id, active: false, userName: 'cat@example.com' });
    const on = await client.write('PATCH', path, oktaPatch({ op: 'replace', value: { active: true } }));
    expect(on.json.active).toBe(true);
    const password = await client.write('PATCH', path, oktaPatch({ op: 'replace', value: { password: 'n3w' } }));
    expect(password.status).toBe(200);
    const profile = await client.write(
      'PATCH',
      path,
      oktaPatch({
        op: 'replace',
        value: { title: 'T', name: { familyName: 'New' }, [enterpriseUrn]: { division: 'D' } },
      }),
    );
    expect(profile.json).toMatchObject({
      title: 'T',
      name: { givenName: 'Isaac', familyName: 'New' },
      [enterpriseUrn]: { department: 'Sales', division: 'D' },
    });
  });

  test('catalog app, a group: renamed, member removed, members added, Push now, all by PATCH', async () => {
    const client = await okta();
    const [a, b] = [await assigned(client, 'ca@x'), await assigned(client, 'cb@x')];
    const group = (await client.write('POST', '/Groups', oktaGroup('Team', [a.id]))).json;
    const path = `/Groups/${group.id}`;
    const renamed = await client.write(
      'PATCH',
      path,
      oktaPatch({ op: 'replace', value: { id: group.id, displayName: 'Team 2' } }),
    );
    expect(renamed.json.displayName).toBe('Team 2');
    const mixed = await client.write(
      'PATCH',
      path,
      oktaPatch(
        { op: 'remove', path: `members[value eq "${a.id}"]` },
        { op: 'add', path: 'members', value: [{ value: b.id, display: 'cb@x' }] },
      ),
    );
    expect(memberIds(mixed.json)).toEqual([b.id]);
    const now = await client.write(
      'PATCH',
      path,
      oktaPatch({ op: 'replace', path: 'members', value: [{ value: a.id }, { value: b.id }] }),
    );
    expect(memberIds(now.json)).toEqual([a.id, b.id].toSorted());
    const empty = await client.write('PATCH', path, oktaPatch({ op: 'replace', path: 'members', value: [] }));
    expect(memberIds(empty.json)).toEqual([]);
  });

  test('a new token works after an update, the wrong one is an authorization failure in SCIM', async () => {
    const c = await world.client();
    const client = new OktaClient(c);
    const user = await assigned(client, 'tok@x');
    const rotated = await world.server.server.context.tokens.rotateToken(c.integrationId);
    if (!rotated.ok) throw new Error('not rotated');
    const refused = await client.get(`/Users/${user.id}`);
    expect(refused.json).toMatchObject({ schemas: [errorUrn], status: '401' });
    const renewed = new OktaClient({ ...c, token: rotated.value.secret });
    expect((await renewed.get(`/Users/${user.id}`)).status).toBe(200);
  });
});

onEachDatabase('Okta’s SPEC test', (world) => {
  test('every expectation of the published suite, in its order', async () => {
    const c = await world.client();
    const client = new OktaClient(c);
    await client.write('POST', '/Users', oktaUser('first@example.com'));

    const listed = await client.get('/Users?count=1&startIndex=1');
    expect(listed.status).toBe(200);
    expect(listed.json.schemas).toContain(listUrn);
    for (const key of ['itemsPerPage', 'startIndex', 'totalResults']) expect(listed.json[key]).toBeTypeOf('number');
    const [one] = listed.json.Resources;
    for (const key of ['id', 'userName', 'active']) expect(one[key]).toBeDefined();
    for (const key of ['familyName', 'givenName']) expect(one.name[key]).toBeTruthy();
    expect(one.emails[0]).toMatchObject({ primary: true, type: 'work', value: expect.any(String) });

    const read = await client.get(`/Users/${one.id}`);
    expect(read.json).toMatchObject({ id: one.id, userName: one.userName });

    const none = await client.get('/Users?filter=userName%20eq%20%22nobody-yrx%22');
    expect(none.json).toMatchObject({ totalResults: 0, schemas: [listUrn] });
    const unknown = await client.get('/Users/010101001010101011001010101011');
    expect(unknown.json).toMatchObject({ schemas: [errorUrn], status: '404', detail: expect.any(String) });

    const login = 'Runscope300Rmqnkz@atko.com';
    expect((await client.findUser(login)).json.totalResults).toBe(0);
    const body = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: login,
      name: { givenName: 'Run', familyName: 'Scope' },
      emails: [{ primary: true, value: login, type: 'work' }],
      displayName: 'Run Scope',
      active: true,
    };
    const made = await c.post('/Users', body, { 'content-type': 'application/json', accept: 'application/scim+json' });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      active: true,
      id: expect.any(String),
      name: { familyName: 'Scope', givenName: 'Run' },
      userName: login,
    });
    expect((await client.get(`/Users/${made.json.id}`)).json.userName).toBe(login);
    expect((await c.post('/Users', body, { 'content-type': 'application/json' })).status).toBe(409);
    const upper = await client.findUser(login.toUpperCase());
    expect(upper.json.Resources[0].id).toBe(made.json.id);

    const groups = await client.get('/Groups');
    expect(groups.status).toBe(200);
    const bad = await world.server.send('GET', '/api/v1/scim/Users?startIndex=1&count=1', { token: 'bad' });
    expect(bad.json).toMatchObject({ schemas: [errorUrn], status: '401' });
    expect((await client.get('/Users/00919288221112222')).json).toMatchObject({ schemas: [errorUrn], status: '404' });

    for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas']) {
      expect((await client.get(path)).status).toBe(200);
      expect((await client.write('POST', path, {})).status).toBe(405);
    }
  });
});
