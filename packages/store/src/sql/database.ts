import type { MessagePort } from 'node:worker_threads';
import type { FilterFragments } from './filter-fragments.ts';
import type { Insertion } from './insertion.ts';

/** What may be bound to a statement. Booleans are bound as 0 and 1. */
export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface SqlReader {
  /** Placeholders are `?` in both dialects; the PostgreSQL dialect numbers them. Statements are prepared once per text. */
  all<Row extends SqlRow>(sql: string, params?: readonly SqlValue[]): Promise<Row[]>;
}

/** Statements run in the order in which they are issued; those issued without awaiting travel together. */
export interface SqlWriter extends SqlReader {
  /** See `Database.lookUp`. */
  readonly lookUp: SqlReader;
  insert(into: Insertion, rows: readonly (readonly SqlValue[])[]): Promise<void>;
  /** A statement that was issued and not awaited: the transaction commits only if it has worked. */
  include(issued: Promise<unknown>): void;
  /** Returns how many rows were changed. */
  run(sql: string, params?: readonly SqlValue[]): Promise<number>;
}

/** What a write excludes others from: an integration's rows (by its number), or a part of the database by name. */
export type WriteScope = number | 'control' | 'product' | 'migration';

/**
 * One open database. Both dialects serve it; what differs between them is in `dialect/`.
 *
 * - `read` sees what is committed; for bounded work only (SQLite answers on the main thread).
 * - `lookUp` is `read` for statements that find a few rows by their keys, asked for by many at once: those of the same text may travel as
 *   one. Their parameters are texts and whole numbers, and stand where a column may stand too.
 * - `number` is what the one row of a statement without parameters has as `number`, as of a moment after it was asked for. Those of one turn of the
 *   event loop are asked once, and travel with what is looked up.
 * - `scan` is for work that grows with what is stored: SQLite runs it on a worker thread.
 * - `search` is `scan` for what a client asked: few run at once, owners (integrations) take turns, and one that takes too long
 *   is cut off (`tooLong`) or, where too many wait, refused (`busy`). Statements begin their condition with `filter.inTime`.
 * - `browse` is the same for what an administrator of a tenant lists, in lines of their own: neither do clients' searches hold the
 *   console up, nor do lists hold up the server's own scans.
 * - `write` runs `work` in one transaction. Writes of one `scope` never overlap, in this process or another,
 *   so what `work` reads it may rely on. Concurrent writes may share a commit (group commit); each is still atomic by
 *   itself: when `work` throws, only its own effects are undone. Resolves when the commit is durable.
 *   `work` may run more than once (after a deadlock, or when a write that shared its commit threw), so its effects
 *   outside `tx` belong after `write` has resolved.
 */
export interface Database extends AsyncDisposable {
  readonly dialect: Dialect;
  readonly life: ProcessLife;
  readonly read: SqlReader;
  readonly lookUp: SqlReader;
  number(sql: string): Promise<number>;
  readonly scan: SqlReader;
  search(owner: number): SqlReader;
  browse(tenantNo: number): SqlReader;
  write<T>(scope: WriteScope, work: (tx: SqlWriter) => Promise<T>): Promise<T>;
  /** What one other thread of this process is given to open the same database, with `openBeside`. */
  beside(): Beside;
}

/** Goes to a worker thread as its data; the ports in it must be handed over (`transferList`). */
export type Beside =
  | {
      readonly dialect: 'sqlite';
      readonly path: string;
      readonly synchronous: 'full' | 'off';
      /** Where the thread asks for its turn to write. */
      readonly turns: MessagePort;
    }
  | { readonly dialect: 'postgres'; readonly url: string; readonly prepared: boolean };

/** What leases ask of the processes that share a database. */
export interface ProcessLife {
  /** How long a holder that says nothing keeps a lease. */
  readonly leaseTermMs: number;
  /** Names this process for `isDead`; empty where one can't be told from afar. */
  id(): string;
  /** Whether the process of that name has certainly ended. */
  isDead(id: string): boolean;
}

/** The differences between the SQL of the two databases, as text fragments. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  /** A text column that compares by bytes, so that both databases sort alike. */
  readonly text: string;
  /** A column of JSON that filters look into. */
  readonly json: string;
  readonly bytes: string;
  /** Ends a `create table` whose rows are kept in the order of the primary key, where the database can do that. */
  readonly clustered: string;
  /** Selects a description of every table, column and index, one text `line` each, so that two databases can be compared. */
  readonly describeSchema: string;
  /** Milliseconds since 1970 by the database's clock, now and not as of the transaction's beginning. */
  readonly nowMs: string;
  readonly filter: FilterFragments;
  /**
   * Fails unless an integration's row has these `seq`, `users`, `active_users`, `groups` and `last_write` (its number comes last) when its
   * lock is held.
   * Null where the row is read as quickly.
   */
  readonly failUnlessCounts: string | null;
}

/** What `Database.number` makes of the rows. */
export function numberOf([row]: readonly SqlRow[]): number {
  if (typeof row?.number !== 'number')
    throw new DatabaseError('bug', 'a statement that should select a number has none');
  return row.number;
}

/**
 * - `unique`: a unique index refused the write.
 * - `unavailable`: the database can't be reached, is full or stays locked; the same call may work later.
 * - `tooLong`, `busy`: see `Database.search` and `browse`.
 * - `bug`: anything else.
 */
export type DatabaseErrorKind = 'unique' | 'unavailable' | 'tooLong' | 'busy' | 'bug';

/** The only error that leaves a dialect. Its `cause` is the driver's own, for the log. */
export class DatabaseError extends Error {
  readonly kind: DatabaseErrorKind;
  /** The database can't be reached any more: a transaction may have been committed all the same. */
  readonly isLost: boolean;

  constructor(kind: DatabaseErrorKind, message: string, cause?: unknown, isLost = false) {
    super(message, { cause });
    this.name = 'DatabaseError';
    this.kind = kind;
    this.isLost = isLost;
  }
}
