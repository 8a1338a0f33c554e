import type { SqlValue } from '../../sql/database.ts';

/** What the driver takes: also lists, as arrays. */
export type Bound = SqlValue | readonly SqlValue[];

export interface Bundle {
  readonly sql: string;
  readonly params: readonly Bound[];
  /** All ask the same: every row answers each of them. */
  readonly isSame: boolean;
}

/** Which question a row answers, from 1. */
export const AT = 'bundle_at';

/**
 * One statement that answers what the same statement asks with several sets of parameters: most of what a look-up costs
 * a PostgreSQL and its driver is the statement and not the row. Parameters that are the same in all sets stay parameters (an integration's
 * number, by which a distributed PostgreSQL knows where to look); the others come as lists. Within a set rows keep their order.
 * Null where the sets can't be put together.
 */
export function bundle(sql: string, sets: readonly (readonly SqlValue[])[]): Bundle | null {
  const [first] = sets;
  if (first === undefined || sets.some((set) => set.length !== first.length)) return null;
  const lists: (readonly SqlValue[])[] = [];
  const types: string[] = [];
  const fixed: SqlValue[] = [];
  const places: string[] = [];
  for (const [at, value] of first.entries()) {
    if (sets.every((set) => set[at] === value)) {
      fixed.push(value);
      places.push('?');
      continue;
    }
    const list = sets.map((set) => set[at] ?? null);
    const type = typeOf(list);
    if (type === null) return null;
    places.push(`k.p${lists.push(list)}`);
    types.push(type);
  }
  if (lists.length === 0) return { sql, params: first, isSame: true };
  const names = lists.map((_, at) => `p${at + 1}`).join(', ');
  const text = `select k.at as ${AT}, q.* from unnest(${types.map((type) => `?::${type}[]`).join(', ')})
    with ordinality as k(${names}, at) cross join lateral (${placed(sql, places)}) q`;
  return { sql: text, params: [...lists, ...fixed], isSame: false };
}

function typeOf(list: readonly SqlValue[]): 'text' | 'bigint' | null {
  if (list.every((value) => typeof value === 'string')) return 'text';
  return list.every((value) => Number.isSafeInteger(value)) ? 'bigint' : null;
}

function placed(sql: string, places: readonly string[]): string {
  let at = 0;
  return sql.replace(/'[^']*'|"[^"]*"|\?/g, (part) => (part === '?' ? (places[at++] ?? '?') : part));
}
