import pg from 'pg';
import type { SqlReader, SqlRow, SqlValue, SqlWriter } from '../../sql/database.ts';
import { type LogDatabase, type LogWriter, logReadMs } from '../../sql/request-log/log-database.ts';
import { type LogTransactions, logWriter } from '../../sql/request-log/log-writer.ts';
import { requestLogTables } from '../../sql/request-log/tables.ts';
import { cutOff, postgresError } from './errors.ts';
import { postgresFilter } from './filter-fragments.ts';
import type { PostgresOptions } from './postgres-database.ts';
import { Statements } from './statements.ts';
import { TransactionWriter } from './transaction-writer.ts';
import { columnTypes } from './types.ts';

const schema = 'rollcall_log';
/** The request log in a schema of its own, so that it can be backed up or left out apart from the directory. */
class PostgresLogDatabase implements LogDatabase, LogTransactions {
  readonly read: SqlReader;
  readonly inTime = postgresFilter.inTime;
  readonly append: LogWriter['append'];
  readonly held: LogWriter['held'];
  readonly prune: LogWriter['prune'];
  readonly forgetMinutes: LogWriter['forgetMinutes'];
  readonly #pool: pg.Pool;
  /** PostgreSQL plans a prepared statement anew where a name means another table than it did. */
  readonly #writes: Statements;
  /** What is asked for differs from time to time, and so does the best plan. */
  readonly #reads = new Statements(false);

  constructor(pool: pg.Pool, prepared: boolean) {
    this.#pool = pool;
    this.#writes = new Statements(prepared);
    ({ append: this.append, held: this.held, prune: this.prune, forgetMinutes: this.forgetMinutes } = logWriter(this));
    this.read = {
      // The search path is no session state to rely on behind a pooler, so each read states it too.
      all: <Row extends SqlRow>(sql: string, params: readonly SqlValue[] = []) =>
        this.#transaction(`set local statement_timeout = ${logReadMs}`, this.#reads, async (tx) => {
          try {
            return await tx.all<Row>(sql, params);
          } catch (error) {
            throw cutOff(error) ?? error;
          }
        }),
    };
  }

  write<T>(work: (tx: SqlWriter) => Promise<T>): Promise<T> {
    return this.#transaction('set local synchronous_commit = off', this.#writes, work);
  }

  async #transaction<T>(setting: string, statements: Statements, work: (tx: SqlWriter) => Promise<T>): Promise<T> {
    let client: pg.PoolClient | null = null;
    let broken: Error | undefined;
    try {
      client = await this.#pool.connect();
      await client.query(`begin; ${setting}; set local search_path = ${schema}`);
      const tx = new TransactionWriter(client, statements);
      const result = await work(tx);
      await tx.commit();
      return result;
    } catch (error) {
      await client?.query('rollback').catch((cause: Error) => {
        broken = cause;
      });
      throw postgresError(error);
    } finally {
      client?.release(broken);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end();
  }
}

export async function openPostgresLog({ url, prepared = true }: PostgresOptions): Promise<LogDatabase> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 3,
    types: columnTypes,
    application_name: 'rollcall log',
    pipeline: true,
  });
  pool.on('error', () => {});
  // While one is in use the pool doesn't listen; its statements report what is wrong.
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new PostgresLogDatabase(pool, prepared);
  try {
    await createTables(pool, db);
    return db;
  } catch (error) {
    await db[Symbol.asyncDispose]();
    throw error;
  }
}

/** `if not exists` isn't safe against another server that creates it in the same moment; then it is there. */
async function createTables(pool: pg.Pool, db: PostgresLogDatabase): Promise<void> {
  const create = async () => {
    await pool.query(`create schema if not exists ${schema}`);
    await db.write(async (tx) => {
      for (const statement of requestLogTables('bigint generated always as identity primary key'))
        await tx.run(statement);
    });
  };
  try {
    await create();
  } catch {
    await create();
  }
}
