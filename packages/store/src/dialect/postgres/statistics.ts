import type pg from 'pg';

const AFTER_START_MS = 2_000;
/** A command writes a few times and ends. */
const FIRST_COMMITS = 50;
const EVERY_MS = 1_000;

/** An index that is made after the rows, as a restore does, leaves their number behind, and nothing of what they hold. */
const UNKNOWN = `pg_relation_size(c.oid) > 0 and (c.reltuples < 0 or not exists (
  select 1 from pg_stats s where s.schemaname = current_schema() and s.tablename = c.relname))`;
/** Those that are no longer what they were: looking at all of them takes a second of a full directory's time, finding these 2 ms. */
const OUTGROWN = `(c.reltuples < 0 or pg_relation_size(c.oid) > 2 * c.relpages * current_setting('block_size')::bigint)`;

/**
 * Without statistics PostgreSQL takes all indexes that begin with the same columns for equally good, and looks one person up by going through
 * everybody (measured with 10,000: 8 ms instead of 0.07). Autovacuum sees to them a minute or more later, which is the whole of
 * a first push; so the tables are looked at as they fill, and once after a restore, which leaves statistics behind.
 * Plans are kept, too, and one that goes through a table because it is small would still do so when it no longer is: looking at the table
 * ends the plans on it.
 */
export class Statistics implements Disposable {
  readonly #pool: pg.Pool;
  #commits = 0;
  #checked = Number.NEGATIVE_INFINITY;
  #client: pg.PoolClient | null = null;
  #isBusy = false;
  #isClosed = false;
  #start: NodeJS.Timeout | null = null;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Something was written. */
  committed(): void {
    this.#commits += 1;
    if (this.#commits < FIRST_COMMITS || this.#isBusy) return;
    const now = performance.now();
    if (now - this.#checked < EVERY_MS) return;
    this.#checked = now;
    this.#gather(OUTGROWN);
  }

  /** For tables that hold something and were never looked at. Not at once: a command that is done by then has no use for it. */
  opened(): void {
    this.#start = setTimeout(() => {
      if (!this.#isBusy) this.#gather(UNKNOWN);
    }, AFTER_START_MS).unref();
  }

  #gather(which: string): void {
    this.#isBusy = true;
    this.#analyze(which)
      // A database that refuses it has other ways to know; it is never needed for a right answer.
      .catch(() => {})
      .finally(() => {
        this.#isBusy = false;
      });
  }

  async #analyze(which: string): Promise<void> {
    const client = await this.#pool.connect();
    if (this.#isClosed) return client.release();
    this.#client = client;
    try {
      const { rows } = await client.query<{ tables: string | null }>(
        `select string_agg(quote_ident(c.relname), ', ') as tables from pg_class c
         where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and ${which}`,
      );
      if (rows[0]?.tables) await client.query(`analyze ${rows[0].tables}`);
    } finally {
      this.#release();
    }
  }

  #release(cut = false): void {
    this.#client?.release(cut);
    this.#client = null;
  }

  /** Nothing waits for it: the connection is cut. */
  [Symbol.dispose](): void {
    this.#isClosed = true;
    if (this.#start !== null) clearTimeout(this.#start);
    this.#release(true);
  }
}
