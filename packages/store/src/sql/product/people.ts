import type {
  FacetField,
  FacetValue,
  ListedPerson,
  PeopleCounts,
  PeopleFilter,
  PeoplePage,
  PeopleQuery,
  PeopleSort,
  PeopleStore,
} from '../../ports/product-people.ts';
import { isStart } from '../admin/page-cursor.ts';
import { type BoundedReader, boundedReader } from '../bounded-reader.ts';
import { type Database, DatabaseError, type SqlReader, type SqlValue } from '../database.ts';
import { containing, keyOf, patternsOf } from './keys.ts';
import { allGroups, directGroups, type GroupRow, groupColumns, groupOf } from './membership.ts';
import { type Condition, conditionOf, tabCondition } from './people-filter.ts';
import { findPerson, type PersonRow, personColumns, personOf } from './person-rows.ts';

const sortColumns: Readonly<Record<PeopleSort, string>> = {
  name: 'name_key',
  email: 'email_key',
  department: 'department_key',
  jobTitle: 'job_title_key',
  updatedAt: 'updated',
};

const SHOWN_GROUPS = 5;
/** Fewer matches than this are collected and sorted; more are met soon on a walk along the index of the sort. */
const FEW = 20_000;
const EXPORT_PAGE = 1_000;
const EXPORT_PATIENCE = 10;

/** Where a page begins: the sort values of the row that it follows. */
interface Position {
  readonly backwards: boolean;
  readonly archived: number;
  readonly key: string;
  readonly integrationNo: number;
  readonly ord: number;
}

const encode = ({ backwards, archived, key, integrationNo, ord }: Position): string =>
  Buffer.from(JSON.stringify([backwards ? 1 : 0, archived, key, integrationNo, ord])).toString('base64url');

function decode(cursor: string): Position | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts)) return null;
    const [backwards, archived, key, integrationNo, ord]: unknown[] = parts;
    if (typeof archived !== 'number' || typeof key !== 'string' || !isStart(key, 'text')) return null;
    if (typeof integrationNo !== 'number' || typeof ord !== 'number') return null;
    if (![archived, integrationNo, ord].every((value) => isStart(value, 'number'))) return null;
    return { backwards: backwards === 1, archived, key, integrationNo, ord };
  } catch {
    return null;
  }
}

export function openPeople(db: Database, tenantNo: number): PeopleStore {
  const lists = boundedReader(db, tenantNo);
  return {
    list: (query) => list(lists, tenantNo, query),
    counts: (filter) => counts(lists, tenantNo, filter),
    facet: (field, search, limit) => facet(lists, tenantNo, field, search, limit),
    get: (id) => findPerson(db.read, tenantNo, id),
    groupsOf: (person) => (person.deleted ? Promise.resolve([]) : allGroups(db.read, person.integrationNo, person.ord)),
    each: (filter) => each(lists, tenantNo, filter),
    forget: (id) =>
      db.write('product', async (tx) => {
        const where = 'id = ? and deleted is not null and tenant_no = ? and device_count = 0';
        return (await tx.run(`delete from person where ${where}`, [id, tenantNo])) > 0;
      }),
    groups: (search, limit) => groups(lists, tenantNo, search, limit),
  };
}

async function list(reader: BoundedReader, tenantNo: number, query: PeopleQuery): Promise<PeoplePage | null> {
  const from = query.cursor === null ? null : decode(query.cursor);
  if (query.cursor !== null && !from) return null;
  const condition = await conditionOf(reader, tenantNo, query.filter);
  if (!condition) return { people: [], next: null, previous: null };
  const few = await isFew(reader, query, condition);
  const rows = await reader.all<PersonRow & { key: string }>(...pageStatement(query, condition, from, few));
  return pageOf(reader, query, from, rows);
}

/** Narrow filters are worth a count first: walking the whole index of the sort for three matches is what is slow. */
async function isFew(reader: SqlReader, { filter, sort }: PeopleQuery, condition: Condition): Promise<boolean> {
  const { tab, archived, active, search, ...others } = filter;
  // The index of names holds what search reads.
  const narrowing = sort.by === 'name' ? others : { search, ...others };
  if (Object.values(narrowing).every((value) => value === undefined || value === '')) return false;
  const [row] = await reader.all<{ n: number }>(
    `select count(*) as n from (select 1 from person p where ${condition.sql} and ${tabCondition(tab)} limit ${FEW + 1}) found`,
    condition.params,
  );
  return (row?.n ?? 0) <= FEW;
}

function pageStatement(
  { filter, sort, limit }: PeopleQuery,
  condition: Condition,
  from: Position | null,
  few: boolean,
): [string, SqlValue[]] {
  const column = `p.${sortColumns[sort.by]}`;
  // An expression instead of the column keeps the database from walking the index of the sort.
  const key = few ? `(${column} || '')` : column;
  const order = ['p.archived', key, 'p.integration_no', 'p.ord'];
  const descending = sort.descending !== (from?.backwards ?? false);
  const params: SqlValue[] = [...condition.params];
  let after = '';
  if (from) {
    after = `and (${order.join(', ')}) ${descending ? '<' : '>'} (?, ?, ?, ?)`;
    params.push(from.archived, from.key, from.integrationNo, from.ord);
  }
  const by = (parts: readonly string[]) => parts.map((part) => (descending ? `${part} desc` : part)).join(', ');
  // The rows themselves are read last, only those of the page.
  const sql = `select ${personColumns}, page.sort_key as key from (
      select p.integration_no, p.ord, p.archived, ${column} as sort_key from person p
      where ${condition.sql} and ${tabCondition(filter.tab)} ${after} order by ${by(order)} limit ?
    ) page join person p on p.integration_no = page.integration_no and p.ord = page.ord
    order by ${by(['page.archived', 'page.sort_key', 'page.integration_no', 'page.ord'])}`;
  return [sql, [...params, limit + 1]];
}

async function pageOf(
  reader: SqlReader,
  query: PeopleQuery,
  from: Position | null,
  rows: readonly (PersonRow & { key: string })[],
): Promise<PeoplePage> {
  const backwards = from?.backwards ?? false;
  const more = rows.length > query.limit;
  const shown = rows.slice(0, query.limit);
  if (backwards) shown.reverse();
  const at = (row: (PersonRow & { key: string }) | undefined, back: boolean) =>
    row
      ? encode({
          backwards: back,
          archived: row.archived,
          key: row.key,
          integrationNo: row.integration_no,
          ord: row.ord,
        })
      : null;
  return {
    people: await listed(reader, shown),
    next: more || backwards ? at(shown.at(-1), false) : null,
    previous: from && (more || !backwards) ? at(shown[0], true) : null,
  };
}

async function listed(reader: SqlReader, rows: readonly PersonRow[]): Promise<readonly ListedPerson[]> {
  const alive = Map.groupBy(
    rows.filter((row) => row.deleted === null),
    (row) => row.integration_no,
  );
  const groups = new Map<string, Awaited<ReturnType<typeof allGroups>>>();
  for (const [integrationNo, own] of alive) {
    const found = await directGroups(
      reader,
      integrationNo,
      own.map((row) => row.ord),
    );
    for (const row of own) groups.set(row.id, found.get(row.ord) ?? []);
  }
  return rows.map((row) => {
    const own = groups.get(row.id) ?? [];
    return { ...personOf(row), groups: own.slice(0, SHOWN_GROUPS), groupCount: own.length };
  });
}

async function counts(reader: BoundedReader, tenantNo: number, filter: PeopleFilter): Promise<PeopleCounts> {
  const condition = await conditionOf(reader, tenantNo, filter);
  const none: PeopleCounts = { all: 0, withDevices: 0, withoutDevices: 0, archived: 0 };
  if (!condition) return none;
  const [row] = await reader.all<{ present: number; holders: number; archived: number }>(
    `select count(case when p.archived = 0 then 1 end) as present,
       count(case when p.archived = 0 and p.device_count > 0 then 1 end) as holders,
       count(case when p.archived = 1 then 1 end) as archived
     from person p where ${condition.sql} and ${tabCondition(undefined)}`,
    condition.params,
  );
  if (!row) return none;
  const { present, holders, archived } = row;
  return { all: present, withDevices: holders, withoutDevices: present - holders, archived };
}

async function facet(
  reader: BoundedReader,
  tenantNo: number,
  field: FacetField,
  search: string,
  limit: number,
): Promise<readonly FacetValue[]> {
  const column = field === 'department' ? 'department' : 'job_title';
  const keys = await reader.all<{ key: string; n: number }>(
    `select ${column}_key as key, count(*) as n from person
     where ${reader.inTime('ord')}tenant_no = ? and archived = 0 and ${column}_key like ? escape '\\'
     group by ${column}_key order by n desc, ${column}_key limit ?`,
    [tenantNo, containing(keyOf(search)), limit],
  );
  const values: FacetValue[] = [];
  for (const { key, n } of keys) {
    const [spelled] = await reader.all<{ value: string | null }>(
      `select ${column} as value from person where tenant_no = ? and archived = 0 and ${column}_key = ? limit 1`,
      [tenantNo, key],
    );
    values.push({ value: key === '' ? null : (spelled?.value ?? key), count: n });
  }
  return values;
}

/** An export that has begun can't say “busy” any more: it waits for its turn once more, and once more. */
async function patiently<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      const isBusy = error instanceof DatabaseError && error.kind === 'busy';
      if (!isBusy || attempt === EXPORT_PATIENCE) throw error;
    }
  }
}

async function* each(
  reader: BoundedReader,
  tenantNo: number,
  filter: PeopleFilter,
): AsyncGenerator<readonly ListedPerson[]> {
  let cursor: string | null = null;
  do {
    const query: PeopleQuery = { filter, sort: { by: 'name', descending: false }, limit: EXPORT_PAGE, cursor };
    const page: PeoplePage | null = await patiently(() => list(reader, tenantNo, query));
    if (page?.people.length) yield page.people;
    cursor = page?.next ?? null;
  } while (cursor !== null);
}

async function groups(reader: BoundedReader, tenantNo: number, search: string, limit: number) {
  const patterns = patternsOf(search);
  const rows = await reader.all<GroupRow>(
    `select ${groupColumns} from person_group g where ${reader.inTime('g.ord')}g.tenant_no = ? and g.deleted is null
     ${patterns.map(() => "and g.name_key like ? escape '\\'").join(' ')}
     order by g.name_key, g.integration_no, g.ord limit ?`,
    [tenantNo, ...patterns, limit],
  );
  return rows.map(groupOf);
}
