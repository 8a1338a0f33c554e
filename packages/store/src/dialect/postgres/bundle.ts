import type { SqlValue } from '../../sql/database.ts';
import { replacePlaceholders } from './placeholders.ts';

/** What the driver takes: also lists, as arrays. */
export type Bound = SqlValue | readonly SqlValue[];

export interface Bundle {
  readonly sql: string;
  readonly params: readonly Bound[];
  /** All ask the same: every row answers each of them. */
  readonly isSame: boolean;
}

/** Which question a row answers, from 1. Null where it answers none: it carries the number alone. */
export const AT = 'bundle_at';
/** The number that was asked for along with it. */
export const ALONG = 'bundle_along';

/**
 * One statement that answers what the same statement asks with several sets of parameters: most of what a look-up costs
 * a PostgreSQL and its driver is the statement and not the row. Parameters that are the same in all sets stay parameters (an integration's
 * number, by which a distributed PostgreSQL knows where to look); the others come as lists. Within a set rows keep their order.
 * Null where the sets can't be put together.
 */
export function bundle(sql: string, sets: readonly (readonly SqlValue[])[]): Bundle | null {
  const [first] = sets;
  if (first === undefined || sets.some((set) => set.length !== first.length)) return null;
  const lists: Bound[] = [];
  const fixed: SqlValue[] = [];
  let places = '';
  for (const [at, value] of first.entries()) {
    if (sets.every((set) => set[at] === value)) {
      fixed.push(value);
      places += FIXED;
      continue;
    }
    const list = sets.map((set) => set[at] ?? null);
    if (list.every((each) => typeof each === 'string')) {
      lists.push(list);
      places += TEXTS;
    } else if (list.every((each) => Number.isSafeInteger(each))) {
      // The driver would put quotes around each.
      lists.push(`{${list.join(',')}}`);
      places += NUMBERS;
    } else return null;
  }
  if (lists.length === 0) return { sql, params: first, isSame: true };
  const text = texts.get(sql, places, () => bundleText(sql, places));
  return { sql: text, params: [...lists, sets.length, ...fixed], isSame: false };
}

/** The same statement, and a number besides, both of one moment: a statement of its own would cost as much as the look-up. */
export function withNumber({ sql, params, isSame }: Bundle, number: string): Bundle {
  const text = texts.get(sql, number, () => {
    const rows = isSame ? `select 1 as ${AT}, q.* from (${sql}) q` : sql;
    return `select (${number}) as ${ALONG}, b.* from (select 1) one left join (${rows}) b on true`;
  });
  return { sql: text, params, isSame };
}

const FIXED = '=';
const TEXTS = 't';
const NUMBERS = 'n';

/**
 * The limit takes nothing away. A plan that is kept must do for lists of any length, which PostgreSQL takes for longer (10) than ours
 * mostly are, so it would rather plan each statement anew, which costs more than the statement. Of a limit that it doesn't know it takes a tenth.
 */
function bundleText(sql: string, places: string): string {
  const types: string[] = [];
  const marks = [...places].map((place) => {
    if (place === FIXED) return '?';
    return `k.p${types.push(place === TEXTS ? 'text' : 'bigint')}`;
  });
  const lists = types.map((type) => `?::${type}[]`).join(', ');
  const names = types.map((_, at) => `p${at + 1}`).join(', ');
  let at = 0;
  const placed = replacePlaceholders(sql, () => marks[at++] ?? '?');
  return `select k.at as ${AT}, q.* from (select * from unnest(${lists}) with ordinality limit ?) as k(${names}, at)
    cross join lateral (${placed}) q`;
}

const MOST_TEXTS = 1_000;
const LONG = 4_000;

/** Texts that were made of others. What clients filter by has no end, so it begins anew now and then, and very long ones are made each time. */
class Texts {
  #known = new Map<string, Map<string, string>>();
  #count = 0;

  get(sql: string, form: string, make: () => string): string {
    if (sql.length > LONG) return make();
    const known = this.#known.get(sql)?.get(form);
    if (known !== undefined) return known;
    if (this.#count >= MOST_TEXTS) {
      this.#known = new Map();
      this.#count = 0;
    }
    const text = make();
    const forms = this.#known.get(sql) ?? new Map<string, string>();
    this.#known.set(sql, forms.set(form, text));
    this.#count += 1;
    return text;
  }
}

const texts = new Texts();
