import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { SqlRow, SqlValue } from '../../sql/database.ts';
import { sqliteError } from './errors.ts';

const MAX_PREPARED = 1000;
/** Another process may just be opening or recovering the file. */
const START_BUSY_MS = 10_000;

/**
 * SQLite looks at a value that is bound as a whole LIMIT or OFFSET, and so plans the statement anew each time it is bound: that costs
 * more than a short statement does (measured: 25 µs against 9). An expression around it is left alone.
 */
const plannedOnce = (sql: string): string => sql.replace(/\b(limit|offset) \?/gi, '$1 (? + 0)');

export interface ConnectionOptions {
  readonly readOnly: boolean;
  /** `full` survives a power cut; `off` is for tests. */
  readonly synchronous: 'full' | 'off';
  readonly cacheKiB: number;
  /** How long a statement waits, on its thread, for another process to let go of the file; 10 s if not given. */
  readonly busyMs?: number;
}

/** Pages of the log at which the writer itself makes room; see `Checkpointer`. */
const AUTO_CHECKPOINT_PAGES = 16_384;

interface Prepared {
  readonly statement: StatementSync;
  readonly columns: readonly string[];
}

/** The rows of an answer, as a thread hands them to another: the columns' names once, then all values row by row. */
export interface Table {
  readonly columns: readonly string[];
  readonly values: readonly SqlValue[];
}

/** Objects that are handed to another thread are taken apart name by name, and put together so again. */
export function rowsOf({ columns, values }: Table): SqlRow[] {
  const rows: SqlRow[] = [];
  for (let at = 0; at < values.length; at += columns.length) rows.push(named(columns, values, at));
  return rows;
}

/** The driver's own objects are dictionaries without a shape: twice as dear to make, and slow to read. */
function named(columns: readonly string[], values: readonly SqlValue[], at = 0): SqlRow {
  const row: Record<string, SqlValue> = {};
  for (let i = 0; i < columns.length; i++) row[columns[i] ?? ''] = values[at + i] ?? null;
  return row;
}

/** One SQLite connection with its prepared statements. Synchronous: the caller decides on which thread it runs. */
export class Connection implements Disposable {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(path: string, options: ConnectionOptions) {
    try {
      this.#db = new DatabaseSync(path, { readOnly: options.readOnly, timeout: START_BUSY_MS });
      if (!options.readOnly)
        this.#db.exec(`pragma journal_mode = wal; pragma wal_autocheckpoint = ${AUTO_CHECKPOINT_PAGES}`);
      this.#db.exec(`pragma synchronous = ${options.synchronous}`);
      this.#db.exec(`pragma cache_size = -${options.cacheKiB}`);
      this.#db.exec(`pragma temp_store = memory; pragma busy_timeout = ${options.busyMs ?? START_BUSY_MS}`);
    } catch (error) {
      throw sqliteError(error);
    }
  }

  exec(sql: string): void {
    try {
      this.#db.exec(sql);
    } catch (error) {
      throw sqliteError(error);
    }
  }

  all<Row extends SqlRow>(sql: string, params: readonly SqlValue[] = []): Row[] {
    const { columns, rows } = this.#rows(sql, params);
    // The driver can't know the statement's columns; the caller states them.
    return rows.map((row) => named(columns, row, 0)) as Row[];
  }

  table(sql: string, params: readonly SqlValue[] = []): Table {
    const { columns, rows } = this.#rows(sql, params);
    return { columns, values: rows.flat() };
  }

  #rows(sql: string, params: readonly SqlValue[]) {
    try {
      const { statement, columns } = this.#prepare(sql);
      // `setReturnArrays` makes them arrays, of which the driver's types know nothing.
      return { columns, rows: statement.all(...params) as unknown as SqlValue[][] };
    } catch (error) {
      throw sqliteError(error);
    }
  }

  run(sql: string, params: readonly SqlValue[] = []): number {
    try {
      return Number(this.#prepare(sql).statement.run(...params).changes);
    } catch (error) {
      throw sqliteError(error);
    }
  }

  /** A function that statements of this connection can call; its result is never taken for the same twice. */
  define(name: string, body: () => SqlValue): void {
    this.#db.function(name, body);
  }

  /** SQLite has rolled back by itself after some errors (a full disk), and then there is nothing left to undo. */
  rollback(): void {
    if (this.#db.isTransaction) this.run('rollback');
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    if (this.#prepared.size >= MAX_PREPARED) this.#prepared.clear();
    const statement = this.#db.prepare(plannedOnce(sql));
    statement.setReturnArrays(true);
    const prepared = { statement, columns: statement.columns().map(({ name }) => name) };
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  [Symbol.dispose](): void {
    this.#prepared.clear();
    this.#db.close();
  }
}
