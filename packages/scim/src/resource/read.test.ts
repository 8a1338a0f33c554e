import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { parseProjection } from '../projection/projection.ts';
import { createRenderer } from '../projection/render.ts';
import { builtInRegistry, groupType, userType } from '../schema/registry.ts';
import { arbitraryUser } from '../testing/arbitrary-user.ts';
import { created, replaced } from '../testing/reading.ts';
import { readResource } from './read.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const userWith = (attributes: JsonObject) => created(userType, { userName: 'a', ...attributes }).resource;
const refusalOf = (attributes: JsonObject) => {
  const read = readResource(userType, { userName: 'a', ...attributes }, 'create');
  return read.ok ? null : read.error;
};

describe('the examples of RFC 7643 §8', () => {
  const folder = new URL('../../../../fixtures/rfc/', import.meta.url);
  test.each(readdirSync(folder).filter((file) => file.startsWith('rfc7643-8')))(
    '%s is read, less what is the server’s',
    (file) => {
      const example: JsonObject = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
      const { id: _, meta: __, groups: ___, members, password: ____, ...rest } = example;
      const type = file.includes('group') ? groupType : userType;
      const read = created(type, example);
      expect(read.resource).toEqual(type === userType ? { active: true, ...rest } : rest);
      expect(read.ignored).toEqual([]);
      expect(read.members.flatMap(({ ids }) => ids)).toEqual(
        Array.isArray(members) ? ['2819c223-7f76-453a-919d-413861904646', '902c246b-6245-4190-8e05-00816be7344a'] : [],
      );
    },
  );
});

describe('what a client sends becomes what is kept', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['#38 id and meta are the server’s', { id: 'x', meta: { created: 'x' } }, {}],
    ['#39 read-only attributes are passed over, whatever they hold', { groups: 'nonsense' }, {}],
    [
      '#41 an empty extension leaves neither object nor URN',
      { schemas: [core, enterprise], [enterprise]: {} },
      { schemas: [core] },
    ],
    [
      '#41 so does one whose values are all null',
      { [enterprise]: { department: null, manager: { value: '' } } },
      { schemas: [core] },
    ],
    [
      '#41 an extension that isn’t listed is taken all the same',
      { schemas: [core], [enterprise]: { division: 'x' } },
      { schemas: [core, enterprise], [enterprise]: { division: 'x' } },
    ],
    [
      '#41 schemas has no duplicates',
      { schemas: [core, core, enterprise], [enterprise]: { division: 'x' } },
      { schemas: [core, enterprise], [enterprise]: { division: 'x' } },
    ],
    [
      '#42 null, [] and "" are no values',
      {
        title: null,
        nickName: '',
        emails: [],
        name: { givenName: null },
        phoneNumbers: [null, {}, { value: '', type: 'work' }],
      },
      {},
    ],
    ['#45 a password is taken and not kept', { password: 't1meMa$heen' }, {}],
    [
      '#46 of several primaries the first stays',
      { emails: [{ value: 'a' }, { value: 'b', primary: true }, { value: 'c', primary: true }] },
      { emails: [{ value: 'a' }, { value: 'b', primary: true }, { value: 'c', primary: false }] },
    ],
    [
      '#47 no type and value twice; primary if either was',
      {
        emails: [
          { value: 'a', type: 'work' },
          { value: 'a', type: 'work', primary: true },
          { value: 'a', type: 'home' },
        ],
      },
      {
        emails: [
          { value: 'a', type: 'work', primary: true },
          { value: 'a', type: 'home' },
        ],
      },
    ],
    [
      '#47 two of one type with different values',
      {
        emails: [
          { value: 'a', type: 'work' },
          { value: 'b', type: 'work' },
        ],
      },
      {
        emails: [
          { value: 'a', type: 'work' },
          { value: 'b', type: 'work' },
        ],
      },
    ],
    [
      '#48 names in any case',
      { Title: 't', NAME: { GIVENNAME: 'g' }, [enterprise.toUpperCase()]: { Department: 'd' } },
      { title: 't', name: { givenName: 'g' }, schemas: [core, enterprise], [enterprise]: { department: 'd' } },
    ],
    [
      '#54 values are kept as they are sent',
      { phoneNumbers: [{ value: ' (555) 0100 ' }], locale: 'EN_us' },
      { phoneNumbers: [{ value: ' (555) 0100 ' }], locale: 'EN_us' },
    ],
    [
      'a manager’s name is kept: Okta maps it',
      { [enterprise]: { manager: { displayName: 'Bob' } } },
      { schemas: [core, enterprise], [enterprise]: { manager: { displayName: 'Bob' } } },
    ],
  ])('%s', (_, sent, kept) => {
    expect(userWith(sent)).toEqual({ schemas: [core], userName: 'a', active: true, ...kept });
  });

  test('#55 unknown attributes and schemas are passed over and listed', () => {
    const read = created(userType, {
      schemas: [core, 'urn:example:nope'],
      userName: 'a',
      shoeSize: 43,
      name: { nope: 1, givenName: 'g' },
      [enterprise]: { nope: 1 },
      'urn:example:other': { a: 1 },
    });
    expect(read.ignored).toEqual([
      'urn:example:nope',
      'shoeSize',
      'name.nope',
      `${enterprise}:nope`,
      'urn:example:other',
    ]);
  });

  test('the list of what is passed over is bounded', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`x${at}${'y'.repeat(1000)}`, 1]));
    const { ignored } = created(userType, { userName: 'a', ...many });
    expect(ignored.length).toBeLessThan(100);
    expect(Math.max(...ignored.map((name) => name.length))).toBeLessThan(300);
  });

  test('names that objects have are no attributes', () => {
    const body: JsonValue = JSON.parse('{"userName":"a","__proto__":{"admin":true},"constructor":1,"toString":"x"}');
    const { resource, ignored } = created(userType, body);
    expect(ignored).toEqual(['__proto__', 'constructor', 'toString']);
    expect(resource).toEqual({ schemas: [core], userName: 'a', active: true });
  });
});

describe('what is refused', () => {
  test.each<[string, JsonObject, string]>([
    ['#10 userName null', { userName: null }, 'userName'],
    ['#10 userName empty', { userName: '' }, 'userName'],
    ['#116 a number for a string', { title: 7 }, 'title'],
    ['#116 an object for a string', { title: { a: 1 } }, 'title'],
    ['#116 a word for a boolean', { active: 'yes' }, 'active'],
    ['#116 a number for a boolean', { active: 1 }, 'active'],
    ['#116 a string for a complex attribute', { name: 'Babs' }, 'name'],
    ['#116 numbers for e-mail addresses', { emails: [7] }, 'emails'],
    ['#116 a number for an e-mail address', { emails: [{ value: 7 }] }, 'emails.value'],
    ['#116 two values for one', { title: ['a', 'b'] }, 'title'],
    ['#116 a string for an extension', { [enterprise]: 'x' }, enterprise],
    ['#116 a password that is no string', { password: { a: 1 } }, 'password'],
    ['#116 schemas that are no list', { schemas: 7 }, 'schemas'],
    ['a certificate that is not base64', { x509Certificates: [{ value: '***' }] }, 'x509Certificates.value'],
    ['a string of more than 64 KiB', { title: 'x'.repeat(65_537) }, 'title'],
    ['a string of more than 64 KiB in UTF-8', { title: '€'.repeat(21_846) }, 'title'],
    ['a NUL', { title: 'a\0b' }, 'title'],
    ['half of a surrogate pair', { title: 'a\ud800' }, 'title'],
  ])('%s: 400 invalidValue that names it', (_, sent, name) => {
    expect(refusalOf(sent)).toMatchObject({
      status: 400,
      scimType: 'invalidValue',
      detail: expect.stringContaining(`“${name}”`),
    });
  });

  test.each([
    ['64 KiB of ASCII', 'x'.repeat(65_536)],
    ['64 KiB of three-byte letters', '€'.repeat(21_845)],
    ['pairs', '😀'.repeat(16_384)],
  ])('a string of just the limit is taken: %s', (_, title) => {
    expect(refusalOf({ title })).toBeNull();
  });

  test.each([[null], ['x'], [[]], [7], [undefined]])('#8 a body that is no object: %j', (body) => {
    expect(readResource(userType, body, 'create')).toMatchObject({
      ok: false,
      error: { status: 400, scimType: 'invalidSyntax' },
    });
  });

  test('#10 #63 a group without a displayName', () => {
    expect(readResource(groupType, { members: [] }, 'create')).toMatchObject({
      ok: false,
      error: { status: 400, scimType: 'invalidValue' },
    });
  });

  test('#19 a secret never gets into the detail', () => {
    expect(JSON.stringify(refusalOf({ password: ['s3cret', 's3cret'] }))).not.toContain('s3cret');
    expect(JSON.stringify(refusalOf({ active: 's3cret' }))).not.toContain('s3cret');
  });
});

describe('replacing', () => {
  const current = created(userType, {
    userName: 'a',
    title: 't',
    active: false,
    [enterprise]: { department: 'd' },
  }).resource;

  test('#51 what is left out is cleared', () => {
    expect(replaced(userType, current, { userName: 'b' }).resource).toEqual({
      schemas: [core],
      userName: 'b',
      active: false,
    });
  });

  test('#51 a replace needs what is required', () => {
    expect(readResource(userType, { title: 'x' }, 'replace')).toMatchObject({
      ok: false,
      error: { scimType: 'invalidValue' },
    });
  });

  test.each<[JsonObject, boolean]>([
    [{}, false],
    [{ active: null }, false],
    [{ active: true }, true],
    [{ active: 'True' }, true],
  ])('#53 active of %j leads to %s', (sent, active) => {
    expect(replaced(userType, current, { userName: 'a', ...sent }).resource.active).toBe(active);
  });

  test('a group’s members are replaced, by nobody where they are left out', () => {
    expect(replaced(groupType, {}, { displayName: 'g' }).members).toEqual([{ kind: 'replace', ids: [] }]);
    expect(replaced(groupType, {}, { displayName: 'g', Members: ['a'] }).members).toEqual([
      { kind: 'replace', ids: ['a'] },
    ]);
  });
});

const isPartOf = (part: JsonValue, whole: JsonValue | undefined): boolean => {
  if (Array.isArray(part)) return Array.isArray(whole) && part.every((each) => whole.some((of) => isPartOf(each, of)));
  if (!isJsonObject(part)) return part === whole;
  return isJsonObject(whole) && Object.entries(part).every(([name, value]) => isPartOf(value, whole[name]));
};

describe('for any user', () => {
  const renderer = createRenderer(builtInRegistry);
  const stored = (resource: JsonObject) => ({
    type: 'User',
    id: 'u1',
    body: JSON.stringify(resource),
    created: 'c',
    lastModified: 'm',
    version: 1,
    groups: [],
  });
  const sentOf = (resource: JsonObject): string => renderer.resource(stored(resource), 'https://h', null, null);

  test('reading what was sent out changes nothing (a fixed point)', () => {
    fc.assert(
      fc.property(arbitraryUser, (user) => {
        const { resource } = created(userType, user);
        expect(JSON.stringify(created(userType, JSON.parse(sentOf(resource))).resource)).toBe(JSON.stringify(resource));
        expect(JSON.stringify(replaced(userType, resource, JSON.parse(sentOf(resource))).resource)).toBe(
          JSON.stringify(resource),
        );
      }),
    );
  });

  test('the order in which a client writes attributes makes no difference', () => {
    fc.assert(
      fc.property(arbitraryUser, (user) => {
        const backwards = Object.fromEntries(Object.entries(user).reverse());
        expect(JSON.stringify(created(userType, backwards).resource)).toBe(
          JSON.stringify(created(userType, user).resource),
        );
      }),
    );
  });

  test('a projection shows a part of what is there, and never more', () => {
    const names = fc.subarray([
      'userName',
      'name.givenName',
      'emails.value',
      'emails',
      enterprise,
      `${enterprise}:manager.value`,
      'meta',
      'password',
    ]);
    fc.assert(
      fc.property(arbitraryUser, names, fc.boolean(), (user, attributes, isExclusion) => {
        const { resource } = created(userType, user);
        const projection = isExclusion
          ? parseProjection(userType, undefined, attributes)
          : parseProjection(userType, attributes, undefined);
        if (!projection.ok) throw new Error(projection.error.detail);
        const shown = JSON.parse(renderer.resource(stored(resource), 'https://h', projection.value, null));
        expect(isPartOf(shown, JSON.parse(sentOf(resource)))).toBe(true);
        expect(shown).toMatchObject({ id: 'u1', schemas: expect.arrayContaining([core]) });
      }),
    );
  });
});
