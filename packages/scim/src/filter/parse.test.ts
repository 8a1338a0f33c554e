import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatFilter, formatPatchPath } from './format.ts';
import { filterLimits, parseAttributePath, parseFilter, parsePatchPath } from './parse.ts';
import { anyFilter } from './testing/arbitrary.ts';

const lines = (file: string): readonly string[] =>
  readFileSync(new URL(`../../../../fixtures/filter/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

const parsed = (text: string) => {
  const result = parseFilter(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.detail}`);
  return result.value;
};

describe('reading a filter', () => {
  test.each(lines('valid.txt'))('%s reads, and reads the same when written', (text) => {
    expect(parsed(formatFilter(parsed(text)))).toEqual(parsed(text));
  });

  test.each(lines('invalid.txt').map((line) => line.split(' | ')))(
    '#82 %s is 400 invalidFilter',
    (text, at, detail) => {
      expect(parseFilter(text ?? '')).toEqual({
        ok: false,
        error: {
          status: 400,
          scimType: 'invalidFilter',
          detail: `The filter can't be read: ${detail} (character ${at}).`,
        },
      });
    },
  );

  test('#82 an empty filter says that it is empty', () => {
    for (const text of ['', '  ']) {
      expect(parseFilter(text)).toEqual({
        ok: false,
        error: { status: 400, scimType: 'invalidFilter', detail: 'The filter is empty.' },
      });
    }
  });

  test('#70 operators and connectives are read in any case', () => {
    expect(parsed('a EQ "x" AND NOT (b Pr) oR c Co "y"')).toEqual(parsed('a eq "x" and not (b pr) or c co "y"'));
  });

  test('#73 not binds tighter than and, and tighter than or; parentheses win', () => {
    expect(formatFilter(parsed('a pr or b pr and not (c pr)'))).toBe('a pr or b pr and not (c pr)');
    expect(parsed('a pr or b pr and c pr')).toEqual(parsed('a pr or (b pr and c pr)'));
    expect(parsed('a pr and b pr or c pr')).toEqual(parsed('(a pr and b pr) or c pr'));
    expect(parsed('(a pr or b pr) and c pr')).not.toEqual(parsed('a pr or b pr and c pr'));
    expect(parsed('not (a pr) and b pr')).toEqual(parsed('(not (a pr)) and b pr'));
  });

  test('#83 JSON escapes, spaces, quotes and any Unicode arrive as they were meant', () => {
    const path = { urn: null, name: 'a', sub: null };
    const cases: readonly (readonly [string, string])[] = [
      ['"say \\"hi\\" \\\\ \\u00e9 \\ud83d\\ude00"', 'say "hi" \\ é 😀'],
      ['"O\'Brien & sons + 100%_"', "O'Brien & sons + 100%_"],
      ['"line\\nbreak"', 'line\nbreak'],
      ['"line\nbreak"', 'line\nbreak'],
    ];
    for (const [text, value] of cases) {
      expect(parsed(`a eq ${text}`)).toEqual({ kind: 'compare', path, op: 'eq', value });
    }
  });

  test('#85 a value without quotes counts as a string; numbers, booleans and null are themselves', () => {
    const values: readonly (readonly [string, unknown])[] = [
      ['bjensen', 'bjensen'],
      ['bob@example.com', 'bob@example.com'],
      ['12345678901234567890', '12345678901234567890'],
      ['007', '007'],
      ['1.0', '1.0'],
      ['True', 'True'],
      ['7', 7],
      ['-2.5', -2.5],
      ['true', true],
      ['null', null],
    ];
    for (const [text, value] of values) expect(parsed(`a eq ${text}`)).toMatchObject({ op: 'eq', value });
    expect(parsed('$ref eq null and value eq abc')).toEqual(parsed('$ref eq null and value eq "abc"'));
  });

  test('#76 a comparison behind a value path is about the matching elements', () => {
    expect(parsed('emails[type eq "work"].value eq "a@b"')).toEqual(
      parsed('emails[type eq "work" and value eq "a@b"]'),
    );
    expect(parsed('emails[type eq "work"].value ne "a@b"')).toEqual(
      parsed('emails[type eq "work" and value ne "a@b"] or not (emails[type eq "work" and value pr])'),
    );
  });

  test('a filter that is too long, too deep or too wide is refused with the limit', () => {
    const detail = (text: string) => {
      const result = parseFilter(text);
      return result.ok ? null : result.error.detail;
    };
    expect(detail(`a eq "${'x'.repeat(filterLimits.length)}"`)).toContain('16384 characters at most');
    expect(detail(`${'('.repeat(33)}a pr${')'.repeat(33)}`)).toContain('nested 32 deep at most');
    expect(detail(Array.from({ length: 257 }, () => 'a pr').join(' or '))).toContain('256 comparisons at most');
    expect(detail(`${'('.repeat(32)}a pr${')'.repeat(32)}`)).toBeNull();
    expect(detail(Array.from({ length: 256 }, () => 'a pr').join(' or '))).toBeNull();
  });

  test('what is written reads as the same tree, whatever the tree', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(parsed(formatFilter(filter))).toEqual(filter);
      }),
    );
  });

  test('any text is read or refused; nothing is thrown', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'eq',
        'and',
        'or',
        'not',
        '(',
        ')',
        '[',
        ']',
        '"',
        '\\',
        ' ',
        '.',
        ':',
        'a',
        'pr',
        'null',
        '\ud800',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        expect(typeof parseFilter(text).ok).toBe('boolean');
        expect(typeof parsePatchPath(text).ok).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('reading a PATCH path', () => {
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  test.each([
    ['active', { urn: null, name: 'active', sub: null }, null],
    ['name.familyName', { urn: null, name: 'name', sub: 'familyName' }, null],
    [`${enterprise}:department`, { urn: enterprise, name: 'department', sub: null }, null],
    [`${enterprise}:manager.value`, { urn: enterprise, name: 'manager', sub: 'value' }, null],
    // A whole extension: only the schema tells the last segment of a URN from an attribute.
    [enterprise, { urn: enterprise.slice(0, -5), name: 'User', sub: null }, null],
    ['urn:example:badge:1.0', { urn: 'urn:example:badge', name: '1', sub: '0' }, null],
  ])('%s', (text, attribute, sub) => {
    expect(parsePatchPath(text)).toEqual({ ok: true, value: { attribute, filter: null, sub } });
  });

  test('a value filter and a sub-attribute behind it', () => {
    const path = parsePatchPath('emails[type eq "work"].value');
    expect(path).toMatchObject({
      ok: true,
      value: { attribute: { name: 'emails' }, filter: { kind: 'compare', op: 'eq', value: 'work' }, sub: 'value' },
    });
    expect(path.ok && formatPatchPath(path.value)).toBe('emails[type eq "work"].value');
  });

  test.each([
    '',
    'emails[',
    'emails[type eq "work"',
    'emails[type zz "work"].value',
    'emails[type eq "work"] x',
    '.x',
    '1a',
  ])('“%s” is 400 invalidPath', (text) => {
    expect(parsePatchPath(text)).toMatchObject({ ok: false, error: { status: 400, scimType: 'invalidPath' } });
  });

  test('a name for sorting and projection has no filter', () => {
    expect(parseAttributePath(' name.familyName ')).toEqual({ urn: null, name: 'name', sub: 'familyName' });
    expect(parseAttributePath('emails[type eq "work"]')).toBeNull();
    expect(parseAttributePath('')).toBeNull();
  });
});
