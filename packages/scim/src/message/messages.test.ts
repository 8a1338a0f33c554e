import { describe, expect, test } from 'vitest';
import { scimError } from '../error.ts';
import type { Attribute } from '../schema/attribute.ts';
import { builtInRegistry, findSchema, groupType, userType } from '../schema/registry.ts';
import { resourceTypeDocument, schemaDocument, serviceProviderConfig } from './discovery.ts';
import { renderError } from './error-body.ts';
import { renderList } from './list.ts';
import { readSearchRequest, SEARCH_REQUEST_URN } from './search-request.ts';

const base = 'https://acme.example.com/api/v1/scim';

describe('error and list', () => {
  test('#7 an error has schemas, status as a string, detail and perhaps scimType, nothing else', () => {
    expect(JSON.parse(renderError(scimError(404, 'There is no “x”.')))).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '404',
      detail: 'There is no “x”.',
    });
    expect(JSON.parse(renderError(scimError(409, 'taken', 'uniqueness')))).toMatchObject({ scimType: 'uniqueness' });
  });

  test('#64 a list has its numbers as numbers, and an empty one an empty array', () => {
    expect(JSON.parse(renderList([], { totalResults: 0, startIndex: 1 }))).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    });
  });

  test('#145 a page by cursor may leave the total out', () => {
    const page = JSON.parse(
      renderList(['{"id":"1"}'], { totalResults: null, nextCursor: 'abc', previousCursor: null }),
    );
    expect(page).toMatchObject({ itemsPerPage: 1, nextCursor: 'abc', Resources: [{ id: '1' }] });
    expect(page).not.toHaveProperty('totalResults');
    expect(page).not.toHaveProperty('previousCursor');
  });
});

describe('a search request', () => {
  test('#88 needs its schema', () => {
    expect(readSearchRequest({ filter: 'userName pr' })).toMatchObject({
      ok: false,
      error: { status: 400, scimType: 'invalidSyntax' },
    });
    expect(readSearchRequest({ schemas: ['urn:x'] })).toMatchObject({ ok: false });
    expect(readSearchRequest([])).toMatchObject({ ok: false });
  });

  test('#88 has every parameter of a list, whatever the case of its name', () => {
    const schemas = [SEARCH_REQUEST_URN];
    const request = readSearchRequest({
      schemas,
      Filter: 'userName pr',
      attributes: ['userName'],
      startINDEX: 3,
      count: '2',
      sortBy: 'id',
      sortOrder: 'descending',
      cursor: '',
    });
    expect(request).toEqual({
      ok: true,
      value: {
        filter: 'userName pr',
        attributes: ['userName'],
        excludedAttributes: undefined,
        startIndex: 3,
        count: 2,
        sortBy: 'id',
        sortOrder: 'descending',
        cursor: '',
      },
    });
    expect(readSearchRequest({ schemas, count: 'many' })).toMatchObject({
      ok: false,
      error: { scimType: 'invalidValue' },
    });
    expect(readSearchRequest({ schemas, attributes: [7] })).toMatchObject({ ok: false });
  });
});

describe('discovery', () => {
  const features = {
    bulk: { maxOperations: 1000, maxPayloadSize: 1_048_576 },
    filter: { maxResults: 1000 },
    pagination: { defaultPageSize: 100, maxPageSize: 1000, cursorTimeoutSeconds: 3600 },
    documentationUri: null,
  };

  test('#21 #23 #144 the service provider configuration', () => {
    const config = serviceProviderConfig(features, base);
    expect(config).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 1_048_576 },
      filter: { supported: true, maxResults: 1000 },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      pagination: {
        cursor: true,
        index: true,
        defaultPaginationMethod: 'index',
        defaultPageSize: 100,
        maxPageSize: 1000,
        cursorTimeout: 3600,
      },
    });
    expect(config.authenticationSchemes).toEqual(
      ['oauthbearertoken', 'oauth2'].map((type) =>
        expect.objectContaining({ type, name: expect.any(String), description: expect.any(String) }),
      ),
    );
  });

  test('#24 #34 resource types, whose schemas are all registered', () => {
    for (const type of builtInRegistry.resourceTypes) {
      const document = resourceTypeDocument(type, base);
      expect(Object.keys(document)).toEqual([
        'schemas',
        'id',
        'name',
        'description',
        'endpoint',
        'schema',
        'schemaExtensions',
        'meta',
      ]);
      for (const urn of [type.schema.id, ...type.extensions.map(({ schema }) => schema.id)]) {
        expect(findSchema(builtInRegistry, urn)?.id).toBe(urn);
      }
    }
    expect(resourceTypeDocument(userType, base)).toMatchObject({
      endpoint: '/Users',
      schemaExtensions: [{ schema: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User', required: false }],
      meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
    });
  });

  const documents = builtInRegistry.schemas.map((schema) => schemaDocument(builtInRegistry, schema, base));
  const attributesOf = (name: string) => {
    const document = documents.find((each) => each.name === name);
    return JSON.parse(JSON.stringify(document?.attributes ?? [])) as Attribute[];
  };
  const attributeOf = (schema: string, name: string) => attributesOf(schema).find((each) => each.name === name);

  test('#26 #31 every schema is there, and no message', () => {
    expect(documents.map((each) => each.id)).toEqual([
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:core:2.0:Group',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
      'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
      'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
      'urn:ietf:params:scim:schemas:core:2.0:Schema',
    ]);
  });

  test('#29 every attribute has its characteristics, none of them null', () => {
    const check = (attribute: Attribute): void => {
      expect(attribute).toMatchObject({
        name: expect.stringMatching(/^[$a-z]/),
        type: expect.stringMatching(/^(string|boolean|decimal|integer|dateTime|binary|reference|complex)$/),
        multiValued: expect.any(Boolean),
        description: expect.stringMatching(/./),
        required: expect.any(Boolean),
        caseExact: expect.any(Boolean),
        mutability: expect.stringMatching(/^(readOnly|readWrite|immutable|writeOnly)$/),
        returned: expect.stringMatching(/^(always|never|default|request)$/),
        uniqueness: expect.stringMatching(/^(none|server|global)$/),
      });
      if (attribute.type === 'complex') expect(attribute.subAttributes.length).toBeGreaterThan(0);
      if (attribute.type === 'reference') expect(attribute.referenceTypes.length).toBeGreaterThan(0);
      for (const sub of attribute.subAttributes ?? []) check(sub);
    };
    expect(JSON.stringify(documents)).not.toContain('null');
    for (const { name } of builtInRegistry.schemas) for (const attribute of attributesOf(name)) check(attribute);
  });

  test('#30 the characteristics that clients rely on', () => {
    expect(attributeOf('User', 'userName')).toMatchObject({ required: true, caseExact: false, uniqueness: 'server' });
    expect(attributeOf('User', 'id')).toMatchObject({ caseExact: true, returned: 'always', mutability: 'readOnly' });
    expect(attributeOf('User', 'groups')).toMatchObject({ mutability: 'readOnly' });
    expect(attributeOf('User', 'password')).toMatchObject({ mutability: 'writeOnly', returned: 'never' });
    expect(attributeOf('Group', 'displayName')).toMatchObject({ required: true, uniqueness: 'server' });
    expect(groupType.schema.attributes.map(({ name }) => name)).toEqual(['displayName', 'members']);
  });

  test.each([
    ['User', 'externalId', undefined],
    ['User', 'active', undefined],
    ['User', 'emails', 'value'],
    ['User', 'emails', 'type'],
    ['User', 'phoneNumbers', 'value'],
    ['User', 'addresses', 'formatted'],
    ['User', 'addresses', 'streetAddress'],
    ['User', 'roles', 'value'],
    ['User', 'roles', 'primary'],
    ['User', 'entitlements', 'value'],
    ['User', 'x509Certificates', 'value'],
    ['User', 'photos', 'value'],
    ['User', 'ims', 'value'],
    ['User', 'onPremisesSecurityIdentifier', undefined],
    ['EnterpriseUser', 'manager', 'value'],
    ['EnterpriseUser', 'employeeNumber', undefined],
    ['Group', 'externalId', undefined],
    ['Group', 'members', 'value'],
  ])('#35 what Entra maps can be found: %s %s %s', (schema, name, sub) => {
    const attribute = attributeOf(schema, name);
    expect(attribute).toBeDefined();
    if (sub !== undefined) expect(attribute?.subAttributes.map((each) => each.name)).toContain(sub);
  });
});
