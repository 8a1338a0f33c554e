import { fail, ok, type Result } from '@rollcall/scim';
import type { ExpressionError } from './ast.ts';

export type Token =
  | { readonly kind: 'string'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'name'; readonly text: string; readonly at: number }
  | { readonly kind: 'symbol'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly at: number };

const symbols = [
  '?:',
  '&&',
  '||',
  '==',
  '!=',
  '<=',
  '>=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '!',
  '?',
  ':',
  '(',
  ')',
  '{',
  '}',
  ',',
  '.',
];
const isDigit = (char: string) => char >= '0' && char <= '9';
const isNameStart = (char: string) => /[A-Za-z_$]/.test(char);
const isNamePart = (char: string) => /[A-Za-z0-9_$]/.test(char);

/** A string stands in either quotes; `\` escapes, and the quote itself may be doubled. */
function readString(text: string, start: number): { readonly value: string; readonly end: number } | null {
  const quote = text[start];
  let value = '';
  for (let i = start + 1; i < text.length; i++) {
    const char = text[i];
    if (char === '\\' && i + 1 < text.length) {
      const next = text[++i];
      // A regular expression keeps its backslashes: only the quotes and the backslash itself are escapes.
      value += next === quote || next === '\\' ? next : `\\${next}`;
    } else if (char === quote) {
      if (text[i + 1] !== quote) return { value, end: i + 1 };
      value += quote;
      i++;
    } else {
      value += char;
    }
  }
  return null;
}

function scan(text: string, at: number, holds: (char: string) => boolean): number {
  let end = at;
  while (end < text.length && holds(text[end] ?? '')) end++;
  return end;
}

export function tokenize(text: string): Result<readonly Token[], ExpressionError> {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (/\s/.test(char)) {
      at++;
    } else if (char === '"' || char === "'") {
      const string = readString(text, at);
      if (string === null) return fail({ at, message: 'The text that starts here has no closing quote.' });
      tokens.push({ kind: 'string', text: string.value, at });
      at = string.end;
    } else if (isDigit(char)) {
      const end = scan(text, at, (c) => isDigit(c) || c === '.');
      tokens.push({ kind: 'number', value: Number(text.slice(at, end)), at });
      at = end;
    } else if (isNameStart(char)) {
      const end = scan(text, at, isNamePart);
      tokens.push({ kind: 'name', text: text.slice(at, end), at });
      at = end;
    } else {
      const symbol = symbols.find((candidate) => text.startsWith(candidate, at));
      if (symbol === undefined) return fail({ at, message: `Unexpected character '${char}'.` });
      tokens.push({ kind: 'symbol', text: symbol, at });
      at += symbol.length;
    }
  }
  tokens.push({ kind: 'end', at });
  return ok(tokens);
}
