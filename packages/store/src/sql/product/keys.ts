import { fold } from '@rollcall/scim';

const KEY_LENGTH = 100;
const SEARCH_LENGTH = 400;

/** What a list sorts and compares by. Cut, because an index row has a limit; NUL has no place in a text of PostgreSQL. */
export const keyOf = (text: string | null): string => cut(fold(clean(text ?? '').trim()), KEY_LENGTH);

/** What is searched as you type: each text folded, apart by a character that nobody types. */
export const searchOf = (...texts: readonly (string | null)[]): string =>
  cut(
    [...new Set(texts.map((text) => fold(clean(text ?? '').trim())).filter((text) => text !== ''))].join('\n'),
    SEARCH_LENGTH,
  );

/** Words that must all occur, as patterns of LIKE. */
export const patternsOf = (search: string): readonly string[] =>
  fold(search)
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 8)
    .map(containing);

export const containing = (folded: string): string => `%${folded.replace(/[\\%_]/g, (special) => `\\${special}`)}%`;

const clean = (text: string) => text.toWellFormed().replaceAll('\0', '\uFFFD');
/** Never in the middle of a surrogate pair. */
const cut = (text: string, length: number) => (text.length <= length ? text : text.slice(0, length).toWellFormed());
