/**
 * Text as filters, sorting and uniqueness see it. Each function gives the same answer wherever the text came from,
 * so both databases can compare the results byte by byte.
 */

/** Nothing but ASCII without capitals: most of what is stored, and already folded. */
const plain = /^[ -@[-~]*$/;
const ascii = /^[ -~]*$/;

/**
 * Replaces what a database can't hold as text: lone surrogates and NUL (PostgreSQL has neither) become U+FFFD.
 */
export const cleanText = (text: string): string =>
  ascii.test(text) ? text : text.toWellFormed().replaceAll('\0', '\uFFFD');

/**
 * Unicode case folding for values that are not caseExact (RFC 7643 §2.2): `Straße` equals `STRASSE`, `Σ`, `σ` and `ς`
 * are one letter. Composed and decomposed spellings are equal too (NFC, as the PRECIS profiles of RFC 8265 want
 * for user names). Folding twice changes nothing.
 */
export const fold = (text: string): string => {
  if (plain.test(text)) return text;
  if (ascii.test(text)) return text.toLowerCase();
  const folded = caseFold(cleanText(text).normalize('NFC'));
  return folded.normalize('NFC');
};

/**
 * JavaScript has no case folding. Capitals first brings together what has one capital (ß, ς, ſ), then small letters.
 * A final sigma is a matter of position and must not depend on it; the dotless ı is a letter of its own. The capital ẞ has none of its own, but its
 * small letter has two (SS).
 */
const caseFold = (text: string): string =>
  text
    .split('ı')
    .map((part) => part.replaceAll('ẞ', 'ß').toUpperCase().toLowerCase().replaceAll('ς', 'σ'))
    .join('ı');

/** Where a code unit stands by code point: surrogates behind U+E000…U+FFFF. */
const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

/** Order by code point, as SQLite's BINARY and PostgreSQL's "C" collation order UTF-8; `<` goes by code unit. */
export const compareText = (left: string, right: string): number => {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
};
