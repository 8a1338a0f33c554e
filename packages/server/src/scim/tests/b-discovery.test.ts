/** Checklist B: discovery. */
import { expect, test } from 'vitest';
import type { Json } from '../../testing/test-server.ts';
import { enterpriseUrn, groupUrn, listUrn, onEachDatabase, userUrn } from './each-database.ts';

const attributesOf = (schema: Json): Json[] =>
  schema.attributes.flatMap((attribute: Json) => [attribute, ...(attribute.subAttributes ?? [])]);

onEachDatabase('Discovery', (world) => {
  const get = (path: string) => world.server.scim('GET', path);

  test('#21 ServiceProviderConfig says what is supported, and how much', async () => {
    const { status, json } = await get('/ServiceProviderConfig');
    expect(status).toBe(200);
    expect(json.schemas).toEqual(['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig']);
    for (const feature of ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag'])
      expect(json[feature].supported).toBeTypeOf('boolean');
    expect(json.bulk).toMatchObject({ supported: true, maxOperations: 1000, maxPayloadSize: 10_485_760 });
    expect(json.filter).toMatchObject({ supported: true, maxResults: 1000 });
  });

  test('#22 ServiceProviderConfig needs no token, and any token will do', async () => {
    const path = '/api/v1/scim/ServiceProviderConfig';
    expect((await world.server.send('GET', path)).status).toBe(200);
    expect((await world.server.send('GET', path, { token: 'wrong' })).status).toBe(200);
    expect((await get('/v2/ServiceProviderConfig')).json.meta.location).toBe(
      `${world.server.base}/v2/ServiceProviderConfig`,
    );
  });

  test('#23 each authentication scheme has type, name and description', async () => {
    const { authenticationSchemes } = (await get('/ServiceProviderConfig')).json;
    expect(authenticationSchemes.map(({ type }: Json) => type)).toEqual(['oauthbearertoken', 'oauth2']);
    for (const scheme of authenticationSchemes) {
      expect(scheme.name).toBeTypeOf('string');
      expect(scheme.description).toBeTypeOf('string');
    }
  });

  test('#24 ResourceTypes lists User and Group with their schemas and extensions', async () => {
    const { json } = await get('/ResourceTypes');
    expect(json.Resources).toMatchObject([
      {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
        id: 'User',
        name: 'User',
        endpoint: '/Users',
        schema: userUrn,
        schemaExtensions: [{ schema: enterpriseUrn, required: false }],
        meta: { resourceType: 'ResourceType', location: `${world.server.base}/ResourceTypes/User` },
      },
      { id: 'Group', endpoint: '/Groups', schema: groupUrn },
    ]);
  });

  test('#25 one resource type by its id; an unknown one is 404', async () => {
    expect((await get('/ResourceTypes/User')).json).toMatchObject({ id: 'User', endpoint: '/Users' });
    expect((await get('/ResourceTypes/Group')).json).toMatchObject({ id: 'Group', endpoint: '/Groups' });
    expect((await get('/ResourceTypes/Robot')).json).toMatchObject({ status: '404' });
  });

  test('#26 Schemas lists User, Group, EnterpriseUser and the schemas of discovery itself', async () => {
    const ids = (await get('/Schemas')).json.Resources.map(({ id }: Json) => id);
    const core = 'urn:ietf:params:scim:schemas:core:2.0';
    for (const id of [
      userUrn,
      groupUrn,
      enterpriseUrn,
      `${core}:ServiceProviderConfig`,
      `${core}:ResourceType`,
      `${core}:Schema`,
    ])
      expect(ids).toContain(id);
  });

  test('#27 one schema by its URN in any case; an unknown one is 404', async () => {
    expect((await get(`/Schemas/${userUrn}`)).json).toMatchObject({ id: userUrn, name: 'User' });
    expect((await get(`/Schemas/${enterpriseUrn.toUpperCase()}`)).json.id).toBe(enterpriseUrn);
    expect((await get('/Schemas/urn:none')).status).toBe(404);
  });

  test('#28 the lists of discovery have no meta', async () => {
    for (const path of ['/Schemas', '/ResourceTypes']) {
      const { json } = await get(path);
      expect(json.schemas).toEqual([listUrn]);
      expect(json.meta).toBeUndefined();
      expect(json).toMatchObject({
        totalResults: json.Resources.length,
        itemsPerPage: json.Resources.length,
        startIndex: 1,
      });
    }
  });

  test('#29 every attribute tells all its characteristics, none as null', async () => {
    const { json, text } = await get('/Schemas');
    expect(text).not.toContain('null');
    for (const schema of json.Resources)
      for (const attribute of attributesOf(schema)) {
        expect(attribute.type).toMatch(/^(string|boolean|decimal|integer|dateTime|binary|reference|complex)$/);
        for (const flag of ['multiValued', 'required', 'caseExact']) expect(attribute[flag]).toBeTypeOf('boolean');
        expect(attribute.mutability).toMatch(/^(readOnly|readWrite|immutable|writeOnly)$/);
        expect(attribute.returned).toMatch(/^(always|never|default|request)$/);
        expect(attribute.uniqueness).toMatch(/^(none|server|global)$/);
        expect(Array.isArray(attribute.subAttributes)).toBe(attribute.type === 'complex');
        if (attribute.type === 'reference') expect(Array.isArray(attribute.referenceTypes)).toBe(true);
      }
  });

  test('#30 userName, groups and password are described as RFC 7643 has them, and id is case-exact', async () => {
    const attributes: Json[] = (await get(`/Schemas/${userUrn}`)).json.attributes;
    const named = (name: string) => attributes.find((attribute) => attribute.name === name);
    expect(named('userName')).toMatchObject({ required: true, caseExact: false, uniqueness: 'server' });
    expect(named('groups')).toMatchObject({ mutability: 'readOnly', multiValued: true });
    expect(named('password')).toMatchObject({ mutability: 'writeOnly', returned: 'never' });
    const group: Json[] = (await get(`/Schemas/${groupUrn}`)).json.attributes;
    expect(group.find(({ name }) => name === 'displayName')).toMatchObject({ required: true, uniqueness: 'server' });
    const c = await world.client();
    const { id } = await c.user();
    expect((await c.find(`id eq "${id}"`)).totalResults).toBe(1);
    expect((await c.find(`id eq "${id.toUpperCase()}"`)).totalResults).toBe(id === id.toUpperCase() ? 1 : 0);
  });

  test('#31 message schemas are not listed', async () => {
    expect((await get('/Schemas')).text).not.toContain('urn:ietf:params:scim:api:messages:2.0:PatchOp');
    expect((await get('/Schemas')).json.Resources.some(({ id }: Json) => id.includes(':messages:'))).toBe(false);
  });

  test('#32 paging and sorting are ignored there, a filter is 403', async () => {
    const whole = (await get('/Schemas')).json.totalResults;
    expect((await get('/Schemas?startIndex=3&count=1&sortBy=id')).json.Resources).toHaveLength(whole);
    expect((await get('/Schemas?filter=id%20pr')).status).toBe(403);
    expect((await get('/ResourceTypes?filter=name%20eq%20"User"')).status).toBe(403);
    expect((await get('/ServiceProviderConfig?filter=x')).status).toBe(200);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('#33 %s on discovery is 405', async (method) => {
    for (const path of ['/Schemas', '/ResourceTypes', '/ServiceProviderConfig', `/Schemas/${userUrn}`]) {
      const answer = await world.server.scim(method, path, {});
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe('GET, HEAD');
    }
  });

  test('#34 every extension that a resource type names is a schema', async () => {
    const ids = (await get('/Schemas')).json.Resources.map(({ id }: Json) => id);
    for (const type of (await get('/ResourceTypes')).json.Resources)
      for (const { schema } of type.schemaExtensions) expect(ids).toContain(schema);
  });

  test('#35 every attribute that an administrator can map is in Schemas', async () => {
    const user = attributesOf((await get(`/Schemas/${userUrn}`)).json).map(({ name }) => name);
    for (const name of [
      'emails',
      'value',
      'type',
      'primary',
      'phoneNumbers',
      'addresses',
      'formatted',
      'roles',
      'entitlements',
      'title',
      'locale',
      'timezone',
      'preferredLanguage',
      'nickName',
      'profileUrl',
      'userType',
      'active',
      'photos',
      'ims',
      'x509Certificates',
    ])
      expect(user).toContain(name);
    const enterprise = attributesOf((await get(`/Schemas/${enterpriseUrn}`)).json).map(({ name }) => name);
    for (const name of ['employeeNumber', 'costCenter', 'organization', 'division', 'department', 'manager'])
      expect(enterprise).toContain(name);
  });
});
