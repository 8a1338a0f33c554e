import type { SqlWriter } from '../database.ts';

/** The next numbers of a counter of the tenant: returns the first of `count`. The scope `product` must be held. */
export async function takeNumbers(tx: SqlWriter, tenantNo: number, name: string, count: number): Promise<number> {
  const [row] = await tx.all<{ value: number }>(
    `insert into product_counter (tenant_no, name, value) values (?, ?, ?)
     on conflict (tenant_no, name) do update set value = product_counter.value + ? returning value`,
    [tenantNo, name, count, count],
  );
  return (row?.value ?? count) - count + 1;
}
