import { Worker } from 'node:worker_threads';
import { DatabaseError, type SqlReader, type SqlRow, type SqlValue } from '../../sql/database.ts';
import { rowsOf } from './connection.ts';
import type { ScanAnswer, ScanRequest } from './scan-worker.ts';

interface Job {
  readonly request: ScanRequest;
  readonly resolve: (rows: SqlRow[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Entry {
  readonly worker: Worker;
  job: Job | null;
}

/** Runs wide reads on worker threads, so that none holds the main thread up. Workers start with the first scan; each does one at a time. */
export class ScanPool implements SqlReader, AsyncDisposable {
  readonly #path: string;
  readonly #size: number;
  readonly #stepsBack: boolean;
  readonly #entries: Entry[] = [];
  readonly #waiting: Job[] = [];
  #isClosed = false;

  /** `stepsBack`: requests go before it where the processor is short. */
  constructor(path: string, size: number, { stepsBack }: { readonly stepsBack: boolean }) {
    this.#path = path;
    this.#size = size;
    this.#stepsBack = stepsBack;
  }

  /** A statement that asks `scan_in_time()` is cut off after `mostMs`. */
  all<Row extends SqlRow>(sql: string, params: readonly SqlValue[] = [], mostMs: number | null = null): Promise<Row[]> {
    if (this.#isClosed) return Promise.reject(new DatabaseError('unavailable', 'SQLite: the database is closed'));
    return new Promise<Row[]>((resolve, reject) => {
      const job: Job = { request: { sql, params, mostMs }, resolve: (rows) => resolve(rows as Row[]), reject };
      const entry =
        this.#entries.find((one) => one.job === null) ?? (this.#entries.length < this.#size ? this.#start() : null);
      if (entry === null) this.#waiting.push(job);
      else give(entry, job);
    });
  }

  #start(): Entry {
    const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), {
      workerData: { path: this.#path, cacheKiB: 8 * 1024, stepsBack: this.#stepsBack },
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 12 },
    });
    const entry: Entry = { worker, job: null };
    worker.on('message', (answer: ScanAnswer) => {
      const { job } = entry;
      entry.job = null;
      const next = this.#waiting.shift();
      if (next !== undefined) give(entry, next);
      // An idle worker must not keep the process alive.
      else worker.unref();
      if ('values' in answer) job?.resolve(rowsOf(answer));
      else job?.reject(new DatabaseError(answer.kind, answer.message));
    });
    worker.on('error', (error) => this.#lost(entry, error));
    worker.on('exit', () => this.#lost(entry, new Error('the scan worker has ended')));
    this.#entries.push(entry);
    return entry;
  }

  #lost(entry: Entry, cause: unknown): void {
    const at = this.#entries.indexOf(entry);
    if (at < 0) return;
    this.#entries.splice(at, 1);
    const lost = this.#entries.length === 0 ? [entry.job, ...this.#waiting.splice(0)] : [entry.job];
    for (const job of lost) job?.reject(new DatabaseError('unavailable', 'SQLite: a scan was cut off', cause));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#entries].map(({ worker }) => worker.terminate()));
  }
}

function give(entry: Entry, job: Job): void {
  entry.job = job;
  entry.worker.ref();
  entry.worker.postMessage(job.request);
}
