/**
 * Listings. What an index narrows to a bounded number of rows is read at once; what may grow with what is stored (a filter
 * without an index, a count, a page far behind the start) goes to the `search` reader, where it holds nobody up.
 */
import { fail, ok, type ResourceType, type Result } from '@rollcall/scim';
import type { ListFailure, ListPage, ListQuery, ListTarget, Page } from '../ports/resources.ts';
import { type Database, DatabaseError, type SqlReader } from './database.ts';
import { type Access, accessOf, asksForActive, isInRow, ordsOf } from './filter-index.ts';
import { listOne } from './list-one.ts';
import { type Order, orderOf } from './list-order.ts';
import { type Found, toPage } from './list-page.ts';
import {
  columnsFor,
  type ListRow,
  type Selection,
  selectAmong,
  selectCount,
  selectCountedPage,
  selectDeepPage,
  selectMatches,
  selectPage,
  within,
} from './list-selection.ts';
import { concat, join, type Sql, sql } from './sql-text.ts';

export interface ListSource {
  readonly db: Database;
  /** The integration's share of `Database.search`. */
  readonly search: SqlReader;
  readonly integrationNo: number;
  /** Numbers of the attributes that have index rows, by `indexName`. */
  readonly attrs: ReadonlyMap<string, number>;
}

/** Up to so many candidates are read at once with what they hold; */
const FEW = 100;
/** up to so many are looked at on the main thread, and so many rows skipped there. */
const MAX_CANDIDATES = 1000;
const MAX_SKIPPED = 2000;
/**
 * Up to so many are gathered before each is looked up; more are found sooner by going through everything, unless the set says all
 * and the way round it is through the documents.
 */
const MAX_GATHERED = 50_000;

export async function listResources(source: ListSource, query: ListQuery): Promise<Result<ListPage, ListFailure>> {
  try {
    return ok(await listPage(source, query));
  } catch (error) {
    if (error instanceof DatabaseError && error.kind === 'busy') return fail({ kind: 'busy' });
    if (error instanceof DatabaseError && error.kind === 'tooLong') return fail({ kind: 'tooLong' });
    throw error;
  }
}

async function listPage(source: ListSource, query: ListQuery): Promise<ListPage> {
  const targets = query.targets.filter(({ filter }) => !(filter?.kind === 'or' && filter.terms.length === 0));
  const [target] = targets;
  if (target === undefined) return { resources: [], totalResults: 0, next: null, previous: null };
  const accesses = targets.map((each) => accessOfTarget(source, each));
  const only = targets.length === 1 ? (accesses[0] ?? null) : null;
  if (only?.kind === 'row' && only.exact) return listOne(source, target.type, only, query);
  const order = orderOf({ ...query, targets }, source.db.dialect.filter);
  const found = await find(source, { targets, accesses, only, order, page: query.page });
  return toPage(source, query, order, found);
}

interface Search {
  readonly targets: readonly ListTarget[];
  /** Of each target. */
  readonly accesses: readonly (Access | null)[];
  /** Of the only target, if it is the only one. */
  readonly only: Access | null;
  readonly order: Order;
  readonly page: Page;
}

async function find(source: ListSource, search: Search): Promise<Found> {
  const { targets, accesses, only, order, page } = search;
  if (only?.kind === 'index' && only.exact && order.column === null) return findByIndex(source, only, page);
  const matches = selectMatches(source.integrationNo, targets, source.db.dialect.filter);
  const narrowed = accesses.filter((access) => access !== null);
  if (narrowed.length === targets.length) return findCandidates(source, search, narrowed, matches);
  return targets.every(({ filter }) => filter === null || asksForActive(filter))
    ? findAll(source, targets, matches, order, page)
    : findByScan(source, matches, order, page);
}

const accessOfTarget = ({ integrationNo, attrs }: ListSource, { type, filter }: ListTarget): Access | null =>
  filter === null ? null : accessOf(filter, { integrationNo, type, attrs });

/** A selection for `search`. */
const inTime = ({ db }: ListSource, { from, where }: Selection, ord = 'r.ord'): Selection => ({
  from,
  where: concat(db.dialect.filter.inTime(ord), where),
});

const all = (reader: SqlReader, { text, params }: Sql): Promise<ListRow[]> => reader.all<ListRow>(text, params);

/** The rows of one indexed value stand in the order of creation, so a page is read off the index. */
async function findByIndex(source: ListSource, access: Access & { kind: 'index' }, page: Page): Promise<Found> {
  const { db, integrationNo } = source;
  const values = [integrationNo, access.attr, access.value];
  const ofValue = sql(OF_VALUE, values);
  const rows = isDeep(page)
    ? await all(source.search, selectDeepPage(inTime(source, OF_INDEX(ofValue), 'a.ord'), byIndex, page))
    : await all(
        db.lookUp,
        page.kind === 'index' && page.startIndex === 1
          ? sql(FIRST_BY_INDEX, [...values, page.count + 1])
          : selectPage({ from: BY_INDEX, where: ofValue }, byIndex, page),
      );
  return withCount(rows, page, () => count(source.search, selectCount(inTime(source, OF_INDEX(ofValue), 'a.ord'))));
}

const BY_INDEX = 'attribute_index a join resource r on r.integration_no = a.integration_no and r.ord = a.ord';
const OF_VALUE = 'a.integration_no = ? and a.attr = ? and a.value = ?';
const OF_INDEX = (where: Sql): Selection => ({ from: 'attribute_index a', where });

/** The index row's `ord`, so that the database need not see that the resource's is the same. */
const byIndex: Order = { column: null, descending: false, ord: 'a.ord' };
const FIRST_BY_INDEX = `select ${columnsFor(byIndex)} from ${BY_INDEX} where ${OF_VALUE} order by a.ord limit ?`;

/** What indexes yield, as long as it is little; then the whole filter is put to that. */
async function findCandidates(
  source: ListSource,
  { targets, only, order, page }: Search,
  accesses: readonly Access[],
  matches: Selection,
): Promise<Found> {
  const { db, integrationNo, attrs } = source;
  const { filter: fragments } = db.dialect;
  // An exact access needs no filter beside it.
  const rest = only?.exact ? selectMatches(integrationNo, withoutFilter(targets), fragments) : matches;
  const sets = accesses.map((access, at) => ordsOf(access, { integrationNo, type: typeAt(targets, at), attrs }));
  const set = join(sets, ' union all ');
  const few = await findFew(source, set, rest, order, page);
  if (few !== null) return few;
  const probe = concat('select ord from (', set, ') found limit ', sql('?', [MAX_CANDIDATES + 1]));
  const ords = (await all(db.read, probe)).map(({ ord }) => ord);
  if (ords.length > MAX_CANDIDATES) {
    const isGathered = (only?.exact === true && !isInRow(only)) || (await yieldsAtMost(source, set, MAX_GATHERED));
    return findByScan(source, isGathered ? within(rest, concat('r.ord in (', set, ')')) : matches, order, page);
  }
  const { inOrds, ordList } = fragments;
  const those = within(rest, sql(`r.ord ${inOrds}`, [ordList(ords)]));
  const rows = await all(db.read, selectPage(those, order, page));
  return withCount(rows, page, () => count(db.read, selectCount(those)));
}

async function yieldsAtMost({ search }: ListSource, set: Sql, most: number): Promise<boolean> {
  const limit = sql('?', [most + 1]);
  const counting = concat('select count(*) as total from (select ord from (', set, ') every limit ', limit, ') found');
  return (await count(search, counting)) <= most;
}

/** Null where there are more than a few candidates. */
async function findFew(
  { db }: ListSource,
  set: Sql,
  matches: Selection,
  order: Order,
  page: Page,
): Promise<Found | null> {
  const candidates = await all(db.lookUp, selectAmong(set, matches, order, page, FEW + 1));
  if (candidates.length > FEW) return null;
  // Without values: not in the selection. Twice the same: found by two values, and in order side by side.
  const rows = candidates.filter((row, at) => row.id !== null && row.ord !== candidates[at - 1]?.ord);
  if (page.kind === 'cursor')
    return { rows: rows.slice(0, page.count + 1), total: page.at === null ? rows.length : null };
  const { startIndex, count } = page;
  return { rows: rows.slice(startIndex - 1, startIndex + count), total: rows.length };
}

const withoutFilter = (targets: readonly ListTarget[]): readonly ListTarget[] =>
  targets.map(({ type, sortBy }) => ({ type, filter: null, sortBy }));

const typeAt = (targets: readonly ListTarget[], at: number): ResourceType => {
  const target = targets[at];
  if (target === undefined) throw new Error('an access without its target');
  return target.type;
};

/** Everything there is of the types, or of those of them that are active. */
async function findAll(
  source: ListSource,
  targets: readonly ListTarget[],
  matches: Selection,
  order: Order,
  page: Page,
): Promise<Found> {
  const { db, search } = source;
  // With a filter, those that are passed over may be many.
  const isRead =
    targets.every(({ filter }) => filter === null) &&
    targets.length === 1 &&
    (order.column === null || order.column.indexed);
  const counting = page.kind === 'index' ? countAll(source, targets, matches) : null;
  const reading = isDeep(page)
    ? all(search, selectDeepPage(inTime(source, matches), order, page))
    : isRead
      ? all(db.read, selectPage(matches, order, page))
      : all(search, selectPage(inTime(source, matches), order, page));
  const [rows, total] = await Promise.all([reading, counting]);
  return { rows, total };
}

/** Users and groups are counted as they come and go. */
async function countAll(source: ListSource, targets: readonly ListTarget[], matches: Selection): Promise<number> {
  const kept = targets.map(({ type, filter }) => keptCount(type.name, filter !== null));
  if (!kept.every((column) => column !== null)) return count(source.search, selectCount(inTime(source, matches)));
  return count(
    source.db.read,
    sql(`select ${kept.join(' + ')} as total from integration where no = ?`, [source.integrationNo]),
  );
}

const keptCount = (typeName: string, active: boolean): string | null => {
  if (typeName === 'User') return active ? 'active_users' : 'users';
  return typeName === 'Group' && !active ? 'groups' : null;
};

const count = async (reader: SqlReader, { text, params }: Sql): Promise<number> =>
  (await reader.all<{ total: number }>(text, params))[0]?.total ?? 0;

/** Looks at every resource: off the main thread, and in index mode once for both page and total. */
async function findByScan(source: ListSource, matches: Selection, order: Order, page: Page): Promise<Found> {
  const { db, search } = source;
  const timed = inTime(source, matches);
  if (page.kind === 'cursor') return { rows: await all(search, selectPage(timed, order, page)), total: null };
  const { text, params } = selectCountedPage(timed, order, page, db.dialect.filter.scanOrder);
  const rows = await search.all<ListRow & { readonly total: number }>(text, params);
  // Where the page is empty there is one row, with the total alone.
  return { rows: rows.filter(({ id }) => id !== null), total: rows[0]?.total ?? 0 };
}

/** Counts only where the rows don't tell. */
async function withCount(rows: readonly ListRow[], page: Page, counting: () => Promise<number>): Promise<Found> {
  if (page.kind === 'cursor')
    return { rows, total: page.at === null && rows.length <= page.count ? rows.length : null };
  const isLast = rows.length <= page.count && (rows.length > 0 || page.startIndex === 1);
  return { rows, total: isLast ? page.startIndex - 1 + rows.length : await counting() };
}

const isDeep = (page: Page): page is Page & { kind: 'index' } => page.kind === 'index' && page.startIndex > MAX_SKIPPED;
