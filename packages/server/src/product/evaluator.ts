import type { Resolved } from '@rollcall/blueprint';
import type { Dirty, EvaluationFacts, KeptResult, ProductStore, Result, Rollup } from '@rollcall/store';
import type { Nesting } from './nesting.ts';
import type { BlueprintRules, RuleBook } from './rule-book.ts';
import { subjectsOf } from './subjects.ts';

/** So many devices are evaluated between two looks at what else is waiting. */
export const EVALUATION_CHUNK = 500;

export type Pairs = readonly (readonly [itemId: string, nodeId: string])[];

const texts = new WeakMap<Resolved, string>();

/** As it is kept: `[[item id, node id], …]`. Devices that take the same path share one text. */
export function itemsText(outcome: Resolved): string {
  let text = texts.get(outcome);
  if (text === undefined) {
    const pairs: Pairs = outcome.items.map(({ itemId, nodeId }) => [itemId, nodeId] as const);
    text = JSON.stringify(pairs);
    texts.set(outcome, text);
  }
  return text;
}

/** Written by `itemsText` only. */
export function pairsIn(text: string): Pairs {
  const pairs: Pairs = JSON.parse(text);
  return pairs;
}

/** What the given devices get by the maps of the book. Devices of one blueprint are looked at together. */
export async function outcomesOf(
  store: ProductStore,
  nesting: Nesting,
  book: RuleBook,
  devices: readonly EvaluationFacts[],
): Promise<ReadonlyMap<number, string>> {
  const outcomes = new Map<number, string>();
  for (const [no, own] of Map.groupBy(devices, (device) => device.blueprintNo)) {
    const rules = no === null ? undefined : book.blueprints.get(no);
    if (!rules) for (const device of own) outcomes.set(device.no, '[]');
    else await outcomesOfBlueprint(store, nesting, rules, own, outcomes);
  }
  return outcomes;
}

async function outcomesOfBlueprint(
  store: ProductStore,
  nesting: Nesting,
  { blueprint, groups, compiled }: BlueprintRules,
  devices: readonly EvaluationFacts[],
  outcomes: Map<number, string>,
): Promise<void> {
  const subjects = await subjectsOf(store, nesting, devices, groups, () => blueprint.id);
  for (const [i, subject] of subjects.entries()) {
    const no = devices[i]?.no;
    if (no !== undefined) outcomes.set(no, itemsText(compiled.run(subject)));
  }
}

/**
 * Evaluates a part of what is dirty; returns how many devices that were. `currentBook` is asked after the marks were read:
 * a map that was saved since would have set further ones, so what is settled was evaluated with the map it was marked for.
 */
export async function evaluateDirty(
  store: ProductStore,
  nesting: Nesting,
  currentBook: () => Promise<RuleBook>,
  chunk: number,
  afterMark = 0,
): Promise<number> {
  const dirty = await store.results.dirty(chunk, afterMark);
  if (dirty.length === 0) return 0;
  const mark = Math.max(...dirty.map((entry) => entry.mark));
  const book = await currentBook();
  const nos = dirty.map((entry) => entry.deviceNo);
  const [facts, before] = await Promise.all([store.results.facts(nos), store.results.results(nos)]);
  const outcomes = await outcomesOf(store, nesting, book, facts);
  const known = new Map(before.map((result) => [result.deviceNo, result]));
  const present = new Map(facts.map((device) => [device.no, device]));
  const changed: Result[] = [];
  const entries = new Map<number, Dirty>();
  for (const entry of dirty) {
    const was = known.get(entry.deviceNo);
    const now = resultNow(entry, present.get(entry.deviceNo), outcomes, was);
    if (!now || same(was, now)) continue;
    changed.push(now);
    entries.set(now.deviceNo, entry);
  }
  const rollupsOf = (kept: readonly Result[]) => rolledUp(kept, entries, known);
  await store.results.settle({ deviceNos: nos, mark, changed, rollupsOf });
  return dirty.length;
}

function rolledUp(
  kept: readonly Result[],
  entries: ReadonlyMap<number, Dirty>,
  known: ReadonlyMap<number, KeptResult>,
): readonly Rollup[] {
  const rollups: Rollups = new Map();
  for (const now of kept) {
    const entry = entries.get(now.deviceNo);
    if (entry) addTo(rollups, entry, known.get(now.deviceNo), now);
  }
  return [...rollups.values()].map(({ rollup, added, removed }) => ({ ...rollup, added, removed }));
}

type Rollups = Map<string, { rollup: Rollup; added: Record<string, number>; removed: Record<string, number> }>;

/** Null where there is nothing to tell of: a device that came and went before anybody could know it. */
function resultNow(
  { deviceNo }: Dirty,
  device: EvaluationFacts | undefined,
  outcomes: ReadonlyMap<number, string>,
  was: KeptResult | undefined,
): Result | null {
  if (device)
    return {
      deviceNo,
      deviceId: device.id,
      blueprintNo: device.blueprintNo,
      items: outcomes.get(deviceNo) ?? '[]',
      removed: false,
    };
  return was ? { deviceNo, deviceId: was.deviceId, blueprintNo: null, items: '[]', removed: true } : null;
}

interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const differences = new Map<string, Difference>();
const MAX_DIFFERENCES = 1_000;

/** Many devices go from one outcome to another together. */
function differenceOf(was: string, now: string): Difference {
  const key = `${was}${now}`;
  const known = differences.get(key);
  if (known) return known;
  const had = new Set(pairsIn(was).map(([itemId]) => itemId));
  const has = new Set(pairsIn(now).map(([itemId]) => itemId));
  const difference = { added: [...has.difference(had)], removed: [...had.difference(has)] };
  if (differences.size >= MAX_DIFFERENCES) differences.clear();
  differences.set(key, difference);
  return difference;
}

const same = (was: KeptResult | undefined, now: Result): boolean =>
  was !== undefined && was.items === now.items && was.blueprintNo === now.blueprintNo && was.removed === now.removed;

function addTo(rollups: Rollups, { cause, at }: Dirty, was: KeptResult | undefined, now: Result): void {
  const blueprintNo = now.blueprintNo ?? was?.blueprintNo ?? null;
  if (blueprintNo === null) return;
  const key = `${blueprintNo} ${cause}`;
  const known = rollups.get(key);
  const entry = known ?? {
    rollup: { blueprintNo, cause: { cause, at }, devices: 0, added: {}, removed: {} },
    added: {},
    removed: {},
  };
  const { added, removed } = differenceOf(was?.items ?? '[]', now.items);
  for (const id of added) entry.added[id] = (entry.added[id] ?? 0) + 1;
  for (const id of removed) entry.removed[id] = (entry.removed[id] ?? 0) + 1;
  rollups.set(key, { ...entry, rollup: { ...entry.rollup, devices: entry.rollup.devices + 1 } });
}
