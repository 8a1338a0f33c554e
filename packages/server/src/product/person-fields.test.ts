import type { JsonObject } from '@rollcall/scim';
import { expect, test } from 'vitest';
import { personFields, personMore } from './person-fields.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

test.each<[string, JsonObject, Partial<ReturnType<typeof personFields>>]>([
  ['the formatted name comes first', { name: { formatted: 'Ada L.' }, displayName: 'Ada' }, { name: 'Ada L.' }],
  ['then displayName', { name: { givenName: 'A' }, displayName: 'Ada' }, { name: 'Ada' }],
  ['then the parts of the name', { name: { givenName: 'Ada', familyName: 'Lovelace' } }, { name: 'Ada Lovelace' }],
  [
    'then userName, which is the e-mail where it is an address',
    { userName: 'ada@x.org' },
    { name: 'ada@x.org', email: 'ada@x.org' },
  ],
  ['a userName that is no address is no e-mail', { userName: 'ada' }, { name: 'ada', email: null }],
  [
    'the primary e-mail, not the first',
    { userName: 'a', emails: [{ value: 'home@x.org' }, { value: 'work@x.org', primary: true }] },
    { email: 'work@x.org' },
  ],
  [
    'the first e-mail where none is primary',
    { userName: 'a', emails: [{ value: 'home@x.org' }] },
    { email: 'home@x.org' },
  ],
  [
    'job title and department',
    { userName: 'a', title: 'Analyst', [enterprise]: { department: 'Engines' } },
    { jobTitle: 'Analyst', department: 'Engines' },
  ],
  ['blank values count as none', { userName: 'a', displayName: ' ', title: '' }, { name: 'a', jobTitle: null }],
])('%s', (_, body, expected) => {
  expect(personFields(body)).toMatchObject(expected);
});

test('an integration can feed a field from another attribute, and falls back where that is empty', () => {
  const body: JsonObject = {
    userName: 'ada',
    nickName: 'Countess',
    emails: [
      { value: 'a@x.org', type: 'work', primary: true },
      { value: 'b@x.org', type: 'home' },
    ],
    [enterprise]: { costCenter: '42', department: 'Engines' },
  };
  const sources = { name: 'nickName', email: 'emails[type eq "home"].value', department: `${enterprise}:costCenter` };
  expect(personFields(body, sources)).toEqual({
    name: 'Countess',
    email: 'b@x.org',
    department: '42',
    jobTitle: null,
  });
  expect(personFields({ userName: 'ada' }, { ...sources, jobTitle: 'nothing(' })).toMatchObject({ name: 'ada' });
});

test('what rules read besides, with the manager by name', () => {
  expect(personMore({ [enterprise]: { employeeNumber: '7', manager: { value: 'id', displayName: 'Grace' } } })).toEqual(
    {
      employeeNumber: '7',
      costCenter: null,
      organization: null,
      division: null,
      manager: 'Grace',
    },
  );
});
