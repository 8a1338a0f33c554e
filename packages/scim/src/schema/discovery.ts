import type { Attribute } from './attribute.ts';
import { attribute, complex } from './define.ts';
import type { Schema } from './registry.ts';

export const SERVICE_PROVIDER_CONFIG_URN = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
export const RESOURCE_TYPE_URN = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
export const SCHEMA_URN = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

const readOnly = { mutability: 'readOnly' } as const;
const required = { ...readOnly, required: true } as const;
const uri = { type: 'reference', referenceTypes: ['uri'], caseExact: true } as const;
const supported = attribute('supported', 'Whether it is supported.', { ...required, type: 'boolean' });
const integer = (name: string, description: string): Attribute =>
  attribute(name, description, { ...required, type: 'integer' });

/** RFC 7643 §5 and RFC 9865 §4. */
export const serviceProviderConfigSchema: Schema = {
  id: SERVICE_PROVIDER_CONFIG_URN,
  name: 'Service Provider Configuration',
  description: 'What the service provider supports.',
  attributes: [
    attribute('documentationUri', 'URL of the documentation.', {
      ...readOnly,
      type: 'reference',
      referenceTypes: ['external'],
      caseExact: true,
    }),
    complex('patch', 'PATCH.', [supported], required),
    complex(
      'bulk',
      'Bulk operations.',
      [
        supported,
        integer('maxOperations', 'The most operations in one request.'),
        integer('maxPayloadSize', 'The largest request in bytes.'),
      ],
      required,
    ),
    complex('filter', 'Filters.', [supported, integer('maxResults', 'The most resources in one answer.')], required),
    complex('changePassword', 'Changing a password.', [supported], required),
    complex('sort', 'Sorting.', [supported], required),
    complex('etag', 'ETags.', [supported], required),
    complex(
      'pagination',
      'Pagination.',
      [
        attribute('cursor', 'Whether cursor pagination is supported.', { ...required, type: 'boolean' }),
        attribute('index', 'Whether index pagination is supported.', { ...required, type: 'boolean' }),
        attribute('defaultPaginationMethod', 'The method used when a request names none.', {
          ...readOnly,
          canonicalValues: ['cursor', 'index'],
        }),
        attribute('defaultPageSize', 'The page size used when a request names none.', {
          ...readOnly,
          type: 'integer',
        }),
        attribute('maxPageSize', 'The largest page.', { ...readOnly, type: 'integer' }),
        attribute('cursorTimeout', 'For how many seconds a cursor is valid.', { ...readOnly, type: 'integer' }),
      ],
      readOnly,
    ),
    complex(
      'authenticationSchemes',
      'Ways to authenticate.',
      [
        attribute('type', 'The kind of scheme.', {
          ...required,
          canonicalValues: ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'],
        }),
        attribute('name', 'The name of the scheme.', required),
        attribute('description', 'What the scheme is.', required),
        attribute('specUri', "URL of the scheme's specification.", {
          ...readOnly,
          type: 'reference',
          referenceTypes: ['external'],
          caseExact: true,
        }),
        attribute('documentationUri', "URL of the scheme's documentation.", {
          ...readOnly,
          type: 'reference',
          referenceTypes: ['external'],
          caseExact: true,
        }),
        attribute('primary', 'True for the preferred scheme.', { ...readOnly, type: 'boolean' }),
      ],
      { ...required, multiValued: true },
    ),
  ],
};

/** RFC 7643 §6. */
export const resourceTypeSchema: Schema = {
  id: RESOURCE_TYPE_URN,
  name: 'ResourceType',
  description: 'A type of resource.',
  attributes: [
    attribute('id', "The resource type's id; often the same as its name.", { ...readOnly, caseExact: true }),
    attribute('name', "The resource type's name, as in meta.resourceType.", required),
    attribute('description', "The resource type's description.", readOnly),
    attribute('endpoint', "The resource type's path, relative to the base URL.", { ...required, ...uri }),
    attribute('schema', "The URN of the resource type's base schema.", { ...required, ...uri }),
    complex(
      'schemaExtensions',
      "The resource type's schema extensions.",
      [
        attribute('schema', 'The URN of an extension.', { ...required, ...uri }),
        attribute('required', 'Whether a resource must have the extension.', { ...required, type: 'boolean' }),
      ],
      { ...readOnly, multiValued: true },
    ),
  ],
};

const characteristics: readonly Attribute[] = [
  attribute('name', 'The name of the attribute.', { ...required, caseExact: true }),
  attribute('type', 'The data type of the attribute.', {
    ...required,
    canonicalValues: ['string', 'complex', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'],
  }),
  attribute('multiValued', 'Whether the attribute has several values.', { ...required, type: 'boolean' }),
  attribute('description', 'What the attribute is.', { ...readOnly, caseExact: true }),
  attribute('required', 'Whether the attribute must have a value.', { ...readOnly, type: 'boolean' }),
  attribute('canonicalValues', 'Suggested values.', { ...readOnly, multiValued: true, caseExact: true }),
  attribute('caseExact', 'Whether upper and lower case differ in comparisons.', { ...readOnly, type: 'boolean' }),
  attribute('mutability', 'Whether and when the attribute can be written.', {
    ...readOnly,
    caseExact: true,
    canonicalValues: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  }),
  attribute('returned', 'When the attribute is returned.', {
    ...readOnly,
    caseExact: true,
    canonicalValues: ['always', 'never', 'default', 'request'],
  }),
  attribute('uniqueness', 'Where the value must be unique.', {
    ...readOnly,
    caseExact: true,
    canonicalValues: ['none', 'server', 'global'],
  }),
  attribute('referenceTypes', 'What a reference may refer to.', { ...readOnly, multiValued: true, caseExact: true }),
];

/** RFC 7643 §7. */
export const schemaSchema: Schema = {
  id: SCHEMA_URN,
  name: 'Schema',
  description: 'A schema: the attributes of a resource or of an extension.',
  attributes: [
    attribute('id', 'The URN of the schema.', { ...required, caseExact: true }),
    attribute('name', "The schema's name.", required),
    attribute('description', "The schema's description.", readOnly),
    complex(
      'attributes',
      'The attributes of the schema.',
      [
        ...characteristics,
        complex('subAttributes', 'The parts of a complex attribute.', characteristics, {
          ...readOnly,
          multiValued: true,
        }),
      ],
      { ...required, multiValued: true },
    ),
  ],
};
