import type { ChangeFeed } from '../ports/change-log.ts';
import type { Database } from './database.ts';

type Listener = (integrationNo: number, seq: number) => void;

const POLL_MS = 500;

/** Wakes followers: at once for writes of this process, by a poll for those of other processes. */
export class PolledChangeFeed implements ChangeFeed, Disposable {
  readonly #db: Database;
  readonly #pollMs: number;
  readonly #listeners = new Set<Listener>();
  readonly #known = new Map<number, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(db: Database, pollMs = POLL_MS) {
    this.#db = db;
    this.#pollMs = pollMs;
  }

  watch(listener: Listener): Disposable {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => void this.#poll(), this.#pollMs).unref();
    return {
      [Symbol.dispose]: () => {
        this.#listeners.delete(listener);
        if (this.#listeners.size === 0) this[Symbol.dispose]();
      },
    };
  }

  /** A write of this process has been committed. */
  committed(integrationNo: number, seq: number): void {
    if (seq <= (this.#known.get(integrationNo) ?? 0)) return;
    this.#known.set(integrationNo, seq);
    for (const listener of this.#listeners) listener(integrationNo, seq);
  }

  async #poll(): Promise<void> {
    try {
      const rows = await this.#db.read.all<{ no: number; seq: number }>(
        'select no, seq from integration where seq > 0',
      );
      for (const { no, seq } of rows) this.committed(no, seq);
    } catch {
      // The database is away or being closed; the next poll sees what was missed.
    }
  }

  [Symbol.dispose](): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}
