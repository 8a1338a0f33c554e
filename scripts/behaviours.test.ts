import { expect, test } from 'vitest';
import { missingBehaviours, numbersIn } from './behaviours.ts';

test('a number counts at the start of a test’s name or of a table’s row', () => {
  expect(numbersIn("test('#7 an error has …', () => {})")).toEqual([7]);
  expect(numbersIn("test.each([\n  ['#69', 'userName eq \"a\"'],\n  [`#70 x`]])")).toEqual([69, 70]);
  expect(numbersIn('// #5 in passing, issue #12, and "see #13"')).toEqual([]);
});

test('a number without a test is found', () => {
  expect(missingBehaviours(["test('#1 one')", "test('#3 three')"], 3)).toEqual([2]);
});
