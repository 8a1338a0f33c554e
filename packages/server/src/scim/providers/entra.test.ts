/** Microsoft Entra ID, by the numbers of the list of its habits. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Json } from '../../testing/test-server.ts';
import { enterpriseUrn, groupUrn, onEachDatabase, patchUrn, userUrn } from '../tests/each-database.ts';

const adGroupUrn = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';

onEachDatabase('Microsoft Entra ID', (world) => {
  const patch = (...Operations: readonly unknown[]) => ({ schemas: [patchUrn], Operations });

  test('1, 2: capitalised operations and booleans as text, in filters too', async () => {
    const c = await world.client();
    const { id } = await c.user({ roles: [{ value: 'r', primary: true }] });
    const off = await c.request('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value: 'False' }));
    expect(off.json.active).toBe(false);
    expect((await c.find('roles[primary eq "True"].value eq "r"')).totalResults).toBe(1);
    expect((await c.find('active eq "False"')).totalResults).toBe(1);
  });

  test('3: with the flag in the URL one path-less replace has dotted and URN keys; one tenant sends both styles', async () => {
    const c = await world.client();
    const { id } = await c.user();
    const grouped = patch({
      op: 'replace',
      value: {
        active: true,
        'name.givenName': 'G',
        'name.familyName': 'F',
        displayName: 'D',
        [`${enterpriseUrn}:employeeNumber`]: '7',
      },
    });
    const { json } = await c.request('PATCH', `/Users/${id}?aadOptscim062020`, grouped);
    expect(json).toMatchObject({
      name: { givenName: 'G', familyName: 'F' },
      displayName: 'D',
      [enterpriseUrn]: { employeeNumber: '7' },
    });
    const legacy = await c.request(
      'PATCH',
      `/Users/${id}?aadOptscim062020`,
      patch({ op: 'Replace', path: 'displayName', value: 'E' }),
    );
    expect(legacy.json.displayName).toBe('E');
  });

  test('4: members removed in the legacy way and by filter', async () => {
    const c = await world.client();
    const [a, b] = [await c.user(), await c.user()];
    const group = await c.group('g', [a.id, b.id]);
    const legacy = await c.request(
      'PATCH',
      `/Groups/${group.id}`,
      patch({ op: 'Remove', path: 'members', value: [{ $ref: null, value: a.id }] }),
    );
    expect(legacy.json.members.map(({ value }: Json) => value)).toEqual([b.id]);
    const flagged = await c.request(
      'PATCH',
      `/Groups/${group.id}`,
      patch({ op: 'remove', path: `members[value eq "${b.id}"]` }),
    );
    expect(flagged.json.members ?? []).toEqual([]);
  });

  test('5: elements are made by their filter, and later operations find them', async () => {
    const c = await world.client();
    const { id } = await c.user();
    const { json, status } = await c.request(
      'PATCH',
      `/Users/${id}`,
      patch(
        { op: 'Add', path: 'emails[type eq "work"].value', value: 'a@x' },
        { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '1' },
        { op: 'Add', path: 'addresses[type eq "work"].formatted', value: 'A' },
        { op: 'Add', path: 'roles[primary eq "True"].value', value: 'admin' },
        { op: 'Add', path: 'roles[primary eq "True"].display', value: 'Administrator' },
        { op: 'Replace', path: 'emails[type eq "work"].primary', value: 'True' },
      ),
    );
    expect(status).toBe(200);
    expect(json).toMatchObject({
      emails: [{ type: 'work', value: 'a@x', primary: true }],
      phoneNumbers: [{ type: 'mobile', value: '1' }],
      addresses: [{ type: 'work', formatted: 'A' }],
      roles: [{ primary: true, value: 'admin', display: 'Administrator' }],
    });
  });

  test('6: the manager comes as a bare id, goes out as an object, and is cleared', async () => {
    const c = await world.client();
    const made = await c.user({ [enterpriseUrn]: { manager: 'boss-id' } });
    expect(made[enterpriseUrn].manager).toMatchObject({ value: 'boss-id' });
    const path = `/Users/${made.id}`;
    for (const clear of [
      { op: 'Replace', path: `${enterpriseUrn}:manager`, value: '' },
      { op: 'Remove', path: `${enterpriseUrn}:manager` },
    ]) {
      const set = await c.request(
        'PATCH',
        path,
        patch({ op: 'Add', path: `${enterpriseUrn}:manager`, value: 'boss-id' }),
      );
      expect(set.json[enterpriseUrn].manager).toMatchObject({ value: 'boss-id' });
      expect((await c.request('PATCH', path, patch(clear))).json).not.toHaveProperty([enterpriseUrn, 'manager']);
    }
  });

  test('7, 16: extension attributes by colon path; replacing a complex attribute keeps the siblings', async () => {
    const c = await world.client();
    const { id } = await c.user({ name: { givenName: 'G', familyName: 'F' } });
    const { json } = await c.request(
      'PATCH',
      `/Users/${id}`,
      patch(
        { op: 'Add', path: `${enterpriseUrn}:department`, value: 'D' },
        { op: 'Replace', path: 'name', value: { familyName: 'x' } },
      ),
    );
    expect(json).toMatchObject({ [enterpriseUrn]: { department: 'D' }, name: { givenName: 'G', familyName: 'x' } });
  });

  test('8: groups arrive empty, with Microsoft’s own schema and a meta', async () => {
    const c = await world.client();
    const made = await c.post('/Groups', {
      schemas: [groupUrn, adGroupUrn],
      externalId: randomUUID(),
      displayName: 'Sales',
      meta: { resourceType: 'Group' },
    });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ schemas: [groupUrn], displayName: 'Sales' });
  });

  test('9: its filters, joined and unquoted, and the connection test', async () => {
    const c = await world.client();
    const user = await c.user({
      userName: 'ann@x',
      externalId: 'e-1',
      emails: [{ type: 'work', value: 'ann@x' }],
      [enterpriseUrn]: { manager: { value: 'm' } },
    });
    const group = await c.group('Sales', [user.id]);
    const users = async (filter: string) =>
      (await c.get(`/Users?filter=${encodeURIComponent(filter)}`)).json.totalResults;
    const groups = async (filter: string) =>
      (await c.get(`/Groups?excludedAttributes=members&filter=${encodeURIComponent(filter)}`)).json.totalResults;
    expect(await users(`userName eq "${randomUUID()}"`)).toBe(0);
    expect(await users('userName eq "ANN@x"')).toBe(1);
    expect(await users('externalId eq "e-1" and userName eq "ann@x"')).toBe(1);
    expect(await users('emails[type eq "work"].value eq "ann@x"')).toBe(1);
    expect(await users('userName eq ann@x')).toBe(1);
    expect(await users(`id eq "${user.id}" and ${enterpriseUrn}:manager eq "m"`)).toBe(1);
    expect(await users(`id eq "${user.id}" and manager eq "m"`)).toBe(1);
    expect(await groups('displayName eq "Sales"')).toBe(1);
    expect(await groups(`id eq "${group.id}" and members eq "${user.id}"`)).toBe(1);
    expect(await groups(`id eq "${group.id}" and members eq "none"`)).toBe(0);
  });

  test('10, 11: userName in any case; disabled users can be read and restored; deleted ones created anew', async () => {
    const c = await world.client();
    const user = await c.user({ userName: 'Ann@X' });
    await c.request('PATCH', `/Users/${user.id}`, patch({ op: 'Replace', path: 'active', value: 'False' }));
    expect((await c.get(`/Users/${user.id}`)).json.active).toBe(false);
    expect(
      (await c.request('PATCH', `/Users/${user.id}`, patch({ op: 'Replace', path: 'active', value: 'True' }))).json
        .active,
    ).toBe(true);
    expect((await c.delete(`/Users/${user.id}`)).status).toBe(204);
    expect((await c.user({ userName: 'ann@x' })).id).not.toBe(user.id);
  });

  test('12: two entries of one type come back only when two were sent', async () => {
    const c = await world.client();
    const { id } = await c.user({ emails: [{ type: 'work', value: 'a@x' }] });
    const replaced = await c.request(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'Add', path: 'emails[type eq "work"].value', value: 'b@x' }),
    );
    expect(replaced.json.emails).toEqual([{ type: 'work', value: 'b@x' }]);
  });

  test('13: app roles as objects, and as JSON in a text', async () => {
    const c = await world.client();
    const role = { id: randomUUID(), value: 'Admin', displayName: 'Administrator' };
    const { id } = await c.user({
      roles: [{ primary: false, type: 'WindowsAzureActiveDirectoryRole', display: 'Admin', value: 'Admin' }],
    });
    const set = await c.request(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'Add', path: 'roles', value: [{ value: JSON.stringify(role) }] }),
    );
    expect(set.status).toBe(200);
    expect(set.json.roles.map(({ value }: Json) => value)).toContain('Admin');
    const asText = await c.post('/Users', {
      schemas: [userUrn],
      userName: 'role',
      roles: [{ value: JSON.stringify(role) }],
    });
    expect(asText.status).toBe(201);
    expect(asText.json.roles[0].value).toBe('Admin');
  });

  test('14: the GET that follows a cleared attribute shows it empty', async () => {
    const c = await world.client();
    const { id } = await c.user({ title: 'T', nickName: 'N' });
    await c.request(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'Replace', path: 'title', value: '' }, { op: 'Replace', path: 'nickName', value: null }),
    );
    const { json } = await c.get(`/Users/${id}`);
    expect(json.title).toBeUndefined();
    expect(json.nickName).toBeUndefined();
  });

  test('15: parallel PATCHes on one group lose nothing', async () => {
    const c = await world.client();
    const users: Json[] = [];
    for (let i = 0; i < 12; i++) users.push(await c.user());
    const group = await c.group('parallel');
    const answers = await Promise.all(
      users.map(({ id }) =>
        c.request(
          'PATCH',
          `/Groups/${group.id}`,
          patch({ op: 'Add', path: 'members', value: [{ $ref: null, value: id }] }),
        ),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect((await c.get(`/Groups/${group.id}`)).json.members).toHaveLength(12);
  });

  test('17, 18: exactly application/scim+json, and a detail that an administrator can act on', async () => {
    const c = await world.client();
    const answer = await c.request(
      'PATCH',
      `/Users/${(await c.user()).id}`,
      patch({ op: 'Replace', path: 'shoeSize', value: '1' }),
    );
    expect(answer.headers['content-type']).toBe('application/scim+json');
    expect(answer.json.detail).toContain('shoeSize');
  });

  test('19: group names with any punctuation', async () => {
    const c = await world.client();
    const name = 'TestGrp-!@#$%^&*()_+=-{}][":;\'/.,?\\1';
    await c.group(name);
    const filter = `displayName eq "${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    expect(
      (await c.get(`/Groups?excludedAttributes=members&filter=${encodeURIComponent(filter)}`)).json.Resources[0]
        .displayName,
    ).toBe(name);
  });

  test('20: /Schemas lists what can be mapped, onPremisesSecurityIdentifier included', async () => {
    const c = await world.client();
    expect((await c.get('/Schemas')).text).toContain('onPremisesSecurityIdentifier');
    expect((await c.user({ onPremisesSecurityIdentifier: 'S-1-5' })).onPremisesSecurityIdentifier ?? 'S-1-5').toBe(
      'S-1-5',
    );
  });
});
