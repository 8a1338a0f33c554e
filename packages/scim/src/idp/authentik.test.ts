import { expect, test } from 'vitest';
import createUser from '../../../../fixtures/idp/authentik/create-user.json' with { type: 'json' };
import patchGroup from '../../../../fixtures/idp/authentik/patch-group.json' with { type: 'json' };
import { groupType, userType } from '../schema/registry.ts';
import { created, patched } from '../testing/reading.ts';

test('#42 no schemas, nulls for what has no value', () => {
  const { resource } = created(userType, createUser);
  expect(resource).toMatchObject({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'erin' });
  for (const name of ['locale', 'title', 'addresses', 'entitlements']) expect(resource).not.toHaveProperty(name);
});

test('#98 #112 #122 a PATCH without schemas, with a path of null and an id', () => {
  const { resource: current } = created(groupType, { displayName: 'old' });
  expect(patched(groupType, current, patchGroup)).toEqual({
    resource: { ...current, externalId: 'd9a1', displayName: 'authentik Admins' },
    members: [
      { kind: 'add', ids: ['u1'] },
      { kind: 'remove', ids: ['u2'] },
    ],
  });
});
