import type { Response as Shape } from '@rollcall/admin-api';
import type { Attribute, Registry } from '@rollcall/scim';

type Resource = Shape<'supportedAttributes.get'>['resources'][number];
type Row = Resource['attributes'][number];

/** What the product makes of an attribute; the others are stored and returned. */
const used: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  User: {
    userName: 'Unique identifier of the user in the integration',
    displayName: 'Full name',
    'name.formatted': 'Full name',
    'name.givenName': 'Name parts; full name when there is no other',
    'name.familyName': 'Name parts; full name when there is no other',
    'emails.value': 'E-mail: the primary one, else the first',
    active: 'Status: off archives the user',
    title: 'Job title',
    externalId: 'The identity provider’s own id',
    department: 'Department',
    employeeNumber: 'Shown on the user page, usable in rules',
    costCenter: 'Shown on the user page, usable in rules',
    organization: 'Shown on the user page, usable in rules',
    division: 'Shown on the user page, usable in rules',
    'manager.value': 'Shown on the user page, usable in rules',
    password: 'Accepted, never stored, never returned',
  },
  Group: {
    displayName: 'Group name',
    'members.value': 'Membership',
    externalId: 'The identity provider’s own id',
  },
};

function rows(type: string, attribute: Attribute, extension: string | null, parent: string): Row[] {
  const path = parent + attribute.name;
  const row: Row = {
    path,
    extension,
    type: attribute.type,
    multiValued: attribute.multiValued,
    required: attribute.required,
    readOnly: attribute.mutability === 'readOnly',
    description: attribute.description,
    usedAs: used[type]?.[path] ?? null,
  };
  const below = attribute.subAttributes.flatMap((sub) => rows(type, sub, extension, `${path}.`));
  return attribute.subAttributes.length > 0 ? below : [row];
}

/** Every attribute that is registered, built in or by a schema file. */
export function supportedAttributes(registry: Registry): Shape<'supportedAttributes.get'> {
  const resources = registry.resourceTypes.map((type): Resource => {
    const external: Attribute = {
      name: 'externalId',
      type: 'string',
      description: 'The identity provider’s own id of the resource.',
      multiValued: false,
      required: false,
      caseExact: true,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'none',
      canonicalValues: [],
      referenceTypes: [],
      subAttributes: [],
    };
    const schemas = [
      { schema: type.schema, extension: null },
      ...type.extensions.map(({ schema }) => ({ schema, extension: schema.id })),
    ];
    const own = schemas.flatMap(({ schema, extension }) =>
      schema.attributes.flatMap((attribute) => rows(type.name, attribute, extension, '')),
    );
    const has = own.some((row) => row.path === 'externalId');
    return { name: type.name, attributes: has ? own : [...rows(type.name, external, null, ''), ...own] };
  });
  return { resources };
}
