import { DatabaseError, type SqlWriter } from '../../sql/database.ts';
import type { Connection } from './connection.ts';
import { Writer } from './writer.ts';

interface Job {
  readonly work: (tx: SqlWriter) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Bounds how long the others of a batch wait for its commit. */
const MAX_BATCH = 256;
const BEGIN_WITHIN_MS = 15_000;

export interface WriteQueueOptions {
  /** Told after each commit how many rows it changed. */
  readonly committed: (rows: number) => void;
  /** Asked before each transaction where another thread has the say; what it resolves with is called at the end. */
  readonly turn?: () => Promise<(rows: number) => void>;
}

/**
 * The group commit. All writes that were queued in one turn of the event loop share one transaction, and so one flush to
 * the disk. They run one after the other; when one throws, the batch is rolled back and each runs by itself.
 */
export class WriteQueue {
  readonly #connection: Connection;
  readonly #committed: (rows: number) => void;
  readonly #turn: (() => Promise<(rows: number) => void>) | null;
  readonly #tx: Writer;
  #jobs: Job[] = [];
  #loans: (() => Promise<void>)[] = [];
  #draining: Promise<void> | null = null;

  constructor(connection: Connection, { committed, turn }: WriteQueueOptions) {
    this.#connection = connection;
    this.#committed = committed;
    this.#turn = turn ?? null;
    this.#tx = new Writer(connection);
  }

  push<T>(work: (tx: SqlWriter) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ work, resolve: (value) => resolve(value as T), reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Between two commits another writer has its turn, for as long as `use` takes. */
  lend(use: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#loans.push(() => use().then(resolve, reject));
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when nothing is queued. */
  async idle(): Promise<void> {
    while (this.#draining !== null) await this.#draining;
  }

  async #drain(): Promise<void> {
    // What the other sockets of this turn bring is queued by then.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#jobs.length > 0 || this.#loans.length > 0) {
      for (const loan of this.#loans.splice(0)) await loan();
      const batch = this.#jobs.splice(0, MAX_BATCH);
      if (batch.length === 0 || (await this.#inTurn(batch))) continue;
      for (const job of batch) await this.#inTurn([job]);
    }
    this.#draining = null;
  }

  async #inTurn(batch: readonly Job[]): Promise<boolean> {
    const giveBack = await this.#turn?.();
    this.#tx.begin();
    try {
      return await this.#commit(batch);
    } finally {
      giveBack?.(this.#tx.rows);
    }
  }

  /** Settles all jobs; or, when one of several has thrown, undoes them and returns false: they are to run one by one. */
  async #commit(batch: readonly Job[]): Promise<boolean> {
    const reject = (error: unknown): true => {
      for (const job of batch) job.reject(error);
      return true;
    };
    const begun = await this.#begin().catch(reject);
    if (begun === true) return true;
    const results: unknown[] = [];
    try {
      for (const job of batch) {
        results.push(await job.work(this.#tx));
        await this.#tx.settle();
      }
      this.#connection.run('commit');
    } catch (error) {
      this.#connection.rollback();
      return batch.length > 1 ? false : reject(error);
    }
    this.#committed(this.#tx.rows);
    batch.forEach((job, i) => {
      job.resolve(results[i]);
    });
    return true;
  }

  /** Another process (the command line beside a server) may be writing: waits for it without holding the thread. */
  async #begin(): Promise<void> {
    for (const deadline = Date.now() + BEGIN_WITHIN_MS; ; ) {
      try {
        this.#connection.run('begin immediate');
        return;
      } catch (error) {
        if (!(error instanceof DatabaseError) || error.kind !== 'unavailable' || Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 2 + Math.random() * 8));
      }
    }
  }
}
