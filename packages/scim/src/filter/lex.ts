/**
 * Splits a filter or a PATCH path into tokens.
 *
 *   token  = "(" / ")" / "[" / "]" / string / word
 *   string = a JSON string (RFC 8259 §7); raw control characters are tolerated
 *   word   = 1*( any character but white space, brackets, parentheses and the double quote )
 *   space  = SP / HTAB / CR / LF between tokens
 */
import { fail, ok, type Result } from '../result.ts';

export type Token =
  | { readonly kind: '(' | ')' | '[' | ']'; readonly at: number; readonly spaced: boolean }
  | { readonly kind: 'string' | 'word'; readonly text: string; readonly at: number; readonly spaced: boolean };

/** What is wrong with a text, and at which character (from 0). */
export interface SyntaxIssue {
  readonly at: number;
  readonly detail: string;
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;

/** Code units that end a word: white space, `"`, `(`, `)`, `[`, `]`. */
const endsWord = (code: number): boolean =>
  isSpace(code) || code === 0x22 || code === 0x28 || code === 0x29 || code === 0x5b || code === 0x5d;

export const lex = (text: string): Result<readonly Token[], SyntaxIssue> => {
  const tokens: Token[] = [];
  let at = 0;
  let spaced = false;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      spaced = true;
      at += 1;
      continue;
    }
    const char = text[at];
    if (char === '(' || char === ')' || char === '[' || char === ']') {
      tokens.push({ kind: char, at, spaced });
      at += 1;
    } else if (char === '"') {
      const read = readString(text, at);
      if (!read.ok) return read;
      tokens.push({ kind: 'string', text: read.value.text, at, spaced });
      at = read.value.end;
    } else {
      const start = at;
      while (at < text.length && !endsWord(text.charCodeAt(at))) at += 1;
      tokens.push({ kind: 'word', text: text.slice(start, at), at: start, spaced });
    }
    spaced = false;
  }
  return ok(tokens);
};

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const readString = (text: string, start: number): Result<{ text: string; end: number }, SyntaxIssue> => {
  let value = '';
  let from = start + 1;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') return ok({ text: value + text.slice(from, at), end: at + 1 });
    if (char !== '\\') continue;
    value += text.slice(from, at);
    const letter = text[at + 1] ?? '';
    const plain = escapes[letter];
    if (plain !== undefined) {
      value += plain;
      at += 1;
    } else {
      const hex = text.slice(at + 2, at + 6);
      if (letter !== 'u' || !/^[0-9a-f]{4}$/i.test(hex)) {
        return fail({ at, detail: 'a string has an escape that JSON does not know' });
      }
      value += String.fromCharCode(Number.parseInt(hex, 16));
      at += 5;
    }
    from = at + 1;
  }
  return fail({ at: start, detail: 'a string has no closing quote' });
};
