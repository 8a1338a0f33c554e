import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../json.ts';
import { readResource } from '../resource/read.ts';
import { maxValues } from '../resource/value.ts';
import { groupType, userType } from '../schema/registry.ts';
import { arbitraryUser } from '../testing/arbitrary-user.ts';
import { created, patched } from '../testing/reading.ts';
import { applyPatch } from './apply.ts';
import { compilePatch } from './compile.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const path = fc.constantFrom(
  undefined,
  'userName',
  'title',
  'active',
  'password',
  'id',
  'name',
  'name.givenName',
  'emails',
  'emails.value',
  'emails.primary',
  'emails[type eq "work"]',
  'emails[type eq "work"].value',
  'emails[not (primary eq true)].primary',
  'emails[value co "a" or display pr]',
  'roles[primary eq "True"].value',
  'addresses[type eq "home"].formatted',
  'name[givenName pr].familyName',
  enterprise,
  `${enterprise}:manager`,
  `${enterprise}:manager.value`,
  'urn:example:x:y',
);
const value = fc.oneof(
  fc.constantFrom<JsonValue | undefined>(
    undefined,
    null,
    '',
    'x',
    'work',
    true,
    'False',
    7,
    [],
    {},
    ['x'],
    [{ value: 'x', primary: true }],
  ),
  arbitraryUser,
  fc.record({ value: fc.constantFrom('x', 'y', null), type: fc.constantFrom('work', 'home'), primary: fc.boolean() }),
);
const operation = fc
  .record({ op: fc.constantFrom('add', 'Replace', 'remove'), path, value })
  .map((each): JsonValue => JSON.parse(JSON.stringify(each)));
const operations = fc.array(operation, { minLength: 1, maxLength: 6 });

const isTidy = (resource: JsonObject): boolean =>
  ['emails', 'roles', 'addresses'].every((name) => {
    const list = resource[name] ?? [];
    return Array.isArray(list) && list.filter((each) => JSON.stringify(each).includes('"primary":true')).length <= 1;
  });

test('#46 #100 #116 whatever is asked, the outcome is an error or a resource as it would be read; the current one is untouched', () => {
  fc.assert(
    fc.property(arbitraryUser, operations, (user, Operations) => {
      const current = created(userType, user).resource;
      const before = JSON.stringify(current);
      const plan = compilePatch(userType, { Operations });
      const result = plan.ok ? applyPatch(plan.value, current, null) : plan;
      expect(JSON.stringify(current)).toBe(before);
      if (!result.ok) {
        expect(result.error).toMatchObject({
          status: 400,
          scimType: expect.stringMatching(/^(invalid\w+|mutability|noTarget)$/),
        });
        return;
      }
      const { resource } = result.value;
      const reread = readResource(userType, resource, 'create');
      expect(reread.ok && JSON.stringify(reread.value.resource)).toBe(JSON.stringify(resource));
      expect(isTidy(resource)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test.each(['add', 'replace'])('#103 %s of the same object twice is as once', (op) => {
  fc.assert(
    fc.property(arbitraryUser, arbitraryUser, (user, change) => {
      const body = { Operations: [{ op, value: change }] };
      const once = patched(userType, created(userType, user).resource, body).resource;
      expect(JSON.stringify(patched(userType, once, body).resource)).toBe(JSON.stringify(once));
    }),
  );
});

test('a replace with every attribute has them all afterwards', () => {
  fc.assert(
    fc.property(arbitraryUser, arbitraryUser, (user, next) => {
      const wanted = created(userType, next).resource;
      const after = patched(userType, created(userType, user).resource, {
        Operations: [{ op: 'replace', value: wanted }],
      });
      expect(after.resource).toMatchObject({ ...wanted, schemas: expect.any(Array) });
    }),
  );
});

const many = Array.from({ length: maxValues }, (_, at) => ({ value: `a${at}@example.com` }));
const wide = Array.from({ length: 250 }, (_, at) => `value co "x${at}"`).join(' or ');

test.each([
  ['a filter, many times', Array.from({ length: 60 }, () => ({ op: 'remove', path: 'emails[value eq "nobody"]' }))],
  ['one wide filter', [{ op: 'replace', path: `emails[${wide}].display`, value: 'x' }]],
  ['many values to remove', [{ op: 'remove', path: 'emails', value: many }]],
])('operations that would hold others up are refused before they are tried: %s', (_what, Operations) => {
  const current = created(userType, { userName: 'a', emails: many }).resource;
  const plan = compilePatch(userType, { Operations });
  expect(plan.ok && applyPatch(plan.value, current, null)).toMatchObject({ ok: false, error: { scimType: 'tooMany' } });
});

test('a wide filter over very many members is refused as well, and ids are no filter', () => {
  const members = Array.from({ length: 100_000 }, (_, at) => ({ id: `m${at}`, type: 'User', display: null }));
  const remove = (path: string) => {
    const plan = compilePatch(groupType, { Operations: [{ op: 'remove', path }] });
    return plan.ok ? applyPatch(plan.value, { displayName: 'g' }, members) : plan;
  };
  expect(remove(`members[${wide.replaceAll('value', 'display')}]`)).toMatchObject({ error: { scimType: 'tooMany' } });
  expect(remove('members[display eq "x"]').ok).toBe(true);
  expect(remove('members[value eq "m7"]')).toMatchObject({ value: { members: [{ kind: 'remove', ids: ['m7'] }] } });
});

test('very many values can be added at once, and no more than are kept, also little by little', () => {
  const half = many.slice(0, maxValues / 2);
  const twice = [...half, ...half];
  const plan = compilePatch(userType, { Operations: [{ op: 'add', path: 'emails', value: twice }] });
  const current = created(userType, { userName: 'a' }).resource;
  expect(plan.ok && applyPatch(plan.value, current, null)).toMatchObject({
    value: { resource: { emails: { length: maxValues / 2 } } },
  });
  const one = compilePatch(userType, { Operations: [{ op: 'add', path: 'emails', value: [{ value: 'one@more' }] }] });
  const full = created(userType, { userName: 'a', emails: many }).resource;
  expect(one.ok && applyPatch(one.value, full, null)).toMatchObject({ ok: false, error: { scimType: 'invalidValue' } });
});
