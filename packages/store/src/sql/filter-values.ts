import { type Comparand, type CompareOp, compares } from '@rollcall/scim';
import type { FilterFragments } from './filter-fragments.ts';
import { concat, type Sql, sql } from './sql-text.ts';

/** An expression that yields one value or null. */
export type Value =
  | { readonly kind: 'text' | 'number' | 'boolean'; readonly sql: string }
  | { readonly kind: 'constant'; readonly value: string }
  /** The URI of a resource whose id the expression yields. */
  | { readonly kind: 'location'; readonly sql: string; readonly endpoint: string };

/** `ne` holds for null as well; the others don't. */
export const comparison = (value: Value, op: CompareOp, comparand: Comparand, fragments: FilterFragments): Sql => {
  switch (value.kind) {
    case 'constant':
      return sql(compares(value.value, op, comparand) ? 'true' : 'false');
    case 'location':
      return locationComparison(value.sql, value.endpoint, op, String(comparand), fragments);
    case 'boolean':
      return sql(`${value.sql} ${op === 'ne' ? 'is distinct from' : '='} ${comparand === true}`);
    case 'number':
      return sql(`${value.sql} ${operators[op]} ${fragments.numberParam}`, [Number(comparand)]);
    case 'text':
      return textComparison(value.sql, op, String(comparand), fragments);
    default:
      return value satisfies never;
  }
};

const operators = {
  eq: '=',
  ne: 'is distinct from',
  gt: '>',
  ge: '>=',
  lt: '<',
  le: '<=',
  // Never asked of numbers; `check` refuses them.
  co: '=',
  sw: '=',
  ew: '=',
} as const satisfies Record<CompareOp, string>;

const textComparison = (value: string, op: CompareOp, comparand: string, fragments: FilterFragments): Sql => {
  switch (op) {
    case 'co':
      return sql(fragments.contains(value), [comparand]);
    case 'sw':
      return startsWith(value, comparand);
    case 'ew':
      // Both databases count code points.
      return sql(`${fragments.ending(value)} = ?`, [[...comparand].length, comparand]);
    default:
      return sql(`${value} ${operators[op]} ?`, [comparand]);
  }
};

/** As a range, so that an index can serve it and no character is a wildcard. */
export const startsWith = (value: string, prefix: string): Sql => {
  const end = afterPrefix(prefix);
  return end === null ? sql(`${value} >= ?`, [prefix]) : sql(`${value} >= ? and ${value} < ?`, [prefix, end]);
};

/** The least text that comes after all that start with `prefix`; null where there is none. */
export const afterPrefix = (prefix: string): string | null => {
  const points = [...prefix];
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0;
    // Surrogates are no characters of their own.
    const next = last === 0xd7ff ? 0xe000 : last + 1;
    if (next <= 0x10ffff) return points.join('') + String.fromCodePoint(next);
  }
  return null;
};

const locationComparison = (
  id: string,
  endpoint: string,
  op: CompareOp,
  comparand: string,
  fragments: FilterFragments,
): Sql => {
  if (op !== 'eq' && op !== 'ne') {
    return textComparison(`('${endpoint.replaceAll("'", "''")}/' || ${id})`, op, comparand, fragments);
  }
  const slash = comparand.lastIndexOf('/');
  if (!comparand.slice(0, slash).endsWith(endpoint)) return sql(op === 'ne' ? 'true' : 'false');
  return concat(`${id} ${operators[op]} `, sql('?', [comparand.slice(slash + 1)]));
};
