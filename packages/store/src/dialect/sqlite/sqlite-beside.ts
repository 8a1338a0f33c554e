import {
  type Beside,
  type Database,
  numberOf,
  type SqlReader,
  type SqlWriter,
  type WriteScope,
} from '../../sql/database.ts';
import { Connection } from './connection.ts';
import { sqliteDialect } from './dialect.ts';
import { BorrowedTurns } from './lent-turns.ts';
import { SqliteProcessLife } from './process-life.ts';
import { WriteQueue } from './write-queue.ts';

const CACHE_KIB = 2 * 1024;

/**
 * The same file, opened on another thread of the process that has it open: reads and writes there cost the main thread nothing but
 * the turns that it lends. However wide a read is, it holds up nothing but this thread.
 */
class SqliteBeside implements Database {
  readonly dialect = sqliteDialect;
  readonly life: SqliteProcessLife;
  readonly read: SqlReader;
  readonly lookUp: SqlReader;
  readonly number: Database['number'];
  readonly scan: SqlReader;
  readonly #reader: Connection;
  readonly #writer: Connection;
  readonly #queue: WriteQueue;
  readonly #turns: BorrowedTurns;

  constructor({ path, synchronous, turns }: Beside & { readonly dialect: 'sqlite' }) {
    this.life = new SqliteProcessLife(path);
    const reader = new Connection(path, { readOnly: true, synchronous, cacheKiB: CACHE_KIB });
    this.#reader = reader;
    this.#writer = new Connection(path, { readOnly: false, synchronous, cacheKiB: CACHE_KIB, busyMs: 0 });
    this.#turns = new BorrowedTurns(turns);
    this.#queue = new WriteQueue(this.#writer, { committed: () => {}, turn: () => this.#turns.take() });
    this.read = { all: async (sql, params) => reader.all(sql, params) };
    this.lookUp = this.read;
    this.number = async (sql) => numberOf(reader.all(sql));
    this.scan = this.read;
  }

  browse(): SqlReader {
    return this.read;
  }

  search(): SqlReader {
    return this.read;
  }

  write<T>(_scope: WriteScope, work: (tx: SqlWriter) => Promise<T>): Promise<T> {
    return this.#queue.push(work);
  }

  beside(): Beside {
    throw new Error('a thread beside another has none beside itself');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue.idle();
    this.#turns.close();
    this.#reader[Symbol.dispose]();
    this.#writer[Symbol.dispose]();
    this.life[Symbol.dispose]();
  }
}

export const openSqliteBeside = (beside: Beside & { readonly dialect: 'sqlite' }): Database => new SqliteBeside(beside);
