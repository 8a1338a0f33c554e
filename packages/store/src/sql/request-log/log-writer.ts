import type { SqlWriter } from '../database.ts';
import type { LogWriter, RequestValues } from './log-database.ts';
import { count, heldOf, pruneChunk } from './totals.ts';

/** What a database says of itself: how it does one transaction, and how it adds rows the quickest. */
export interface LogTransactions {
  write<T>(work: (tx: SqlWriter) => Promise<T>): Promise<T>;
  insert(tx: SqlWriter, rows: readonly RequestValues[]): Promise<void>;
}

export const logWriter = (db: LogTransactions): LogWriter => ({
  append: (rows) =>
    db.write(async (tx) => {
      await db.insert(tx, rows);
      await count(tx, rows);
    }),
  held: () => db.write(heldOf),
  prune: (tenantNo, tooOld, maxBytes) => db.write((tx) => pruneChunk(tx, tenantNo, tooOld, maxBytes)),
  forgetMinutes: (tenantNo, before) =>
    db.write(async (tx) => {
      await tx.run('delete from request_minute where tenant_no = ? and minute < ?', [tenantNo, before]);
    }),
});
