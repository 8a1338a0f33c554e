import type { SqlReader, SqlWriter } from '../database.ts';
import type { Held, RequestValues } from './log-database.ts';

const pruneAtOnce = 5_000;
const minuteMs = 60_000;

/** Removes what is too old or too much of a tenant, oldest first. True when there may be more to remove. */
export async function pruneChunk(tx: SqlWriter, tenantNo: number, tooOld: number, maxBytes: number): Promise<boolean> {
  // Also locks the row, so that two servers don't count the same removal twice.
  await tx.run('update request_tenant set bytes = bytes where tenant_no = ?', [tenantNo]);
  const [total] = await tx.all<{ bytes: number }>('select bytes from request_tenant where tenant_no = ?', [tenantNo]);
  let excess = (total?.bytes ?? 0) - maxBytes;
  const rows = await tx.all<{ no: number; time: number; bytes: number }>(
    'select no, time, bytes from request where tenant_no = ? order by no limit ?',
    [tenantNo, pruneAtOnce],
  );
  let last = 0;
  let records = 0;
  let bytes = 0;
  for (const row of rows) {
    if (row.time >= tooOld && excess <= 0) break;
    last = row.no;
    records += 1;
    bytes += row.bytes;
    excess -= row.bytes;
  }
  if (records === 0) return false;
  await tx.run('delete from request where tenant_no = ? and no <= ?', [tenantNo, last]);
  await tx.run('update request_tenant set records = records - ?, bytes = bytes - ? where tenant_no = ?', [
    records,
    bytes,
    tenantNo,
  ]);
  return records === pruneAtOnce;
}

export async function heldOf(tx: SqlReader): Promise<readonly Held[]> {
  const rows = await tx.all<{ tenant_no: number; bytes: number; oldest: number | null }>(
    `select tenant_no, bytes,
       (select time from request where request.tenant_no = request_tenant.tenant_no order by no limit 1) as oldest
     from request_tenant order by tenant_no`,
  );
  return rows.map(({ tenant_no: tenantNo, bytes, oldest }) => ({ tenantNo, bytes, oldest }));
}

interface Total {
  readonly key: readonly number[];
  first: number;
  second: number;
}

/** Sums by key, in the order of the keys: servers that write at once then lock rows in the same order. */
class Totals {
  readonly #entries = new Map<string, Total>();

  add(key: readonly number[], first: number, second: number): void {
    const name = key.join(' ');
    const entry = this.#entries.get(name) ?? { key, first: 0, second: 0 };
    entry.first += first;
    entry.second += second;
    this.#entries.set(name, entry);
  }

  inOrder(): readonly Total[] {
    const byKey = (a: Total, b: Total): number => {
      const at = a.key.findIndex((part, index) => part !== b.key[index]);
      return (a.key[at] ?? 0) - (b.key[at] ?? 0);
    };
    return [...this.#entries.values()].sort(byKey);
  }
}

/** Adds to the counts by minute and to the totals of the tenants. */
export async function count(tx: SqlWriter, rows: readonly RequestValues[]): Promise<void> {
  const minutes = new Totals();
  const tenants = new Totals();
  for (const [, time, tenantNo, integrationNo, , , status, , , , , , bytes] of rows) {
    minutes.add([tenantNo, integrationNo, time - (time % minuteMs)], 1, status >= 400 ? 1 : 0);
    tenants.add([tenantNo], 1, bytes);
  }
  for (const { key, first, second } of minutes.inOrder())
    await tx.run(
      `insert into request_minute (tenant_no, integration_no, minute, requests, errors) values (?, ?, ?, ?, ?)
       on conflict (tenant_no, integration_no, minute) do update
       set requests = request_minute.requests + excluded.requests, errors = request_minute.errors + excluded.errors`,
      [...key, first, second],
    );
  for (const { key, first, second } of tenants.inOrder())
    await tx.run(
      `insert into request_tenant (tenant_no, records, bytes) values (?, ?, ?) on conflict (tenant_no) do update
       set records = request_tenant.records + excluded.records, bytes = request_tenant.bytes + excluded.bytes`,
      [...key, first, second],
    );
}
