import { expect, test } from 'vitest';
import allMembers from '../../../../fixtures/idp/keycloak/patch-group-all-members.json' with { type: 'json' };
import { groupType } from '../schema/registry.ts';
import { patched } from '../testing/reading.ts';

test('the whole list of members is pushed at each change', () => {
  const [change] = patched(groupType, {}, allMembers).members;
  expect(change?.kind).toBe('replace');
  expect(change?.ids).toHaveLength(250);
});
