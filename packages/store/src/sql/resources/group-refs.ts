import type { ResourceType } from '@rollcall/scim';
import type { GroupRef, StoredResource } from '../../ports/resources.ts';
import type { SqlReader } from '../database.ts';
import { chunks, inList, MAX_IN_LIST } from '../in-lists.ts';
import { ordOfId } from './resource-id.ts';
import { type ResourceRow, resourceColumns, toStored } from './resource-row.ts';

/** Types that show the groups they are in: those whose schema has `groups` (RFC 7643 §4.1.2). */
export const showsGroups = (type: ResourceType): boolean => shown(type, 'groups');
export const hasMembers = (type: ResourceType): boolean => shown(type, 'members');

const answers = new WeakMap<ResourceType, ReadonlySet<string>>();

function shown(type: ResourceType, name: 'groups' | 'members'): boolean {
  const known = answers.get(type) ?? new Set(type.schema.attributes.map((attribute) => attribute.name));
  answers.set(type, known);
  return known.has(name);
}

type DirectRow = {
  readonly member_ord: number;
  readonly id: string;
  readonly display: string | null;
  readonly nested: number;
};

const direct = (where: string) => `select m.member_ord as member_ord, g.id as id, g.display as display,
  exists (select 1 from member p where p.integration_no = m.integration_no and p.member_ord = m.group_ord) as nested
  from member m join resource g on g.integration_no = m.integration_no and g.ord = m.group_ord
  where m.integration_no = ? and m.member_ord ${where} order by m.member_ord, m.group_ord`;

// `union` drops what it has seen, so groups that contain each other end it.
const ALL_OF_ONE = `with recursive above (ord, direct) as (
  select group_ord, 1 from member where integration_no = ? and member_ord = ?
  union
  select m.group_ord, 0 from above join member m on m.integration_no = ? and m.member_ord = above.ord
) select g.id as id, g.display as display, max(above.direct) as direct
  from above join resource g on g.integration_no = ? and g.ord = above.ord
  group by g.ord, g.id, g.display order by g.ord`;

const OF_ONE = direct('= ?');

/** The groups of one resource, directly and through other groups. */
export async function groupRefs(
  sql: SqlReader,
  integrationNo: number,
  memberOrd: number,
): Promise<readonly GroupRef[]> {
  return settle(sql, integrationNo, memberOrd, await sql.all<DirectRow>(OF_ONE, [integrationNo, memberOrd]));
}

export type UnionRow = ResourceRow & { readonly nested: number };

/**
 * One resource and its groups. One statement for both, since each costs a PostgreSQL more than its rows do. A group's row leaves
 * the columns empty that it has no use for. Bound to it: what `which` needs, the integration, what `ord` needs.
 */
export const withGroups = (
  which: string,
  ord: string = `(select ord from resource where ${which})`,
): string => `select ${resourceColumns}, -1 as nested from resource where ${which}
  union all
  select g.ord, g.type, g.id, g.version, coalesce(g.display, ''), '', 0, '', case when exists (select 1 from member p
    where p.integration_no = m.integration_no and p.member_ord = m.group_ord) then 1 else 0 end
  from member m join resource g on g.integration_no = m.integration_no and g.ord = m.group_ord
  where m.integration_no = ? and m.member_ord = ${ord}`;

const WITH_GROUPS = withGroups('integration_no = ? and ord = ?', '?');

/** A resource together with its groups; null as `readResource` says. */
export async function readResourceWithGroups(
  sql: SqlReader,
  integrationNo: number,
  typeName: string,
  id: string,
): Promise<StoredResource | null> {
  const ord = ordOfId(id);
  const rows = await sql.all<UnionRow>(WITH_GROUPS, [integrationNo, ord, integrationNo, ord]);
  const stored = await storedOf(sql, integrationNo, rows);
  return stored !== null && stored.id === id && stored.type === typeName ? stored : null;
}

/** What `withGroups` yielded, put together. */
export async function storedOf(
  sql: SqlReader,
  integrationNo: number,
  rows: readonly UnionRow[],
): Promise<StoredResource | null> {
  const row = rows.find(({ nested }) => nested === -1);
  if (row === undefined) return null;
  if (rows.length === 1) return toStored(row, []);
  const groups = rows
    .filter((one) => one !== row)
    .sort((a, b) => a.ord - b.ord)
    .map((one) => ({ id: one.id, display: one.created, nested: one.nested }));
  return toStored(row, await settle(sql, integrationNo, row.ord, groups));
}

/** Of many at once, for a list's page. */
export async function groupRefsOfMany(
  sql: SqlReader,
  integrationNo: number,
  memberOrds: readonly number[],
): Promise<ReadonlyMap<number, readonly GroupRef[]>> {
  const found = new Map<number, readonly GroupRef[]>();
  for (const part of chunks(memberOrds, MAX_IN_LIST)) {
    const list = inList(part);
    const rows = await sql.all<DirectRow>(direct(`in ${list.sql}`), [integrationNo, ...list.params]);
    for (const [ord, own] of Map.groupBy(rows, (row) => row.member_ord)) {
      found.set(ord, await settle(sql, integrationNo, ord, own));
    }
  }
  return found;
}

/** Nothing is above groups that are in no group, as nearly all are: only for the others the tree is walked. */
async function settle(
  sql: SqlReader,
  integrationNo: number,
  memberOrd: number,
  rows: readonly Pick<DirectRow, 'id' | 'display' | 'nested'>[],
): Promise<readonly GroupRef[]> {
  if (rows.length === 0) return [];
  if (rows.every(({ nested }) => nested === 0)) {
    return rows.map(({ id, display }) => ({ id, display: display ?? '', direct: true }));
  }
  const all = await sql.all<{ id: string; display: string | null; direct: number }>(ALL_OF_ONE, [
    integrationNo,
    memberOrd,
    integrationNo,
    integrationNo,
  ]);
  return all.map((row) => ({ id: row.id, display: row.display ?? '', direct: row.direct === 1 }));
}
