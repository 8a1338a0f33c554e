import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePrivate } from '@rollcall/store';
import type { BetterAuthOptions } from 'better-auth';
import pg from 'pg';

/** Where accounts and sessions are kept. */
export interface AccountsDatabase extends AsyncDisposable {
  readonly option: NonNullable<BetterAuthOptions['database']>;
  /** Makes the place that the tables go to. */
  prepare(): Promise<void>;
}

/** The schema of a PostgreSQL database that holds the tables of the sign-in library. */
const schema = 'auth';

/**
 * The sign-in library runs its own statements and transactions, so it has its own connection: on SQLite a file of its
 * own beside the directory's (which has one writer, and must not be waited for), on PostgreSQL a schema of its own.
 */
export async function openAccounts(location: {
  readonly url: string | null;
  readonly dataDir: string;
}): Promise<AccountsDatabase> {
  return location.url === null ? openFile(join(location.dataDir, 'accounts.db')) : openSchema(location.url);
}

function openFile(path: string): AccountsDatabase {
  makePrivate(path);
  const db = new DatabaseSync(path, { timeout: 5_000 });
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
  return {
    option: db,
    async prepare() {},
    async [Symbol.asyncDispose]() {
      db.close();
    },
  };
}

async function openSchema(url: string): Promise<AccountsDatabase> {
  const { PostgresDialect } = await import('kysely');
  const pool = new pg.Pool({ connectionString: url, max: 5 });
  // A lost idle connection is replaced at the next use.
  pool.on('error', () => {});
  return {
    option: { dialect: new PostgresDialect({ pool }), type: 'postgres', schemaName: schema, transaction: true },
    async prepare() {
      await pool.query(`create schema if not exists ${schema}`);
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
