import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../json.ts';
import { resourceTypeDocument, schemaDocument } from '../message/discovery.ts';
import { applyPatch } from '../patch/apply.ts';
import { compilePatch } from '../patch/compile.ts';
import { readResource } from '../resource/read.ts';
import { replaceResource } from '../resource/replace.ts';
import { RESOURCE_TYPE_URN, SCHEMA_URN } from './discovery.ts';
import { registerDocuments } from './documents.ts';
import { findAttribute } from './lookup.ts';
import {
  builtInRegistry,
  findResourceType,
  findSchema,
  type Registry,
  type ResourceType,
  userType,
} from './registry.ts';

const badgeUrn = 'urn:example:params:scim:schemas:extension:badge:1.0';
const robotUrn = 'urn:example:params:scim:schemas:core:1.0:Robot';

const badge = {
  schemas: [SCHEMA_URN],
  id: badgeUrn,
  name: 'Badge',
  attributes: [
    { name: 'number', type: 'integer' },
    { name: 'serial', mutability: 'Immutable', caseExact: true },
    {
      name: 'doors',
      type: 'complex',
      multiValued: true,
      subAttributes: [{ name: 'value', required: true }, { name: 'type' }],
    },
    { name: 'tags', multiValued: true },
    { name: 'issued', type: 'datetime' },
    { name: 'weight', type: 'decimal' },
    { name: 'pin', mutability: 'writeOnly' },
  ],
};
const userWithBadge = {
  schemas: [RESOURCE_TYPE_URN],
  name: 'User',
  schemaExtensions: [{ schema: badgeUrn, required: false }],
};
const robot = {
  schemas: [SCHEMA_URN],
  id: robotUrn,
  attributes: [{ name: 'id' }, { name: 'model', required: true }, { name: 'photo', type: 'reference' }],
};
const robots = { schemas: [RESOURCE_TYPE_URN], name: 'Robot', endpoint: 'Robots', schema: robotUrn };

const registered = (...documents: JsonValue[]): Registry => {
  const result = registerDocuments(builtInRegistry, documents);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const typeNamed = (registry: Registry, name: string): ResourceType => {
  const type = findResourceType(registry, name);
  if (type === null) throw new Error(`no ${name}`);
  return type;
};

describe('schema files', () => {
  test('#36 an extension of users: discovery, look-up, reading', () => {
    const registry = registered(userWithBadge, badge);
    const user = typeNamed(registry, 'User');
    expect(resourceTypeDocument(user, '')).toMatchObject({
      schemaExtensions: [
        { schema: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' },
        { schema: badgeUrn, required: false },
      ],
    });
    expect(findAttribute(user, { urn: badgeUrn, name: 'DOORS', sub: 'value' })?.sub?.required).toBe(true);
    expect(
      findAttribute(userType, { urn: badgeUrn, name: 'doors', sub: null }),
      'what is built in stays as it is',
    ).toBeNull();
    const read = readResource(
      user,
      { userName: 'a', [badgeUrn]: { Number: 7, tags: 'x', pin: '1', nope: 1 } },
      'create',
    );
    expect(read).toMatchObject({ ok: true, value: { ignored: [`${badgeUrn}:nope`] } });
    expect(read.ok && read.value.resource[badgeUrn]).toEqual({ number: 7, tags: ['x'] });
  });

  test('#36 a resource type of its own', () => {
    const registry = registered(robots, robot);
    const type = typeNamed(registry, 'Robot');
    expect(type.endpoint).toBe('/Robots');
    expect(
      type.schema.attributes.map(({ name }) => name),
      'common attributes are there anyway',
    ).toEqual(['model', 'photo']);
    expect(readResource(type, { model: 'R2' }, 'create')).toMatchObject({
      ok: true,
      value: { resource: { schemas: [robotUrn], model: 'R2' } },
    });
    expect(readResource(type, {}, 'create')).toMatchObject({
      ok: false,
      error: { status: 400, scimType: 'invalidValue' },
    });
    const schema = findSchema(registry, robotUrn);
    expect(schema && schemaDocument(registry, schema, '')).toMatchObject({ id: robotUrn, name: 'Robot' });
  });

  test('#36 attributes added to a schema that exists; those it has may be repeated', () => {
    const document = {
      schemas: [SCHEMA_URN],
      id: 'URN:ietf:params:scim:schemas:core:2.0:user',
      attributes: [{ name: 'userName' }, { name: 'shoeSize', type: 'integer' }],
    };
    const user = typeNamed(registered(document), 'User');
    expect(readResource(user, { userName: 'a', shoesize: 43 }, 'create')).toMatchObject({
      value: { resource: { shoeSize: 43 } },
    });
  });

  test.each<[string, JsonValue, string]>([
    ['neither a schema nor a resource type', { id: badgeUrn }, '/schemas'],
    ['no object', 'x', '/schemas'],
    ['no id', { schemas: [SCHEMA_URN], attributes: [{ name: 'a' }] }, '/id'],
    ['an id with a bracket', { ...badge, id: 'urn:x:a]' }, '/id'],
    ['a schema of the service itself', { ...badge, id: SCHEMA_URN }, '/id'],
    ['no attributes', { ...badge, attributes: [] }, '/attributes'],
    ['an attribute without a name', { ...badge, attributes: [{ type: 'string' }] }, '/attributes/0/name'],
    ['a name with a dot', { ...badge, attributes: [{ name: 'a.b' }] }, '/attributes/0/name'],
    ['a name that objects have', { ...badge, attributes: [{ name: 'constructor' }] }, '/attributes/0/name'],
    ['the same name twice', { ...badge, attributes: [{ name: 'a' }, { name: 'A' }] }, '/attributes/1/name'],
    ['an unknown type', { ...badge, attributes: [{ name: 'a', type: 'text' }] }, '/attributes/0/type'],
    ['an unknown mutability', { ...badge, attributes: [{ name: 'a', mutability: 'rw' }] }, '/attributes/0/mutability'],
    [
      'multiValued is no boolean',
      { ...badge, attributes: [{ name: 'a', multiValued: 'yes' }] },
      '/attributes/0/multiValued',
    ],
    [
      'canonical values that are no strings',
      { ...badge, attributes: [{ name: 'a', canonicalValues: [1] }] },
      '/attributes/0/canonicalValues/0',
    ],
    [
      'complex without sub-attributes',
      { ...badge, attributes: [{ name: 'a', type: 'complex' }] },
      '/attributes/0/subAttributes',
    ],
    [
      'sub-attributes of a string',
      { ...badge, attributes: [{ name: 'a', subAttributes: [{ name: 'b' }] }] },
      '/attributes/0/subAttributes',
    ],
    [
      'complex within complex',
      { ...badge, attributes: [{ name: 'a', type: 'complex', subAttributes: [{ name: 'b', type: 'complex' }] }] },
      '/attributes/0/subAttributes/0/type',
    ],
    [
      'another type for an attribute that exists',
      {
        schemas: [SCHEMA_URN],
        id: 'urn:ietf:params:scim:schemas:core:2.0:User',
        attributes: [{ name: 'title', type: 'integer' }],
      },
      '/attributes/0/type',
    ],
    ['a resource type without a name', { schemas: [RESOURCE_TYPE_URN], endpoint: '/X', schema: robotUrn }, '/name'],
    ['an endpoint that SCIM needs', { ...robots, endpoint: '/Bulk' }, '/endpoint'],
    ['an endpoint that is taken', { ...robots, endpoint: '/users', schema: badgeUrn }, '/endpoint'],
    ['an unknown schema', { ...robots, schema: 'urn:example:nope' }, '/schema'],
    ["another type's schema", { ...robots, schema: 'urn:ietf:params:scim:schemas:core:2.0:User' }, '/schema'],
    [
      'an unknown extension',
      { ...userWithBadge, schemaExtensions: [{ schema: 'urn:example:nope' }] },
      '/schemaExtensions/0/schema',
    ],
  ])('a bad document is refused, and where it is bad is told: %s', (_, document, pointer) => {
    const result = registerDocuments(builtInRegistry, [robot, badge, document]);
    expect(result.ok ? [] : result.error.map((issue) => [issue.document, issue.pointer])).toContainEqual([2, pointer]);
  });
});

describe('characteristics of registered attributes are kept', () => {
  const user = typeNamed(registered(badge, userWithBadge), 'User');
  const created = readResource(
    user,
    { userName: 'a', [badgeUrn]: { serial: 'S1', doors: [{ value: 'front' }] } },
    'create',
  );
  if (!created.ok) throw new Error(created.error.detail);
  const current = created.value.resource;
  const patch = (...Operations: JsonValue[]) => {
    const plan = compilePatch(user, { Operations });
    return plan.ok ? applyPatch(plan.value, current, null) : plan;
  };
  const mutability = { ok: false, error: { status: 400, scimType: 'mutability' } };

  test('#113 PATCH may set an immutable attribute once', () => {
    const path = `${badgeUrn}:serial`;
    expect(patch({ op: 'replace', path, value: 'S1' })).toMatchObject({ ok: true });
    expect(patch({ op: 'replace', path, value: 'S2' })).toMatchObject(mutability);
    expect(patch({ op: 'remove', path })).toMatchObject(mutability);
    const without = { ...current, [badgeUrn]: { number: 1 } };
    const plan = compilePatch(user, { Operations: [{ op: 'add', path, value: 'S9' }] });
    expect(plan.ok && applyPatch(plan.value, without, null)).toMatchObject({ ok: true });
  });

  test('#51 PUT must match an immutable attribute, or leave it out', () => {
    const put = (extension: JsonValue) => {
      const read = readResource(user, { userName: 'b', [badgeUrn]: extension }, 'replace');
      return read.ok ? replaceResource(user, read.value.resource, current) : read;
    };
    expect(put({ serial: 'S2' })).toMatchObject(mutability);
    expect(put({ serial: 'S1', number: 3 })).toMatchObject({ ok: true });
    expect(put({ number: 3 })).toMatchObject({ ok: true, value: { [badgeUrn]: { number: 3, serial: 'S1' } } });
  });

  test('a required sub-attribute must be there', () => {
    const read = readResource(user, { userName: 'a', [badgeUrn]: { doors: [{ type: 'x' }] } }, 'create');
    expect(read).toMatchObject({ ok: false, error: { status: 400, scimType: 'invalidValue' } });
    expect(patch({ op: 'add', path: `${badgeUrn}:doors`, value: [{ type: 'x' }] })).toMatchObject({ ok: false });
  });

  test.each([
    ['number', 7.5],
    ['number', '7'],
    ['weight', '1.5'],
    ['issued', 'yesterday'],
    ['issued', 5],
    ['doors', 7],
  ])('#116 types are checked: %s can’t be %j', (name, value) => {
    expect(patch({ op: 'replace', path: `${badgeUrn}:${name}`, value })).toMatchObject({
      ok: false,
      error: { scimType: 'invalidValue' },
    });
  });

  test('plain multi-valued attributes: add, filter, replace, remove', () => {
    const path = `${badgeUrn}:tags`;
    const once = patch(
      { op: 'add', path, value: ['a', 'b', 'a'] },
      { op: 'replace', path: `${path}[value eq "b"]`, value: 'c' },
      { op: 'add', path, value: 'a' },
    );
    expect(once.ok && once.value.resource[badgeUrn]).toMatchObject({ tags: ['a', 'c'] });
    const gone = patch({ op: 'add', path, value: ['a', 'b'] }, { op: 'remove', path: `${path}[value eq "a"]` });
    expect(gone.ok && gone.value.resource[badgeUrn]).toMatchObject({ tags: ['b'] });
  });
});
