import pg from 'pg';
import type { SqlReader, SqlRow, SqlValue, SqlWriter } from '../../sql/database.ts';
import {
  type LogDatabase,
  type LogWriter,
  logReadMs,
  type RequestRow,
  type RequestValues,
  requestColumns,
} from '../../sql/request-log/log-database.ts';
import { type LogTransactions, logWriter } from '../../sql/request-log/log-writer.ts';
import { requestLogTables } from '../../sql/request-log/tables.ts';
import { cutOff, postgresError } from './errors.ts';
import { postgresFilter } from './filter-fragments.ts';
import { Statements } from './statements.ts';
import { TransactionWriter } from './transaction-writer.ts';
import { columnTypes } from './types.ts';

const schema = 'rollcall_log';
/** Which table a name means is said by each transaction, so no plan is kept. */
const statements = new Statements(false);
const numbers = new Set<string>(['time', 'tenant_no', 'integration_no', 'status', 'duration', 'bytes']);
const recordColumns = requestColumns.map((name) => `${name} ${numbers.has(name) ? 'bigint' : 'text'}`).join(', ');
const insertRequests = `insert into request (${requestColumns.join(', ')})
  select ${requestColumns.join(', ')} from json_to_recordset(?::json) as x(${recordColumns})`;

/** The request log in a schema of its own, so that it can be backed up or left out apart from the directory. */
class PostgresLogDatabase implements LogDatabase, LogTransactions {
  readonly read: SqlReader;
  readonly inTime = postgresFilter.inTime;
  readonly append: LogWriter['append'];
  readonly held: LogWriter['held'];
  readonly prune: LogWriter['prune'];
  readonly forgetMinutes: LogWriter['forgetMinutes'];
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
    ({ append: this.append, held: this.held, prune: this.prune, forgetMinutes: this.forgetMinutes } = logWriter(this));
    this.read = {
      // The search path is no session state to rely on behind a pooler, so each read states it too.
      all: <Row extends SqlRow>(sql: string, params: readonly SqlValue[] = []) =>
        this.#transaction(`set local statement_timeout = ${logReadMs}`, async (tx) => {
          try {
            return await tx.all<Row>(sql, params);
          } catch (error) {
            throw cutOff(error) ?? error;
          }
        }),
    };
  }

  write<T>(work: (tx: SqlWriter) => Promise<T>): Promise<T> {
    return this.#transaction('set local synchronous_commit = off', work);
  }

  async #transaction<T>(setting: string, work: (tx: SqlWriter) => Promise<T>): Promise<T> {
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

  async insert(tx: SqlWriter, rows: readonly RequestValues[]): Promise<void> {
    await tx.run(insertRequests, [JSON.stringify(rows.map(named))]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end();
  }
}

const named = ([a, b, c, d, e, f, g, h, i, j, k, l, m]: RequestValues): RequestRow => ({
  request_id: a,
  time: b,
  tenant_no: c,
  integration_no: d,
  method: e,
  path: f,
  status: g,
  duration: h,
  user_agent: i,
  remote_address: j,
  resource_id: k,
  detail: l,
  bytes: m,
});

export async function openPostgresLog(url: string): Promise<LogDatabase> {
  const pool = new pg.Pool({ connectionString: url, max: 3, types: columnTypes, application_name: 'rollcall log' });
  pool.on('error', () => {});
  const db = new PostgresLogDatabase(pool);
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
