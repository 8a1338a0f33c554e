import { Worker } from 'node:worker_threads';

/** About 8 MiB of log, as a changed row is a page or less. */
const ROWS_BETWEEN = 2000;

/**
 * Moves what is in the write-ahead log into the database file, on a thread of its own: by itself SQLite does it inside a
 * commit, where its flushes of the disk would hold everybody up. (Under constant load the log must begin anew at some time, which only
 * a writer can do: the writer's own automatic checkpoint sees to that, and finds little left to move.)
 */
export class Checkpointer implements AsyncDisposable {
  readonly #workerData: { readonly path: string; readonly synchronous: 'full' | 'off' };
  #worker: Worker | null = null;
  #isBusy = false;
  #rows = 0;

  constructor(path: string, synchronous: 'full' | 'off') {
    this.#workerData = { path, synchronous };
  }

  /** A commit has changed so many rows. */
  committed(rows: number): void {
    this.#rows += rows;
    if (this.#isBusy || this.#rows < ROWS_BETWEEN) return;
    this.#rows = 0;
    this.#isBusy = true;
    this.#worker ??= this.#start();
    this.#worker.postMessage(null);
  }

  #start(): Worker {
    const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), {
      workerData: this.#workerData,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    });
    const done = () => {
      this.#isBusy = false;
    };
    worker.on('message', done);
    const lost = () => {
      this.#worker = null;
      done();
    };
    worker.on('error', lost);
    worker.on('exit', lost);
    // It works only while somebody writes, and must not keep the process alive.
    worker.unref();
    return worker;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker?.terminate();
  }
}
