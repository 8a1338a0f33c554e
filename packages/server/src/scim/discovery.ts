import {
  type Attribute,
  fail,
  findSchema,
  ok,
  type Registry,
  type ResourceType,
  type Result,
  type Schema,
  type ScimError,
  scimError,
} from '@rollcall/scim';
import { limits } from './limits.ts';

const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const core = 'urn:ietf:params:scim:schemas:core:2.0';
const documentation = 'https://datatracker.ietf.org/doc/html';

/** RFC 7643 §5, RFC 9865 §4. */
export const serviceProviderConfig = (base: string): object => ({
  schemas: [`${core}:ServiceProviderConfig`],
  documentationUri: `${documentation}/rfc7644`,
  patch: { supported: true },
  bulk: { supported: true, maxOperations: limits.bulkOperations, maxPayloadSize: limits.bulkBytes },
  filter: { supported: true, maxResults: limits.pageSizeAtMost },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: true },
  pagination: {
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: limits.pageSize,
    maxPageSize: limits.pageSizeAtMost,
    cursorTimeout: limits.cursorSeconds,
  },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'OAuth Bearer Token',
      description: 'The token of an integration in the header “Authorization: Bearer …”.',
      specUri: `${documentation}/rfc6750`,
      primary: true,
    },
    {
      type: 'oauth2',
      name: 'OAuth 2.0 client credentials',
      description: 'An access token from /api/v1/oauth/token, for a client of the integration.',
      specUri: `${documentation}/rfc6749#section-4.4`,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});

/** RFC 7643 §6. */
const resourceTypeDocument = (type: ResourceType, base: string): object => ({
  schemas: [`${core}:ResourceType`],
  id: type.id,
  name: type.name,
  description: type.description,
  endpoint: type.endpoint,
  schema: type.schema.id,
  schemaExtensions: type.extensions.map(({ schema, required }) => ({ schema: schema.id, required })),
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${type.id}` },
});

/** RFC 7643 §7: every characteristic is told, and none as null (Entra requires it). */
const attributeDocument = (attribute: Attribute): object => ({
  name: attribute.name,
  type: attribute.type,
  multiValued: attribute.multiValued,
  description: attribute.description,
  required: attribute.required,
  caseExact: attribute.caseExact,
  mutability: attribute.mutability,
  returned: attribute.returned,
  uniqueness: attribute.uniqueness,
  ...(attribute.canonicalValues.length > 0 ? { canonicalValues: attribute.canonicalValues } : {}),
  ...(attribute.type === 'reference' ? { referenceTypes: attribute.referenceTypes } : {}),
  ...(attribute.type === 'complex' ? { subAttributes: attribute.subAttributes.map(attributeDocument) } : {}),
});

const schemaDocument = (schema: Schema, base: string): object => ({
  schemas: [`${core}:Schema`],
  id: schema.id,
  name: schema.name,
  description: schema.description,
  attributes: schema.attributes.map(attributeDocument),
  meta: { resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` },
});

const listOf = (documents: readonly object[]): object => ({
  schemas: [listUrn],
  totalResults: documents.length,
  startIndex: 1,
  itemsPerPage: documents.length,
  Resources: documents,
});

export type DiscoveryEndpoint = 'ServiceProviderConfig' | 'ResourceTypes' | 'Schemas';

/** RFC 7644 §4. `id` is null for the list. */
export function discover(
  registry: Registry,
  endpoint: DiscoveryEndpoint,
  id: string | null,
  base: string,
): Result<object, ScimError> {
  switch (endpoint) {
    case 'ServiceProviderConfig':
      return id === null
        ? ok(serviceProviderConfig(base))
        : fail(scimError(404, 'There is nothing below /ServiceProviderConfig.'));
    case 'ResourceTypes': {
      if (id === null) return ok(listOf(registry.resourceTypes.map((type) => resourceTypeDocument(type, base))));
      const type = registry.resourceTypes.find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
      return type ? ok(resourceTypeDocument(type, base)) : fail(scimError(404, `There is no resource type “${id}”.`));
    }
    case 'Schemas': {
      if (id === null) return ok(listOf(registry.schemas.map((schema) => schemaDocument(schema, base))));
      const schema = findSchema(registry, id);
      return schema ? ok(schemaDocument(schema, base)) : fail(scimError(404, `There is no schema “${id}”.`));
    }
    default:
      return endpoint satisfies never;
  }
}
