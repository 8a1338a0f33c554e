import { expect, test } from 'vitest';
import putUser from '../../../../fixtures/idp/pingone/put-user.json' with { type: 'json' };
import { userType } from '../schema/registry.ts';
import { created, replaced } from '../testing/reading.ts';

test('#46 both e-mail addresses are sent as primary: the first one is', () => {
  expect(created(userType, putUser).resource.emails).toEqual([
    { value: 'dave@example.com', type: 'work', primary: true },
    { value: 'dave@home.example', type: 'home', primary: false },
  ]);
});

test('#53 a PUT without active neither activates nor deactivates', () => {
  const { resource: current } = created(userType, { ...putUser, active: false });
  expect(replaced(userType, current, putUser).resource.active).toBe(false);
});
