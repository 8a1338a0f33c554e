import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fits, parsePattern } from './pattern.ts';

const matches = (pattern: string, value: string, spend: (steps: number) => void = () => {}): boolean => {
  const parsed = parsePattern(pattern);
  if (!parsed.ok) throw new Error(`${pattern}: ${parsed.error}`);
  return fits(parsed.value, value, spend);
};

const assertions = ['\\b', '\\B', '^', '$'];
const one = fc.constantFrom(
  ...['a', 'b', '1', '–', '.', '\\d', '\\w', '\\s', '\\.', '\\p{L}', '[ab]', '[^a]', '[a-c\\]]', ...assertions],
);
const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '{0,2}?');
/** An assertion takes no quantifier in JavaScript. */
const quantified = (atom: fc.Arbitrary<string>) =>
  fc.tuple(atom, quantifier).map(([text, many]) => (assertions.includes(text) ? text : text + many));
const alternatives = (item: fc.Arbitrary<string>) =>
  fc
    .array(
      fc.array(item, { maxLength: 3 }).map((items) => items.join('')),
      { minLength: 1, maxLength: 2 },
    )
    .map((sequences) => sequences.join('|'));
const group = alternatives(quantified(one)).map((inner) => `(${inner})`);
/** JavaScript's own engine is what has to be spared here: its time doubles with each quantifier. */
const pattern = alternatives(quantified(fc.oneof(one, one, group))).filter(
  (source) => source.split(/[*+?{]/).length <= 7,
);
const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '1', '.', ' ', ']', '–', 'é'), { maxLength: 6 })
  .map((chars) => chars.join(''));

test('the answer is JavaScript’s own, over the whole value', () => {
  fc.assert(
    fc.property(pattern, fc.boolean(), text, (source, folded, written) => {
      const value = folded ? written.toUpperCase() : written;
      const expected = new RegExp(`^(?:${source})$`, folded ? 'iu' : 'u').test(value);
      expect(matches(folded ? `(?i)${source}` : source, value)).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});

test.each(['(a+)+b', '(a|a)*b', '(a|aa)+$|b', '(.*a){12}b', '((a*)*)*b'])(
  '%s grows with the value and no more',
  (source) => {
    const cost = (length: number) => {
      let steps = 0;
      matches(source, 'a'.repeat(length), (spent) => {
        steps += spent;
      });
      return steps;
    };
    expect(cost(2000)).toBeLessThan(2.2 * cost(1000));
  },
);

describe('what has no such form is refused', () => {
  test.each([
    ['(a', 'not closed'],
    ['a)', 'stands alone'],
    ['[a', 'bracket'],
    ['*a', 'stands alone'],
    ['a**', 'two quantifiers'],
    ['a*+', 'two quantifiers'],
    ['a{3,2}', 'backwards'],
    ['a{x}', 'count'],
    ['(a)\\1', 'back reference'],
    ['(?=a)', 'groups that begin with (?'],
    ['[z-a]', 'nothing fits'],
    ['a{5000}', 'too large'],
    ['((((){9999}){9999}){9999}){9999}', 'too large'],
    ['('.repeat(100), 'nested'],
  ])('%s', (source, message) => {
    const parsed = parsePattern(source);
    expect(parsed.ok ? '' : parsed.error).toContain(message);
  });
});
