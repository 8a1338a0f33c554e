import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseError, type DatabaseErrorKind } from '../../sql/database.ts';
import type { Held, LogWriter, RequestValues } from '../../sql/request-log/log-database.ts';
import { logWriter } from '../../sql/request-log/log-writer.ts';
import { Connection } from './connection.ts';
import { Writer } from './writer.ts';

/** What the main thread sends, one at a time, and what comes back. Rows come as JSON: a text crosses threads at a third of what objects cost. */
export type LogOrder =
  | { readonly work: 'append'; readonly rows: string }
  | { readonly work: 'held' }
  | { readonly work: 'prune'; readonly args: Parameters<LogWriter['prune']> }
  | { readonly work: 'forgetMinutes'; readonly args: Parameters<LogWriter['forgetMinutes']> }
  | { readonly work: 'close' };
export type LogAnswer =
  | { readonly done: boolean | readonly Held[] }
  | { readonly kind: DatabaseErrorKind; readonly message: string };

const { path } = workerData as { path: string };
const connection = new Connection(path, { readOnly: false, synchronous: 'off', cacheKiB: 1024 });

const tx = new Writer(connection);

const writer = logWriter({
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
    return { done: await done(order) };
  } catch (error) {
    const kind = error instanceof DatabaseError ? error.kind : 'bug';
    return { kind, message: error instanceof Error ? error.message : String(error) };
  }
}

async function done(order: LogOrder): Promise<boolean | readonly Held[]> {
  switch (order.work) {
    case 'append': {
      const rows: RequestValues[] = JSON.parse(order.rows);
      await writer.append(rows);
      return false;
    }
    case 'held':
      return writer.held();
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
