import type { JsonObject } from '@rollcall/scim';
import type {
  AdminDirectory,
  GroupMember,
  GroupSort,
  GroupsPage,
  GroupsQuery,
  MembersPage,
  NamedResource,
  ShownResource,
} from '../../ports/admin-directory.ts';
import type { DirectoryGroup } from '../../ports/product-people.ts';
import { type BoundedReader, boundedReader } from '../bounded-reader.ts';
import type { Database, SqlReader, SqlRow } from '../database.ts';
import { chunks, inList, MAX_IN_LIST, marks } from '../in-lists.ts';
import { patternsOf } from '../product/keys.ts';
import { type GroupRow, groupColumns, groupOf } from '../product/membership.ts';
import { decodeStart, keysetPage } from './page-cursor.ts';

const sortColumns: Readonly<Record<GroupSort, string>> = {
  name: 'g.name_key',
  members: 'g.member_count',
  updatedAt: 'g.updated',
};

async function listGroups(sql: BoundedReader, tenantNo: number, query: GroupsQuery): Promise<GroupsPage | null> {
  const start =
    query.cursor === null
      ? null
      : decodeStart(query.cursor, [query.sort.by === 'members' ? 'number' : 'text', 'number', 'number']);
  if (query.cursor !== null && !start) return null;
  const patterns = patternsOf(query.search ?? '');
  const narrowed = query.integrationNos;
  const page = await keysetPage<GroupRow & { readonly key: string | number }>({
    columns: [sortColumns[query.sort.by], 'g.integration_no', 'g.ord'],
    descending: query.sort.descending,
    start,
    limit: query.limit,
    values: (row) => [row.key, row.integration_no, row.ord],
    select: ({ where, params, order, limit }) =>
      sql.all(
        `select ${groupColumns}, ${sortColumns[query.sort.by]} as key from person_group g
         where ${sql.inTime('g.ord')}g.tenant_no = ? and g.deleted is null${patterns.map(() => " and g.name_key like ? escape '\\'").join('')}
         ${narrowed ? `and g.integration_no in (${marks(narrowed.length)})` : ''}${where} order by ${order} limit ?`,
        [tenantNo, ...patterns, ...(narrowed ?? []), ...params, limit],
      ),
  });
  return { groups: page.rows.map(groupOf), next: page.next, previous: page.previous };
}

interface MemberRow extends SqlRow {
  readonly ord: number;
  readonly id: string;
  readonly type: string;
  readonly display: string | null;
  readonly active: number;
  readonly name: string | null;
  readonly user_name: string | null;
}

const memberOf = (row: MemberRow): GroupMember => ({
  id: row.id,
  type: row.type,
  name: row.name ?? row.display ?? row.id,
  userName: row.user_name,
  active: row.active !== 0,
});

async function listMembers(
  sql: SqlReader,
  group: DirectoryGroup,
  cursor: string | null,
  limit: number,
): Promise<MembersPage | null> {
  const start = cursor === null ? null : decodeStart(cursor, ['number']);
  if (cursor !== null && !start) return null;
  const page = await keysetPage<MemberRow>({
    columns: ['m.member_ord'],
    descending: false,
    start,
    limit,
    values: (row) => [row.ord],
    select: ({ where, params, order, limit: rows }) =>
      sql.all(
        `select m.member_ord as ord, r.id, r.type, r.display, r.active, p.name, p.user_name from member m
         join resource r on r.integration_no = m.integration_no and r.ord = m.member_ord
         left join person p on p.integration_no = m.integration_no and p.ord = m.member_ord
         where m.integration_no = ? and m.group_ord = ?${where} order by ${order} limit ?`,
        [group.integrationNo, group.ord, ...params, rows],
      ),
  });
  return { members: page.rows.map(memberOf), next: page.next, previous: page.previous };
}

interface NamedRow extends SqlRow {
  readonly id: string;
  readonly name: string;
}

async function namesOf(
  sql: SqlReader,
  tenantNo: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NamedResource>> {
  const named = new Map<string, NamedResource>();
  for (const part of chunks([...new Set(ids)], MAX_IN_LIST)) {
    const list = inList(part);
    const from = (table: string) => `select id, name from ${table} where id in ${list.sql} and tenant_no = ?`;
    const groups = await sql.all<NamedRow>(from('person_group'), [...list.params, tenantNo]);
    const people = await sql.all<NamedRow>(from('person'), [...list.params, tenantNo]);
    for (const { id, name } of groups) named.set(id, { id, name, type: 'Group' });
    for (const { id, name } of people) named.set(id, { id, name, type: 'User' });
  }
  return named;
}

interface ResourceRow extends SqlRow {
  readonly integration_no: number;
  readonly ord: number;
  readonly type: string;
  readonly id: string;
  readonly body: string;
  readonly version: number;
  readonly created: string;
  readonly modified: string;
}

/** Bodies are written by `JSON.stringify` of an object only. */
function bodyOf(text: string): JsonObject {
  const body: JsonObject = JSON.parse(text);
  return body;
}

async function findResource(sql: SqlReader, integrationNo: number, id: string): Promise<ShownResource | null> {
  const [row] = await sql.all<ResourceRow>(
    `select integration_no, ord, type, id, body, version, created, modified from resource
     where integration_no = ? and id = ?`,
    [integrationNo, id],
  );
  if (!row) return null;
  const { ord, type, version, created, modified } = row;
  return { integrationNo, ord, type, id, body: bodyOf(row.body), version, created, modified };
}

const own = 'integration_no in (select no from integration_profile where tenant_no = ?)';

export function openAdminDirectory(db: Database, tenantNo: number): AdminDirectory {
  const lists = boundedReader(db, tenantNo);
  return {
    groups: (query) => listGroups(lists, tenantNo, query),
    async group(id) {
      const statement = `select ${groupColumns} from person_group g where g.id = ? and g.tenant_no = ? and g.deleted is null`;
      const [row] = await db.read.all<GroupRow>(statement, [id, tenantNo]);
      return row ? groupOf(row) : null;
    },
    members: (group, cursor, limit) => listMembers(db.read, group, cursor, limit),
    async parents(group) {
      const rows = await db.read.all<NamedRow>(
        `select g.id, g.name from member m
         join person_group g on g.integration_no = m.integration_no and g.ord = m.group_ord
         where m.integration_no = ? and m.member_ord = ? and g.deleted is null order by g.name_key, g.ord`,
        [group.integrationNo, group.ord],
      );
      return rows.map(({ id, name }) => ({ id, name, type: 'Group' }));
    },
    resource: (integrationNo, id) => findResource(db.read, integrationNo, id),
    names: (ids) => namesOf(db.read, tenantNo, ids),
    async counts() {
      const rows = await db.read.all<{ no: number; users: number; groups: number }>(
        `select i.no, i.users, i.groups from integration i join integration_profile p on p.no = i.no
         where p.tenant_no = ?`,
        [tenantNo],
      );
      return new Map(rows.map(({ no, users, groups }) => [no, { users, groups }]));
    },
    async deviceCounts(integrationNo) {
      const [row] = await lists.all<{ people: number; devices: number }>(
        `select count(*) as people, coalesce(sum(device_count), 0) as devices from person
         where ${lists.inTime('ord')}integration_no = ? and device_count > 0 and ${own}`,
        [integrationNo, tenantNo],
      );
      return { usersWithDevices: Number(row?.people ?? 0), devices: Number(row?.devices ?? 0) };
    },
  };
}
