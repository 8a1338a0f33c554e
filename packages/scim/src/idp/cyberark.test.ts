import { expect, test } from 'vitest';
import putUser from '../../../../fixtures/idp/cyberark/put-user.json' with { type: 'json' };
import { userType } from '../schema/registry.ts';
import { created } from '../testing/reading.ts';

test('#48 names of attributes in another case come back in their canonical one', () => {
  expect(created(userType, putUser).resource).toEqual({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'frank@example.com',
    name: { familyName: 'White', givenName: 'Frank' },
    displayName: 'Frank White',
    active: true,
    emails: [{ value: 'frank@example.com', type: 'work', primary: true }],
  });
});
