import { join } from 'node:path';
import { openPostgres } from './dialect/postgres/postgres-database.ts';
import { openSqlite } from './dialect/sqlite/sqlite-database.ts';
import type { Database } from './sql/database.ts';

export interface DatabaseLocation {
  /** `postgres://…`, or null for SQLite in the data folder. */
  readonly url: string | null;
  readonly dataDir: string;
  /** Off for a PgBouncer that can't follow prepared statements. */
  readonly preparedStatements?: boolean;
  readonly maxConnections?: number;
}

/** Opens the database; its schema is `migrate`'s business. */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  if (location.url === null) return openSqlite({ path: join(location.dataDir, 'rollcall.db') });
  return openPostgres({
    url: location.url,
    prepared: location.preparedStatements ?? true,
    ...(location.maxConnections === undefined ? {} : { maxConnections: location.maxConnections }),
  });
}
