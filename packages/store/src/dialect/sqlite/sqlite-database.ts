import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { Beside, Database, SqlReader, SqlWriter, WriteScope } from '../../sql/database.ts';
import { listLimits, type SearchLimits, SearchTurns, searchLimits } from '../../sql/search-turns.ts';
import { Checkpointer } from './checkpointer.ts';
import { Connection } from './connection.ts';
import { sqliteDialect } from './dialect.ts';
import { lendTurns } from './lent-turns.ts';
import { makePrivate } from './private-file.ts';
import { SqliteProcessLife } from './process-life.ts';
import { ScanPool } from './scan-pool.ts';
import { TurnReader } from './turn-reader.ts';
import { WriteQueue } from './write-queue.ts';

export interface SqliteOptions {
  /** Of the database file; `':memory:'` for a private one that is gone when it is closed (for tests). */
  readonly path: string;
  readonly search?: Partial<SearchLimits>;
}

/** One more than lists may take, so that the server's own scans always have one. */
const SCAN_WORKERS = 3;

/**
 * The embedded database: one file in WAL mode, one connection that writes and one that reads on the main thread,
 * and worker threads for wide reads.
 */
class SqliteDatabase implements Database {
  readonly dialect = sqliteDialect;
  readonly life: SqliteProcessLife;
  readonly read: SqlReader;
  readonly lookUp: SqlReader;
  readonly number: Database['number'];
  readonly scan: ScanPool;
  readonly #searches: ScanPool;
  readonly #turns: SearchTurns;
  readonly #lists: SearchTurns;
  readonly #writer: Connection;
  readonly #reader: Connection;
  readonly #queue: WriteQueue;
  readonly #path: string;
  readonly #synchronous: 'full' | 'off';
  readonly #checkpointer: Checkpointer;
  readonly #endRead: () => void;
  readonly #dispose: () => void;

  constructor(path: string, synchronous: 'full' | 'off', limits: SearchLimits, dispose: () => void) {
    this.#path = path;
    this.#synchronous = synchronous;
    this.life = new SqliteProcessLife(path);
    this.#writer = new Connection(path, { readOnly: false, synchronous, cacheKiB: 16 * 1024, busyMs: 0 });
    const reader = new Connection(path, { readOnly: true, synchronous, cacheKiB: 16 * 1024 });
    this.#reader = reader;
    this.#checkpointer = new Checkpointer(path, synchronous);
    const read = new TurnReader(reader);
    this.read = read;
    this.lookUp = read;
    this.number = read.number;
    this.#endRead = read.end;
    this.#queue = new WriteQueue(this.#writer, { committed: this.#committed });
    this.scan = new ScanPool(path, SCAN_WORKERS, { stepsBack: false });
    this.#searches = new ScanPool(path, limits.atOnce, { stepsBack: true });
    this.#turns = new SearchTurns(limits);
    this.#lists = new SearchTurns({ ...listLimits(limits), atOnce: SCAN_WORKERS - 1 });
    this.#dispose = dispose;
  }

  browse(tenantNo: number): SqlReader {
    return this.#lists.reader(tenantNo, (sql, params, mostMs) => this.scan.all(sql, params, mostMs));
  }

  search(owner: number): SqlReader {
    return this.#turns.reader(owner, (sql, params, mostMs) => this.#searches.all(sql, params, mostMs));
  }

  /** What is read from now on sees it. */
  readonly #committed = (rows: number): void => {
    this.#endRead();
    this.#checkpointer.committed(rows);
  };

  beside(): Beside {
    const { port1, port2 } = new MessageChannel();
    lendTurns(port1, this.#queue, this.#committed);
    return { dialect: 'sqlite', path: this.#path, synchronous: this.#synchronous, turns: port2 };
  }

  /** One connection writes, so every scope is the same one. */
  write<T>(_scope: WriteScope, work: (tx: SqlWriter) => Promise<T>): Promise<T> {
    return this.#queue.push(work);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue.idle();
    await this.#checkpointer[Symbol.asyncDispose]();
    await this.scan[Symbol.asyncDispose]();
    await this.#searches[Symbol.asyncDispose]();
    this.#endRead();
    this.#reader[Symbol.dispose]();
    this.#writer[Symbol.dispose]();
    this.life[Symbol.dispose]();
    this.#dispose();
  }
}

export function openSqlite(options: SqliteOptions): Database {
  const limits = { ...searchLimits, ...options.search };
  if (options.path !== ':memory:') {
    makePrivate(options.path);
    return new SqliteDatabase(options.path, 'full', limits, () => {});
  }
  // SQLite's own `:memory:` is one connection's; readers and workers need a file, which lies in memory where there is tmpfs.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rollcall-memory-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return new SqliteDatabase(join(folder, 'rollcall.db'), 'off', limits, remove);
}
