import pg from 'pg';
import {
  type Beside,
  type Database,
  DatabaseError,
  type ProcessLife,
  type SqlReader,
  type SqlWriter,
  type WriteScope,
} from '../../sql/database.ts';
import { listLimits, type SearchLimits, SearchTurns, searchLimits } from '../../sql/search-turns.ts';
import { postgresDialect } from './dialect.ts';
import { isWorthAnotherTry, postgresError } from './errors.ts';
import { ReadTurns } from './read-turns.ts';
import { Scans } from './scans.ts';
import { Statements } from './statements.ts';
import { Statistics } from './statistics.ts';
import { TransactionWriter } from './transaction-writer.ts';
import { columnTypes } from './types.ts';

export interface PostgresOptions {
  readonly url: string;
  readonly maxConnections?: number;
  /** Off for a PgBouncer older than 1.21 in transaction mode, which can't follow prepared statements. */
  readonly prepared?: boolean;
  readonly search?: Partial<SearchLimits>;
}

const MAX_ATTEMPTS = 20;

/**
 * Servers are on several machines, and a session says nothing behind a pooler: only silence tells that one has ended. The term
 * is short, so the work that a lease guards must stand being done twice.
 */
const unknownLife: ProcessLife = { leaseTermMs: 6_000, id: () => '', isDead: () => false };

/** With fewer, lists have no connection that searches can't take. */
const FEW_CONNECTIONS = 4;
const MANY_CONNECTIONS = 10;

/** A PostgreSQL, with any number of servers on it. No session state, so a pooler in transaction mode may stand between. */
class PostgresDatabase implements Database {
  readonly dialect = postgresDialect;
  readonly life = unknownLife;
  readonly read: SqlReader;
  readonly lookUp: SqlReader;
  readonly number: Database['number'];
  readonly scan: Scans;
  readonly #turns: SearchTurns;
  readonly #lists: SearchTurns;
  readonly #listing: Scans;
  readonly #pool: pg.Pool;
  readonly #url: string;
  readonly #prepared: boolean;
  readonly #statements: Statements;
  readonly #statistics: Statistics;
  readonly #tails = new Map<WriteScope, Promise<void>>();
  readonly #writing = new Set<Promise<unknown>>();

  constructor(options: PostgresOptions) {
    const maxConnections = options.maxConnections ?? 10;
    this.#url = options.url;
    this.#prepared = options.prepared ?? true;
    this.#pool = new pg.Pool({
      connectionString: options.url,
      max: maxConnections,
      connectionTimeoutMillis: 15_000,
      keepAlive: true,
      application_name: 'rollcall',
      types: columnTypes,
      pipeline: true,
    });
    // A connection that breaks is replaced by the pool; its statements report what is wrong.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => client.on('error', () => {}));
    this.#statements = new Statements(this.#prepared);
    this.#statistics = new Statistics(this.#pool);
    ({ read: this.read, lookUp: this.lookUp, number: this.number } = new ReadTurns(this.#pool, this.#statements));
    const scans = Math.max(1, Math.floor(maxConnections / 3));
    this.scan = new Scans(this.#pool, this.#statements, scans);
    const limits = { ...searchLimits, ...options.search };
    // One is left for the server's own scans.
    this.#turns = new SearchTurns({ ...limits, atOnce: Math.max(1, Math.min(limits.atOnce, scans - 1)) });
    const lists = maxConnections < MANY_CONNECTIONS ? 1 : 2;
    this.#lists = new SearchTurns({ ...listLimits(limits), atOnce: lists });
    this.#listing = maxConnections < FEW_CONNECTIONS ? this.scan : new Scans(this.#pool, this.#statements, lists);
  }

  browse(tenantNo: number): SqlReader {
    return this.#lists.reader(tenantNo, (sql, params, mostMs) => this.#listing.all(sql, params, mostMs));
  }

  search(owner: number): SqlReader {
    return this.#turns.reader(owner, (sql, params, mostMs) => this.scan.all(sql, params, mostMs));
  }

  beside(): Beside {
    return { dialect: 'postgres', url: this.#url, prepared: this.#prepared };
  }

  /**
   * Writers of this process queue here, so that only one of them waits on a connection for the scope's row lock: while the one before it
   * commits, so that it has the lock as soon as it is free.
   */
  write<T>(scope: WriteScope, work: (tx: SqlWriter) => Promise<T>): Promise<T> {
    const written = this.#inTurn(scope, work);
    this.#writing.add(written);
    const ended = () => this.#writing.delete(written);
    written.then(ended, ended);
    return written;
  }

  async #inTurn<T>(scope: WriteScope, work: (tx: SqlWriter) => Promise<T>): Promise<T> {
    const before = this.#tails.get(scope);
    const { promise: mine, resolve: leave } = Promise.withResolvers<void>();
    this.#tails.set(scope, mine);
    await before;
    try {
      return await this.#attempts(scope, work, leave);
    } finally {
      leave();
      if (this.#tails.get(scope) === mine) this.#tails.delete(scope);
    }
  }

  async #attempts<T>(scope: WriteScope, work: (tx: SqlWriter) => Promise<T>, committing: () => void): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#transaction(scope, work, committing);
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !isWorthAnotherTry(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt));
      }
    }
  }

  async #transaction<T>(scope: WriteScope, work: (tx: SqlWriter) => Promise<T>, committing: () => void): Promise<T> {
    const client = await this.#connect();
    const tx = new TransactionWriter(client, this.#statements);
    let broken: Error | undefined;
    try {
      const result = await this.#locked(tx, scope, work);
      await tx.commit(committing);
      this.#statistics.committed();
      return result;
    } catch (error) {
      await client.query('rollback').catch((cause: Error) => {
        broken = cause;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Statements run in order, so those of `work` needn't wait until the lock's answer has travelled back, nor need the commit. */
  async #locked<T>(tx: TransactionWriter, scope: WriteScope, work: (tx: SqlWriter) => Promise<T>): Promise<T> {
    const begun = tx.run('begin');
    const locked = this.#lock(tx, scope);
    if (typeof scope !== 'number') await Promise.all([begun, locked]);
    tx.include(begun);
    tx.include(locked);
    try {
      return await work(tx);
    } catch (error) {
      // The first failure is the cause of those behind it.
      throw tx.failure ?? error;
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw postgresError(error);
    }
  }

  async #lock(tx: SqlWriter, scope: WriteScope): Promise<void> {
    if (typeof scope === 'number') {
      await tx.all('select no from integration where no = ? for update', [scope]);
      return;
    }
    const lock = () => tx.all('select name from write_lock where name = ? for update', [scope]);
    if ((await lock()).length > 0) return;
    await tx.run('insert into write_lock (name) values (?) on conflict do nothing', [scope]);
    await lock();
  }

  /** The database was found in working order. */
  opened(): void {
    this.#statistics.opened();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Who shared a write that failed begins one of its own in the same turn.
    do {
      await Promise.allSettled(this.#writing);
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#writing.size > 0);
    this.#statistics[Symbol.dispose]();
    await this.#pool.end();
  }
}

/** For background work: one that reads, one that writes, one that scans. */
const CONNECTIONS_BESIDE = 3;

export const openPostgresBeside = ({ url, prepared }: Beside & { readonly dialect: 'postgres' }): Database =>
  new PostgresDatabase({ url, prepared, maxConnections: CONNECTIONS_BESIDE });

/** Opens the pool and sees to the one table that the locks themselves need. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const db = new PostgresDatabase(options);
  try {
    await createLockTable(db);
    db.opened();
    return db;
  } catch (error) {
    await db[Symbol.asyncDispose]();
    throw error;
  }
}

const LOCK_TABLE = `create table if not exists write_lock (name ${postgresDialect.text} primary key)`;

/** `if not exists` isn't safe against another server that creates it in the same moment; then it is there. */
async function createLockTable(db: Database): Promise<void> {
  try {
    await db.scan.all(LOCK_TABLE);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.kind === 'unavailable') throw error;
    await db.scan.all(LOCK_TABLE);
  }
}
