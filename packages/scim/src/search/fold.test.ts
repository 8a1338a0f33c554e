import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalDateTime } from './date-time.ts';
import { compareText, fold } from './fold.ts';

describe('folding text that is not caseExact', () => {
  test.each([
    ['BJensen', 'bjensen'],
    ['STRASSE', 'Straße'],
    ['STRAẞE', 'Straße'],
    ['ΟΔΟΣ', 'οδος'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['É', 'e\u0301'],
    ['ﬁ', 'FI'],
    ['İ', 'i\u0307'],
    ['𐐀', '𐐨'],
  ])('#72 %s and %s are equal', (a, b) => {
    expect(fold(a)).toBe(fold(b));
  });

  test('#72 letters that only look alike stay different: ı and i, a and а', () => {
    expect(fold('ı')).not.toBe(fold('i'));
    expect(fold('a')).not.toBe(fold('а'));
  });

  test('#72 agrees with the Unicode case folding that JavaScript’s regular expressions have, letter by letter', () => {
    const differ: string[] = [];
    for (let code = 0x80; code <= 0x1ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const letter = String.fromCodePoint(code);
      const folded = fold(letter);
      // Full folding (ß → ss) and compatibility compositions change more than the case.
      if ([...folded].length !== 1 || letter.normalize('NFC') !== letter) continue;
      const escaped = `\\u{${folded.codePointAt(0)?.toString(16)}}`;
      if (!new RegExp(`^${escaped}$`, 'iu').test(letter)) differ.push(code.toString(16));
    }
    expect(differ).toEqual([]);
  });

  test('folding twice changes nothing, whatever the letter', () => {
    const changed: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const folded = fold(String.fromCodePoint(code));
      if (fold(folded) !== folded) changed.push(code.toString(16));
    }
    expect(changed).toEqual([]);
  });

  test('folding twice changes nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
        expect(fold(text)).not.toContain('\0');
        expect(fold(text).isWellFormed()).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

test('the order of texts is the order of their bytes in UTF-8', () => {
  const sign = (number: number) => Math.sign(number);
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary-ascii' }),
      fc.string({ unit: 'grapheme' }),
      (a, b, c) => {
        for (const [left, right] of [
          [a, b],
          [a, c],
          [`${a}😀`, `${a}\uffee`],
          [`${a}${b}`, `${a}${c}`],
        ] as const) {
          expect(sign(compareText(left, right))).toBe(sign(Buffer.compare(Buffer.from(left), Buffer.from(right))));
        }
      },
    ),
  );
});

test.each([
  ['2011-05-13T04:42:34Z', '2011-05-13T04:42:34.000Z'],
  ['2011-05-13T04:42:34.123456+02:00', '2011-05-13T02:42:34.123Z'],
  ['2011-05-13T23:42:34-05:30', '2011-05-14T05:12:34.000Z'],
  ['2011-05-13T04:42:34', '2011-05-13T04:42:34.000Z'],
  ['2011-05-13', '2011-05-13T00:00:00.000Z'],
  ['2024-02-29T00:00:00z', '2024-02-29T00:00:00.000Z'],
  ['2023-02-29T00:00:00Z', null],
  ['2023-13-01T00:00:00Z', null],
  ['2023-01-01T24:00:00Z', null],
  ['0000-01-01T00:00:00+14:00', null],
  ['yesterday', null],
  ['', null],
])('#81 %s is %s in UTC', (text, utc) => {
  expect(canonicalDateTime(text)).toBe(utc);
});
