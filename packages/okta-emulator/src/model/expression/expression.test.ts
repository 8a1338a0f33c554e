import { describe, expect, test } from 'vitest';
import type { UserProfile } from '../user.ts';
import { evaluate, namedGroupIds } from './evaluate.ts';
import { matchesPattern } from './functions.ts';
import { parseExpression } from './parse.ts';

const profile: UserProfile = {
  login: 'ada.lovelace@acme.example',
  email: 'ada@acme.example',
  firstName: 'Ada',
  lastName: 'Lovelace',
  department: 'R&D',
  title: 'Staff Engineer',
  employeeNumber: '42',
};
const membership = { isMemberOf: (id: string) => id === '00gSales', groupNames: () => ['Sales', 'Office Berlin'] };

const run = (text: string) => {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(`${parsed.error.message} at ${parsed.error.at}`);
  const result = evaluate(parsed.value, profile, membership);
  return result.ok ? result.value : result.error;
};

describe('expressions that hold', () => {
  test.each([
    ['user.department == "R&D"', true],
    ["user.department=='R&D' AND user.title == 'Staff Engineer'", true],
    ['user.department eq "Sales" or user.firstName eq "Ada"', true],
    ['not (user.department == "Sales")', true],
    ['!(user.department == "R&D")', false],
    ['String.startsWith(user.title, "Staff")', true],
    ['String.stringContains(user.email, "@acme")', true],
    ['user.title matches "Staff .*"', true],
    ['user.title matches "Staff"', false],
    ['isMemberOfAnyGroup("00gOther", "00gSales")', true],
    ['isMemberOfGroup("00gOther")', false],
    ['isMemberOfGroupName("Sales")', true],
    ['isMemberOfGroupNameStartsWith("Office")', true],
    ['isMemberOfGroupNameRegex("Off.*lin")', true],
    ['user.city == null', true],
    ['user.city != null && user.city != ""', false],
    ['Convert.toInt(user.employeeNumber) > 41', true],
    ['{"R&D", "IT"} == null', false],
    ['Arrays.contains({"R&D", "IT"}, user.department)', true],
  ])('%s → %s', (text, value) => expect(run(text)).toBe(value));
});

describe('expressions that make a value', () => {
  test.each([
    ["(user.email != null && user.email != '') ? 'work' : ''", 'work'],
    ["user.firstName + ' ' + user.lastName", 'Ada Lovelace'],
    ['String.substringBefore(user.login, "@")', 'ada.lovelace'],
    ['String.substringAfter(user.login, "@")', 'acme.example'],
    ['String.substring(user.firstName, 0, 1) + user.lastName', 'ALovelace'],
    ['String.toLowerCase(user.lastName)', 'lovelace'],
    ['String.toUpperCase(String.append(user.firstName, "!"))', 'ADA!'],
    ['String.replace(user.login, ".", "-")', 'ada-lovelace@acme-example'],
    ['String.join("-", user.firstName, user.lastName)', 'Ada-Lovelace'],
    ['String.len(user.firstName)', 3],
    ['user.city ?: "Nowhere"', 'Nowhere'],
    ['String.stringSwitch(user.department, "none", "R&D", "product", "Sales", "revenue")', 'product'],
    ['1 + 2 * 3', 7],
    ['-1 + 2', 1],
    ['source.firstName', 'Ada'],
    ['"say \\"hi\\""', 'say "hi"'],
    ["'it''s'", "it's"],
  ])('%s → %s', (text, value) => expect(run(text)).toBe(value));
});

test.each([
  ['', 'ends too early'],
  ['user.department ==', 'ends too early'],
  ['user.shoeSize == "42"', 'no attribute'],
  ['department == "x"', 'Unknown name'],
  ['String.explode(user.email)', 'Unknown function'],
  ['constructor("x")', 'Unknown function'],
  ['String.len()', 'does not take 0'],
  ['"open', 'no closing quote'],
  ['(user.email', 'is missing here'],
  ['user.email user.email', 'should end here'],
  ['user.email @ 1', 'Unexpected character'],
  [`${'('.repeat(200)}1${')'.repeat(200)}`, 'too deeply'],
  ['not '.repeat(100_000), 'too long'],
  ['user.title matches "(a"', 'regular expression cannot be used: a parenthesis is not closed'],
  ['isMemberOfGroupNameRegex("(a)\\1")', 'back reference'],
])('%s is refused: %s', (text, message) => {
  const parsed = parseExpression(text);
  expect(parsed.ok ? '' : parsed.error.message).toContain(message);
});

test('the groups that an expression names are found wherever they stand', () => {
  const parsed = parseExpression(
    'isMemberOfAnyGroup("a", {"b"}) && (isMemberOfGroup("c") ? true : isMemberOfGroupName("d"))',
  );
  expect(parsed.ok && namedGroupIds(parsed.value)).toEqual(['a', 'b', 'c']);
});

test.each([
  ['a short one is read once', 900, [900, 0]],
  ['a long one is read each time and not kept', 50_000, [50_000, 50_000]],
])('reading a pattern is work: %s', (_, length, wanted) => {
  // Nothing reads it before: no other test asks for these letters.
  const pattern = `(${'é'.repeat(length - 1)}`;
  const costs = [1, 2].map(() => {
    let steps = 0;
    matchesPattern('x', pattern, (spent) => {
      steps += spent;
    });
    return steps;
  });
  expect(costs).toEqual(wanted);
});

test.each([
  [
    'a text that grows by multiplication',
    `String.replace(${'String.replace('.repeat(20)}"aa"${', "a", "aaaaaaaa")'.repeat(20)}, "a", "b")`,
  ],
  ['a pattern that is put together', `"${'a'.repeat(1900)}" matches ("(a|a?|a*){40}" + "b")`],
])('%s is stopped, and costs no more than it may', (_, text) => expect(run(text)).toBe('tooMuchWork'));
