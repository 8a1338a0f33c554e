import { formatFilter, formatPatchPath, parseFilter, parsePatchPath } from '@rollcall/scim';

export interface FuzzReport {
  readonly texts: number;
  readonly read: number;
  readonly refused: number;
  /** Texts at which something was thrown, or whose tree changed on the way through its text: bugs. Ten at most. */
  readonly failures: readonly { readonly text: string; readonly what: string }[];
  readonly seconds: number;
}

const pieces: readonly string[] = [
  ...[
    'userName',
    'emails',
    'name.familyName',
    '$ref',
    'urn:ietf:params:scim:schemas:core:2.0:User:userName',
    'a.b.c',
    '1a',
  ],
  ...[
    'eq',
    'NE',
    'co',
    'sw',
    'ew',
    'gt',
    'ge',
    'lt',
    'le',
    'pr',
    'and',
    'OR',
    'not',
    'zz',
    '(',
    ')',
    '[',
    ']',
    '.value',
    '.',
  ],
  ...['"x"', '"', '"\\u00e9"', '"\\ud83d"', '"\\x"', '\\', '1', '-2.5', '1e999', '007', 'true', 'False', 'null', 'abc'],
  ...[
    ' ',
    '  ',
    '\t',
    '\n',
    '',
    ':',
    ',',
    '%',
    '\0',
    '\ud800',
    '😀',
    'é',
    'x'.repeat(300),
    '('.repeat(40),
    'a pr or '.repeat(20),
  ],
];

/** xorshift32: the same texts in every run with the same seed. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

const textOf = (random: (below: number) => number): string => {
  let text = '';
  const length = 1 + random(14);
  for (let at = 0; at < length; at += 1) {
    text += random(8) === 0 ? String.fromCharCode(random(0x10000)) : (pieces[random(pieces.length)] ?? '');
    if (random(3) > 0) text += ' ';
  }
  return text;
};

/** Puts random texts to the parser. Each must be read or refused as a value, and what was read must survive being written. */
export const fuzzFilter = (texts = 1_000_000, seed = 20_260_101): FuzzReport => {
  const random = randomFrom(seed);
  const failures: { text: string; what: string }[] = [];
  let read = 0;
  const start = performance.now();
  for (let at = 0; at < texts; at += 1) {
    const text = textOf(random);
    try {
      if (isRead(text)) read += 1;
    } catch (error) {
      if (failures.length < 10) failures.push({ text, what: String(error) });
    }
  }
  return { texts, read, refused: texts - read, failures, seconds: (performance.now() - start) / 1000 };
};

const isRead = (text: string): boolean => {
  const path = parsePatchPath(text);
  if (path.ok) same(path.value, parsePatchPath(formatPatchPath(path.value)));
  const filter = parseFilter(text);
  if (filter.ok) same(filter.value, parseFilter(formatFilter(filter.value)));
  return filter.ok || path.ok;
};

/** The written form may pass the length limit that the original kept. */
const same = (tree: unknown, again: { readonly ok: boolean; readonly value?: unknown }): void => {
  if (again.ok && JSON.stringify(again.value) !== JSON.stringify(tree))
    throw new Error('it reads differently when written');
};
