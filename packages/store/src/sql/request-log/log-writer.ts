import type { SqlWriter } from '../database.ts';
import { Insertion } from '../insertion.ts';
import { type LogWriter, requestColumns } from './log-database.ts';
import { count, heldOf, pruneChunk } from './totals.ts';

/** What a database says of itself: how it does one transaction. */
export interface LogTransactions {
  write<T>(work: (tx: SqlWriter) => Promise<T>): Promise<T>;
}

const REQUEST = new Insertion('request', requestColumns);

export const logWriter = (db: LogTransactions): LogWriter => ({
  append: (rows) =>
    db.write(async (tx) => {
      await tx.insert(REQUEST, rows);
      await count(tx, rows);
    }),
  held: () => db.write(heldOf),
  prune: (tenantNo, tooOld, maxBytes) => db.write((tx) => pruneChunk(tx, tenantNo, tooOld, maxBytes)),
  forgetMinutes: (tenantNo, before) =>
    db.write(async (tx) => {
      await tx.run('delete from request_minute where tenant_no = ? and minute < ?', [tenantNo, before]);
    }),
});
