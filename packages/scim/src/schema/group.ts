import { attribute, complex } from './define.ts';
import type { Schema } from './registry.ts';

export const GROUP_URN = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** RFC 7643 §4.2 and §8.7.1; `displayName` is required and unique here (decision 11). */
export const groupSchema: Schema = {
  id: GROUP_URN,
  name: 'Group',
  description: 'Group',
  attributes: [
    attribute('displayName', 'The name of the group.', { required: true, uniqueness: 'server' }),
    complex(
      'members',
      'The members of the group.',
      [
        attribute('value', 'The id of the member.', { mutability: 'immutable', caseExact: true }),
        attribute('$ref', 'URI of the member.', {
          type: 'reference',
          referenceTypes: ['User', 'Group'],
          mutability: 'immutable',
          caseExact: true,
        }),
        attribute('type', 'The type of the member.', {
          mutability: 'immutable',
          canonicalValues: ['User', 'Group'],
        }),
        attribute('display', 'The name of the member, for display only.', { mutability: 'readOnly' }),
      ],
      { multiValued: true },
    ),
  ],
};
