import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ChangeFeed, Database } from '@rollcall/store';
import type { EngineNews, EngineOrder, EngineWorkerData } from './engine-worker.ts';
import type { Engine } from './product-engine.ts';
import { tenantStores } from './tenant-stores.ts';

export interface EngineThreadDeps {
  readonly db: Database;
  readonly feed: ChangeFeed;
  readonly log: { error(detail: object, message: string): void };
}

const RESTART_MS = 1_000;
/** Requests have had up to 10 s before it, and a service manager waits for 20. */
const CLOSE_WITHIN_MS = 5_000;
/** Of the main thread's time. */
const BUSY = 0.4;

/**
 * The engine on a thread of its own, so that following and evaluating cost requests nothing (decision 0018). One that ends by mistake
 * is started again: every step is kept before the next one begins.
 */
export class EngineThread implements Engine, AsyncDisposable {
  readonly #deps: EngineThreadDeps;
  readonly store: Engine['store'];
  readonly #woken = new Int32Array(new SharedArrayBuffer(4));
  readonly #waiting = new Map<number, () => void>();
  #watch: Disposable | null = null;
  #worker: Worker | null = null;
  #ended: Promise<void> = Promise.resolve();
  #isClosing = false;
  #asked = 0;
  #usage = performance.eventLoopUtilization();

  constructor(deps: EngineThreadDeps) {
    this.#deps = deps;
    this.store = tenantStores(deps.db);
  }

  start(): void {
    this.#watch = this.#deps.feed.watch(() => this.wake());
    this.#run();
  }

  /** A message wakes a thread, which is dear: none is sent while one is on its way. */
  wake(): void {
    if (Atomics.exchange(this.#woken, 0, 1) === 0) this.#order({ kind: 'wake' });
  }

  async settled(timeoutMs = 10_000): Promise<void> {
    if (this.#worker === null) return;
    const id = ++this.#asked;
    const late = new AbortController();
    const answered = new Promise<void>((resolve) => this.#waiting.set(id, resolve));
    this.#order({ kind: 'settled', id, timeoutMs });
    // It answers in time unless it has ended.
    const timeout = wait(timeoutMs + RESTART_MS, undefined, { signal: late.signal, ref: false }).catch(() => {});
    await Promise.race([answered, timeout]);
    late.abort();
    this.#waiting.delete(id);
  }

  #run(): void {
    const beside = this.#deps.db.beside();
    const workerData: EngineWorkerData = { beside, woken: this.#woken };
    Atomics.store(this.#woken, 0, 0);
    const worker = new Worker(new URL('./engine-worker.ts', import.meta.url), {
      workerData,
      transferList: beside.dialect === 'sqlite' ? [beside.turns] : [],
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    this.#worker = worker;
    worker.on('message', (news: EngineNews) => this.#heard(news));
    worker.on('error', (error) => this.#deps.log.error({ err: error }, 'the thread of the product engine failed'));
    this.#ended = new Promise((resolve) =>
      worker.once('exit', () => {
        if (this.#worker === worker) this.#worker = null;
        resolve();
        if (!this.#isClosing) void this.#again();
      }),
    );
  }

  async #again(): Promise<void> {
    this.#deps.log.error({}, 'the product engine has ended and starts again');
    await wait(RESTART_MS, undefined, { ref: false });
    if (!this.#isClosing) this.#run();
  }

  #heard(news: EngineNews): void {
    switch (news.kind) {
      case 'settled':
        this.#waiting.get(news.id)?.();
        break;
      case 'load':
        this.#order({ kind: 'load', busy: this.#isBusy() });
        break;
      case 'failed':
        this.#deps.log.error({ err: { message: news.error } }, news.message);
        break;
      case 'closed':
        void this.#worker?.terminate();
        break;
      default:
        news satisfies never;
    }
  }

  /** Since it was asked before. */
  #isBusy(): boolean {
    const { utilization } = performance.eventLoopUtilization(this.#usage);
    this.#usage = performance.eventLoopUtilization();
    return utilization > BUSY;
  }

  #order(order: EngineOrder): void {
    this.#worker?.postMessage(order);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosing = true;
    this.#watch?.[Symbol.dispose]();
    this.#order({ kind: 'close' });
    const waited = new AbortController();
    // What is not committed by then is done again at the next start.
    const late = wait(CLOSE_WITHIN_MS, undefined, { signal: waited.signal, ref: false }).catch(() => {});
    await Promise.race([this.#ended, late]);
    waited.abort();
    await this.#worker?.terminate();
    for (const resolve of this.#waiting.values()) resolve();
  }
}
