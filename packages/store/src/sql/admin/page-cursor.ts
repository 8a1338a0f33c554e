import type { SqlValue } from '../database.ts';

/** Where a page of a keyset list begins: the sort values of the row next to it. */
export interface PageStart {
  readonly backwards: boolean;
  readonly values: readonly (string | number)[];
}

export const encodeStart = (start: PageStart): string =>
  Buffer.from(JSON.stringify([start.backwards ? 1 : 0, ...start.values])).toString('base64url');

type Kind = 'text' | 'number';

/** Whether a value of a cursor is one that the column can have: whoever writes a cursor by hand gets no error of the database. */
export const isStart = (value: unknown, kind: Kind): value is string | number =>
  kind === 'number'
    ? Number.isSafeInteger(value)
    : typeof value === 'string' && value.isWellFormed() && !value.includes('\0');

/** Null for a text that is no cursor of values of these kinds. */
export function decodeStart(cursor: string, kinds: readonly Kind[]): PageStart | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== kinds.length + 1) return null;
    const [backwards, ...values]: unknown[] = parts;
    const plain = values.filter((value, at) => isStart(value, kinds[at] ?? 'text'));
    return plain.length === kinds.length ? { backwards: backwards === 1, values: plain } : null;
  } catch {
    return null;
  }
}

/** `(a, b, c) > (?, ?, ?)`; both databases compare rows. */
export const beyond = (columns: readonly string[], up: boolean): string =>
  `(${columns.join(', ')}) ${up ? '>' : '<'} (${columns.map(() => '?').join(', ')})`;

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
  readonly previous: string | null;
}

/**
 * A page of a list that is sorted by `columns`. `select` gets the condition, the order and the limit to end with, and
 * reads one row more than the page holds, which says whether there is another.
 */
export async function keysetPage<Row>(options: {
  readonly columns: readonly string[];
  readonly descending: boolean;
  readonly start: PageStart | null;
  readonly limit: number;
  readonly values: (row: Row) => readonly (string | number)[];
  readonly select: (tail: {
    where: string;
    params: readonly SqlValue[];
    order: string;
    limit: number;
  }) => Promise<readonly Row[]>;
}): Promise<Page<Row>> {
  const { columns, start, limit, values } = options;
  const backwards = start?.backwards ?? false;
  const up = options.descending === backwards;
  const found = await options.select({
    where: start ? ` and ${beyond(columns, up)}` : '',
    params: start?.values ?? [],
    order: columns.map((column) => `${column} ${up ? 'asc' : 'desc'}`).join(', '),
    limit: limit + 1,
  });
  const more = found.length > limit;
  const kept = found.slice(0, limit);
  const rows = backwards ? kept.toReversed() : kept;
  const [first, last] = [rows[0], rows.at(-1)];
  const hasNext = backwards || more;
  const hasPrevious = backwards ? more : start !== null;
  return {
    rows,
    next: last !== undefined && hasNext ? encodeStart({ backwards: false, values: values(last) }) : null,
    previous: first !== undefined && hasPrevious ? encodeStart({ backwards: true, values: values(first) }) : null,
  };
}
