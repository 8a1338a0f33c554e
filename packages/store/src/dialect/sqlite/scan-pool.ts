import { Worker } from 'node:worker_threads';
import { DatabaseError, type SqlReader, type SqlRow, type SqlValue } from '../../sql/database.ts';
import type { ScanAnswer } from './scan-worker.ts';

interface Waiting {
  readonly resolve: (rows: SqlRow[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Runs wide reads on worker threads, so that none holds the main thread up. Workers start with the first scan. */
export class ScanPool implements SqlReader, AsyncDisposable {
  readonly #path: string;
  readonly #size: number;
  readonly #workers: { worker: Worker; waiting: Map<number, Waiting> }[] = [];
  #nextId = 1;

  constructor(path: string, size: number) {
    this.#path = path;
    this.#size = size;
  }

  all<Row extends SqlRow>(sql: string, params: readonly SqlValue[] = []): Promise<Row[]> {
    const { worker, waiting } = this.#leastBusy();
    const id = this.#nextId++;
    return new Promise<Row[]>((resolve, reject) => {
      waiting.set(id, { resolve: (rows) => resolve(rows as Row[]), reject });
      worker.ref();
      worker.postMessage({ id, sql, params });
    });
  }

  #leastBusy(): { worker: Worker; waiting: Map<number, Waiting> } {
    const idle = this.#workers.find(({ waiting }) => waiting.size === 0);
    if (idle !== undefined) return idle;
    if (this.#workers.length < this.#size) return this.#start();
    return this.#workers.reduce((least, one) => (one.waiting.size < least.waiting.size ? one : least));
  }

  #start(): { worker: Worker; waiting: Map<number, Waiting> } {
    const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), {
      workerData: { path: this.#path, cacheKiB: 8 * 1024 },
      execArgv: [],
    });
    const waiting = new Map<number, Waiting>();
    const entry = { worker, waiting };
    worker.on('message', (answer: ScanAnswer) => {
      const waiter = waiting.get(answer.id);
      waiting.delete(answer.id);
      // An idle worker must not keep the process alive.
      if (waiting.size === 0) worker.unref();
      if ('rows' in answer) waiter?.resolve(answer.rows as SqlRow[]);
      else waiter?.reject(new DatabaseError(answer.kind === 'unavailable' ? 'unavailable' : 'bug', answer.message));
    });
    worker.on('error', (error) => this.#lost(entry, error));
    worker.on('exit', () => this.#lost(entry, new Error('the scan worker has ended')));
    this.#workers.push(entry);
    return entry;
  }

  #lost(entry: { worker: Worker; waiting: Map<number, Waiting> }, cause: unknown): void {
    const at = this.#workers.indexOf(entry);
    if (at >= 0) this.#workers.splice(at, 1);
    for (const { reject } of entry.waiting.values()) {
      reject(new DatabaseError('unavailable', 'SQLite: a scan was cut off', cause));
    }
    entry.waiting.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#workers].map(({ worker }) => worker.terminate()));
  }
}
