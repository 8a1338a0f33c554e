import type { SqlReader, SqlRow, SqlValue, SqlWriter } from '../../sql/database.ts';
import { type LogDatabase, type RequestRow, requestColumns } from '../../sql/request-log/log-database.ts';
import { requestLogTables } from '../../sql/request-log/tables.ts';
import { Connection } from './connection.ts';
import { makePrivate } from './private-file.ts';
import { ScanPool } from './scan-pool.ts';

const rowMarks = `(${requestColumns.map(() => '?').join(', ')})`;
const insertOf = (rows: number): string =>
  `insert into request (${requestColumns.join(', ')}) values ${Array.from({ length: rows }, () => rowMarks).join(', ')}`;

/** So many rows in one statement cost a third less than one by one. */
const rowsAtOnce = 50;
const insertMany = insertOf(rowsAtOnce);
const insertOne = insertOf(1);

const valuesOf = (rows: readonly RequestRow[]): SqlValue[] =>
  rows.flatMap((row) => requestColumns.map((name) => row[name]));

/** The request log in a file of its own: it is written without waiting for the disk, the directory never is. */
class SqliteLogDatabase implements LogDatabase {
  readonly read: SqlReader;
  readonly #writer: Connection;
  readonly #scan: ScanPool;
  readonly #tx: SqlWriter;
  #turn: Promise<void> = Promise.resolve();

  constructor(path: string) {
    const writer = new Connection(path, { readOnly: false, synchronous: 'off', cacheKiB: 4 * 1024 });
    for (const statement of requestLogTables('integer primary key autoincrement')) writer.exec(statement);
    this.#writer = writer;
    this.#scan = new ScanPool(path, 1, { stepsBack: false });
    this.read = this.#scan;
    this.#tx = {
      all: async <Row extends SqlRow>(sql: string, params?: readonly SqlValue[]) => writer.all<Row>(sql, params),
      run: async (sql, params) => writer.run(sql, params),
    };
  }

  /** Callers come one after the other: the log has one writer. */
  async write<T>(work: (tx: SqlWriter) => Promise<T>): Promise<T> {
    const before = this.#turn;
    let done = () => {};
    this.#turn = new Promise<void>((resolve) => {
      done = resolve;
    });
    await before;
    try {
      this.#writer.run('begin immediate');
      const result = await work(this.#tx);
      this.#writer.run('commit');
      return result;
    } catch (error) {
      this.#writer.rollback();
      throw error;
    } finally {
      done();
    }
  }

  async insert(_tx: SqlWriter, rows: readonly RequestRow[]): Promise<void> {
    const whole = rows.length - (rows.length % rowsAtOnce);
    for (let at = 0; at < whole; at += rowsAtOnce)
      this.#writer.run(insertMany, valuesOf(rows.slice(at, at + rowsAtOnce)));
    for (const row of rows.slice(whole)) this.#writer.run(insertOne, valuesOf([row]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turn;
    await this.#scan[Symbol.asyncDispose]();
    this.#writer[Symbol.dispose]();
  }
}

export function openSqliteLog(path: string): LogDatabase {
  makePrivate(path);
  return new SqliteLogDatabase(path);
}
