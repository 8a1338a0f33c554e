import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Database, SqlReader, SqlWriter, WriteScope } from '../../sql/database.ts';
import { Checkpointer } from './checkpointer.ts';
import { Connection } from './connection.ts';
import { sqliteDialect } from './dialect.ts';
import { ScanPool } from './scan-pool.ts';
import { TurnReader } from './turn-reader.ts';
import { WriteQueue } from './write-queue.ts';

export interface SqliteOptions {
  /** Of the database file; `':memory:'` for a private one that is gone when it is closed (for tests). */
  readonly path: string;
}

const SCAN_WORKERS = 2;

/**
 * The embedded database: one file in WAL mode, one connection that writes and one that reads on the main thread,
 * and worker threads for wide reads.
 */
class SqliteDatabase implements Database {
  readonly dialect = sqliteDialect;
  readonly read: SqlReader;
  readonly scan: ScanPool;
  readonly #writer: Connection;
  readonly #reader: Connection;
  readonly #queue: WriteQueue;
  readonly #checkpointer: Checkpointer;
  readonly #endRead: () => void;
  readonly #dispose: () => void;

  constructor(path: string, synchronous: 'full' | 'off', dispose: () => void) {
    this.#writer = new Connection(path, { readOnly: false, synchronous, cacheKiB: 32 * 1024, busyMs: 0 });
    const reader = new Connection(path, { readOnly: true, synchronous, cacheKiB: 32 * 1024 });
    this.#reader = reader;
    this.#checkpointer = new Checkpointer(path, synchronous);
    const read = new TurnReader(reader);
    this.read = read;
    this.#queue = new WriteQueue(this.#writer, (rows) => {
      read.end();
      this.#checkpointer.committed(rows);
    });
    this.#endRead = read.end;
    this.scan = new ScanPool(path, SCAN_WORKERS);
    this.#dispose = dispose;
  }

  /** One connection writes, so every scope is the same one. */
  write<T>(_scope: WriteScope, work: (tx: SqlWriter) => Promise<T>): Promise<T> {
    return this.#queue.push(work);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue.idle();
    await this.#checkpointer[Symbol.asyncDispose]();
    await this.scan[Symbol.asyncDispose]();
    this.#endRead();
    this.#reader[Symbol.dispose]();
    this.#writer[Symbol.dispose]();
    this.#dispose();
  }
}

export function openSqlite(options: SqliteOptions): Database {
  if (options.path !== ':memory:') {
    mkdirSync(dirname(options.path), { recursive: true });
    return new SqliteDatabase(options.path, 'full', () => {});
  }
  // SQLite's own `:memory:` is one connection's; readers and workers need a file, which lies in memory where there is tmpfs.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rollcall-memory-'));
  return new SqliteDatabase(join(folder, 'rollcall.db'), 'off', () => rmSync(folder, { recursive: true, force: true }));
}
