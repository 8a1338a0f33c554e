import type pg from 'pg';
import type { SqlReader, SqlRow, SqlValue } from '../../sql/database.ts';
import { postgresError } from './errors.ts';
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

  async all<Row extends SqlRow>(sql: string, params: readonly SqlValue[] = []): Promise<Row[]> {
    await this.#turn();
    try {
      return (await this.#pool.query<Row>(this.#statements.query(sql, params))).rows;
    } catch (error) {
      throw postgresError(error);
    } finally {
      this.#done();
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
