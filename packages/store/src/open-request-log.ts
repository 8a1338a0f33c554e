import { join } from 'node:path';
import { openPostgresLog } from './dialect/postgres/postgres-log-database.ts';
import { openSqliteLog } from './dialect/sqlite/sqlite-log-database.ts';
import { type DatabaseLocation, postgresOptions } from './open-database.ts';
import type { RequestLog } from './ports/request-log.ts';
import { type RequestLogOptions, SqlRequestLog } from './sql/request-log/sql-request-log.ts';

/** The request log beside a database: its own file, or its own schema of the same PostgreSQL (decision 23). */
export async function openRequestLog(location: DatabaseLocation, options: RequestLogOptions): Promise<RequestLog> {
  const db =
    location.url === null
      ? openSqliteLog(join(location.dataDir, 'request-log.db'))
      : await openPostgresLog(postgresOptions(location.url));
  return new SqlRequestLog(db, options);
}
