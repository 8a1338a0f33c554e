import type { Attribute } from './attribute.ts';
import { attribute, complex } from './define.ts';

const readOnly = { mutability: 'readOnly' } as const;

/** RFC 7643 §3: part of every resource, case-insensitive because it holds URNs. */
const schemasAttribute: Attribute = attribute('schemas', 'URNs of the schemas that are present.', {
  type: 'reference',
  referenceTypes: ['uri'],
  multiValued: true,
  required: true,
  returned: 'always',
});

const idAttribute: Attribute = attribute('id', 'The identifier that the service provider gave the resource.', {
  ...readOnly,
  caseExact: true,
  returned: 'always',
  uniqueness: 'global',
});

const externalIdAttribute: Attribute = attribute(
  'externalId',
  'The identifier of the resource at the provisioning client.',
  { caseExact: true },
);

const metaAttribute: Attribute = complex(
  'meta',
  'When and what the resource is.',
  [
    attribute('resourceType', 'Name of the resource type.', { ...readOnly, caseExact: true }),
    attribute('created', 'When the resource was created.', { ...readOnly, type: 'dateTime' }),
    attribute('lastModified', 'When the resource last changed.', { ...readOnly, type: 'dateTime' }),
    attribute('location', 'URI of the resource.', {
      ...readOnly,
      type: 'reference',
      referenceTypes: ['uri'],
      caseExact: true,
    }),
    attribute('version', 'Version of the resource: its ETag.', { ...readOnly, caseExact: true }),
  ],
  readOnly,
);

/** RFC 7643 §3.1: considered part of every base schema, whether that lists them or not. */
export const commonAttributes: readonly Attribute[] = [
  schemasAttribute,
  idAttribute,
  externalIdAttribute,
  metaAttribute,
];
