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

interface Table {
  readonly name: string;
  readonly bytes: string;
}

/**
 * Without statistics PostgreSQL takes all indexes that begin with the same columns for equally good, and looks one person up by going through
 * everybody (measured with 10,000: 8 ms instead of 0.07). Autovacuum sees to them a minute or more later, which is the whole of
 * a first push; so the tables are looked at as they fill, and once after a restore, which leaves statistics behind.
 * Plans are kept, too, and one that goes through a table because it is small would still do so when it no longer is: looking at the table
 * ends the plans on it.
 */
export class Statistics implements Disposable {
  readonly #pool: pg.Pool;
  /** How large each table was when it was last looked at, or when that was tried. */
  readonly #seen = new Map<string, number>();
  #commits = 0;
  #checked = Number.NEGATIVE_INFINITY;
  #client: pg.PoolClient | null = null;
  #isBusy = false;
  #isClosed = false;
  #start: NodeJS.Timeout | null = null;
  #next: NodeJS.Timeout | null = null;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Something was written. Also the last of many writes is followed by a look. */
  committed(): void {
    this.#commits += 1;
    if (this.#commits < FIRST_COMMITS || this.#next !== null || this.#isClosed) return;
    const wait = this.#isBusy ? EVERY_MS : this.#checked + EVERY_MS - performance.now();
    if (wait <= 0) this.#check();
    else
      this.#next = setTimeout(() => {
        this.#next = null;
        this.committed();
      }, wait).unref();
  }

  /** For tables that hold something and were never looked at. Not at once: a command that is done by then has no use for it. */
  opened(): void {
    this.#start = setTimeout(() => {
      if (!this.#isBusy) this.#gather(UNKNOWN);
    }, AFTER_START_MS).unref();
  }

  #check(): void {
    this.#checked = performance.now();
    this.#gather(OUTGROWN);
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
      for (const { name, bytes } of await this.#tables(client, which)) {
        const seen = this.#seen.get(name);
        // One that can't be looked at isn't tried again before it has doubled.
        if (seen !== undefined && Number(bytes) >= seen && Number(bytes) <= 2 * seen) continue;
        this.#seen.set(name, Number(bytes));
        // Who holds the table is its vacuum, which looks at it too, or changes it.
        await client.query(`analyze (skip_locked) ${name}`).catch(() => {});
      }
    } finally {
      this.#release();
    }
  }

  /** Nobody waits for a table that is being changed, not even to ask how large it is. */
  async #tables(client: pg.PoolClient, which: string): Promise<readonly Table[]> {
    const begun = client.query(`begin; set local lock_timeout = ${EVERY_MS}`);
    const found = client.query<Table>(
      `select quote_ident(c.relname) as name, pg_relation_size(c.oid)::text as bytes from pg_class c
       where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and pg_has_role(c.relowner, 'usage') and ${which}`,
    );
    const [begin, result] = await Promise.allSettled([begun, found]);
    await client.query('commit');
    if (begin.status === 'rejected') throw begin.reason;
    if (result.status === 'rejected') throw result.reason;
    return result.value.rows;
  }

  #release(cut = false): void {
    this.#client?.release(cut);
    this.#client = null;
  }

  /** Nothing waits for it: the connection is cut. */
  [Symbol.dispose](): void {
    this.#isClosed = true;
    for (const timer of [this.#start, this.#next]) if (timer !== null) clearTimeout(timer);
    this.#release(true);
  }
}
