import { expect, test } from 'vitest';
import { ENTERPRISE_USER_URN } from '../schema/enterprise-user.ts';
import { builtInRegistry, groupType, userType } from '../schema/registry.ts';
import { defaultIndexed, indexEntries, indexText } from './index-entries.ts';
import { searchable } from './searchable.ts';

const user = {
  userName: 'BJensen',
  externalId: '00uABC',
  name: { familyName: 'Straße', givenName: '' },
  title: '',
  password: 'secret',
  active: true,
  emails: [{ value: 'A@B.example', type: 'Work', primary: true }, { value: 'a@b.example', type: 'home' }, {}],
  groups: [{ value: 'g' }],
  x509Certificates: [{ value: 'AAbb' }],
  unheardOf: 1,
  [ENTERPRISE_USER_URN]: { department: 'Tour', manager: { value: 'M1' }, costCenter: null },
};

test('what filters look into is folded, canonical, and holds no secret and nothing empty', () => {
  expect(searchable(userType, user)).toEqual({
    userName: 'bjensen',
    externalId: '00uABC',
    name: { familyName: 'strasse' },
    active: true,
    emails: [
      { value: 'a@b.example', type: 'work', primary: true },
      { value: 'a@b.example', type: 'home' },
    ],
    x509Certificates: [{ value: 'AAbb' }],
    [ENTERPRISE_USER_URN]: { department: 'tour', manager: { value: 'M1' } },
  });
  expect(searchable(groupType, { displayName: 'G', members: [{ value: 'x' }] })).toEqual({ displayName: 'g' });
  expect(searchable(userType, {})).toEqual({});
});

test('each distinct value of an indexed attribute is one index entry', () => {
  const indexed = new Set(defaultIndexed(builtInRegistry));
  expect(indexEntries(userType, searchable(userType, user), indexed)).toEqual([
    { attr: 'User:externalId', value: '00uABC' },
    { attr: 'User:emails.value', value: 'a@b.example' },
    { attr: 'User:name.familyName', value: 'strasse' },
    { attr: `User:${ENTERPRISE_USER_URN}:department`, value: 'tour' },
    { attr: `User:${ENTERPRISE_USER_URN}:manager.value`, value: 'M1' },
  ]);
  expect(indexEntries(groupType, { displayName: 'g' }, indexed)).toEqual([]);
});

test('numbers are indexed in their order', () => {
  const numbers = [-1e300, -2, -1.5, -1, -0.001, 0, 1e-9, 1, 1.5, 2, 10, 2 ** 53, 1e300];
  expect(numbers.map(indexText)).toEqual(numbers.map(indexText).toSorted());
  expect(indexText(-0)).toBe(indexText(0));
});
