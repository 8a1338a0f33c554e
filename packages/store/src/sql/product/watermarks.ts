import type { Database, SqlReader } from '../database.ts';

/** Counters that say whether something which was read earlier still holds. */
export interface Watermarks {
  /** Moves with every change of a map. */
  readonly maps: number;
  /** Moves with every change of a Library Item. */
  readonly items: number;
  /** Moves when a group of the directory appears, is renamed or disappears. */
  readonly groups: number;
  /** The value of `groups` for which the rules were last looked after. */
  readonly groupsSettled: number;
}

export async function readWatermarks(reader: SqlReader, tenantNo: number): Promise<Watermarks> {
  const rows = await reader.all<{ name: string; value: number }>(
    "select name, value from product_counter where tenant_no = ? and name in ('maps', 'items', 'groups', 'groupsSettled')",
    [tenantNo],
  );
  const value = (name: string) => rows.find((row) => row.name === name)?.value ?? 0;
  return { maps: value('maps'), items: value('items'), groups: value('groups'), groupsSettled: value('groupsSettled') };
}

export async function settleGroups(db: Database, tenantNo: number, groups: number): Promise<void> {
  await db.write('product', (tx) =>
    tx.run(
      `insert into product_counter (tenant_no, name, value) values (?, 'groupsSettled', ?)
       on conflict (tenant_no, name) do update set value = excluded.value`,
      [tenantNo, groups],
    ),
  );
}
