/** The statements of a listing: which rows, in which order, from which place on. */
import type { ListTarget, Page } from '../ports/resources.ts';
import type { SqlRow } from './database.ts';
import type { FilterFragments } from './filter-fragments.ts';
import { asksForActive } from './filter-index.ts';
import { filterToSql } from './filter-to-sql.ts';
import { readCursor } from './list-cursor.ts';
import { beyond, type Order, orderBy } from './list-order.ts';
import type { ResourceRow } from './resources/resource-row.ts';
import { concat, join, type Sql, sql } from './sql-text.ts';

/** A row of a page. `in_groups` spares asking for the groups of who is in none; `sort_key` is there where the page has an order of its own. */
export type ListRow = ResourceRow & { readonly in_groups: number; readonly sort_key?: string | number | null } & SqlRow;

/** Rows of `resource r`, and what stands behind `where`. */
export interface Selection {
  readonly from: string;
  readonly where: Sql;
}

const columns = `r.ord, r.type, r.id, r.version, r.created, r.modified, r.member_count, r.body,
  case when exists (select 1 from member m where m.integration_no = r.integration_no and m.member_ord = r.ord)
    then 1 else 0 end as in_groups`;

export const columnsFor = (order: Order): string =>
  order.column === null ? columns : `${columns}, ${order.column.sql} as sort_key`;

/** Every resource that a target's filter matches; of several targets, of any. */
export const selectMatches = (
  integrationNo: number,
  targets: readonly ListTarget[],
  fragments: FilterFragments,
): Selection => {
  const conditions = targets.map((target) => ofTarget(target, fragments));
  const [only] = conditions;
  const matches =
    conditions.length === 1 && only !== undefined
      ? only
      : concat(
          '(',
          join(
            conditions.map((condition) => concat('(', condition, ')')),
            ' or ',
          ),
          ')',
        );
  return { from: 'resource r', where: concat('r.integration_no = ', sql('? and ', [integrationNo]), matches) };
};

const ofTarget = ({ type, filter }: ListTarget, fragments: FilterFragments): Sql => {
  const ofType = sql('r.type = ?', [type.name]);
  if (filter === null) return ofType;
  if (asksForActive(filter)) return concat(ofType, ' and r.active = 1');
  return concat(ofType, ' and (', filterToSql(filter, type, fragments), ')');
};

export const within = (selection: Selection, condition: Sql): Selection => ({
  from: selection.from,
  where: concat(selection.where, ' and ', condition),
});

/**
 * The rows of a page and one more, by which one sees whether another page follows. A page before a cursor comes
 * in reverse.
 */
export const selectPage = (selection: Selection, order: Order, page: Page): Sql => {
  const limited = (where: Sql, backwards: boolean, offset: number): Sql =>
    concat(
      `select ${columnsFor(order)} from ${selection.from} where `,
      where,
      ` order by ${orderBy(order, backwards)} limit ? `,
      sql(offset === 0 ? '' : 'offset ?', offset === 0 ? [page.count + 1] : [page.count + 1, offset]),
    );
  if (page.kind === 'index') return limited(selection.where, false, page.startIndex - 1);
  if (page.at === null) return limited(selection.where, false, 0);
  const { backwards, place } = readCursor(page.at);
  return limited(concat(selection.where, ' and (', beyond(order, place, backwards), ')'), backwards, 0);
};

/** A page far behind the start: what is skipped is skipped in the index. `keys` is the selection or what has its keys. */
export const selectDeepPage = (keys: Selection, order: Order, page: Page & { kind: 'index' }): Sql => {
  const [alias] = order.ord.split('.');
  const key = order.column === null ? '' : `, ${order.column.sql} as sort_key`;
  return concat(
    `select ${columns}${order.column === null ? '' : ', page.sort_key'} from
      (select ${alias}.integration_no, ${order.ord} as ord${key} from ${keys.from} where `,
    keys.where,
    ` order by ${orderBy(order, false)} limit ? offset ?) page `,
    sql(
      `join resource r on r.integration_no = page.integration_no and r.ord = page.ord
      order by ${orderBy(byKey(order, 'page'), false)}`,
      [page.count + 1, page.startIndex - 1],
    ),
  );
};

/**
 * All that a set of `ord`s holds of a selection, in order, up to `limit` of the set. What the selection leaves out of the
 * set comes as rows without values, so that one sees whether the set has reached its limit.
 */
export const selectAmong = (set: Sql, selection: Selection, order: Order, page: Page, limit: number): Sql => {
  const cursor = page.kind === 'cursor' && page.at !== null ? readCursor(page.at) : null;
  const on =
    cursor === null
      ? selection.where
      : concat(selection.where, ' and (', beyond(order, cursor.place, cursor.backwards), ')');
  return concat(
    `select ${columnsFor(order)} from (select ord from (`,
    set,
    ') every limit ',
    sql('?', [limit]),
    `) found left join ${selection.from} on r.ord = found.ord and `,
    on,
    ` order by ${orderBy(order, cursor?.backwards === true)}`,
  );
};

/**
 * The same by way of the keys alone: rows that are only skipped aren't read, and where the predicate is dear each resource is
 * looked at once for both the page and the total.
 */
export const selectCountedPage = (
  selection: Selection,
  order: Order,
  page: Page & { kind: 'index' },
  scanOrder: string,
): Sql => {
  const key = order.column === null ? '' : `, ${order.column.sql} as sort_key`;
  return concat(
    `with matching as materialized (select r.integration_no, r.ord${key} from ${selection.from} where `,
    selection.where,
    `${scanOrder}), page as (select * from matching m order by ${orderBy(byKey(order, 'm'), false)} limit ? offset ?)`,
    sql(
      ` select counted.total, ${columns}${order.column === null ? '' : ', page.sort_key'}
      from (select count(*) as total from matching) counted left join page on true
      left join resource r on r.integration_no = page.integration_no and r.ord = page.ord
      order by ${orderBy(byKey(order, 'page'), false)}`,
      [page.count, page.startIndex - 1],
    ),
  );
};

const byKey = (order: Order, table: string): Order => ({
  ...order,
  ord: `${table}.ord`,
  column: order.column === null ? null : { ...order.column, sql: `${table}.sort_key` },
});

export const selectCount = ({ from, where }: Selection): Sql =>
  concat(`select count(*) as total from ${from} where `, where);
