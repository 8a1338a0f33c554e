import { describe, expect, test } from 'vitest';
import { builtInRegistry, groupType, type ResourceType, userType } from '../schema/registry.ts';
import { parseProjection } from './projection.ts';
import { createRenderer, type KeptResource } from './render.ts';

const base = 'https://acme.api.example.com/api/v1/scim';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const coreUser = 'urn:ietf:params:scim:schemas:core:2.0:User';
const renderer = createRenderer(builtInRegistry);

const alice: KeptResource = {
  type: 'User',
  id: '2819c223',
  body: JSON.stringify({
    schemas: [coreUser, enterprise],
    externalId: '00u1',
    userName: 'alice@example.com',
    name: { familyName: 'Smith', givenName: 'Alice' },
    active: true,
    emails: [
      { value: 'alice@example.com', type: 'work', primary: true },
      { value: 'alice@home.example', type: 'home' },
    ],
    [enterprise]: { department: 'Sales', manager: { value: '26118915' } },
  }),
  created: '2026-01-01T00:00:00.000Z',
  lastModified: '2026-01-02T00:00:00.000Z',
  version: 3,
  groups: [{ id: 'e9e30dba', display: 'Tour "Guides"', direct: true }],
};

const guides: KeptResource = {
  type: 'Group',
  id: 'e9e30dba',
  body: '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Tour ]Guides["}',
  created: '2026-01-01T00:00:00.000Z',
  lastModified: '2026-01-01T00:00:00.000Z',
  version: 1,
  groups: [],
};
const members = [
  { id: '2819c223', type: 'User', display: 'Alice' },
  { id: 'aaaa', type: 'Group', display: null },
];

const projection = (type: ResourceType, attributes?: string, excluded?: string) => {
  const parsed = parseProjection(type, attributes, excluded);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value;
};
const shownUser = (attributes?: string, excluded?: string) =>
  JSON.parse(renderer.resource(alice, base, projection(userType, attributes, excluded), null));

describe('a resource as it is sent', () => {
  test('#37 #38 #59 #60 a user: schemas and id first, groups and meta last, absolute URLs of one base', () => {
    const text = renderer.resource(alice, base, null, null);
    const sent = JSON.parse(text);
    expect(Object.keys(sent)).toEqual([
      'schemas',
      'id',
      'externalId',
      'userName',
      'name',
      'active',
      'emails',
      enterprise,
      'groups',
      'meta',
    ]);
    expect(sent.groups).toEqual([
      { value: 'e9e30dba', $ref: `${base}/Groups/e9e30dba`, display: 'Tour "Guides"', type: 'direct' },
    ]);
    expect(sent.meta).toEqual({
      resourceType: 'User',
      created: '2026-01-01T00:00:00.000Z',
      lastModified: '2026-01-02T00:00:00.000Z',
      location: `${base}/Users/2819c223`,
      version: 'W/"3"',
    });
  });

  test('#60 a group has its members, whole or in pieces', () => {
    const text = renderer.resource(guides, base, null, members);
    expect(JSON.parse(text).members).toEqual([
      { value: '2819c223', $ref: `${base}/Users/2819c223`, type: 'User', display: 'Alice' },
      { value: 'aaaa', $ref: `${base}/Groups/aaaa`, type: 'Group' },
    ]);
    const { head, tail } = renderer.parts(guides, base, null);
    const pieces = members.map((member) => renderer.members([member], base, null));
    expect(`${head}${pieces.join(',')}${tail}`).toBe(text);
  });

  test('a hostile Host header cannot break out of its string', () => {
    const sent = JSON.parse(renderer.resource(alice, 'https://x","evil":"1', null, null));
    expect(sent.meta).toMatchObject({ location: 'https://x","evil":"1/Users/2819c223' });
    expect(JSON.stringify(sent)).not.toContain('"evil"');
  });
});

describe('projection', () => {
  test.each<[string, string[]]>([
    ['userName', ['schemas', 'id', 'userName']],
    ['USERNAME , active', ['schemas', 'id', 'userName', 'active']],
    [`${coreUser}:userName`, ['schemas', 'id', 'userName']],
    [`${enterprise}:department`, ['schemas', 'id', enterprise]],
    [enterprise, ['schemas', 'id', enterprise]],
    ['meta.lastModified,groups.value', ['schemas', 'id', 'groups', 'meta']],
    ['password', ['schemas', 'id']],
    ['nope', ['schemas', 'id']],
  ])('#91 #92 #93 attributes=%s', (attributes, keys) => {
    expect(Object.keys(shownUser(attributes))).toEqual(keys);
  });

  test('#93 a sub-attribute alone, of single and of multi-valued attributes', () => {
    const sent = shownUser(`name.givenName,EMAILS.type,${enterprise}:manager.value,groups.value,meta.version`);
    expect(sent.name).toEqual({ givenName: 'Alice' });
    expect(sent.emails).toEqual([{ type: 'work' }, { type: 'home' }]);
    expect(sent[enterprise]).toEqual({ manager: { value: '26118915' } });
    expect(sent.groups).toEqual([{ value: 'e9e30dba' }]);
    expect(sent.meta).toEqual({ version: 'W/"3"' });
  });

  test('#41 schemas names only what the answer has', () => {
    expect(shownUser('userName').schemas).toEqual([coreUser]);
    expect(shownUser(`${enterprise}:department`).schemas).toEqual([coreUser, enterprise]);
  });

  test('#94 excludedAttributes takes away all but what is always returned', () => {
    const sent = shownUser(undefined, `id,schemas,emails,name.familyName,${enterprise}:manager,groups,meta`);
    expect(sent.id).toBe('2819c223');
    expect(sent.schemas).toEqual([coreUser, enterprise]);
    expect(sent.emails).toBeUndefined();
    expect(sent.name).toEqual({ givenName: 'Alice' });
    expect(sent[enterprise]).toEqual({ department: 'Sales' });
    expect(sent.groups).toBeUndefined();
    expect(sent.meta).toBeUndefined();
  });

  test('#94 returned=request only when asked, never not even then, always even when excluded', () => {
    const secretive: ResourceType = {
      ...userType,
      schema: {
        ...userType.schema,
        attributes: userType.schema.attributes.map((attribute) =>
          attribute.name === 'emails'
            ? { ...attribute, returned: 'request' as const }
            : attribute.name === 'userName'
              ? { ...attribute, returned: 'always' as const }
              : attribute,
        ),
      },
    };
    const shown = (attributes?: string, excluded?: string) =>
      JSON.parse(renderer.resource(alice, base, projection(secretive, attributes, excluded), null));
    expect(shown().emails).toBeUndefined();
    expect(shown('emails').emails).toHaveLength(2);
    expect(shown(undefined, 'active').emails).toBeUndefined();
    expect(shown('active').userName).toBe('alice@example.com');
    expect(shown(undefined, 'userName').userName).toBe('alice@example.com');
  });

  test('#95 both parameters together are refused', () => {
    expect(parseProjection(userType, 'userName', 'emails')).toMatchObject({ ok: false, error: { status: 400 } });
  });

  test('#96 members left out need neither be read nor the body looked into', () => {
    const without = projection(groupType, undefined, 'members');
    expect(without).toMatchObject({ withMembers: false, body: null });
    expect(JSON.parse(renderer.resource(guides, base, without, members))).not.toHaveProperty('members');
    expect(projection(groupType, 'displayName')).toMatchObject({ withMembers: false });
    expect(projection(groupType, 'members.value')).toMatchObject({ withMembers: true });
    expect(projection(userType, undefined, 'groups')).toMatchObject({ withGroups: false, body: null });
  });

  test('no parameters, or empty ones, need no projection', () => {
    expect(projection(userType)).toBeNull();
    expect(projection(userType, '', ' , ')).toBeNull();
  });
});
