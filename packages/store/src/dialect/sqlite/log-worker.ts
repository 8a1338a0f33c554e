import { parentPort, workerData } from 'node:worker_threads';
import {
  DatabaseError,
  type DatabaseErrorKind,
  type SqlRow,
  type SqlValue,
  type SqlWriter,
} from '../../sql/database.ts';
import { type LogWriter, type RequestRow, requestColumns } from '../../sql/request-log/log-database.ts';
import { logWriter } from '../../sql/request-log/log-writer.ts';
import { Connection } from './connection.ts';

/** What the main thread sends, one at a time, and what comes back. Rows come as JSON: a text crosses threads at a third of what objects cost. */
export type LogOrder =
  | { readonly work: 'append'; readonly rows: string }
  | { readonly work: 'prune'; readonly args: Parameters<LogWriter['prune']> }
  | { readonly work: 'forgetMinutes'; readonly args: Parameters<LogWriter['forgetMinutes']> }
  | { readonly work: 'close' };
export type LogAnswer = { readonly more: boolean } | { readonly kind: DatabaseErrorKind; readonly message: string };

const { path } = workerData as { path: string };
const connection = new Connection(path, { readOnly: false, synchronous: 'off', cacheKiB: 1024 });

const rowMarks = `(${requestColumns.map(() => '?').join(', ')})`;
const insertOf = (rows: number): string =>
  `insert into request (${requestColumns.join(', ')}) values ${Array.from({ length: rows }, () => rowMarks).join(', ')}`;

/** So many rows in one statement cost a third less than one by one. */
const rowsAtOnce = 50;
const insertMany = insertOf(rowsAtOnce);
const insertOne = insertOf(1);

const valuesOf = (rows: readonly RequestRow[]): SqlValue[] =>
  rows.flatMap((row) => requestColumns.map((name) => row[name]));

function insert(rows: readonly RequestRow[]): void {
  const whole = rows.length - (rows.length % rowsAtOnce);
  for (let at = 0; at < whole; at += rowsAtOnce) connection.run(insertMany, valuesOf(rows.slice(at, at + rowsAtOnce)));
  for (const row of rows.slice(whole)) connection.run(insertOne, valuesOf([row]));
}

const tx: SqlWriter = {
  all: async <Row extends SqlRow>(sql: string, params?: readonly SqlValue[]) => connection.all<Row>(sql, params),
  run: async (sql, params) => connection.run(sql, params),
};

const writer = logWriter({
  insert: async (_tx, rows) => insert(rows),
  write: async (work) => {
    try {
      connection.run('begin immediate');
      const result = await work(tx);
      connection.run('commit');
      return result;
    } catch (error) {
      connection.rollback();
      throw error;
    }
  },
});

parentPort?.on('message', async (order: LogOrder) => parentPort?.postMessage(await answer(order)));

async function answer(order: LogOrder): Promise<LogAnswer> {
  try {
    return { more: await done(order) };
  } catch (error) {
    const kind = error instanceof DatabaseError ? error.kind : 'bug';
    return { kind, message: error instanceof Error ? error.message : String(error) };
  }
}

async function done(order: LogOrder): Promise<boolean> {
  switch (order.work) {
    case 'append': {
      const rows: RequestRow[] = JSON.parse(order.rows);
      await writer.append(rows);
      return false;
    }
    case 'prune':
      return writer.prune(...order.args);
    case 'forgetMinutes':
      await writer.forgetMinutes(...order.args);
      return false;
    case 'close':
      connection[Symbol.dispose]();
      return false;
    default:
      return order satisfies never;
  }
}
