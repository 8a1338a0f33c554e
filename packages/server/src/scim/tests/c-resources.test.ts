/** Checklist C: create, read, replace, delete. */
import { expect, test } from 'vitest';
import type { Json } from '../../testing/test-server.ts';
import { enterpriseUrn, groupUrn, onEachDatabase, userUrn } from './each-database.ts';

const unknownId = '6f1b0f4e-0000-4000-8000-000000000000';

onEachDatabase('Resources', (world) => {
  test('#37 POST answers 201 with the whole resource, Location and ETag', async () => {
    const c = await world.client();
    const { status, headers, json } = await c.post('/Users', { userName: 'ann', name: { givenName: 'Ann' } });
    expect(status).toBe(201);
    expect(json).toMatchObject({ userName: 'ann', name: { givenName: 'Ann' }, active: true });
    expect(headers.location).toBe(`${c.base}/Users/${json.id}`);
    expect(headers.location).toBe(json.meta.location);
    expect(headers.etag).toBe(json.meta.version);
  });

  test('#38 the server gives id and meta; what the client sends for them is ignored', async () => {
    const c = await world.client();
    const sent = { id: 'mine', meta: { created: '1999-01-01T00:00:00Z', resourceType: 'Robot', version: 'W/"77"' } };
    const user = await c.user(sent);
    const group = (await c.post('/Groups', { displayName: 'g', ...sent })).json;
    expect(user.id).not.toBe('mine');
    expect(user.id).not.toContain('bulkId');
    expect(user.id).not.toBe(group.id);
    expect(user.meta).toMatchObject({ resourceType: 'User', version: 'W/"1"' });
    expect(user.meta.created).not.toContain('1999');
    expect(group.meta.resourceType).toBe('Group');
    expect((await c.get(`/Users/${user.id}`)).json).toEqual(user);
  });

  test('#39 read-only attributes in POST and PUT are ignored', async () => {
    const c = await world.client();
    const group = await c.group('real');
    const user = await c.user({ groups: [{ value: group.id }], meta: { location: 'x' } });
    expect(user.groups).toEqual([]);
    const put = await c.put(`/Users/${user.id}`, { ...user, groups: [{ value: group.id, display: 'fake' }] });
    expect(put.status).toBe(200);
    expect(put.json.groups).toEqual([]);
    expect((await c.get(`/Groups/${group.id}`)).json.members ?? []).toEqual([]);
    // What is ignored is not even looked at: some clients send what is no resource's id and no group.
    const odd = await c.post('/Users', { userName: 'odd', id: 7, meta: 'W/"1"', groups: 'none' });
    expect(odd.status).toBe(201);
    expect((await c.put(`/Users/${odd.json.id}`, { userName: 'odd', groups: [7] })).json.groups).toEqual([]);
  });

  test('#40 created equals lastModified at first, both as dateTime', async () => {
    const { meta } = await (await world.client()).user();
    expect(meta.created).toBe(meta.lastModified);
    expect(meta.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  });

  test('#41 schemas name the base and only the extensions that have values', async () => {
    const c = await world.client();
    const claimed = await c.user({ schemas: [userUrn, enterpriseUrn, userUrn], [enterpriseUrn]: {} });
    expect(claimed.schemas).toEqual([userUrn]);
    expect(claimed).not.toHaveProperty([enterpriseUrn]);
    const real = await c.user({ schemas: [userUrn], [enterpriseUrn]: { department: 'IT' } });
    expect(real.schemas).toEqual([userUrn, enterpriseUrn]);
    const emptied = await c.put(`/Users/${real.id}`, { userName: real.userName, [enterpriseUrn]: { department: '' } });
    expect(emptied.json.schemas).toEqual([userUrn]);
  });

  test('#42 unassigned, null and empty are the same', async () => {
    const c = await world.client();
    const user = await c.user({
      title: null,
      nickName: '',
      emails: [],
      name: { givenName: null },
      phoneNumbers: null,
      [enterpriseUrn]: { department: null },
    });
    for (const name of ['title', 'nickName', 'emails', 'phoneNumbers', 'name', enterpriseUrn])
      expect(user).not.toHaveProperty([name]);
    const put = await c.put(`/Users/${user.id}`, { userName: user.userName, title: null, emails: [{ value: null }] });
    expect(put.status).toBe(200);
  });

  test('#43 userName is unique whatever its case, and kept as it was written', async () => {
    const c = await world.client();
    await c.user({ userName: 'BJensen@Example.com' });
    expect((await c.post('/Users', { userName: 'bjensen@example.COM' })).status).toBe(409);
    expect(await c.names('userName eq "bjensen@example.com"')).toEqual(['BJensen@Example.com']);
    await c.user({ userName: 'straße' });
    expect((await c.post('/Users', { userName: 'STRASSE' })).status).toBe(409);
  });

  test('#44 externalId is the client’s, case-exact, and not unique', async () => {
    const c = await world.client();
    const one = await c.user({ externalId: '00uAbC' });
    expect(one.externalId).toBe('00uAbC');
    expect((await c.find('externalId eq "00uAbC"')).totalResults).toBe(1);
    expect((await c.find('externalId eq "00uabc"')).totalResults).toBe(0);
    await c.user({ externalId: '00uAbC' });
    expect((await c.find('externalId eq "00uAbC"')).totalResults).toBe(2);
    const other = await world.client();
    expect((await other.find('externalId eq "00uAbC"')).totalResults).toBe(0);
  });

  test('#45 a password is accepted, never returned, not filterable and never logged', async () => {
    const c = await world.client();
    const secret = 'Tr0ub4dor&3-xyz';
    const made = await c.post('/Users?attributes=userName,password', { userName: 'pw', password: secret });
    expect(made.status).toBe(201);
    const { id } = made.json;
    await c.patch(`/Users/${id}`, { op: 'replace', path: 'password', value: secret });
    await c.patch(`/Users/${id}`, { op: 'replace', value: { password: secret } });
    await c.patch(`/Users/${id}`, { op: 'replace', path: `${userUrn}:password`, value: secret });
    await c.put(`/Users/${id}`, { userName: 'pw', PassWord: secret });
    await world.server.send('PUT', `/api/v1/scim/Users/${id}`, {
      token: c.token,
      raw: `{"userName":"pw","p\\u0061ssword":"${secret}"}`,
    });
    for (const path of [`/Users/${id}`, `/Users/${id}?attributes=password`, '/Users'])
      expect((await c.get(path)).text).not.toMatch(/password|Tr0ub/);
    const filtered = await c.get(`/Users?filter=${encodeURIComponent(`password eq "${secret}"`)}`);
    expect(filtered.status === 400 || filtered.json.totalResults === 0).toBe(true);
    const { requestLog } = world.server.server.context;
    await requestLog.flush();
    const logged = JSON.stringify(await requestLog.list({ tenantNo: 1, limit: 50, methods: ['POST', 'PUT', 'PATCH'] }));
    expect(logged).not.toContain(secret);
    expect(logged).toContain('[redacted]');
  });

  test('#46 at most one value is primary', async () => {
    const c = await world.client();
    const answer = await c.post('/Users', {
      userName: 'two',
      emails: [
        { value: 'a@x', primary: true, type: 'work' },
        { value: 'b@x', primary: true, type: 'home' },
      ],
    });
    expect(answer.status).toBe(201);
    expect(answer.json.emails.filter(({ primary }: Json) => primary)).toHaveLength(1);
  });

  test('#47 the same type and value comes back once; two values of one type are kept', async () => {
    const c = await world.client();
    const { emails } = await c.user({
      emails: [
        { value: 'a@x', type: 'work' },
        { value: 'a@x', type: 'work' },
        { value: 'b@x', type: 'work' },
      ],
    });
    expect(emails.map(({ value }: Json) => value)).toEqual(['a@x', 'b@x']);
  });

  test('#48 names are read in any case and written canonically', async () => {
    const c = await world.client();
    const { status, json } = await c.post('/Users', {
      Schemas: [userUrn],
      USERNAME: 'case',
      Name: { FAMILYNAME: 'F' },
      Emails: [{ VALUE: 'a@x', Primary: true }],
      [enterpriseUrn.toLowerCase()]: { Department: 'D', Manager: { Value: '1' } },
    });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      userName: 'case',
      name: { familyName: 'F' },
      emails: [{ value: 'a@x', primary: true }],
      [enterpriseUrn]: { department: 'D', manager: { value: '1' } },
    });
  });

  test('#49 GET has ETag and Content-Location, and every answer that returns a resource does', async () => {
    const c = await world.client();
    const user = await c.user();
    const path = `/Users/${user.id}`;
    for (const answer of [
      await c.get(path),
      await c.put(path, user),
      await c.patch(path, { op: 'add', path: 'title', value: 'x' }),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.headers['content-location']).toBe(answer.json.meta.location);
      expect(answer.headers.etag).toBe(answer.json.meta.version);
    }
  });

  test('#50 inactive users stay readable by id and by filter', async () => {
    const c = await world.client();
    const { id } = await c.user({ userName: 'gone', active: false });
    expect((await c.get(`/Users/${id}`)).json.active).toBe(false);
    expect(await c.names('userName eq "gone"')).toEqual(['gone']);
    expect(await c.names('active eq false')).toEqual(['gone']);
    expect((await c.get('/Users')).json.totalResults).toBe(1);
  });

  test('#51 PUT clears what is left out, insists on what is required, and never creates', async () => {
    const c = await world.client();
    const user = await c.user({ title: 'T', emails: [{ value: 'a@x' }], [enterpriseUrn]: { department: 'D' } });
    const put = await c.put(`/Users/${user.id}`, { userName: user.userName, nickName: 'N' });
    expect(put.status).toBe(200);
    expect(put.json.nickName).toBe('N');
    for (const name of ['title', 'emails', enterpriseUrn]) expect(put.json).not.toHaveProperty([name]);
    expect((await c.put(`/Users/${user.id}`, { title: 'x' })).json).toMatchObject({
      status: '400',
      scimType: 'invalidValue',
    });
    expect((await c.put(`/Users/${unknownId}`, { userName: 'new' })).status).toBe(404);
    expect((await c.find('userName eq "new"')).totalResults).toBe(0);
  });

  test('#52 PUT keeps id and created, whatever the body says', async () => {
    const c = await world.client();
    const user = await c.user();
    const other = await c.user();
    const put = await c.put(`/Users/${user.id}`, {
      ...user,
      id: other.id,
      title: 'x',
      meta: { created: '1999-01-01T00:00:00Z' },
    });
    expect(put.status).toBe(200);
    expect(put.json).toMatchObject({ id: user.id, title: 'x', meta: { created: user.meta.created } });
    expect((await c.get(`/Users/${other.id}`)).json.title).toBeUndefined();
  });

  test('#53 PUT without active leaves it as it is', async () => {
    const c = await world.client();
    const user = await c.user({ active: false });
    expect((await c.put(`/Users/${user.id}`, { userName: user.userName })).json.active).toBe(false);
    expect((await c.put(`/Users/${user.id}`, { userName: user.userName, active: true })).json.active).toBe(true);
    expect((await c.put(`/Users/${user.id}`, { userName: user.userName })).json.active).toBe(true);
  });

  test('#54 values come back as they were sent', async () => {
    const c = await world.client();
    const sent = {
      phoneNumbers: [{ value: '+1 (555) 010-0000 ext. 7', type: 'work' }],
      emails: [{ value: 'Ann.O\u2019Hara+Tag@Example.COM', type: 'work' }],
      displayName: '  spaced  名前 😀 \\ " ',
      addresses: [{ formatted: '1 Street\nTown', type: 'work' }],
    };
    const user = await c.user(sent);
    expect((await c.get(`/Users/${user.id}`)).json).toMatchObject(sent);
  });

  test('#55 unknown attributes are ignored with 2xx and told in the request log', async () => {
    const c = await world.client();
    const answer = await c.post('/Users', { userName: 'odd', shoeSize: 44, 'urn:example:unknown': { a: 1 } });
    expect(answer.status).toBe(201);
    expect(answer.json).not.toHaveProperty('shoeSize');
    const { requestLog } = world.server.server.context;
    await requestLog.flush();
    const logged = await requestLog.byRequestId(1, String(answer.headers['x-request-id']));
    expect(logged?.detail?.ignored).toEqual(expect.arrayContaining(['shoeSize', 'urn:example:unknown']));
  });

  test('#56 DELETE is 204 without a body; then it is gone everywhere, groups included', async () => {
    const c = await world.client();
    const user = await c.user();
    const group = await c.group('g', [user.id]);
    const gone = await c.delete(`/Users/${user.id}`);
    expect(gone.status).toBe(204);
    expect(gone.text).toBe('');
    const path = `/Users/${user.id}`;
    for (const answer of [
      await c.get(path),
      await c.put(path, { userName: 'x' }),
      await c.patch(path, { op: 'add', path: 'title', value: 'x' }),
      await c.delete(path),
    ])
      expect(answer.status).toBe(404);
    expect((await c.get('/Users')).json.totalResults).toBe(0);
    expect((await c.get(`/Groups/${group.id}`)).json.members ?? []).toEqual([]);
    expect((await c.delete(`/Groups/${group.id}`)).status).toBe(204);
  });

  test('#57 after DELETE the same userName and externalId can be created anew', async () => {
    const c = await world.client();
    const first = await c.user({ userName: 'again', externalId: 'e1' });
    await c.delete(`/Users/${first.id}`);
    const second = await c.user({ userName: 'again', externalId: 'e1' });
    expect(second.id).not.toBe(first.id);
    const group = await c.group('Sales');
    await c.delete(`/Groups/${group.id}`);
    expect((await c.post('/Groups', { displayName: 'Sales' })).status).toBe(201);
  });

  test('#58 POST over an inactive user is 409 that names it, and a filter finds it', async () => {
    const c = await world.client();
    const user = await c.user({ userName: 'back', active: false });
    const again = await c.post('/Users', { userName: 'BACK', active: true });
    expect(again.status).toBe(409);
    expect(again.json.detail).toContain(user.id);
    expect(again.json.detail).toContain('inactive');
    expect(await c.names('userName eq "back"')).toEqual(['back']);
    expect((await c.put(`/Users/${user.id}`, { userName: 'back', active: true })).json).toMatchObject({
      id: user.id,
      active: true,
    });
  });

  test('#59 User.groups is computed: value, $ref, display, direct or indirect', async () => {
    const c = await world.client();
    const user = await c.user();
    const inner = await c.group('Inner', [user.id]);
    const outer = await c.group('Outer', [inner.id]);
    const { groups } = (await c.get(`/Users/${user.id}`)).json;
    expect(groups).toHaveLength(2);
    expect(groups).toEqual(
      expect.arrayContaining([
        { value: inner.id, $ref: `${c.base}/Groups/${inner.id}`, display: 'Inner', type: 'direct' },
        { value: outer.id, $ref: `${c.base}/Groups/${outer.id}`, display: 'Outer', type: 'indirect' },
      ]),
    );
  });

  test('#60 a member has the id, a $ref that can be read, and the type that it is', async () => {
    const c = await world.client();
    const user = await c.user({ displayName: 'Ann' });
    const inner = await c.group('Inner');
    const answer = await c.post('/Groups', {
      displayName: 'g',
      members: [{ value: user.id }, { value: inner.id, type: 'User' }],
    });
    expect(answer.json.members).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ value: user.id, $ref: `${c.base}/Users/${user.id}`, type: 'User' }),
        expect.objectContaining({ value: inner.id, $ref: `${c.base}/Groups/${inner.id}`, type: 'Group' }),
      ]),
    );
    const path = answer.json.members[0].$ref.slice(c.base.length);
    expect((await c.get(path)).status).toBe(200);
  });

  test('#61 nested groups are accepted and cycles are harmless', async () => {
    const c = await world.client();
    const user = await c.user();
    const a = await c.group('A', [user.id]);
    const b = await c.group('B', [a.id]);
    const cycle = await c.patch(`/Groups/${a.id}`, { op: 'add', path: 'members', value: [{ value: b.id }] });
    expect(cycle.status).toBe(200);
    const names = (await c.get(`/Users/${user.id}`)).json.groups.map(({ display }: Json) => display);
    expect(names.toSorted()).toEqual(['A', 'B']);
    const self = await c.patch(`/Groups/${a.id}`, { op: 'add', path: 'members', value: [{ value: a.id }] });
    expect(self.status).toBeLessThan(500);
  });

  test('#62 an unknown member refuses the write and is named; a switch skips it instead', async () => {
    const c = await world.client();
    const user = await c.user();
    const body = { displayName: 'g', members: [{ value: user.id }, { value: unknownId }] };
    const refused = await c.post('/Groups', body);
    expect(refused.json).toMatchObject({ status: '400', scimType: 'invalidValue' });
    expect(refused.json.detail).toContain(unknownId);
    expect((await c.find('displayName eq "g"', '/Groups')).totalResults).toBe(0);
    const group = await c.group('h', [user.id]);
    const patched = await c.patch(`/Groups/${group.id}`, { op: 'add', path: 'members', value: [{ value: unknownId }] });
    expect(patched.status).toBe(400);
    await world.server.server.context.control.integrations.update(c.integrationId, {
      settings: { skipUnknownMembers: true },
    });
    const skipped = await c.post('/Groups', body);
    expect(skipped.status).toBe(201);
    expect(skipped.json.members.map(({ value }: Json) => value)).toEqual([user.id]);
    const { requestLog } = world.server.server.context;
    await requestLog.flush();
    const logged = await requestLog.byRequestId(1, String(skipped.headers['x-request-id']));
    expect(logged?.detail?.ignored.join()).toContain(unknownId);
  });

  test('#63 a group needs a displayName that no other has in any case', async () => {
    const c = await world.client();
    await c.group('Sales');
    expect((await c.post('/Groups', { displayName: 'SALES' })).json).toMatchObject({
      status: '409',
      scimType: 'uniqueness',
    });
    expect((await c.post('/Groups', { schemas: [groupUrn] })).json).toMatchObject({
      status: '400',
      scimType: 'invalidValue',
    });
    const other = await c.group('Other');
    expect((await c.put(`/Groups/${other.id}`, { displayName: 'sales' })).status).toBe(409);
    const elsewhere = await world.client();
    expect((await elsewhere.group('Sales')).displayName).toBe('Sales');
  });
});
