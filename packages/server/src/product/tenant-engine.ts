import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeviceImport, Integration, ProductStore } from '@rollcall/store';
import { runImport } from './device-import.ts';
import { EVALUATION_CHUNK, evaluateDirty } from './evaluator.ts';
import { FOLLOW_BATCH, followStep, groupDraft, personDraft } from './follower.ts';
import { careForGroups } from './group-care.ts';
import { Nesting } from './nesting.ts';
import type { AttributeSources } from './person-fields.ts';
import { isCurrent, type RuleBook, readRuleBook } from './rule-book.ts';

const REBUILD_PAGE = 500;
const MAX_REPEATS = 100;
const BATCHES_IN_TURN = 5;
/** While requests keep the server busy: some 2,000 users a second are followed … */
const FOLLOW_REST_MS = 80;
/** … and some 6,000 devices a second evaluated. */
const EVALUATION_REST_MS = 60;
/** So often in a row changes are followed as they come. */
const FOLLOWED_AT_ONCE = 3;
/** After that they gather so long, while requests keep the server busy: many together cost a fraction of what they cost one by one. */
const GATHER_MS = 100;

/** Which attributes feed people's fields, as one text: empty for the defaults. */
function sourcesText(sources: AttributeSources): string {
  const entries = Object.entries(sources).filter(([, path]) => path !== '');
  return entries.length === 0 ? '' : JSON.stringify(entries.toSorted());
}

function interrupted(waiting: DeviceImport, cause: unknown): DeviceImport {
  const message = cause instanceof Error ? cause.message : 'It failed.';
  return { ...waiting, state: 'interrupted', errors: [...waiting.errors, { line: 0, message }] };
}

/** A pause after a piece of background work of which more follows; `busyMs` is how long it lasts while requests keep the server busy. */
export type Rest = (busyMs: number) => Promise<void>;

export interface TenantEngineDeps {
  /** The last sequence number of an integration's change log. */
  lastChange(integrationNo: number): Promise<number>;
  readonly rest: Rest;
  /** How many devices are evaluated between two looks at what else is waiting. */
  readonly evaluationChunk?: number;
}

/** The work of one tenant, in order: people follow the directory, rules follow the groups, results follow both. */
export class TenantEngine {
  readonly #store: ProductStore;
  readonly #lastChange: TenantEngineDeps['lastChange'];
  readonly #rest: Rest;
  readonly #nesting: Nesting;
  readonly #imports = new Map<string, Promise<void>>();
  readonly #wake: () => void;
  readonly #chunk: number;
  #book: RuleBook | null = null;
  /** Of the last looks at a change log, how many found something. */
  #inARow = 0;

  constructor(store: ProductStore, deps: TenantEngineDeps, wake: () => void) {
    this.#chunk = deps.evaluationChunk ?? EVALUATION_CHUNK;
    this.#store = store;
    this.#lastChange = deps.lastChange;
    this.#rest = deps.rest;
    this.#wake = wake;
    this.#nesting = new Nesting(store);
  }

  /** Does what there is to do, until `signal` aborts. True when an integration has more: the others come in between. */
  async run(integrations: readonly Integration[], signal: AbortSignal): Promise<boolean> {
    await this.#startImports(integrations, signal);
    let more = false;
    const kept: Integration[] = [];
    for (const integration of integrations)
      if (await this.#keep(integration, signal)) {
        kept.push(integration);
        more = (await this.#followSome(integration, integrations, signal)) || more;
      }
    await this.#settle(integrations, kept, signal);
    return more;
  }

  async #followSome(
    integration: Integration,
    integrations: readonly Integration[],
    signal: AbortSignal,
  ): Promise<boolean> {
    for (let i = 0; i < BATCHES_IN_TURN && !signal.aborted; i++) {
      const followed = await this.#follow(integration);
      this.#inARow = followed === 0 ? 0 : this.#inARow + 1;
      if (followed === 0) return false;
      await this.#settle(integrations, [integration], signal);
      if (followed >= FOLLOW_BATCH) await this.#rest(FOLLOW_REST_MS);
      else if (this.#inARow > FOLLOWED_AT_ONCE) {
        await this.#rest(GATHER_MS);
        // The other tenants' turn.
        return true;
      }
    }
    return true;
  }

  /** Resolves when no import runs any more; they end soon after `signal` aborted. */
  async importsEnded(): Promise<void> {
    await Promise.all(this.#imports.values());
  }

  /** They run beside the rest, which must not wait for them. */
  async #startImports(integrations: readonly Integration[], signal: AbortSignal): Promise<void> {
    for (const waiting of await this.#store.imports.running()) {
      if (this.#imports.has(waiting.id)) continue;
      const ended = runImport(this.#store, integrations, waiting, signal, this.#wake)
        .catch((error: unknown) => this.#store.imports.record(interrupted(waiting, error)))
        // Where not even that can be kept (a full disk), it goes on from its last record when a pass finds it again.
        .catch(() => {})
        .finally(() => this.#imports.delete(waiting.id));
      this.#imports.set(waiting.id, ended);
    }
  }

  /** Opens, closes or rebuilds an integration's people where needed; false for one that is deleted. */
  async #keep(integration: Integration, signal: AbortSignal): Promise<boolean> {
    const checkpoint = await this.#store.directory(integration.no).checkpoint();
    if (integration.deleted !== null) {
      if (!checkpoint.gone) await this.#store.upkeep(integration.no).close(integration.deleted);
      return false;
    }
    const sources = integration.settings.attributeSources ?? {};
    if (checkpoint.gone || checkpoint.sources !== sourcesText(sources))
      await this.#rebuild(integration, sources, signal);
    return true;
  }

  async #rebuild({ no }: Integration, sources: AttributeSources, signal: AbortSignal): Promise<void> {
    const model = this.#store.directory(no);
    const seq = await this.#lastChange(no);
    const cause = { cause: `integration:${no}`, at: new Date().toISOString() };
    this.#nesting.forget();
    for (let after = 0; !signal.aborted; ) {
      const page = await model.resourcesAfter(after, REBUILD_PAGE);
      const last = page.at(-1);
      if (!last) {
        await this.#store.upkeep(no).rebuilt(sourcesText(sources), seq);
        return;
      }
      const people = page.filter(({ type }) => type === 'User').map((r) => ({ draft: personDraft(r, sources), cause }));
      const groups = page.filter(({ type }) => type === 'Group').map(groupDraft);
      const batch = { people, gonePeople: [], groups, goneGroups: [], from: null, advanceTo: null };
      if ((await model.apply(batch, await this.#currentBook())) === 'ok') after = last.ord;
      await nextTurn();
    }
  }

  async #follow(integration: Integration): Promise<number> {
    const followed = {
      integrationNo: integration.no,
      directory: this.#store.directory(integration.no),
      sources: integration.settings.attributeSources ?? {},
    };
    for (let i = 0; i < MAX_REPEATS; i++) {
      const step = await followStep(followed, this.#nesting, await this.#currentBook());
      if (step.kind === 'done') return step.changes;
    }
    throw new Error(`maps of tenant ${this.#store.tenantNo} change faster than they can be followed`);
  }

  /** `kept`: integrations whose changes may be followed in between, so that none waits behind a large one. */
  async #settle(
    integrations: readonly Integration[],
    kept: readonly Integration[],
    signal: AbortSignal,
  ): Promise<void> {
    await this.#careForGroups(integrations);
    while (!signal.aborted) {
      const evaluated = await evaluateDirty(this.#store, this.#nesting, () => this.#currentBook(), this.#chunk);
      if (evaluated < this.#chunk) return;
      await this.#rest(EVALUATION_REST_MS);
      await this.#followBetween(integrations, kept, signal);
    }
  }

  /** What has come since is evaluated first: one person's change does not wait until ten thousand others are done. */
  async #followBetween(
    integrations: readonly Integration[],
    kept: readonly Integration[],
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) return;
    const mark = await this.#store.results.lastMark();
    let followed = 0;
    for (const integration of kept) followed += await this.#follow(integration);
    if (followed === 0) return;
    await this.#careForGroups(integrations);
    await evaluateDirty(this.#store, this.#nesting, () => this.#currentBook(), this.#chunk, mark);
  }

  async #careForGroups(integrations: readonly Integration[]): Promise<void> {
    for (let i = 0; i < MAX_REPEATS && !(await careForGroups(this.#store, integrations)); i++);
  }

  async #currentBook(): Promise<RuleBook> {
    const now = await this.#store.watermarks();
    if (!this.#book || !isCurrent(this.#book, now)) {
      this.#book = await readRuleBook(this.#store);
      this.#nesting.forget();
    }
    return this.#book;
  }
}
