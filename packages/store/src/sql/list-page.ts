/** From the rows that were found to the page that is answered. */
import type { GroupRef, ListPage, ListQuery } from '../ports/resources.ts';
import type { ListSource } from './list.ts';
import { writeCursor } from './list-cursor.ts';
import type { Order } from './list-order.ts';
import type { ListRow } from './list-selection.ts';
import { groupRefs, groupRefsOfMany, showsGroups } from './resources/group-refs.ts';
import { toStored } from './resources/resource-row.ts';

export interface Found {
  /** In order, and one more than the page holds where more follow. */
  readonly rows: readonly ListRow[];
  /** Null: not known from the rows. */
  readonly total: number | null;
}

export async function toPage(source: ListSource, query: ListQuery, order: Order, found: Found): Promise<ListPage> {
  const { page } = query;
  const backwards = page.kind === 'cursor' && page.at !== null && page.at.startsWith('["before"');
  const more = found.rows.length > page.count;
  const inOrder = found.rows.slice(0, page.count);
  const rows = backwards ? inOrder.toReversed() : inOrder;
  const [next, previous] = page.kind === 'cursor' ? cursors(rows, order, page.at, backwards, more) : [null, null];
  const groups = await groupsOf(source, query, rows);
  return {
    resources: rows.map((row) => toStored(row, groups.get(row.ord) ?? [])),
    totalResults: found.total,
    next,
    previous,
  };
}

/** RFC 9865 §2: `next` on all but the last page, `previous` never on the first. */
const cursors = (
  rows: readonly ListRow[],
  order: Order,
  at: string | null,
  backwards: boolean,
  more: boolean,
): readonly [string | null, string | null] => {
  const cursor = (row: ListRow | undefined, before: boolean): string | null =>
    row === undefined
      ? null
      : writeCursor({
          backwards: before,
          place: { ord: row.ord, key: order.column === null ? null : (row.sort_key ?? null) },
        });
  const hasNext = backwards || more;
  const hasPrevious = backwards ? more : at !== null;
  return [hasNext ? cursor(rows.at(-1), false) : null, hasPrevious ? cursor(rows[0], true) : null];
};

async function groupsOf({ db, integrationNo }: ListSource, query: ListQuery, rows: readonly ListRow[]) {
  const showing = new Set(query.targets.filter(({ type }) => showsGroups(type)).map(({ type }) => type.name));
  const asked = query.withGroups ? rows.filter((row) => row.in_groups === 1 && showing.has(row.type)) : [];
  const ords = asked.map(({ ord }) => ord);
  const [one] = ords;
  if (one === undefined) return new Map<number, readonly GroupRef[]>();
  return ords.length === 1
    ? new Map([[one, await groupRefs(db.lookUp, integrationNo, one)]])
    : groupRefsOfMany(db.read, integrationNo, ords);
}
