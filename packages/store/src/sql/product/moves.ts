import type { Move, MoveStore } from '../../ports/product-devices.ts';
import { type BoundedReader, boundedReader } from '../bounded-reader.ts';
import type { Database, SqlValue } from '../database.ts';
import { countDevices } from './device-writes.ts';
import { devicesOf, markDevices } from './dirty.ts';
import { findPerson } from './person-rows.ts';

export function openMoves(db: Database, tenantNo: number): MoveStore {
  return {
    proposals: (of) => proposals(boundedReader(db, tenantNo), tenantNo, of),
    move: (fromId, toId, cause) =>
      db.write('product', async (tx) => {
        const from = await findPerson(tx, tenantNo, fromId);
        const to = await findPerson(tx, tenantNo, toId);
        if (!from || !to || to.deleted || from.id === to.id) return null;
        const owned = (await devicesOf(tx, from.integrationNo, [from.ord])).get(from.ord) ?? [];
        for (const { no } of owned)
          await tx.run(
            'update device set user_integration_no = ?, user_ord = ?, updated = ? where tenant_no = ? and no = ?',
            [to.integrationNo, to.ord, cause.at, tenantNo, no],
          );
        await countDevices(tx, { integrationNo: to.integrationNo, ord: to.ord }, owned.length);
        await countDevices(tx, { integrationNo: from.integrationNo, ord: from.ord }, -owned.length);
        await markDevices(
          tx,
          tenantNo,
          owned.map(({ no }) => ({ no, cause })),
        );
        return owned.length;
      }),
  };
}

type MoveRow = {
  readonly from_id: string;
  readonly from_name: string;
  readonly from_email: string | null;
  readonly from_integration: number;
  readonly devices: number;
  readonly to_id: string;
  readonly to_name: string;
  readonly to_email: string | null;
  readonly to_integration: number;
  readonly rank: number;
};

const moveColumns = `gone.id as from_id, gone.name as from_name, gone.email as from_email, gone.integration_no as from_integration,
  gone.device_count as devices, here.id as to_id, here.name as to_name, here.email as to_email,
  here.integration_no as to_integration`;

async function proposals(
  reader: BoundedReader,
  tenantNo: number,
  of: { readonly personId?: string; readonly integrationNo?: number },
): Promise<readonly Move[]> {
  const parts = [`${reader.inTime('gone.ord')}gone.tenant_no = ? and gone.archived = 1 and gone.device_count > 0`];
  const params: SqlValue[] = [tenantNo];
  if (of.personId !== undefined) {
    parts.push('(gone.id = ? or here.id = ?)');
    params.push(of.personId, of.personId);
  }
  if (of.integrationNo !== undefined) {
    parts.push('(gone.integration_no = ? or here.integration_no = ?)');
    params.push(of.integrationNo, of.integrationNo);
  }
  const where = parts.join(' and ');
  const rows = await reader.all<MoveRow>(
    `select ${moveColumns}, 1 as rank from person gone join person here
       on here.tenant_no = gone.tenant_no and here.archived = 0 and here.email_key = gone.email_key
     where ${where} and gone.email_key <> ''
     union all
     select ${moveColumns}, 2 as rank from person gone
       join resource r on r.type = 'User' and r.unique_key = gone.user_key
         and r.integration_no in (select no from integration_profile where tenant_no = ? and deleted is null)
       join person here on here.integration_no = r.integration_no and here.ord = r.ord and here.archived = 0
     where ${where}
     order by from_name, from_id, rank, to_integration, to_id`,
    [...params, tenantNo, ...params],
  );
  const best = new Map<string, Move>();
  for (const row of rows) if (!best.has(row.from_id)) best.set(row.from_id, moveOf(row));
  return [...best.values()];
}

const moveOf = (row: MoveRow): Move => ({
  from: { id: row.from_id, name: row.from_name, email: row.from_email, integrationNo: row.from_integration },
  to: { id: row.to_id, name: row.to_name, email: row.to_email, integrationNo: row.to_integration },
  by: row.rank === 1 ? 'email' : 'userName',
  devices: row.devices,
});
