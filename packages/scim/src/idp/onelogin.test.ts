import { expect, test } from 'vitest';
import createUser from '../../../../fixtures/idp/onelogin/create-user.json' with { type: 'json' };
import patchGroup from '../../../../fixtures/idp/onelogin/patch-group.json' with { type: 'json' };
import { groupType, userType } from '../schema/registry.ts';
import { created, patched } from '../testing/reading.ts';

test('#41 schemas of an older draft are passed over; the answer names those that are present', () => {
  const { resource, ignored } = created(userType, createUser);
  expect(resource.schemas).toEqual([
    'urn:ietf:params:scim:schemas:core:2.0:User',
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  ]);
  expect(ignored).toEqual(['urn:scim:schemas:core:2.0', 'urn:scim:schemas:extension:enterprise:2.0']);
});

test('#123 groups are patched', () => {
  expect(patched(groupType, {}, patchGroup).members).toEqual([
    { kind: 'add', ids: ['u1'] },
    { kind: 'remove', ids: ['u2'] },
  ]);
});
