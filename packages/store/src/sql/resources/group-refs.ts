import type { ResourceType } from '@rollcall/scim';
import type { GroupRef } from '../../ports/resources.ts';
import type { SqlReader } from '../database.ts';
import { chunks, inList, MAX_IN_LIST } from '../in-lists.ts';

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

const OF_ID = direct('= (select ord from resource where integration_no = ? and id = ?)');

/** The same by id, so that it can travel with the read of the resource itself. */
export async function groupRefsById(sql: SqlReader, integrationNo: number, id: string): Promise<readonly GroupRef[]> {
  const rows = await sql.all<DirectRow>(OF_ID, [integrationNo, integrationNo, id]);
  return settle(sql, integrationNo, rows[0]?.member_ord ?? 0, rows);
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
  rows: readonly DirectRow[],
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
