/**
 * The one parser for filters (RFC 7644 §3.4.2.2, figure 1) and PATCH paths (RFC 7644 §3.5.2, figure 7).
 *
 *   filter     = conjunction *( "or" conjunction )
 *   conjunction= term *( "and" term )
 *   term       = ["not"] "(" filter ")" / attrPath "pr" / attrPath op value / valuePath
 *   valuePath  = attrPath "[" filter "]" [ "." subName ( "pr" / op value ) ]      no valuePath inside the brackets
 *   attrPath   = [ urn ":" ] name [ "." subName ]
 *   op         = "eq" / "ne" / "co" / "sw" / "ew" / "gt" / "ge" / "lt" / "le"      in any case, like "and", "or", "not", "pr"
 *   value      = JSON string / JSON number / "true" / "false" / "null" / word
 *   path       = attrPath / attrPath "[" filter "]" [ "." subName ]
 *   urn        = anything up to the last ":"  (URNs hold dots and slashes: "…:enterprise:2.0:User:manager.value")
 *
 * `not` binds tighter than `and`, `and` tighter than `or`. A bare word as a value counts as a string:
 * authentik and Microsoft's documents leave the quotes out.
 */
import { type ScimError, scimError } from '../error.ts';
import { fail, ok, type Result } from '../result.ts';
import type { AttributePath, Comparand, CompareOp, Filter, PatchPath } from './ast.ts';
import { lex, type SyntaxIssue, type Token } from './lex.ts';

/** What a filter may be at most. Beyond it the answer is a 400 that names the limit. */
export const filterLimits = { length: 16_384, depth: 32, comparisons: 256 } as const;

export const parseFilter = (text: string): Result<Filter, ScimError> => {
  const parsed = parseWith(text, 'filter', (cursor) => disjunction(cursor, { depth: 0, inBrackets: false }));
  return parsed.ok ? parsed : fail(scimError(400, describe('filter', text, parsed.error), 'invalidFilter'));
};

/** The path of a PATCH operation; a broken one, its value filter included, is `invalidPath`. */
export const parsePatchPath = (text: string): Result<PatchPath, ScimError> => {
  const parsed = parseWith(text, 'path', patchPath);
  return parsed.ok ? parsed : fail(scimError(400, describe('path', text, parsed.error), 'invalidPath'));
};

/** An attribute's name as in `sortBy`, `attributes` and `excludedAttributes`; null where it is none. */
export const parseAttributePath = (text: string): AttributePath | null => {
  const trimmed = text.trim();
  return /[\s()[\]"]/.test(trimmed) ? null : attributePath(trimmed);
};

const describe = (what: string, text: string, issue: SyntaxIssue): string =>
  text.trim() === ''
    ? `The ${what} is empty.`
    : `The ${what} can't be read: ${issue.detail} (character ${issue.at + 1}).`;

class Cursor {
  readonly tokens: readonly Token[];
  readonly end: number;
  position = 0;
  comparisons = 0;

  constructor(tokens: readonly Token[], end: number) {
    this.tokens = tokens;
    this.end = end;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.position + ahead];
  }

  next(): Token | undefined {
    const token = this.tokens[this.position];
    this.position += 1;
    return token;
  }

  take(kind: Token['kind']): boolean {
    if (this.peek()?.kind !== kind) return false;
    this.position += 1;
    return true;
  }

  /** Takes the next token if it is this keyword, in any case. */
  takeWord(keyword: string): boolean {
    if (wordOf(this.peek()) !== keyword) return false;
    this.position += 1;
    return true;
  }

  issue(detail: string): { readonly ok: false; readonly error: SyntaxIssue } {
    return fail({ at: this.peek()?.at ?? this.end, detail });
  }
}

interface Place {
  readonly depth: number;
  readonly inBrackets: boolean;
}

type Parsed<T> = Result<T, SyntaxIssue>;

const wordOf = (token: Token | undefined): string | null => (token?.kind === 'word' ? token.text.toLowerCase() : null);

const parseWith = <T>(text: string, what: string, production: (cursor: Cursor) => Parsed<T>): Parsed<T> => {
  if (text.length > filterLimits.length) {
    return fail({ at: filterLimits.length, detail: `a ${what} may have ${filterLimits.length} characters at most` });
  }
  const tokens = lex(text);
  if (!tokens.ok) return tokens;
  const cursor = new Cursor(tokens.value, text.length);
  const parsed = production(cursor);
  if (!parsed.ok) return parsed;
  const rest = cursor.peek();
  return rest === undefined ? parsed : cursor.issue(`${quote(rest)} is not expected here`);
};

const quote = (token: Token): string =>
  token.kind === 'string' ? 'a string' : token.kind === 'word' ? `“${shorten(token.text)}”` : `“${token.kind}”`;

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text);

const chain = (cursor: Cursor, kind: 'and' | 'or', operand: () => Parsed<Filter>): Parsed<Filter> => {
  const first = operand();
  if (!first.ok) return first;
  if (wordOf(cursor.peek()) !== kind) return first;
  const terms = [first.value];
  while (cursor.takeWord(kind)) {
    const term = operand();
    if (!term.ok) return term;
    terms.push(term.value);
  }
  return ok({ kind, terms });
};

const disjunction = (cursor: Cursor, place: Place): Parsed<Filter> =>
  chain(cursor, 'or', () => chain(cursor, 'and', () => term(cursor, place)));

const term = (cursor: Cursor, place: Place): Parsed<Filter> => {
  const negated = wordOf(cursor.peek()) === 'not' && cursor.peek(1)?.kind === '(';
  if (negated) cursor.position += 1;
  if (!cursor.take('(')) return attributeTerm(cursor, place);
  const inner = nested(cursor, place, ')');
  if (!inner.ok) return inner;
  return negated ? ok({ kind: 'not', term: inner.value }) : inner;
};

const nested = (cursor: Cursor, place: Place, closing: ')' | ']'): Parsed<Filter> => {
  if (place.depth >= filterLimits.depth) {
    return cursor.issue(`a filter may be nested ${filterLimits.depth} deep at most`);
  }
  const inner = disjunction(cursor, { depth: place.depth + 1, inBrackets: place.inBrackets || closing === ']' });
  if (!inner.ok) return inner;
  return cursor.take(closing) ? inner : cursor.issue(`“${closing}” is missing`);
};

const attributeTerm = (cursor: Cursor, place: Place): Parsed<Filter> => {
  cursor.comparisons += 1;
  if (cursor.comparisons > filterLimits.comparisons) {
    return cursor.issue(`a filter may have ${filterLimits.comparisons} comparisons at most`);
  }
  const path = readPath(cursor);
  if (!path.ok) return path;
  if (cursor.peek()?.kind !== '[') return comparison(cursor, path.value);
  if (place.inBrackets) return cursor.issue('a value filter can’t stand inside another');
  if (path.value.sub !== null) return cursor.issue('a value filter stands behind an attribute, not a sub-attribute');
  cursor.position += 1;
  const inner = nested(cursor, place, ']');
  if (!inner.ok) return inner;
  const sub = readSubName(cursor);
  if (!sub.ok) return sub;
  if (sub.value === null) return ok({ kind: 'valuePath', path: path.value, filter: inner.value });
  const compared = comparison(cursor, { urn: null, name: sub.value, sub: null });
  return compared.ok ? ok(ofMatchingElements(path.value, inner.value, compared.value)) : compared;
};

/**
 * `emails[type eq "work"].value eq "a@b"`, as Entra matches users: the comparison is about the sub-attribute's values in
 * the matching elements. Said with value paths alone, so nothing else needs to know this form. `ne` and `eq null`
 * hold as well where no matching element has a value.
 */
const ofMatchingElements = (path: AttributePath, matching: Filter, compared: Filter): Filter => {
  const anyElement = (also: Filter): Filter => ({
    kind: 'valuePath',
    path,
    filter: { kind: 'and', terms: [...(matching.kind === 'and' ? matching.terms : [matching]), also] },
  });
  if (compared.kind !== 'compare') return anyElement(compared);
  const noValue: Filter = { kind: 'not', term: anyElement({ kind: 'present', path: compared.path }) };
  if (compared.value === null && compared.op === 'eq') return noValue;
  if (compared.value === null || compared.op !== 'ne') return anyElement(compared);
  return { kind: 'or', terms: [anyElement(compared), noValue] };
};

const isCompareOp = (word: string | null): word is CompareOp =>
  word !== null && ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'].includes(word);

const comparison = (cursor: Cursor, path: AttributePath): Parsed<Filter> => {
  const op = wordOf(cursor.peek());
  if (op === 'pr') {
    cursor.position += 1;
    return ok({ kind: 'present', path });
  }
  if (!isCompareOp(op)) {
    const found = cursor.peek();
    return cursor.issue(
      `an operator (eq, ne, co, sw, ew, gt, ge, lt, le, pr) is expected after “${shorten(formatPath(path))}”${
        found === undefined ? '' : `, not ${quote(found)}`
      }`,
    );
  }
  cursor.position += 1;
  const token = cursor.peek();
  if (token === undefined || (token.kind !== 'string' && token.kind !== 'word')) {
    return cursor.issue(`a value is expected after “${op}”`);
  }
  cursor.position += 1;
  return ok({ kind: 'compare', path, op, value: token.kind === 'string' ? token.text : bareValue(token.text) });
};

/** A number only where its text is the number's own, so that `007` or a 20-digit key stays what it is: text. */
const bareValue = (word: string): Comparand => {
  if (word === 'true') return true;
  if (word === 'false') return false;
  if (word === 'null') return null;
  return /^-?\d/.test(word) && String(Number(word)) === word ? Number(word) : word;
};

const patchPath = (cursor: Cursor): Parsed<PatchPath> => {
  const attribute = readPath(cursor);
  if (!attribute.ok) return attribute;
  if (cursor.peek()?.kind !== '[') return ok({ attribute: attribute.value, filter: null, sub: null });
  if (attribute.value.sub !== null)
    return cursor.issue('a value filter stands behind an attribute, not a sub-attribute');
  cursor.position += 1;
  const filter = nested(cursor, { depth: 0, inBrackets: false }, ']');
  if (!filter.ok) return filter;
  const sub = readSubName(cursor);
  return sub.ok ? ok({ attribute: attribute.value, filter: filter.value, sub: sub.value }) : sub;
};

const readPath = (cursor: Cursor): Parsed<AttributePath> => {
  const token = cursor.peek();
  if (token === undefined) return cursor.issue('an attribute is expected');
  if (token.kind !== 'word') return cursor.issue(`an attribute is expected, not ${quote(token)}`);
  const path = attributePath(token.text);
  if (path === null) return cursor.issue(`“${shorten(token.text)}” is not the name of an attribute`);
  cursor.position += 1;
  return ok(path);
};

/** `.value` right after a closing bracket; null where there is none. */
const readSubName = (cursor: Cursor): Parsed<string | null> => {
  const token = cursor.peek();
  if (token?.kind !== 'word' || token.spaced || !token.text.startsWith('.')) return ok(null);
  const name = token.text.slice(1);
  if (!isName(name)) return cursor.issue(`“${shorten(token.text)}” is not a sub-attribute`);
  cursor.position += 1;
  return ok(name);
};

const isName = (text: string): boolean => /^[$_a-z][-$\w]*$/i.test(text);

const attributePath = (text: string): AttributePath | null => {
  const colon = text.lastIndexOf(':');
  const urn = colon < 0 ? null : text.slice(0, colon);
  const local = text.slice(colon + 1);
  const dot = local.indexOf('.');
  const name = dot < 0 ? local : local.slice(0, dot);
  const sub = dot < 0 ? null : local.slice(dot + 1);
  if (urn === null) return isName(name) && (sub === null || isName(sub)) ? { urn, name, sub } : null;
  // The path may be a whole extension, whose URN can end in a version: "urn:example:badge:1.0".
  return /^[a-z]/i.test(urn) && /^[-$\w]+$/.test(name) && (sub === null || /^[-$\w]+$/.test(sub))
    ? { urn, name, sub }
    : null;
};

export const formatPath = (path: AttributePath): string =>
  `${path.urn === null ? '' : `${path.urn}:`}${path.name}${path.sub === null ? '' : `.${path.sub}`}`;
