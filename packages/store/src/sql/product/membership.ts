import type { DirectoryGroup, PersonGroup } from '../../ports/product-people.ts';
import type { SqlReader } from '../database.ts';
import { chunks, inList } from '../in-lists.ts';
import { keyOf } from './keys.ts';

export type GroupRow = {
  readonly integration_no: number;
  readonly ord: number;
  readonly id: string;
  readonly name: string;
  readonly member_count: number;
  readonly updated: string;
};

export const groupColumns = 'g.integration_no, g.ord, g.id, g.name, g.member_count, g.updated';

export const groupOf = (row: GroupRow): DirectoryGroup => ({
  id: row.id,
  integrationNo: row.integration_no,
  ord: row.ord,
  name: row.name,
  memberCount: row.member_count,
  updatedAt: row.updated,
});

/** Groups of the tenant that exist. */
export async function findGroups(
  reader: SqlReader,
  tenantNo: number,
  ids: readonly string[],
): Promise<readonly DirectoryGroup[]> {
  const found: DirectoryGroup[] = [];
  for (const chunk of chunks(ids, 500)) {
    const list = inList(chunk);
    const rows = await reader.all<GroupRow>(
      `select ${groupColumns} from person_group g where g.id in ${list.sql} and g.tenant_no = ? and g.deleted is null`,
      [...list.params, tenantNo],
    );
    found.push(...rows.map(groupOf));
  }
  return found;
}

/** The groups, and those nested in them at any depth: whoever is a direct member of one of these is in one of `ords`. */
export async function withNested(
  reader: SqlReader,
  integrationNo: number,
  ords: readonly number[],
): Promise<readonly number[]> {
  return closure(ords, async (level) => {
    const list = inList(level);
    // Few groups are members of another: from each group one look at what it is in. `cross join` keeps SQLite to that order.
    const rows = await reader.all<{ ord: number }>(
      `select distinct m.member_ord as ord from person_group g cross join member m
       where g.integration_no = ? and m.integration_no = g.integration_no and m.member_ord = g.ord
         and m.group_ord in ${list.sql}`,
      [integrationNo, ...list.params],
    );
    return rows.map((row) => row.ord);
  });
}

/** The groups that hold one of `ords` (groups or people), at any depth; without `ords` themselves unless they are in a cycle. */
export async function holdersOf(
  reader: SqlReader,
  integrationNo: number,
  ords: readonly number[],
): Promise<readonly number[]> {
  const above = async (level: readonly number[]) => {
    const list = inList(level);
    const rows = await reader.all<{ ord: number }>(
      `select distinct group_ord as ord from member where integration_no = ? and member_ord in ${list.sql}`,
      [integrationNo, ...list.params],
    );
    return rows.map((row) => row.ord);
  };
  if (ords.length === 0) return [];
  return closure(await above(ords), above);
}

async function closure(
  start: readonly number[],
  next: (level: readonly number[]) => Promise<readonly number[]>,
): Promise<readonly number[]> {
  const found = new Set(start);
  let level = [...found];
  while (level.length > 0) {
    const fresh = new Set<number>();
    for (const chunk of chunks(level, 500)) for (const ord of await next(chunk)) if (!found.has(ord)) fresh.add(ord);
    for (const ord of fresh) found.add(ord);
    level = [...fresh];
  }
  return [...found];
}

/** Direct groups of several people of one integration, by their row keys. */
export async function directGroups(
  reader: SqlReader,
  integrationNo: number,
  ords: readonly number[],
): Promise<ReadonlyMap<number, readonly PersonGroup[]>> {
  const list = inList(ords);
  const rows = await reader.all<{ member_ord: number; id: string; name: string }>(
    `select m.member_ord, g.id, g.name from member m
     join person_group g on g.integration_no = m.integration_no and g.ord = m.group_ord
     where m.integration_no = ? and m.member_ord in ${list.sql} and g.deleted is null
     order by g.name_key, g.ord`,
    [integrationNo, ...list.params],
  );
  const groups = new Map<number, PersonGroup[]>();
  for (const row of rows) {
    const own = groups.get(row.member_ord) ?? [];
    own.push({ id: row.id, name: row.name, direct: true });
    groups.set(row.member_ord, own);
  }
  return groups;
}

/** All groups of one person, direct ones first. */
export async function allGroups(
  reader: SqlReader,
  integrationNo: number,
  ord: number,
): Promise<readonly PersonGroup[]> {
  const direct = (await directGroups(reader, integrationNo, [ord])).get(ord) ?? [];
  const seen = new Set(direct.map((group) => group.id));
  const indirect: PersonGroup[] = [];
  for (const chunk of chunks(await holdersOf(reader, integrationNo, [ord]), 500)) {
    const list = inList(chunk);
    const rows = await reader.all<{ id: string; name: string }>(
      `select g.id, g.name from person_group g where g.integration_no = ? and g.ord in ${list.sql}
       and g.deleted is null order by g.name_key, g.ord`,
      [integrationNo, ...list.params],
    );
    for (const { id, name } of rows) if (!seen.has(id)) indirect.push({ id, name, direct: false });
  }
  return [...direct, ...indirect];
}

export async function groupsNamed(
  reader: SqlReader,
  tenantNo: number,
  integrationNo: number,
  name: string,
): Promise<readonly DirectoryGroup[]> {
  const rows = await reader.all<GroupRow>(
    `select ${groupColumns} from person_group g
     where g.tenant_no = ? and g.name_key = ? and g.integration_no = ? and g.deleted is null order by g.ord`,
    [tenantNo, keyOf(name), integrationNo],
  );
  return rows.map(groupOf);
}
