import { builtInRegistry, findResourceType, type Registry } from '@rollcall/scim';
import type { Database, SqlReader } from './database.ts';
import { inList } from './in-lists.ts';
import { indexingOf } from './resources/attribute-names.ts';
import { sameJson } from './resources/document-diff.ts';
import { type IndexRow, searchForm } from './resources/indexing.ts';
import { uniqueKey } from './resources/uniqueness.ts';
import { parseBody } from './resources/update-resource.ts';

/** A statement that finds rows which contradict each other, and what to say about one. */
interface Check {
  readonly says: string;
  readonly sql: string;
}

const checks: readonly Check[] = [
  {
    says: 'a group counts other members than it has rows',
    sql: `select r.integration_no as integration_no, r.ord as ord from resource r where r.member_count <>
      (select count(*) from member m where m.integration_no = r.integration_no and m.group_ord = r.ord)`,
  },
  {
    says: 'a membership has no group',
    sql: `select m.integration_no as integration_no, m.group_ord as ord from member m where not exists
      (select 1 from resource r where r.integration_no = m.integration_no and r.ord = m.group_ord)`,
  },
  {
    says: 'a membership has no member',
    sql: `select m.integration_no as integration_no, m.member_ord as ord from member m where not exists
      (select 1 from resource r where r.integration_no = m.integration_no and r.ord = m.member_ord)`,
  },
  {
    says: 'an index row has no resource',
    sql: `select a.integration_no as integration_no, a.ord as ord from attribute_index a where not exists
      (select 1 from resource r where r.integration_no = a.integration_no and r.ord = a.ord)`,
  },
  {
    says: 'a unique value has no resource',
    sql: `select u.integration_no as integration_no, u.ord as ord from unique_value u where not exists
      (select 1 from resource r where r.integration_no = u.integration_no and r.ord = u.ord)`,
  },
  {
    says: 'a resource has a version that its history does not end with',
    sql: `select r.integration_no as integration_no, r.ord as ord from resource r where r.version <> (select max(c.version)
      from change_log c where c.integration_no = r.integration_no and c.resource_id = r.id)`,
  },
  {
    says: 'a resource has no creation in its history',
    sql: `select r.integration_no as integration_no, r.ord as ord from resource r where not exists (select 1
      from change_log c where c.integration_no = r.integration_no and c.seq = r.ord and c.action = 'create')`,
  },
  {
    says: 'an integration counts other users, active users or groups than it has',
    sql: `select i.no as integration_no, i.seq as ord from integration i where
      i.users <> (select count(*) from resource r where r.integration_no = i.no and r.type = 'User') or
      i.active_users <>
        (select count(*) from resource r where r.integration_no = i.no and r.type = 'User' and r.active = 1) or
      i.groups <> (select count(*) from resource r where r.integration_no = i.no and r.type = 'Group')`,
  },
  {
    says: 'a change has a sequence number that its integration has not reached',
    sql: `select c.integration_no as integration_no, c.seq as ord from change_log c
      join integration i on i.no = c.integration_no where c.seq > i.seq`,
  },
];

const SHOWN = 10;

/**
 * Looks for rows that contradict each other and says what it found, a line each; empty when all is well. Reads everything, on
 * the scanning side, so it may run beside a working server; what is written meanwhile can then look inconsistent.
 */
export async function checkConsistency(db: Database, registry: Registry = builtInRegistry): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { says, sql } of checks) {
    const rows = await db.scan.all<{ integration_no: number; ord: number }>(`${sql} limit ${SHOWN}`);
    found.push(...rows.map((row) => `integration ${row.integration_no}, resource ${row.ord}: ${says}`));
  }
  return [...found, ...(await checkDocuments(db.scan, registry))];
}

type DocumentRow = {
  readonly integration_no: number;
  readonly ord: number;
  readonly type: string;
  readonly unique_key: string | null;
  readonly body: string;
  readonly search: string;
};

const DOCUMENTS = `select integration_no, ord, type, unique_key, body, search from resource
  where integration_no > ? or (integration_no = ? and ord > ?) order by integration_no, ord limit 500`;

/** Columns and index rows are derived from the document: derives them again and compares. */
async function checkDocuments(sql: SqlReader, registry: Registry): Promise<readonly string[]> {
  const names = await sql.all<{ no: number; name: string; state: string }>(
    'select no, name, state from attribute_name',
  );
  const indexing = indexingOf(names.filter(({ state }) => state === 'ready'));
  const found: string[] = [];
  const wanted = new Map<number, number>();
  for (let last: DocumentRow | undefined; ; ) {
    const start = [last?.integration_no ?? 0, last?.integration_no ?? 0, last?.ord ?? 0];
    const page = await sql.all<DocumentRow>(DOCUMENTS, start);
    for (const row of page) {
      const type = findResourceType(registry, row.type);
      if (type === null) continue;
      const complain = (says: string) => found.push(`integration ${row.integration_no}, resource ${row.ord}: ${says}`);
      const resource = parseBody(row.body);
      const form = searchForm(indexing, type, resource);
      if (uniqueKey(type, resource) !== row.unique_key) complain('its unique key is not that of its document');
      if (!sameJson(JSON.parse(form.text), JSON.parse(row.search))) complain('its search form is not its document’s');
      if (!(await hasIndexRows(sql, row, form.rows))) complain('an index row of its document is missing');
      wanted.set(row.integration_no, (wanted.get(row.integration_no) ?? 0) + form.rows.length);
    }
    last = page.at(-1);
    if (last === undefined || found.length >= SHOWN) break;
  }
  return found.length > 0 ? found : tooManyIndexRows(sql, wanted, [...indexing.attrs.values()]);
}

const INDEX_ROW =
  'select 1 as one from attribute_index where integration_no = ? and attr = ? and value = ? and ord = ?';

async function hasIndexRows(sql: SqlReader, row: DocumentRow, wanted: readonly IndexRow[]): Promise<boolean> {
  for (const { attr, value } of wanted) {
    if ((await sql.all(INDEX_ROW, [row.integration_no, attr, value, row.ord])).length === 0) return false;
  }
  return true;
}

/** All that are wanted are there, so any further ones are left over. */
async function tooManyIndexRows(
  sql: SqlReader,
  wanted: ReadonlyMap<number, number>,
  attrs: readonly number[],
): Promise<readonly string[]> {
  const list = inList(attrs);
  const rows = await sql.all<{ integration_no: number; n: number }>(
    `select integration_no, count(*) as n from attribute_index where attr in ${list.sql} group by integration_no`,
    list.params,
  );
  return rows
    .filter(({ integration_no, n }) => n !== (wanted.get(integration_no) ?? 0))
    .map((row) => `integration ${row.integration_no}: it has index rows that are in no document`);
}
