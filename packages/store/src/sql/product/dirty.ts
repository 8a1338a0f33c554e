import type { Cause } from '../../ports/product-directory.ts';
import type { SqlReader, SqlWriter } from '../database.ts';
import { chunks, inList } from '../in-lists.ts';
import { Insertion } from '../insertion.ts';
import { takeNumbers } from './counters.ts';

const onKnown = `on conflict (tenant_no, device_no) do update set mark = excluded.mark, cause = excluded.cause, caused = excluded.caused`;
const MARK = new Insertion('device_dirty', ['tenant_no', 'device_no', 'mark', 'cause', 'caused'], onKnown);
const LIST = 500;

/**
 * Says that the results of these devices may be out of date. A mark is higher than every mark before it, so an evaluation
 * that began earlier does not take the new one for done. The scope `product` must be held.
 */
export async function markDevices(
  tx: SqlWriter,
  tenantNo: number,
  devices: readonly { readonly no: number; readonly cause: Cause }[],
): Promise<void> {
  if (devices.length === 0) return;
  const mark = await takeNumbers(tx, tenantNo, 'mark', 1);
  // A statement may not touch a row twice.
  const last = new Map(devices.map(({ no, cause }) => [no, cause]));
  await tx.insert(
    MARK,
    [...last].map(([no, { cause, at }]) => [tenantNo, no, mark, cause, at]),
  );
}

/** All devices of a blueprint, in one statement. */
export async function markBlueprint(tx: SqlWriter, tenantNo: number, blueprintNo: number, cause: Cause): Promise<void> {
  const mark = await takeNumbers(tx, tenantNo, 'mark', 1);
  await tx.run(
    `insert into device_dirty (tenant_no, device_no, mark, cause, caused)
     select tenant_no, no, cast(? as bigint), cast(? as text), cast(? as text) from device where tenant_no = ? and blueprint_no = ? ${onKnown}`,
    [mark, cause.cause, cause.at, tenantNo, blueprintNo],
  );
}

/** The devices that these people (by id) have in these blueprints, in one statement. */
export async function markOwned(
  tx: SqlWriter,
  { tenantNo, integrationNo }: { readonly tenantNo: number; readonly integrationNo: number },
  personIds: readonly string[],
  blueprints: readonly number[],
  cause: Cause,
): Promise<void> {
  const mark = await takeNumbers(tx, tenantNo, 'mark', 1);
  const [people, theirs] = [inList(personIds), inList(blueprints)];
  await tx.run(
    `insert into device_dirty (tenant_no, device_no, mark, cause, caused)
     select d.tenant_no, d.no, cast(? as bigint), cast(? as text), cast(? as text) from resource r cross join device d
     where r.integration_no = ? and r.id in ${people.sql} and d.tenant_no = ?
       and d.user_integration_no = r.integration_no and d.user_ord = r.ord and d.blueprint_no in ${theirs.sql}
     ${onKnown}`,
    [mark, cause.cause, cause.at, integrationNo, ...people.params, tenantNo, ...theirs.params],
  );
}

/** The devices that these people (by id) have in these blueprints. */
export async function ownedBy(
  reader: SqlReader,
  { tenantNo, integrationNo }: { readonly tenantNo: number; readonly integrationNo: number },
  personIds: readonly string[],
  blueprints: readonly number[],
): Promise<readonly number[]> {
  const found: number[] = [];
  const theirs = inList(blueprints);
  for (const chunk of chunks(personIds, LIST)) {
    const people = inList(chunk);
    const rows = await reader.all<{ no: number }>(
      `select d.no from resource r cross join device d
       where r.integration_no = ? and r.id in ${people.sql} and d.tenant_no = ?
         and d.user_integration_no = r.integration_no and d.user_ord = r.ord and d.blueprint_no in ${theirs.sql}`,
      [integrationNo, ...people.params, tenantNo, ...theirs.params],
    );
    for (const { no } of rows) found.push(no);
  }
  return found;
}

export interface OwnedDevice {
  readonly no: number;
  readonly blueprintNo: number | null;
}

export async function devicesOf(
  reader: SqlReader,
  integrationNo: number,
  ords: readonly number[],
): Promise<ReadonlyMap<number, readonly OwnedDevice[]>> {
  const owned = new Map<number, OwnedDevice[]>();
  for (const chunk of chunks(ords, LIST)) {
    const users = inList(chunk);
    const rows = await reader.all<{ user_ord: number; no: number; blueprint_no: number | null }>(
      `select user_ord, no, blueprint_no from device where user_integration_no = ? and user_ord in ${users.sql}`,
      [integrationNo, ...users.params],
    );
    for (const row of rows) {
      const own = owned.get(row.user_ord) ?? [];
      own.push({ no: row.no, blueprintNo: row.blueprint_no });
      owned.set(row.user_ord, own);
    }
  }
  return owned;
}

interface Arrival {
  readonly ord: number;
  /** Folded e-mail and userName. */
  readonly keys: readonly string[];
  readonly cause: Cause;
}

/** Devices that were imported for a user whom no integration had delivered yet are assigned when that user arrives. */
export async function linkWaiting(
  tx: SqlWriter,
  { tenantNo, integrationNo }: { readonly tenantNo: number; readonly integrationNo: number },
  arrivals: readonly Arrival[],
): Promise<void> {
  const byKey = new Map<string, Arrival>();
  for (const arrival of arrivals) for (const key of arrival.keys) byKey.set(key, arrival);
  for (const chunk of chunks([...byKey.keys()], LIST)) {
    const users = inList(chunk);
    const waiting = await tx.all<{ no: number; wanted_user: string }>(
      `select no, wanted_user from device where tenant_no = ? and wanted_user in ${users.sql}`,
      [tenantNo, ...users.params],
    );
    const linked: { no: number; cause: Cause }[] = [];
    for (const { no, wanted_user } of waiting) {
      const arrival = byKey.get(wanted_user);
      if (!arrival) continue;
      await tx.run(
        `update device set user_integration_no = ?, user_ord = ?, wanted_user = null, updated = ?
         where tenant_no = ? and no = ?`,
        [integrationNo, arrival.ord, arrival.cause.at, tenantNo, no],
      );
      await tx.run('update person set device_count = device_count + 1 where integration_no = ? and ord = ?', [
        integrationNo,
        arrival.ord,
      ]);
      linked.push({ no, cause: arrival.cause });
    }
    await markDevices(tx, tenantNo, linked);
  }
}
