import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { findAttribute } from '../schema/lookup.ts';
import { userType } from '../schema/registry.ts';
import { checkFilter, checkValueFilter } from './check.ts';
import { evaluateElement, evaluateFilter } from './evaluate.ts';
import { parseFilter } from './parse.ts';

interface Fixture {
  readonly resources: Readonly<Record<string, JsonObject>>;
  readonly cases: readonly { readonly promise: string; readonly filter: string; readonly matches: readonly string[] }[];
}
const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../../../../fixtures/filter/evaluate.json', import.meta.url), 'utf8'),
);

const parsed = (text: string) => {
  const filter = parseFilter(text);
  if (!filter.ok) throw new Error(filter.error.detail);
  return filter.value;
};

describe('which resources a filter matches', () => {
  test.each(fixture.cases)('$promise: $filter', ({ filter, matches }) => {
    const checked = checkFilter(parsed(filter), userType);
    if (!checked.ok) throw new Error(checked.error.detail);
    const names = Object.entries(fixture.resources).filter(([, resource]) => evaluateFilter(checked.value, resource));
    expect(names.map(([name]) => name)).toEqual(matches);
  });
});

test('a value filter picks elements of a multi-valued attribute', () => {
  const emails = findAttribute(userType, { urn: null, name: 'emails', sub: null });
  if (emails === null) throw new Error('emails');
  const checked = checkValueFilter(parsed('type eq "WORK" and not (primary eq true)'), emails);
  if (!checked.ok) throw new Error(checked.error.detail);
  expect(evaluateElement(checked.value, { type: 'work', value: 'a@b' })).toBe(true);
  expect(evaluateElement(checked.value, { type: 'work', primary: true })).toBe(false);
  expect(evaluateElement(checked.value, { type: 'home' })).toBe(false);
});
