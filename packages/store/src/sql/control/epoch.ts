import type { Database, SqlWriter } from '../database.ts';

/** Every cached look-up of a token, a tenant or an integration is asked for anew from here on, in every process. */
export async function moveEpoch(tx: SqlWriter): Promise<void> {
  await tx.run('update control_epoch set epoch = epoch + 1 where no = 1');
}

export const readEpoch = (db: Database): Promise<number> =>
  db.number('select epoch as number from control_epoch where no = 1');
