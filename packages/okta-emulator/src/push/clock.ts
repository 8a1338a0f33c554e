/** Time as the emulator sees it: the machine's clock, which can be put ahead. All waits run on it. */
export interface Clock {
  now(): number;
  /** Calls back when the clock reaches `dueAt`; the returned function takes it back. */
  schedule(dueAt: number, run: () => void): () => void;
}

interface Timer {
  readonly dueAt: number;
  readonly run: () => void;
}

export class AdvanceableClock implements Clock, Disposable {
  #aheadMs: number;
  readonly #timers = new Set<Timer>();
  #armed: NodeJS.Timeout | null = null;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(aheadMs = 0) {
    this.#aheadMs = aheadMs;
  }

  get aheadMs(): number {
    return this.#aheadMs;
  }

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  schedule(dueAt: number, run: () => void): () => void {
    const timer: Timer = { dueAt, run };
    this.#timers.add(timer);
    if (dueAt < this.#armedFor) this.#arm();
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** The earliest thing that is waited for. */
  nextDue(): number | null {
    let next = Number.POSITIVE_INFINITY;
    for (const timer of this.#timers) next = Math.min(next, timer.dueAt);
    return next === Number.POSITIVE_INFINITY ? null : next;
  }

  jump(ms: number): void {
    this.#aheadMs += Math.max(0, ms);
    this.#fire();
  }

  #fire(): void {
    const now = this.now();
    const due = [...this.#timers].filter((timer) => timer.dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
    for (const timer of due) {
      this.#timers.delete(timer);
      timer.run();
    }
    this.#arm();
  }

  #arm(): void {
    if (this.#armed !== null) clearTimeout(this.#armed);
    this.#armed = null;
    this.#armedFor = Number.POSITIVE_INFINITY;
    const next = this.nextDue();
    if (next === null) return;
    this.#armedFor = next;
    // setTimeout takes 31 bits of milliseconds.
    const waitMs = Math.min(Math.max(0, next - this.now()), 0x7fffffff);
    this.#armed = setTimeout(() => this.#fire(), waitMs);
    this.#armed.unref();
  }

  [Symbol.dispose](): void {
    if (this.#armed !== null) clearTimeout(this.#armed);
    this.#timers.clear();
  }
}

export const sleepUntil = (clock: Clock, dueAt: number): Promise<void> =>
  new Promise((resolve) => void clock.schedule(dueAt, resolve));
