import type pg from 'pg';
import type { SqlReader, SqlRow, SqlValue } from '../../sql/database.ts';
import { postgresError } from './errors.ts';
import { answer, LookUps, type Query, type Read } from './look-ups.ts';
import type { Statements } from './statements.ts';

/**
 * All reads of one turn of the event loop travel together on one connection, so that many requests share a round trip. Those that
 * come while all connections are in use join them; nobody else waits for one that has yet to be made.
 */
export class ReadTurns {
  readonly #pool: pg.Pool;
  readonly #statements: Statements;
  readonly #lookUps = new LookUps();
  #reads: Read[] = [];
  /** What was asked without parameters: asked in the same turn, it has the same answer. */
  #asked = new Map<string, Promise<SqlRow[]>>();
  #isWaiting = false;

  constructor(pool: pg.Pool, statements: Statements) {
    this.#pool = pool;
    this.#statements = statements;
  }

  readonly read: SqlReader = {
    all: <Row extends SqlRow>(sql: string, params?: readonly SqlValue[]) => {
      const known = params === undefined ? this.#asked.get(sql) : undefined;
      if (known !== undefined) return known as Promise<Row[]>;
      const rows = this.#wait<Row>((read) => this.#reads.push(read), sql, params ?? []);
      if (params === undefined) this.#asked.set(sql, rows as Promise<SqlRow[]>);
      return rows;
    },
  };

  readonly lookUp: SqlReader = {
    all: (sql, params = []) => this.#wait((read) => this.#lookUps.put(read), sql, params),
  };

  #wait<Row extends SqlRow>(put: (read: Read) => void, sql: string, params: readonly SqlValue[]): Promise<Row[]> {
    return new Promise<Row[]>((resolve, reject) => {
      if (!this.#isWaiting) setImmediate(() => void this.#send());
      this.#isWaiting = true;
      put({ sql, params, resolve: (rows) => resolve(rows as Row[]), reject });
    });
  }

  /** Whatever waits by now. */
  #take(): readonly (readonly Read[])[] {
    const taken = [...this.#reads.map((read) => [read]), ...this.#lookUps.take()];
    this.#reads = [];
    this.#asked = new Map();
    this.#isWaiting = false;
    return taken;
  }

  async #send(): Promise<void> {
    const { idleCount, totalCount, options } = this.#pool;
    const taken = idleCount === 0 && totalCount < options.max ? this.#take() : null;
    let client: pg.PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      for (const { reject } of (taken ?? this.#take()).flat()) reject(postgresError(error));
      return;
    }
    // Each statement is a transaction of its own: one that fails fails alone.
    const query: Query = async (sql, params) => {
      try {
        return (await this.#statements.run<SqlRow>(client, sql, params)).rows;
      } catch (error) {
        throw postgresError(error);
      }
    };
    await Promise.all((taken ?? this.#take()).map((reads) => answer(reads, query, true)));
    client.release();
  }
}
