import { randomUUID } from 'node:crypto';
import { fail, ok, type Result } from '@rollcall/scim';
import type { DeviceChange, DeviceDraft, DeviceFailure, DeviceOwner, NewDevice } from '../../ports/product-devices.ts';
import type { Cause } from '../../ports/product-directory.ts';
import type { SqlReader, SqlValue, SqlWriter } from '../database.ts';
import { inList, marks } from '../in-lists.ts';
import { Insertion } from '../insertion.ts';
import { takeNumbers } from './counters.ts';
import { type DeviceRow, deviceColumns, factColumns, factsOf, serialKey } from './device-rows.ts';
import { markDevices } from './dirty.ts';
import { keyOf } from './keys.ts';
import { withIds } from './people-filter.ts';
import { findNamed } from './person-rows.ts';

interface Owner {
  readonly integrationNo: number | null;
  readonly ord: number | null;
  readonly wanted: string | null;
}

const nobody: Owner = { integrationNo: null, ord: null, wanted: null };

/** Finds the person; somebody who is awaited may be here already. */
async function findOwner(tx: SqlReader, tenantNo: number, owner: DeviceOwner): Promise<Owner | null> {
  switch (owner.kind) {
    case 'none':
      return nobody;
    case 'person': {
      const { sql, params } = withIds(tenantNo, [owner.id]);
      const [row] = await tx.all<PersonKey>(
        `select p.integration_no, p.ord from person p where ${sql} and p.tenant_no = ?`,
        [...params, tenantNo],
      );
      return row ? { integrationNo: row.integration_no, ord: row.ord, wanted: null } : null;
    }
    case 'wanted': {
      const key = keyOf(owner.text);
      if (key === '') return nobody;
      const found = await findNamed(tx, tenantNo, key);
      return found
        ? { integrationNo: found.integrationNo, ord: found.ord, wanted: null }
        : { integrationNo: null, ord: null, wanted: key };
    }
    default:
      return owner satisfies never;
  }
}

type PersonKey = { readonly integration_no: number; readonly ord: number };

async function findBlueprint(tx: SqlReader, tenantNo: number, id: string): Promise<number | null> {
  const [row] = await tx.all<{ no: number }>('select no from blueprint where tenant_no = ? and id = ?', [tenantNo, id]);
  return row?.no ?? null;
}

async function serialTaken(tx: SqlReader, tenantNo: number, serial: string | null, exceptNo: number): Promise<boolean> {
  const key = serialKey(serial);
  if (key === null) return false;
  const rows = await tx.all('select no from device where tenant_no = ? and serial_key = ? and no <> ?', [
    tenantNo,
    key,
    exceptNo,
  ]);
  return rows.length > 0;
}

const TAG = new Insertion('device_tag', ['tenant_no', 'name_key', 'device_no']);

export async function insertDevice(
  tx: SqlWriter,
  tenantNo: number,
  device: NewDevice,
  cause: Cause,
): Promise<Result<string, DeviceFailure>> {
  const { facts } = device;
  if (await serialTaken(tx, tenantNo, facts.serialNumber, 0))
    return fail({ kind: 'serialTaken', serialNumber: facts.serialNumber ?? '' });
  const owner = await findOwner(tx, tenantNo, device.owner);
  if (!owner) return fail({ kind: 'unknownUser' });
  const blueprintNo = device.blueprintId === null ? null : await findBlueprint(tx, tenantNo, device.blueprintId);
  if (device.blueprintId !== null && blueprintNo === null) return fail({ kind: 'unknownBlueprint' });
  const no = await takeNumbers(tx, tenantNo, 'device', 1);
  const id = randomUUID();
  const columns: readonly (readonly [string, SqlValue])[] = [
    ['tenant_no', tenantNo],
    ['no', no],
    ['id', id],
    ...factColumns(facts),
    ['user_integration_no', owner.integrationNo],
    ['user_ord', owner.ord],
    ['wanted_user', owner.wanted],
    ['blueprint_no', blueprintNo],
    ['created', cause.at],
    ['updated', cause.at],
  ];
  await tx.run(
    `insert into device (${columns.map(([name]) => name).join(', ')}) values (${marks(columns.length)})`,
    columns.map(([, value]) => value),
  );
  await countDevices(tx, owner, 1);
  await setTags(tx, tenantNo, no, facts.tags);
  await markDevices(tx, tenantNo, [{ no, cause }]);
  return ok(id);
}

export const findRow = async (tx: SqlReader, tenantNo: number, id: string): Promise<DeviceRow | null> => {
  const [row] = await tx.all<DeviceRow>(`select ${deviceColumns} from device d where d.id = ? and d.tenant_no = ?`, [
    id,
    tenantNo,
  ]);
  return row ?? null;
};

export async function changeDevice(
  tx: SqlWriter,
  tenantNo: number,
  row: DeviceRow,
  change: DeviceChange,
  cause: Cause,
): Promise<Result<void, DeviceFailure>> {
  const before = factsOf(row);
  const facts: DeviceDraft = { ...before, ...change.facts };
  if (await serialTaken(tx, tenantNo, facts.serialNumber, row.no))
    return fail({ kind: 'serialTaken', serialNumber: facts.serialNumber ?? '' });
  const had: Owner = { integrationNo: row.user_integration_no, ord: row.user_ord, wanted: row.wanted_user };
  const owner = change.owner ? await findOwner(tx, tenantNo, change.owner) : had;
  if (!owner) return fail({ kind: 'unknownUser' });
  const blueprintNo =
    change.blueprintId === undefined
      ? row.blueprint_no
      : change.blueprintId === null
        ? null
        : await findBlueprint(tx, tenantNo, change.blueprintId);
  if (change.blueprintId && blueprintNo === null) return fail({ kind: 'unknownBlueprint' });
  const columns: readonly (readonly [string, SqlValue])[] = [
    ...factColumns(facts),
    ['user_integration_no', owner.integrationNo],
    ['user_ord', owner.ord],
    ['wanted_user', owner.wanted],
    ['blueprint_no', blueprintNo],
    ['updated', cause.at],
  ];
  await tx.run(
    `update device set ${columns.map(([name]) => `${name} = ?`).join(', ')} where tenant_no = ? and no = ?`,
    [...columns.map(([, value]) => value), tenantNo, row.no],
  );
  if (owner.integrationNo !== had.integrationNo || owner.ord !== had.ord) {
    await countDevices(tx, owner, 1);
    await countDevices(tx, had, -1);
  }
  if (JSON.stringify(before.tags) !== JSON.stringify(facts.tags)) await setTags(tx, tenantNo, row.no, facts.tags);
  await markDevices(tx, tenantNo, [{ no: row.no, cause }]);
  return ok(undefined);
}

/** Somebody who was deleted over SCIM is kept for as long as a device is theirs. */
export async function countDevices(tx: SqlWriter, owner: Omit<Owner, 'wanted'>, by: number): Promise<void> {
  if (owner.integrationNo === null || owner.ord === null) return;
  const key = [owner.integrationNo, owner.ord];
  await tx.run('update person set device_count = device_count + ? where integration_no = ? and ord = ?', [by, ...key]);
  if (by < 0)
    await tx.run(
      'delete from person where integration_no = ? and ord = ? and deleted is not null and device_count <= 0',
      key,
    );
}

async function setTags(tx: SqlWriter, tenantNo: number, no: number, tags: readonly string[]): Promise<void> {
  await tx.run(
    'delete from device_tag where tenant_no = ? and name_key in (select name_key from tag where tenant_no = ?) and device_no = ?',
    [tenantNo, tenantNo, no],
  );
  const byKey = new Map(tags.map((tag) => [keyOf(tag), tag]));
  for (const [key, name] of byKey)
    await tx.run(
      'insert into tag (tenant_no, name_key, id, name) values (?, ?, ?, ?) on conflict (tenant_no, name_key) do nothing',
      [tenantNo, key, randomUUID(), name],
    );
  await tx.insert(
    TAG,
    [...byKey.keys()].map((key) => [tenantNo, key, no]),
  );
}

export async function removeDevice(tx: SqlWriter, tenantNo: number, row: DeviceRow, cause: Cause): Promise<void> {
  await setTags(tx, tenantNo, row.no, []);
  await tx.run('delete from device where tenant_no = ? and no = ?', [tenantNo, row.no]);
  await countDevices(tx, { integrationNo: row.user_integration_no, ord: row.user_ord }, -1);
  // The feed of results tells of the removal when this mark is settled.
  await markDevices(tx, tenantNo, [{ no: row.no, cause }]);
}

export async function rowsOf(tx: SqlReader, tenantNo: number, ids: readonly string[]): Promise<readonly DeviceRow[]> {
  const list = inList(ids);
  return tx.all<DeviceRow>(`select ${deviceColumns} from device d where d.id in ${list.sql} and d.tenant_no = ?`, [
    ...list.params,
    tenantNo,
  ]);
}
