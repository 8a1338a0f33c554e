import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosSettings, ClockView } from './api/contract.ts';
import type { Org } from './model/org.ts';
import { Chaos, noChaos } from './push/chaos.ts';
import { AdvanceableClock } from './push/clock.ts';
import { Connection } from './push/connection.ts';
import { Executor } from './push/executor.ts';
import { Transport } from './push/transport.ts';
import { OrgStore } from './store/org-store.ts';
import { Reports } from './store/reports.ts';

export interface EngineOptions {
  /** A folder, or ':memory:'. */
  readonly dataDir: string;
  /** Tasks of one application that run at the same time. */
  readonly concurrency?: number;
}

/** A request that no answer came to holds an advance up for this long at most. */
const graceMs = 5000;
/** While the org settles, what falls due within this long is done together: thousands of retries would queue one by one. */
const settleTogetherMs = 30_000;

/** The org with everything that moves it: clock, executor, chaos, reports. No HTTP server yet. */
export class Engine implements Disposable {
  readonly store: OrgStore;
  readonly org: Org;
  readonly clock: AdvanceableClock;
  readonly chaos: Chaos;
  readonly connection: Connection;
  readonly executor: Executor;
  readonly reports: Reports;
  readonly #transport = new Transport();

  constructor(options: EngineOptions) {
    const clock = new AdvanceableClock();
    this.clock = clock;
    // It holds tokens of the servers that it pushes to.
    if (options.dataDir !== ':memory:') mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
    const file = options.dataDir === ':memory:' ? ':memory:' : join(options.dataDir, 'okta.db');
    this.store = new OrgStore(file, () => clock.now());
    this.org = this.store.org;
    clock.jump(Number(this.org.settings.get('clock.aheadMs') ?? 0));
    this.chaos = new Chaos(this.#transport, clock);
    const saved = this.org.settings.get('chaos');
    if (saved !== undefined) this.chaos.configure({ ...noChaos, ...JSON.parse(saved) });
    this.connection = new Connection(this.chaos, this.#transport, clock, (exchange) => this.store.record(exchange));
    this.reports = new Reports(this.store.database);
    this.executor = new Executor(this.org, clock, this.connection, options.concurrency ?? 16);
  }

  setChaos(settings: ChaosSettings): void {
    this.chaos.configure(settings);
    this.org.setSetting('chaos', JSON.stringify(settings));
  }

  clockView(): ClockView {
    const waiting = this.#nextWaiting();
    return {
      now: new Date(this.clock.now()).toISOString(),
      aheadMs: this.clock.aheadMs,
      nextDue: waiting === null ? null : new Date(waiting).toISOString(),
    };
  }

  #nextWaiting(): number | null {
    let next = Number.POSITIVE_INFINITY;
    for (const task of this.org.tasks.values()) if (task.state === 'WAITING') next = Math.min(next, task.dueAt);
    return next === Number.POSITIVE_INFINITY ? null : next;
  }

  /** Puts the clock ahead step by step: whatever falls due on the way is done before time goes on. */
  async advance(ms: number): Promise<void> {
    const target = this.clock.now() + ms;
    for (;;) {
      await this.#quiet();
      const next = this.clock.nextDue();
      if (next === null || next > target) break;
      this.clock.jump(next - this.clock.now());
    }
    this.clock.jump(target - this.clock.now());
    this.org.setSetting('clock.aheadMs', String(this.clock.aheadMs));
    await this.#quiet();
  }

  /** Until no task is queued, running or waiting: only what failed for good is left. */
  async settle(): Promise<void> {
    for (;;) {
      await this.#quiet();
      const waiting = this.#nextWaiting();
      // Requests that are held back are let go one after another: a longer step would have them time out.
      const held = waiting !== null || this.executor.quiet() ? null : this.clock.nextDue();
      if (waiting !== null) this.clock.jump(Math.max(1, waiting - this.clock.now()) + settleTogetherMs);
      else if (held !== null) this.clock.jump(Math.max(1, held - this.clock.now()));
      else break;
      // Whoever slept on the clock wakes in a later turn, and is no longer counted as asleep by then.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.org.setSetting('clock.aheadMs', String(this.clock.aheadMs));
    await this.#quiet();
    this.store.flush();
  }

  /** Nothing moves any more but what waits on the clock. */
  async #quiet(): Promise<void> {
    let seen = this.executor.progress;
    let since = performance.now();
    while (!this.executor.quiet(this.chaos.sleeping)) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (this.executor.progress !== seen) {
        seen = this.executor.progress;
        since = performance.now();
      }
      if (performance.now() - since > graceMs) return;
    }
  }

  [Symbol.dispose](): void {
    this.executor.stop();
    this.store[Symbol.dispose]();
    this.clock[Symbol.dispose]();
    this.#transport[Symbol.dispose]();
  }
}
