import { setTimeout as wait } from 'node:timers/promises';
import type { ControlStore, Database, Leases, ProductStore } from '@rollcall/store';
import { TenantEngine, type TenantEngineDeps } from './tenant-engine.ts';
import { tenantStores } from './tenant-stores.ts';

/** What other parts of the server ask of the engine, on whatever thread it runs. */
export interface Engine {
  /** The product data of a tenant, read and written where the caller is. */
  store(tenantNo: number): ProductStore;
  /** Says that there is something to do. */
  wake(): void;
  /** Resolves when everything that was there at the call is done; sooner, after `timeoutMs`, where another server does it. */
  settled(timeoutMs?: number): Promise<void>;
}

export interface EngineDeps extends TenantEngineDeps {
  readonly db: Database;
  readonly control: ControlStore;
  readonly leases: Leases;
  /** Called before it is looked at what there is to do: what is committed from then on needs a `wake` of its own. */
  looking?(): void;
  readonly log: { error(detail: object, message: string): void };
}

/** How often what other servers left is looked for; this process's own writes wake the engine at once. */
const POLL_MS = 500;
const RETRY_MS = 1_000;
/** An upload that is under way has had a piece since. */
export const ABANDONED_MS = 3_600_000;

/**
 * Keeps people and results up to date behind the SCIM requests. One server at a time does it for the whole database; each
 * step is kept before the next one begins, so whoever takes over goes on where it was.
 */
export class ProductEngine implements Engine, AsyncDisposable {
  readonly #deps: EngineDeps;
  readonly store: Engine['store'];
  readonly #engines = new Map<number, TenantEngine>();
  readonly #closing = new AbortController();
  #running: Promise<void> | null = null;
  #wake: () => void = () => {};
  /** Counts wakes; a pass that began at a count has seen all that came before. */
  #asked = 0;
  #done = 0;
  #waiting: { readonly asked: number; readonly resolve: () => void }[] = [];

  constructor(deps: EngineDeps) {
    this.#deps = deps;
    this.store = tenantStores(deps.db);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  wake(): void {
    this.#asked++;
    this.#wake();
  }

  async settled(timeoutMs = 10_000): Promise<void> {
    this.wake();
    const asked = this.#asked;
    const done = new Promise<void>((resolve) => this.#waiting.push({ asked, resolve }));
    const late = new AbortController();
    const timeout = wait(timeoutMs, undefined, { signal: late.signal, ref: false }).catch(() => {});
    await Promise.race([done, timeout]);
    late.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        const held = await this.#deps.leases.whileHeld('product', (lost) =>
          this.#work(AbortSignal.any([signal, lost])),
        );
        if (!held) await this.#sleep(RETRY_MS);
      } catch (error) {
        if (signal.aborted) return;
        this.#deps.log.error({ err: error }, 'the product engine failed and starts again');
        await this.#sleep(RETRY_MS);
      }
    }
  }

  async #work(signal: AbortSignal): Promise<void> {
    await this.#sweepUploads();
    while (!signal.aborted) {
      this.#deps.looking?.();
      const asked = this.#asked;
      if (await this.#pass(signal)) continue;
      if (!signal.aborted) this.#passed(asked);
      if (this.#asked === asked) await this.#sleepUnlessAsked(asked, signal);
    }
    for (const engine of this.#engines.values()) await engine.importsEnded();
  }

  /** What a server left that was stopped while a file arrived. */
  async #sweepUploads(): Promise<void> {
    const before = new Date(Date.now() - ABANDONED_MS).toISOString();
    for (const tenant of await this.#deps.control.tenants.list())
      await this.store(tenant.no).libraryFiles.sweep(before);
  }

  /** True when there is more to do at once. */
  async #pass(signal: AbortSignal): Promise<boolean> {
    let more = false;
    const integrations = Map.groupBy(await this.#deps.control.integrations.all(), ({ tenantNo }) => tenantNo);
    // A tenant without an integration may have devices all the same.
    for (const tenant of await this.#deps.control.tenants.list())
      more = (await this.#engine(tenant.no).run(integrations.get(tenant.no) ?? [], signal)) || more;
    return more;
  }

  #engine(tenantNo: number): TenantEngine {
    const known = this.#engines.get(tenantNo) ?? new TenantEngine(this.store(tenantNo), this.#deps, () => this.wake());
    this.#engines.set(tenantNo, known);
    return known;
  }

  #passed(asked: number): void {
    this.#done = asked;
    for (const { resolve } of this.#waiting.filter((waiter) => waiter.asked <= this.#done)) resolve();
    this.#waiting = this.#waiting.filter((waiter) => waiter.asked > this.#done);
  }

  async #sleepUnlessAsked(asked: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    if (this.#asked === asked && !signal.aborted)
      await wait(POLL_MS, undefined, { signal: AbortSignal.any([woken.signal, signal]), ref: false }).catch(() => {});
    this.#wake = () => {};
  }

  async #sleep(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#running;
    for (const { resolve } of this.#waiting) resolve();
  }
}
