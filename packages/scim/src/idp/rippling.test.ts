import { expect, test } from 'vitest';
import nestedCore from '../../../../fixtures/idp/rippling/create-user-nested-core.json' with { type: 'json' };
import { userType } from '../schema/registry.ts';
import { created } from '../testing/reading.ts';

test('core attributes under the core URN, single values in arrays, an object for a list', () => {
  const { resource, ignored } = created(userType, nestedCore);
  expect(resource).toMatchObject({
    userName: 'grace@example.com',
    name: { givenName: 'Grace', familyName: 'Green' },
    title: 'Engineer',
    emails: [{ value: 'grace@example.com', type: 'work', primary: true }],
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'R&D', manager: { value: 'm1' } },
  });
  expect(ignored).toEqual([]);
});
