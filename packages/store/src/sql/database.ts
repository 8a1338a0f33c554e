/** What may be bound to a statement. Booleans are bound as 0 and 1. */
export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface SqlReader {
  /** Placeholders are `?` in both dialects; the PostgreSQL dialect numbers them. Statements are prepared once per text. */
  all<Row extends SqlRow>(sql: string, params?: readonly SqlValue[]): Promise<Row[]>;
}

export interface SqlWriter extends SqlReader {
  /** Returns how many rows were changed. */
  run(sql: string, params?: readonly SqlValue[]): Promise<number>;
}

/**
 * One open database. Both dialects serve it; what differs between them is in `dialect/`.
 *
 * - `read` sees what is committed; for bounded work only (SQLite answers on the main thread).
 * - `scan` is for work that grows with what is stored: SQLite runs it on a worker thread.
 * - `write` runs `work` in one transaction. Writes of one `scope` (an integration's number, or `'control'`) never overlap,
 *   in this process or another, so what `work` reads it may rely on. Concurrent writes share a commit
 *   (group commit); each is still atomic by itself: when `work` throws, only its own effects are undone.
 *   Resolves when the commit is durable.
 */
export interface Database extends AsyncDisposable {
  readonly dialect: Dialect;
  readonly read: SqlReader;
  readonly scan: SqlReader;
  write<T>(scope: number | 'control', work: (tx: SqlWriter) => Promise<T>): Promise<T>;
}

/** The differences between the SQL of the two databases, as text fragments. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
}
