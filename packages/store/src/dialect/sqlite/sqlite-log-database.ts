import { Worker } from 'node:worker_threads';
import { DatabaseError, type SqlReader } from '../../sql/database.ts';
import { type Held, type LogDatabase, logReadMs, type RequestValues } from '../../sql/request-log/log-database.ts';
import { requestLogTables } from '../../sql/request-log/tables.ts';
import { Connection } from './connection.ts';
import { sqliteFilter } from './filter-fragments.ts';
import type { LogAnswer, LogOrder } from './log-worker.ts';
import { makePrivate } from './private-file.ts';
import { ScanPool } from './scan-pool.ts';

type Done = Extract<LogAnswer, { done: unknown }>['done'];

interface Pending {
  readonly resolve: (done: Done) => void;
  readonly reject: (error: DatabaseError) => void;
}

/**
 * The request log in a file of its own: it is written without waiting for the disk, the directory never is. It is written on a thread of
 * its own too: a row with its indexes costs as much as looking up what a read asks for (decision 0015).
 */
class SqliteLogDatabase implements LogDatabase {
  readonly read: SqlReader;
  readonly inTime = sqliteFilter.inTime;
  readonly #path: string;
  readonly #scan: ScanPool;
  #worker: Worker | null = null;
  #pending: Pending | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
    this.#scan = new ScanPool(path, 2, { stepsBack: false });
    this.read = { all: (sql, params) => this.#scan.all(sql, params, logReadMs) };
  }

  async append(rows: readonly RequestValues[]): Promise<void> {
    await this.#order({ work: 'append', rows: JSON.stringify(rows) });
  }

  async held(): Promise<readonly Held[]> {
    const held = await this.#order({ work: 'held' });
    return typeof held === 'boolean' ? [] : held;
  }

  async prune(...args: Parameters<LogDatabase['prune']>): Promise<boolean> {
    return (await this.#order({ work: 'prune', args })) === true;
  }

  async forgetMinutes(...args: Parameters<LogDatabase['forgetMinutes']>): Promise<void> {
    await this.#order({ work: 'forgetMinutes', args });
  }

  /** Callers come one after the other: the log has one writer. */
  #order(order: LogOrder): Promise<Done> {
    const answer = this.#turn.then(
      () =>
        new Promise<Done>((resolve, reject) => {
          this.#pending = { resolve, reject };
          this.#worker ??= this.#start();
          this.#worker.ref();
          this.#worker.postMessage(order);
        }),
    );
    this.#turn = answer.catch(() => {});
    return answer;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./log-worker.ts', import.meta.url), {
      workerData: { path: this.#path },
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 6 },
    });
    worker.on('message', (answer: LogAnswer) => {
      // An idle worker must not keep the process alive.
      worker.unref();
      if ('done' in answer) this.#take()?.resolve(answer.done);
      else this.#take()?.reject(new DatabaseError(answer.kind, answer.message));
    });
    worker.on('error', (error) => this.#lost(worker, error));
    worker.on('exit', () => this.#lost(worker, new Error('the writer of the request log has ended')));
    return worker;
  }

  /** The next order starts another one. */
  #lost(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#take()?.reject(new DatabaseError('unavailable', 'SQLite: the request log was cut off', cause));
  }

  #take(): Pending | null {
    const pending = this.#pending;
    this.#pending = null;
    return pending;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scan[Symbol.asyncDispose]();
    if (this.#worker !== null) await this.#order({ work: 'close' }).catch(() => {});
    await this.#worker?.terminate();
  }
}

export function openSqliteLog(path: string): LogDatabase {
  makePrivate(path);
  using connection = new Connection(path, { readOnly: false, synchronous: 'off', cacheKiB: 256 });
  for (const statement of requestLogTables('integer primary key autoincrement')) connection.exec(statement);
  return new SqliteLogDatabase(path);
}
