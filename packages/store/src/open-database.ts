import { join } from 'node:path';
import { openPostgres, openPostgresBeside, type PostgresOptions } from './dialect/postgres/postgres-database.ts';
import { openSqliteBeside } from './dialect/sqlite/sqlite-beside.ts';
import { openSqlite } from './dialect/sqlite/sqlite-database.ts';
import type { Beside, Database } from './sql/database.ts';
import type { SearchLimits } from './sql/search-turns.ts';

export interface DatabaseLocation {
  /**
   * `postgres://…`, or null for SQLite in the data folder. Two parameters of the URL are ours, not the driver's:
   * `max_connections` (10; what is opened beside has its own three), and `prepared_statements=off` for a PgBouncer that can't follow prepared statements.
   */
  readonly url: string | null;
  readonly dataDir: string;
  readonly search?: Partial<SearchLimits>;
}

/**
 * Opens a database that another thread of this process has open (`Database.beside`). It must be closed before that one. Of the methods
 * that bound what a client may ask for (`search`, `browse`) nothing is bounded here: no client is served by such a thread.
 */
export const openBeside = (beside: Beside): Database =>
  beside.dialect === 'sqlite' ? openSqliteBeside(beside) : openPostgresBeside(beside);

/** Opens the database; its schema is `migrate`'s business. */
export async function openDatabase({ url, dataDir, search = {} }: DatabaseLocation): Promise<Database> {
  if (url === null) return openSqlite({ path: join(dataDir, 'rollcall.db'), search });
  return openPostgres({ ...postgresOptions(url), search });
}

/** Throws where the URL says what can't be. */
export function postgresOptions(text: string): PostgresOptions {
  const url = new URL(text);
  const maxConnections = Number(url.searchParams.get('max_connections') ?? 10);
  if (!Number.isInteger(maxConnections) || maxConnections < 2) {
    throw new Error('max_connections in the database URL must be a whole number from 2 up');
  }
  const prepared = url.searchParams.get('prepared_statements') !== 'off';
  url.searchParams.delete('max_connections');
  url.searchParams.delete('prepared_statements');
  return { url: url.href, prepared, maxConnections };
}
