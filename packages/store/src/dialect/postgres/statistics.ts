import type pg from 'pg';

const FIRST_COMMITS = 50;
const GROWTH = 4;
/** From here on the database's own rhythm is quick enough. */
const LAST_COMMITS = 1_000_000;

/**
 * Without statistics PostgreSQL takes all indexes that begin with the same columns for equally good, and looks one person up by going through
 * everybody (measured with 10,000: 8 ms instead of 0.07). Autovacuum sees to them a minute or more later, which is the whole of
 * a first push; so the tables are looked at as they fill, and once after a restore, which leaves statistics behind.
 */
export class Statistics implements AsyncDisposable {
  readonly #pool: pg.Pool;
  #commits = 0;
  #next = FIRST_COMMITS;
  #running: Promise<void> | null = null;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Something was written. */
  committed(): void {
    this.#commits += 1;
    if (this.#commits < this.#next || this.#next > LAST_COMMITS || this.#running !== null) return;
    this.#next *= GROWTH;
    this.#gather('');
  }

  /** At the start: for tables that hold something and were never looked at. */
  opened(): void {
    this.#gather('and c.reltuples < 0 and pg_relation_size(c.oid) > 0');
  }

  #gather(which: string): void {
    this.#running = this.#analyze(which)
      // A database that refuses it has other ways to know; it is never needed for a right answer.
      .catch(() => {})
      .finally(() => {
        this.#running = null;
      });
  }

  async #analyze(which: string): Promise<void> {
    const { rows } = await this.#pool.query<{ tables: string | null }>(
      `select string_agg(quote_ident(c.relname), ', ') as tables from pg_class c
       where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' ${which}`,
    );
    if (rows[0]?.tables) await this.#pool.query(`analyze ${rows[0].tables}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running;
  }
}
