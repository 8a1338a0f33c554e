import { describe, expect, test } from 'vitest';
import { noDevice, type Subject } from './facts.ts';
import type { InputId, Operator } from './input.ts';
import { matcherOf } from './match.ts';
import { prepare } from './prepared.ts';
import { compareVersions, parseVersion } from './version.ts';

const mac: Subject = {
  device: {
    ...noDevice('d'),
    family: 'mac',
    model: 'MacBook Pro (14-inch)',
    osVersion: '15.10',
    supervised: true,
    fileVault: false,
    tags: ['Loan pool', 'Lab'],
  },
  user: null,
  groups: [],
};

test.each<[Exclude<InputId, 'userGroup'>, Operator, string[], boolean]>([
  ['osVersion', 'greaterThan', ['15.9'], true],
  ['osVersion', 'lessThan', ['15.9'], false],
  ['osVersion', 'is', ['15.10.0'], true],
  ['osVersion', 'greaterOrEqual', ['15.10'], true],
  ['osVersion', 'greaterThan', ['15.10'], false],
  ['osVersion', 'isNotOneOf', ['14', '15'], true],
  ['model', 'contains', ['macbook'], true],
  ['model', 'doesNotContain', ['air', 'mini'], true],
  ['model', 'contains', ['air', 'pro'], true],
  ['supervision', 'is', ['supervised'], true],
  ['fileVault', 'is', ['off'], true],
  ['tag', 'is', ['lab'], true],
  ['tag', 'isNot', ['lab'], false],
  ['tag', 'contains', ['pool'], true],
  ['department', 'is', ['Sales'], false],
  ['department', 'isNot', ['Sales'], true],
  ['assetTag', 'contains', ['A'], false],
  ['chipType', 'isNotOneOf', ['intel'], true],
])('%s %s %j: %s', (input, operator, values, expected) => {
  expect(matcherOf({ input, operator, values }, new Set())(prepare(mac))).toBe(expected);
});

describe('versions', () => {
  const order = ['14', '15.0b2', '15', '15.0.1', '15.9', '15.10', '15.10.1 (24G84)', '26', '26.0.1'];
  test('are ordered as versions, not as text', () => {
    const parsed = order.map((text) => parseVersion(text) ?? []);
    expect(parsed.toSorted(compareVersions)).toEqual(parsed);
    for (const [i, version] of parsed.entries()) {
      expect(compareVersions(version, version)).toBe(0);
      for (const later of parsed.slice(i + 1)) expect(compareVersions(version, later)).toBe(-1);
    }
  });
  test.each(['', 'Sonoma', '15..1', '15.x y!'])('%j is not a version', (text) => {
    expect(parseVersion(text)).toBeNull();
  });
});
