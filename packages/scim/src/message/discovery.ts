/** The documents of RFC 7644 §4, from what is registered and what the service can do. `base` is the URL up to the endpoints. */
import type { JsonObject } from '../json.ts';
import type { Attribute } from '../schema/attribute.ts';
import { commonAttributes } from '../schema/common.ts';
import { RESOURCE_TYPE_URN, SCHEMA_URN, SERVICE_PROVIDER_CONFIG_URN } from '../schema/discovery.ts';
import type { Registry, ResourceType, Schema } from '../schema/registry.ts';

export interface Features {
  readonly bulk: { readonly maxOperations: number; readonly maxPayloadSize: number };
  readonly filter: { readonly maxResults: number };
  readonly pagination: {
    readonly defaultPageSize: number;
    readonly maxPageSize: number;
    readonly cursorTimeoutSeconds: number;
  };
  readonly documentationUri: string | null;
}

/** RFC 7643 §5 and RFC 9865 §4. */
export const serviceProviderConfig = (features: Features, base: string): JsonObject => ({
  schemas: [SERVICE_PROVIDER_CONFIG_URN],
  ...(features.documentationUri === null ? {} : { documentationUri: features.documentationUri }),
  patch: { supported: true },
  bulk: { supported: true, ...features.bulk },
  filter: { supported: true, ...features.filter },
  // Passwords are accepted and dropped: people sign in at their identity provider.
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: true },
  pagination: {
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: features.pagination.defaultPageSize,
    maxPageSize: features.pagination.maxPageSize,
    cursorTimeout: features.pagination.cursorTimeoutSeconds,
  },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'The token of the integration, sent as “Authorization: Bearer …”.',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
    {
      type: 'oauth2',
      name: 'OAuth 2.0 client credentials',
      description: 'A token that is fetched with the client credentials of the integration.',
      specUri: 'https://www.rfc-editor.org/info/rfc6749',
      primary: false,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});

/** RFC 7643 §6. */
export const resourceTypeDocument = (type: ResourceType, base: string): JsonObject => ({
  schemas: [RESOURCE_TYPE_URN],
  id: type.id,
  name: type.name,
  description: type.description,
  endpoint: type.endpoint,
  schema: type.schema.id,
  schemaExtensions: type.extensions.map(({ schema, required }) => ({ schema: schema.id, required })),
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${type.id}` },
});

/**
 * RFC 7643 §7. A base schema is led by the common attributes: RFC 7643 §3.1 has them as part of it, and clients that build
 * their mappings from `/Schemas` (Entra) find `externalId` nowhere else.
 */
export const schemaDocument = (registry: Registry, schema: Schema, base: string): JsonObject => {
  const isBase = registry.resourceTypes.some((type) => type.schema.id === schema.id);
  const common = isBase ? commonAttributes.filter(({ name }) => name !== 'schemas') : [];
  return {
    schemas: [SCHEMA_URN],
    id: schema.id,
    name: schema.name,
    description: schema.description,
    attributes: [...common, ...schema.attributes].map(attributeDocument),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` },
  };
};

const attributeDocument = (attribute: Attribute): JsonObject => {
  const { name, type, multiValued, description, required, caseExact, mutability, returned, uniqueness } = attribute;
  const { canonicalValues, referenceTypes, subAttributes } = attribute;
  return {
    name,
    type,
    ...(type === 'complex' ? { subAttributes: subAttributes.map(attributeDocument) } : {}),
    multiValued,
    description,
    required,
    ...(canonicalValues.length === 0 ? {} : { canonicalValues }),
    caseExact,
    mutability,
    returned,
    uniqueness,
    ...(type === 'reference' ? { referenceTypes } : {}),
  };
};
