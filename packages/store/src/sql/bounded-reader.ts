import type { Database, SqlReader } from './database.ts';

/** Reads what an administrator lists: in turns, and cut off when it takes too long (see `Database.browse`). */
export interface BoundedReader extends SqlReader {
  /** Begins the condition of a statement that looks at very many rows; `column` is a number that differs from row to row. */
  inTime(column: string): string;
}

export const boundedReader = (db: Database, tenantNo: number): BoundedReader => ({
  ...db.browse(tenantNo),
  inTime: db.dialect.filter.inTime,
});
