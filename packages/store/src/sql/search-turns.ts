import { DatabaseError, type SqlReader, type SqlRow, type SqlValue } from './database.ts';

export interface SearchLimits {
  /** Searches that run at the same time, whoever they are for. */
  readonly atOnce: number;
  /** How long one may run. */
  readonly runMs: number;
  /** How many of one owner may wait, and for how long each. */
  readonly waiting: number;
  readonly waitMs: number;
}

/** A search that waits longer than clients wait for an answer helps nobody: Okta gives up after 60 s. */
export const searchLimits: SearchLimits = { atOnce: 2, runMs: 30_000, waiting: 32, waitMs: 20_000 };

/** Lists of the console. Even behind a slow one of another tenant each has its turn before it has waited too long. */
export const listLimits = (limits: SearchLimits): SearchLimits => ({
  ...limits,
  runMs: Math.min(limits.runMs, 10_000),
});

type Run = <Row extends SqlRow>(sql: string, params: readonly SqlValue[] | undefined, mostMs: number) => Promise<Row[]>;

interface Waiting {
  readonly start: () => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Who may search next. Searches grow with what is stored, so few run at once; owners (integrations) take turns, so that one
 * with many searches delays another by one of its own at most.
 */
export class SearchTurns {
  readonly #limits: SearchLimits;
  /** In the order in which their turn comes. */
  readonly #queues = new Map<number, Waiting[]>();
  #running = 0;

  constructor(limits: SearchLimits) {
    this.#limits = limits;
  }

  /** What one owner searches with. `run` is handed the time that it may take. */
  reader(owner: number, run: Run): SqlReader {
    return {
      all: async <Row extends SqlRow>(sql: string, params?: readonly SqlValue[]) => {
        await this.#take(owner);
        try {
          return await run<Row>(sql, params, this.#limits.runMs);
        } finally {
          this.#running -= 1;
          this.#next();
        }
      },
    };
  }

  #take(owner: number): Promise<void> | undefined {
    if (this.#running < this.#limits.atOnce) {
      this.#running += 1;
      return undefined;
    }
    const queue = this.#queues.get(owner) ?? [];
    if (queue.length >= this.#limits.waiting) return Promise.reject(busy('too many searches wait'));
    this.#queues.set(owner, queue);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#leave(owner, waiting);
        reject(busy('the search has waited too long'));
      }, this.#limits.waitMs);
      const waiting: Waiting = { start: resolve, timer };
      queue.push(waiting);
    });
  }

  #next(): void {
    const [first] = this.#queues;
    if (first === undefined || this.#running >= this.#limits.atOnce) return;
    const [owner, queue] = first;
    const next = queue.shift();
    // To the end of the line, behind all other owners.
    this.#queues.delete(owner);
    if (queue.length > 0) this.#queues.set(owner, queue);
    if (next === undefined) return;
    clearTimeout(next.timer);
    this.#running += 1;
    next.start();
  }

  #leave(owner: number, waiting: Waiting): void {
    const queue = (this.#queues.get(owner) ?? []).filter((one) => one !== waiting);
    if (queue.length === 0) this.#queues.delete(owner);
    else this.#queues.set(owner, queue);
  }
}

const busy = (message: string): DatabaseError => new DatabaseError('busy', message);
