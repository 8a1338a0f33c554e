/** Checklist E: PATCH. */
import { expect, test } from 'vitest';
import type { Answer, Json } from '../../testing/test-server.ts';
import { writeBadgeSchema } from './badge-schema.ts';
import { enterpriseUrn, groupUrn, onEachDatabase, patchUrn, userUrn } from './each-database.ts';

const refused = (answer: Answer, scimType: string) => expect(answer.json).toMatchObject({ status: '400', scimType });
const work = { value: 'a@work', type: 'work', primary: true };
const home = { value: 'a@home', type: 'home' };

onEachDatabase(
  'PATCH',
  (world) => {
    test('#98 schemas may be absent but not wrong; Operations must be a list with something in it', async () => {
      const c = await world.client();
      const path = `/Users/${(await c.user()).id}`;
      const operation = { op: 'add', path: 'title', value: 'x' };
      expect((await c.request('PATCH', path, { Operations: [operation] })).status).toBe(200);
      expect((await c.request('PATCH', path, { schemas: [patchUrn], operations: [operation] })).status).toBe(200);
      refused(await c.request('PATCH', path, { schemas: [userUrn], Operations: [operation] }), 'invalidSyntax');
      for (const Operations of [undefined, [], {}, 'x', null])
        refused(await c.request('PATCH', path, { schemas: [patchUrn], Operations }), 'invalidSyntax');
      refused(await c.patch(path, { op: 'jump', path: 'title', value: 'x' }), 'invalidSyntax');
    });

    test.each(['Add', 'REPLACE', 'replace'])('#99 op %s is read in any case', async (op) => {
      const c = await world.client();
      const { id } = await c.user();
      expect((await c.patch(`/Users/${id}`, { op, path: 'title', value: 'x' })).json.title).toBe('x');
      expect((await c.patch(`/Users/${id}`, { op: 'Remove', path: 'title' })).json).not.toHaveProperty('title');
    });

    test('#100 one failing operation undoes all', async () => {
      const c = await world.client();
      const user = await c.user({ title: 'before' });
      const answer = await c.patch(
        `/Users/${user.id}`,
        { op: 'replace', path: 'title', value: 'after' },
        { op: 'replace', path: 'nonsense', value: 1 },
      );
      refused(answer, 'invalidPath');
      // One that fails only when it meets the resource, behind others that had their effect.
      const late = await c.patch(
        `/Users/${user.id}`,
        { op: 'replace', path: 'title', value: 'after' },
        { op: 'replace', path: 'emails[type eq "nonexistent" or value eq "x"].value', value: 'y' },
        { op: 'add', path: 'nickName', value: 'after' },
      );
      refused(late, 'noTarget');
      expect((await c.get(`/Users/${user.id}`)).json).toEqual(user);
    });

    test('#101 PATCH answers 200 with the resource, and 200 when attributes are named even if the switch says nothing', async () => {
      const c = await world.client();
      const { id } = await c.user();
      const operation = { op: 'add', path: 'title', value: 'x' };
      expect((await c.patch(`/Users/${id}`, operation)).json).toMatchObject({ id, title: 'x' });
      await world.server.server.context.control.integrations.update(c.integrationId, {
        settings: { patchAnswer: 'nothing' },
      });
      const silent = await c.patch(`/Users/${id}`, { op: 'add', path: 'title', value: 'y' });
      expect(silent.status).toBe(204);
      expect(silent.text).toBe('');
      expect(silent.headers.etag).toBe('W/"3"');
      const asked = await c.request('PATCH', `/Users/${id}?attributes=title`, { Operations: [operation] });
      expect(asked.json).toMatchObject({ title: 'x' });
    });

    test('#102 add without a path merges: lists grow, single values change, complex ones merge', async () => {
      const c = await world.client();
      const { id } = await c.user({ title: 'old', emails: [work], name: { givenName: 'G', familyName: 'F' } });
      const { json } = await c.patch(`/Users/${id}`, {
        op: 'add',
        value: { title: 'new', nickName: 'N', emails: [home], name: { givenName: 'H' } },
      });
      expect(json).toMatchObject({ title: 'new', nickName: 'N', name: { givenName: 'H', familyName: 'F' } });
      expect(json.emails).toEqual([work, home]);
    });

    test('#103 adding what is there already changes neither version nor lastModified', async () => {
      const c = await world.client();
      const other = await c.user();
      const user = await c.user({ title: 'T', emails: [work] });
      const group = await c.group('g', [other.id]);
      const before = (await c.get(`/Users/${user.id}`)).json;
      const same = await c.patch(
        `/Users/${user.id}`,
        { op: 'add', path: 'emails', value: [work] },
        { op: 'add', path: 'title', value: 'T' },
        { op: 'replace', value: { active: true } },
      );
      expect(same.status).toBe(200);
      expect(same.json.meta).toEqual(before.meta);
      const members = await c.patch(`/Groups/${group.id}`, {
        op: 'add',
        path: 'members',
        value: [{ value: other.id }],
      });
      expect(members.json.meta).toEqual(group.meta);
    });

    test('#104 add at emails[type eq "work"] merges into what matches', async () => {
      const c = await world.client();
      const { id } = await c.user({ emails: [work, home] });
      const { json } = await c.patch(`/Users/${id}`, {
        op: 'add',
        path: 'emails[type eq "work"]',
        value: { display: 'Office' },
      });
      expect(json.emails).toEqual([expect.objectContaining({ ...work, display: 'Office' }), home]);
    });

    test('#105 a new primary takes it from the others', async () => {
      const c = await world.client();
      const { id } = await c.user({ emails: [work, home] });
      const { json } = await c.patch(`/Users/${id}`, {
        op: 'replace',
        path: 'emails[type eq "home"].primary',
        value: true,
      });
      expect(json.emails.filter(({ primary }: Json) => primary === true).map(({ type }: Json) => type)).toEqual([
        'home',
      ]);
      const added = await c.patch(`/Users/${id}`, {
        op: 'add',
        path: 'emails',
        value: [{ value: 'n@x', type: 'other', primary: true }],
      });
      expect(added.json.emails.filter(({ primary }: Json) => primary === true).map(({ type }: Json) => type)).toEqual([
        'other',
      ]);
    });

    test('#106 remove: a path is needed; single, whole list, matches, and parts of matches', async () => {
      const c = await world.client();
      const { id } = await c.user({
        title: 'T',
        emails: [{ ...work, display: 'D' }, home],
        phoneNumbers: [{ value: '1' }],
      });
      refused(await c.patch(`/Users/${id}`, { op: 'remove' }), 'noTarget');
      const { json } = await c.patch(
        `/Users/${id}`,
        { op: 'remove', path: 'title' },
        { op: 'remove', path: 'phoneNumbers' },
        { op: 'remove', path: 'emails[type eq "home"]' },
        { op: 'remove', path: 'emails[type eq "work"].display' },
      );
      expect(json).not.toHaveProperty('title');
      expect(json).not.toHaveProperty('phoneNumbers');
      expect(json.emails).toEqual([work]);
    });

    test('#107 what is required or read-only can’t be removed', async () => {
      const c = await world.client();
      const { id } = await c.user();
      for (const path of ['userName', 'id', 'meta', 'meta.created', 'groups', 'schemas'])
        refused(await c.patch(`/Users/${id}`, { op: 'remove', path }), 'mutability');
      const group = await c.group();
      refused(await c.patch(`/Groups/${group.id}`, { op: 'remove', path: 'displayName' }), 'mutability');
    });

    test('#108 removing what no filter finds changes nothing', async () => {
      const c = await world.client();
      const user = await c.user({ emails: [work] });
      const { status, json } = await c.patch(`/Users/${user.id}`, { op: 'remove', path: 'emails[type eq "home"]' });
      expect(status).toBe(200);
      expect(json.meta).toEqual(user.meta);
    });

    test('#109 replace: absent is added, complex keeps its siblings, a list is exchanged, a filter picks', async () => {
      const c = await world.client();
      const emails = [{ ...work, display: 'at work' }, home];
      const { id } = await c.user({ name: { givenName: 'G', familyName: 'F' }, emails });
      const first = await c.patch(
        `/Users/${id}`,
        { op: 'replace', path: 'title', value: 'T' },
        { op: 'replace', path: 'name', value: { familyName: 'X' } },
        { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'b@work' } },
        { op: 'replace', path: 'emails[type eq "home"].value', value: 'b@home' },
      );
      expect(first.json).toMatchObject({ title: 'T', name: { givenName: 'G', familyName: 'X' } });
      expect(first.json.emails.map(({ value, type }: Json) => `${type} ${value}`)).toEqual([
        'work b@work',
        'home b@home',
      ]);
      // The element that the filter picked is exchanged whole: only what the filter says of it stays.
      expect(first.json.emails[0]).not.toHaveProperty('display');
      const second = await c.patch(`/Users/${id}`, { op: 'replace', path: 'emails', value: [home] });
      expect(second.json.emails).toEqual([home]);
    });

    test('#110 replace where no filter matches and none can be made is 400 noTarget', async () => {
      const c = await world.client();
      const { id } = await c.user({ emails: [work] });
      refused(
        await c.patch(`/Users/${id}`, { op: 'replace', path: 'emails[type eq "nonexistent"].value', value: 'x' }),
        'noTarget',
      );
      refused(
        await c.patch(`/Users/${id}`, { op: 'replace', path: 'emails[value co "zzz"].display', value: 'x' }),
        'noTarget',
      );
    });

    test('#111 an unknown path is 400 invalidPath, an unknown key in a value is ignored', async () => {
      const c = await world.client();
      const { id } = await c.user();
      for (const path of ['shoeSize', 'name.shoe', 'emails[', 'emails[type eq]', 'a b'])
        refused(await c.patch(`/Users/${id}`, { op: 'replace', path, value: 'x' }), 'invalidPath');
      const ok = await c.patch(`/Users/${id}`, { op: 'replace', value: { shoeSize: 1, title: 'T' } });
      expect(ok.json.title).toBe('T');
      expect(ok.json).not.toHaveProperty('shoeSize');
    });

    test('#112 read-only attributes are 400 mutability when a path names them, ignored inside a value', async () => {
      const c = await world.client();
      const user = await c.user();
      for (const path of ['id', 'meta.version', 'groups'])
        refused(await c.patch(`/Users/${user.id}`, { op: 'replace', path, value: 'x' }), 'mutability');
      const ok = await c.patch(`/Users/${user.id}`, {
        op: 'replace',
        value: { id: 'other', meta: {}, groups: [], title: 'T' },
      });
      expect(ok.json).toMatchObject({ id: user.id, title: 'T' });
    });

    test('#113 an immutable attribute can be set once', async () => {
      const c = await world.client();
      const { id } = await c
        .request('POST', '/Badges', { schemas: ['urn:example:Badge'], label: 'L' })
        .then(({ json }) => json);
      expect((await c.patch(`/Badges/${id}`, { op: 'add', path: 'serial', value: 'S1' })).json.serial).toBe('S1');
      expect((await c.patch(`/Badges/${id}`, { op: 'replace', path: 'serial', value: 'S1' })).status).toBe(200);
      refused(await c.patch(`/Badges/${id}`, { op: 'replace', path: 'serial', value: 'S2' }), 'mutability');
      refused(await c.patch(`/Badges/${id}`, { op: 'remove', path: 'serial' }), 'mutability');
      refused(await c.put(`/Badges/${id}`, { label: 'L', serial: 'S2' }), 'mutability');
      expect((await c.put(`/Badges/${id}`, { label: 'M', serial: 'S1' })).json).toMatchObject({
        label: 'M',
        serial: 'S1',
      });
    });

    test('#114 paths with URNs: an attribute, a part of it, a whole extension, the core schema', async () => {
      const c = await world.client();
      const { id } = await c.user();
      const { json } = await c.patch(
        `/Users/${id}`,
        { op: 'add', path: `${enterpriseUrn}:department`, value: 'D' },
        { op: 'add', path: `${enterpriseUrn}:manager.value`, value: 'm' },
        { op: 'add', path: enterpriseUrn, value: { costCenter: 'C' } },
        { op: 'add', path: `${userUrn}:title`, value: 'T' },
        { op: 'add', path: `${userUrn}:name.givenName`, value: 'G' },
      );
      expect(json).toMatchObject({
        title: 'T',
        name: { givenName: 'G' },
        [enterpriseUrn]: { department: 'D', manager: { value: 'm' }, costCenter: 'C' },
      });
      expect((await c.patch(`/Users/${id}`, { op: 'remove', path: enterpriseUrn })).json).not.toHaveProperty([
        enterpriseUrn,
      ]);
    });

    test('#115 schemas follow the extensions that have values', async () => {
      const c = await world.client();
      const { id } = await c.user();
      const set = await c.patch(`/Users/${id}`, { op: 'add', path: `${enterpriseUrn}:department`, value: 'D' });
      expect(set.json.schemas).toEqual([userUrn, enterpriseUrn]);
      const cleared = await c.patch(`/Users/${id}`, { op: 'remove', path: `${enterpriseUrn}:department` });
      expect(cleared.json.schemas).toEqual([userUrn]);
    });

    test('#116 a value of the wrong type is 400 invalidValue', async () => {
      const c = await world.client();
      const { id } = await c.user();
      for (const [path, value] of [
        ['active', 'perhaps'],
        ['active', 7],
        ['title', { a: 1 }],
        ['name', 'text'],
        ['userName', ['a', 'b']],
        ['emails', [7]],
      ] as const)
        refused(await c.patch(`/Users/${id}`, { op: 'replace', path, value }), 'invalidValue');
    });

    test.each([
      ['False', false],
      ['false', false],
      ['TRUE', true],
      ['True', true],
    ])('#117 the text “%s” is %s for a boolean', async (value, expected) => {
      const c = await world.client();
      const { id } = await c.user({ active: !expected, emails: [work] });
      expect((await c.patch(`/Users/${id}`, { op: 'Replace', path: 'active', value })).json.active).toBe(expected);
      const emails = (await c.patch(`/Users/${id}`, { op: 'Replace', path: 'emails[type eq "work"].primary', value }))
        .json.emails;
      expect(emails[0].primary === true).toBe(expected);
    });

    test.each([
      ['#118', 'Add', 'emails[type eq "work"].value', 'e@x', 'emails', { type: 'work', value: 'e@x' }],
      ['#118', 'Replace', 'emails[type eq "work"].value', 'e@x', 'emails', { type: 'work', value: 'e@x' }],
      ['#119', 'Replace', 'phoneNumbers[type eq "mobile"].value', '5', 'phoneNumbers', { type: 'mobile', value: '5' }],
      ['#119', 'Add', 'addresses[type eq "work"].formatted', 'A', 'addresses', { type: 'work', formatted: 'A' }],
      ['#119', 'Replace', 'roles[primary eq "True"].value', 'admin', 'roles', { primary: true, value: 'admin' }],
    ])('%s %s at %s makes the element', async (_number, op, path, value, attribute, element) => {
      const c = await world.client();
      const bare = await c.user();
      expect((await c.patch(`/Users/${bare.id}`, { op, path, value })).json[attribute]).toEqual([element]);
      const other = {
        emails: [home],
        phoneNumbers: [{ type: 'home', value: '1' }],
        addresses: [{ type: 'home', formatted: 'H' }],
        roles: [{ value: 'r' }],
      };
      const full = await c.user(other);
      const patched = (await c.patch(`/Users/${full.id}`, { op, path, value })).json[attribute];
      expect(patched).toHaveLength(2);
      expect(patched).toEqual(expect.arrayContaining([element]));
    });

    test('#120 dotted and URN keys in a value without a path', async () => {
      const c = await world.client();
      const { id } = await c.user({ name: { givenName: 'a', familyName: 'F' }, emails: [work] });
      const { json } = await c.patch(`/Users/${id}`, {
        op: 'replace',
        value: {
          'name.givenName': 'x',
          [`${enterpriseUrn}:employeeNumber`]: '7',
          'emails[type eq "work"].value': 'n@work',
          [`${enterpriseUrn}:manager.value`]: 'm',
        },
      });
      expect(json).toMatchObject({
        name: { givenName: 'x', familyName: 'F' },
        [enterpriseUrn]: { employeeNumber: '7', manager: { value: 'm' } },
      });
      expect(json.emails).toEqual([{ ...work, value: 'n@work' }]);
    });

    test('#121 a URN object in a value without a path', async () => {
      const c = await world.client();
      const { id } = await c.user({ [enterpriseUrn]: { costCenter: 'C' } });
      const { json } = await c.patch(`/Users/${id}`, {
        op: 'replace',
        value: { [enterpriseUrn]: { department: 'x' }, [userUrn]: { title: 'T' } },
      });
      expect(json).toMatchObject({ title: 'T', [enterpriseUrn]: { department: 'x', costCenter: 'C' } });
    });

    const members = (json: Json): string[] => (json.members ?? []).map(({ value }: Json) => value).toSorted();

    test('#122 members removed by a value list: only those go', async () => {
      const c = await world.client();
      const [a, b, d] = [await c.user(), await c.user(), await c.user()];
      const group = await c.group('g', [a.id, b.id, d.id]);
      const { json } = await c.patch(`/Groups/${group.id}`, {
        op: 'Remove',
        path: 'members',
        value: [{ $ref: null, value: a.id }, { value: 'unknown' }],
      });
      expect(members(json)).toEqual([b.id, d.id].toSorted());
      const bare = await c.patch(`/Groups/${group.id}`, { op: 'remove', path: 'members', value: [b.id] });
      expect(members(bare.json)).toEqual([d.id]);
    });

    test('#123 members[value eq "id"] removes one; an unknown one changes nothing', async () => {
      const c = await world.client();
      const [a, b] = [await c.user(), await c.user()];
      const group = await c.group('g', [a.id, b.id]);
      const none = await c.patch(`/Groups/${group.id}`, { op: 'remove', path: 'members[value eq "nobody"]' });
      expect(none.status).toBe(200);
      expect(none.json.meta).toEqual(group.meta);
      const one = await c.patch(`/Groups/${group.id}`, {
        op: 'remove',
        path: `${groupUrn}:Members[value eq "${a.id}"]`,
      });
      expect(members(one.json)).toEqual([b.id]);
    });

    test('#124 remove members with neither filter nor value empties the group', async () => {
      const c = await world.client();
      const group = await c.group('g', [(await c.user()).id, (await c.user()).id]);
      expect(members((await c.patch(`/Groups/${group.id}`, { op: 'remove', path: 'members' })).json)).toEqual([]);
    });

    test('#125 members may come as an object, with null $ref, with more or less than the standard has, as bare ids', async () => {
      const c = await world.client();
      const users = [await c.user(), await c.user(), await c.user(), await c.user()];
      const [a, b, d, e] = users.map(({ id }) => id);
      const group = await c.group('g');
      const { status, json } = await c.patch(
        `/Groups/${group.id}`,
        { op: 'add', path: 'members', value: { value: a } },
        { op: 'Add', path: 'Members', value: [{ $ref: null, value: b }] },
        { op: 'add', value: { members: [{ value: d, display: 'D', displayName: 'x', type: 'User' }] } },
        { op: 'add', path: 'members', value: [e] },
      );
      expect(status).toBe(200);
      expect(members(json)).toEqual([a, b, d, e].toSorted());
    });

    test('#126 adding a member again is 2xx', async () => {
      const c = await world.client();
      const { id } = await c.user();
      const group = await c.group('g');
      for (let i = 0; i < 3; i++) {
        const answer = await c.patch(`/Groups/${group.id}`, {
          op: 'add',
          path: 'members',
          value: [{ value: id }, { value: id }],
        });
        expect(answer.status).toBe(200);
        expect(members(answer.json)).toEqual([id]);
      }
    });

    test('#127 Okta’s group changes without a path', async () => {
      const c = await world.client();
      const [a, b] = [await c.user(), await c.user()];
      const group = await c.group('Old', [a.id]);
      const renamed = await c.patch(`/Groups/${group.id}`, {
        op: 'replace',
        value: { id: group.id, displayName: 'New' },
      });
      expect(renamed.json).toMatchObject({ id: group.id, displayName: 'New' });
      expect(members(renamed.json)).toEqual([a.id]);
      const replaced = await c.patch(`/Groups/${group.id}`, { op: 'replace', value: { members: [{ value: b.id }] } });
      expect(members(replaced.json)).toEqual([b.id]);
      const emptied = await c.patch(`/Groups/${group.id}`, { op: 'replace', path: 'members', value: [] });
      expect(members(emptied.json)).toEqual([]);
    });

    test.each<[string, object]>([
      ['a bare text at the attribute', { op: 'Add', path: `${enterpriseUrn}:manager`, value: 'm-1' }],
      ['an object', { op: 'Replace', path: `${enterpriseUrn}:manager`, value: { value: 'm-1' } }],
      ['a path to its value', { op: 'Replace', path: `${enterpriseUrn}:manager.value`, value: 'm-1' }],
      ['a text inside the extension', { op: 'Add', value: { [enterpriseUrn]: { manager: 'm-1' } } }],
      ['a URN key', { op: 'Replace', value: { [`${enterpriseUrn}:manager`]: 'm-1' } }],
    ])('#128 the manager as %s comes back as an object', async (_how, operation) => {
      const c = await world.client();
      const { id } = await c.user();
      const { json } = await c.patch(`/Users/${id}`, operation);
      expect(json[enterpriseUrn].manager).toMatchObject({ value: 'm-1' });
      for (const clear of [
        { op: 'Replace', path: `${enterpriseUrn}:manager`, value: '' },
        { op: 'Replace', path: `${enterpriseUrn}:manager`, value: null },
        { op: 'Remove', path: `${enterpriseUrn}:manager` },
      ]) {
        await c.patch(`/Users/${id}`, operation);
        expect((await c.patch(`/Users/${id}`, clear)).json).not.toHaveProperty([enterpriseUrn, 'manager']);
      }
    });

    test('#129 a single value in a list, and a value wrapped in an object, are unwrapped', async () => {
      const c = await world.client();
      const { id } = await c.user();
      const { status, json } = await c.patch(
        `/Users/${id}`,
        { op: 'replace', path: 'title', value: ['T'] },
        { op: 'replace', path: 'nickName', value: [{ value: 'N' }] },
        { op: 'replace', path: 'name', value: [{ givenName: 'G' }] },
        { op: 'replace', path: 'emails', value: { value: 'e@x', type: 'work' } },
      );
      expect(status).toBe(200);
      expect(json).toMatchObject({
        title: 'T',
        nickName: 'N',
        name: { givenName: 'G' },
        emails: [{ value: 'e@x', type: 'work' }],
      });
    });

    test('#130 a role that is JSON in a text is read', async () => {
      const c = await world.client();
      const { id } = await c.user();
      const value = JSON.stringify({ id: '1', value: 'Admin', displayName: 'Administrator' });
      const { status, json } = await c.patch(`/Users/${id}`, { op: 'Add', path: 'roles', value: [{ value }] });
      expect(status).toBe(200);
      expect(json.roles).toHaveLength(1);
      expect(json.roles[0].value).toBe('Admin');
    });

    test.each(['', null])('#131 replacing by %j clears the attribute', async (value) => {
      const c = await world.client();
      const user = await c.user({
        title: 'T',
        emails: [work],
        name: { givenName: 'G', familyName: 'F' },
        [enterpriseUrn]: { department: 'D' },
      });
      const { json } = await c.patch(
        `/Users/${user.id}`,
        { op: 'Replace', path: 'title', value },
        { op: 'Replace', path: 'name.givenName', value },
        { op: 'Replace', path: `${enterpriseUrn}:department`, value },
      );
      expect(json).not.toHaveProperty('title');
      expect(json.name).toEqual({ familyName: 'F' });
      expect((await c.get(`/Users/${user.id}`)).json).toEqual(json);
    });

    test('#132 many operations on one attribute are done in order', async () => {
      const c = await world.client();
      const { id } = await c.user();
      const { json } = await c.patch(
        `/Users/${id}`,
        { op: 'Add', path: 'title', value: '1' },
        { op: 'Replace', path: 'title', value: '2' },
        { op: 'Remove', path: 'title' },
        { op: 'Add', path: 'title', value: '3' },
        { op: 'Add', path: 'emails[type eq "work"].value', value: 'a@x' },
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'b@x' },
        { op: 'Replace', path: 'emails[type eq "work"].primary', value: 'True' },
      );
      expect(json).toMatchObject({ title: '3', emails: [{ type: 'work', value: 'b@x', primary: true }] });
    });

    test('#133 1,000 members in one PATCH, and 20 PATCHes at once lose nothing', async () => {
      const c = await world.client();
      const operations = Array.from({ length: 1_000 }, (_, i) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `b${i}`,
        data: { userName: `m${i}` },
      }));
      const bulk = await c.post('/Bulk', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: operations,
      });
      const ids: string[] = bulk.json.Operations.map(({ location }: Json) => location.split('/').at(-1));
      const group = await c.group('big');
      const add = await c.patch(`/Groups/${group.id}`, {
        op: 'add',
        path: 'members',
        value: ids.map((value) => ({ value })),
      });
      expect(members(add.json)).toEqual(ids.toSorted());
      const answers = await Promise.all(
        ids
          .slice(0, 20)
          .map((id) => c.patch(`/Groups/${group.id}`, { op: 'remove', path: `members[value eq "${id}"]` })),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      const left = (await c.get(`/Groups/${group.id}`)).json;
      expect(members(left)).toEqual(ids.slice(20).toSorted());
      expect(left.meta.version).toBe('W/"22"');
      const [extra] = ids;
      if (extra === undefined) throw new Error('no ids');
      await c.patch(`/Groups/${group.id}`, {
        op: 'add',
        path: 'members',
        value: ids.slice(0, 20).map((value) => ({ value })),
      });
      const more = await c.user();
      const large = await c.patch(`/Groups/${group.id}`, { op: 'add', path: 'members', value: [{ value: more.id }] });
      expect(large.status).toBe(204);
      expect(large.headers.etag).toBeDefined();
      const none = await c.patch(`/Groups/${group.id}`, {
        op: 'remove',
        path: 'members',
        value: ids.map((value) => ({ value })),
      });
      expect(members(none.json)).toEqual([more.id]);
    });

    test('#134 PATCH to a userName or displayName in use is 409', async () => {
      const c = await world.client();
      await c.user({ userName: 'taken' });
      const user = await c.user();
      await c.group('Taken');
      const group = await c.group();
      const conflict = { status: '409', scimType: 'uniqueness' };
      expect((await c.patch(`/Users/${user.id}`, { op: 'replace', value: { userName: 'TAKEN' } })).json).toMatchObject(
        conflict,
      );
      expect(
        (await c.patch(`/Groups/${group.id}`, { op: 'replace', path: 'displayName', value: 'taken' })).json,
      ).toMatchObject(conflict);
      expect((await c.get(`/Users/${user.id}`)).json).toEqual(user);
    });
  },
  { prepare: writeBadgeSchema },
);
