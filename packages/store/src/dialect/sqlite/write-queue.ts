import type { SqlRow, SqlValue, SqlWriter } from '../../sql/database.ts';
import type { Connection } from './connection.ts';

interface Job {
  readonly work: (tx: SqlWriter) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Bounds how long the others of a batch wait for its commit. */
const MAX_BATCH = 256;

/**
 * The group commit. All writes that were queued in one turn of the event loop share one transaction, and so one flush to
 * the disk. They run one after the other; when one throws, the batch is rolled back and each runs by itself.
 */
export class WriteQueue {
  readonly #connection: Connection;
  readonly #tx: SqlWriter;
  #jobs: Job[] = [];
  #draining: Promise<void> | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#tx = {
      all: async <Row extends SqlRow>(sql: string, params?: readonly SqlValue[]) => connection.all<Row>(sql, params),
      run: async (sql, params) => connection.run(sql, params),
    };
  }

  push<T>(work: (tx: SqlWriter) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ work, resolve: (value) => resolve(value as T), reject });
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
    while (this.#jobs.length > 0) {
      const batch = this.#jobs.splice(0, MAX_BATCH);
      if (await this.#commitTogether(batch)) continue;
      for (const job of batch) await this.#commitAlone(job);
    }
    this.#draining = null;
  }

  /** False when the batch was undone and its jobs are to run one by one. */
  async #commitTogether(batch: readonly Job[]): Promise<boolean> {
    if (batch.length === 1) return false;
    const results: unknown[] = [];
    try {
      await this.#transaction(async () => {
        for (const job of batch) results.push(await job.work(this.#tx));
      });
    } catch {
      return false;
    }
    batch.forEach((job, i) => {
      job.resolve(results[i]);
    });
    return true;
  }

  async #commitAlone(job: Job): Promise<void> {
    try {
      job.resolve(await this.#transaction(() => job.work(this.#tx)));
    } catch (error) {
      job.reject(error);
    }
  }

  async #transaction<T>(work: () => Promise<T>): Promise<T> {
    this.#connection.run('begin immediate');
    try {
      const result = await work();
      this.#connection.run('commit');
      return result;
    } catch (error) {
      this.#connection.rollback();
      throw error;
    }
  }
}
