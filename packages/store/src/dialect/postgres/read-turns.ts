import type pg from 'pg';
import type { SqlReader, SqlRow, SqlValue } from '../../sql/database.ts';
import { postgresError } from './errors.ts';
import type { Statements } from './statements.ts';

interface Read {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly resolve: (rows: SqlRow[]) => void;
  readonly reject: (error: unknown) => void;
}

/** All reads of one turn of the event loop travel together on one connection, so that many requests share a round trip. */
export class ReadTurns implements SqlReader {
  readonly #pool: pg.Pool;
  readonly #statements: Statements;
  #turn: Read[] = [];

  constructor(pool: pg.Pool, statements: Statements) {
    this.#pool = pool;
    this.#statements = statements;
  }

  all<Row extends SqlRow>(sql: string, params: readonly SqlValue[] = []): Promise<Row[]> {
    return new Promise<Row[]>((resolve, reject) => {
      if (this.#turn.length === 0) setImmediate(() => void this.#send());
      this.#turn.push({ sql, params, resolve: (rows) => resolve(rows as Row[]), reject });
    });
  }

  async #send(): Promise<void> {
    const turn = this.#turn;
    this.#turn = [];
    try {
      const client = await this.#pool.connect();
      await Promise.all(turn.map((read) => this.#one(client, read)));
      client.release();
    } catch (error) {
      for (const { reject } of turn) reject(postgresError(error));
    }
  }

  /** Each statement is a transaction of its own: one that fails fails alone. */
  async #one(client: pg.PoolClient, { sql, params, resolve, reject }: Read): Promise<void> {
    try {
      resolve((await client.query(this.#statements.query(sql, params))).rows);
    } catch (error) {
      reject(postgresError(error));
    }
  }
}
