import { describe, expect, test } from 'vitest';
import { findAttribute } from '../schema/lookup.ts';
import { groupType, userType } from '../schema/registry.ts';
import { checkFilter, checkFilterForTypes, checkValueFilter } from './check.ts';
import { parseFilter } from './parse.ts';

const parsed = (text: string) => {
  const filter = parseFilter(text);
  if (!filter.ok) throw new Error(filter.error.detail);
  return filter.value;
};
const refusal = (text: string) => {
  const checked = checkFilter(parsed(text), userType);
  return checked.ok ? null : checked.error;
};
const invalidFilter = (detail: string) => ({ status: 400, scimType: 'invalidFilter', detail });

describe('fitting a filter to a type', () => {
  test.each([
    ['#80', 'active gt true', '“active” is a boolean and can’t be compared by gt.'],
    ['#80', 'active le "true"', '“active” is a boolean and can’t be compared by le.'],
    ['#80', 'active co "tru"', '“active” is a boolean and can’t be compared by co.'],
    ['#80', 'x509Certificates.value ge "AAAA"', '“x509Certificates.value” is binary and can’t be compared by ge.'],
    ['#79', 'active eq "yes"', '“active” is a boolean; "yes" is none.'],
    [
      '#81',
      'meta.created gt "yesterday"',
      '“meta.created” is a date and time such as "2011-05-13T04:42:34Z"; "yesterday" is none.',
    ],
    ['#84', 'title gt null', '“title” can be compared with null by eq and ne only.'],
    ['#86', 'shoeSize eq 42', 'User has no attribute “shoeSize”.'],
    ['#86', 'name.nick eq "x"', 'User has no attribute “name.nick”.'],
    ['#86', 'emails[kind eq "x"]', 'emails has no attribute “kind”.'],
    ['#86', 'urn:example:none:shoeSize eq 42', 'User has no attribute “urn:example:none:shoeSize”.'],
    ['#82', 'name eq "x"', '“name” has sub-attributes; compare one of them.'],
    ['#82', 'userName[value eq "x"]', '“userName” has no sub-attributes to filter by.'],
    ['#45', 'password eq "x"', '“password” can’t be used in a filter.'],
    ['#45', 'not (PASSWORD pr)', '“PASSWORD” can’t be used in a filter.'],
    ['#45', 'password sw ""', '“password” can’t be used in a filter.'],
  ])('%s %s is 400 invalidFilter: %s %s', (_number, text, detail) => {
    expect(refusal(text)).toEqual(invalidFilter(detail));
  });

  test('#89 over several types, an attribute that one of them lacks has no value there', () => {
    const types = [userType, groupType];
    const both = checkFilterForTypes(parsed('userName eq "x" or displayName eq "y"'), types);
    expect(both.ok && both.value).toMatchObject([
      { kind: 'or', terms: [{ kind: 'compare' }, { kind: 'compare' }] },
      { kind: 'or', terms: [{ kind: 'or', terms: [] }, { kind: 'compare' }] },
    ]);
    const not = checkFilterForTypes(parsed('userName ne "x"'), types);
    expect(not.ok && not.value).toMatchObject([{ kind: 'compare' }, { kind: 'and', terms: [] }]);
    expect(checkFilterForTypes(parsed('shoeSize eq 42'), types)).toEqual({
      ok: false,
      error: invalidFilter('User or Group has no attribute “shoeSize”.'),
    });
  });

  test('in a PATCH path the same faults are 400 invalidPath', () => {
    const emails = findAttribute(userType, { urn: null, name: 'emails', sub: null });
    if (emails === null) throw new Error('emails');
    expect(checkValueFilter(parsed('type eq "work"'), emails).ok).toBe(true);
    expect(checkValueFilter(parsed('kind eq "work"'), emails)).toEqual({
      ok: false,
      error: { status: 400, scimType: 'invalidPath', detail: 'emails has no attribute “kind”.' },
    });
  });
});
