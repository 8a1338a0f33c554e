import { expect, test } from 'vitest';
import createUser from '../../../../fixtures/idp/jumpcloud/create-user.json' with { type: 'json' };
import addExisting from '../../../../fixtures/idp/jumpcloud/patch-group-add-existing.json' with { type: 'json' };
import removeList from '../../../../fixtures/idp/jumpcloud/patch-group-remove-list.json' with { type: 'json' };
import { groupType, userType } from '../schema/registry.ts';
import { created, patched } from '../testing/reading.ts';

test('#42 empty lists are no values', () => {
  const { resource } = created(userType, createUser);
  expect(resource).not.toHaveProperty('phoneNumbers');
  expect(resource).not.toHaveProperty('addresses');
});

test('#126 adds are repeated', () => {
  expect(patched(groupType, {}, addExisting).members).toEqual([{ kind: 'add', ids: ['u1', 'u1'] }]);
});

test('#122 members are removed by a list of values without a filter', () => {
  expect(patched(groupType, {}, removeList).members).toEqual([{ kind: 'remove', ids: ['u1', 'u2'] }]);
});
