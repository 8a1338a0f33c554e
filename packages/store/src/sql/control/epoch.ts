import type { SqlReader, SqlWriter } from '../database.ts';

/** Every cached look-up of a token, a tenant or an integration is asked for anew from here on, in every process. */
export async function moveEpoch(tx: SqlWriter): Promise<void> {
  await tx.run('update control_epoch set epoch = epoch + 1 where no = 1');
}

export async function readEpoch(sql: SqlReader): Promise<number> {
  const [row] = await sql.all<{ epoch: number }>('select epoch from control_epoch where no = 1');
  if (!row) throw new Error('control_epoch has no row');
  return row.epoch;
}
