import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A type, an extension and attributes that an operator might add. */
const badgeDocuments = [
  {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id: 'urn:example:Badge',
    name: 'Badge',
    description: 'A badge.',
    attributes: [
      { name: 'label', type: 'string', multiValued: false, required: true },
      { name: 'serial', type: 'string', multiValued: false, mutability: 'immutable', caseExact: true },
      { name: 'code', type: 'string', multiValued: false, uniqueness: 'server' },
      { name: 'pin', type: 'string', multiValued: false, mutability: 'writeOnly', returned: 'never' },
      { name: 'note', type: 'string', multiValued: false, returned: 'request' },
      {
        name: 'doors',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'value', type: 'string', multiValued: false },
          { name: 'level', type: 'integer', multiValued: false },
        ],
      },
    ],
  },
  {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id: 'urn:example:Desk:User',
    name: 'Desk',
    description: 'Where somebody sits.',
    attributes: [
      { name: 'floor', type: 'integer', multiValued: false },
      { name: 'desk', type: 'string', multiValued: false },
      { name: 'locker', type: 'string', multiValued: false, uniqueness: 'server' },
    ],
  },
  {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'Badge',
    name: 'Badge',
    description: 'A badge.',
    endpoint: '/Badges',
    schema: 'urn:example:Badge',
  },
  {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'User',
    name: 'User',
    endpoint: '/Users',
    schema: 'urn:ietf:params:scim:schemas:core:2.0:User',
    schemaExtensions: [{ schema: 'urn:example:Desk:User', required: false }],
  },
];

export function writeBadgeSchema(dataDir: string): void {
  mkdirSync(join(dataDir, 'schemas'), { recursive: true });
  writeFileSync(join(dataDir, 'schemas', 'badge.json'), JSON.stringify(badgeDocuments, null, 2));
}
