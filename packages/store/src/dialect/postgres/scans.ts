import type pg from 'pg';
import type { SqlReader, SqlRow, SqlValue } from '../../sql/database.ts';
import type { Bound } from './bundle.ts';
import { cutOff, isLost, postgresError } from './errors.ts';
import type { Statements } from './statements.ts';

/** Wide reads, few at a time: they may take long, and connections must be left for everything else. */
export class Scans implements SqlReader {
  readonly #pool: pg.Pool;
  readonly #statements: Statements;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(pool: pg.Pool, statements: Statements, atOnce: number) {
    this.#pool = pool;
    this.#statements = statements;
    this.#free = atOnce;
  }

  async all<Row extends SqlRow>(
    sql: string,
    params: readonly SqlValue[] = [],
    mostMs: number | null = null,
  ): Promise<Row[]> {
    await this.#turn();
    try {
      return (await this.#run<Row>(sql, params, mostMs)).rows;
    } catch (error) {
      throw postgresError(error);
    } finally {
      this.#done();
    }
  }

  /** The limit is the transaction's, so it works behind a pooler and is gone with it. */
  async #run<Row extends SqlRow>(
    sql: string,
    params: readonly Bound[],
    mostMs: number | null,
  ): Promise<pg.QueryResult<Row>> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    // Its end may not have arrived yet: who would take the connection next should not be the one to find out.
    const seen = (error: Error): never => {
      if (isLost(error)) broken = error;
      throw error;
    };
    try {
      if (mostMs === null) return await this.#statements.run<Row>(client, sql, params).catch(seen);
      const begun = client.query(`begin read only; set local statement_timeout = ${Math.ceil(mostMs)}`);
      const [begin, result] = await Promise.allSettled([begun, this.#statements.run<Row>(client, sql, params)]);
      await client.query('commit').catch((error: Error) => {
        broken = error;
      });
      if (begin.status === 'rejected') throw begin.reason;
      if (result.status === 'fulfilled') return result.value;
      throw cutOff(result.reason) ?? result.reason;
    } finally {
      client.release(broken);
    }
  }

  #turn(): Promise<void> | undefined {
    if (this.#free === 0) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#free -= 1;
  }

  /** Whose turn is next takes the place over. */
  #done(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
