import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AssignmentMap, compile, matcherOfAll, prepare, type Rule, rulesOf } from '@rollcall/blueprint';
import type { Blueprint, ProductStore } from '@rollcall/store';
import { itemsText, pairsIn } from './evaluator.ts';
import { Nesting } from './nesting.ts';
import { findRuleGroups, itemOf, mapOf } from './rule-book.ts';
import { subjectsOf } from './subjects.ts';

const PAGE = 1_000;
const SAMPLES = 50;

export interface DryRun {
  readonly devices: number;
  readonly changedDevices: number;
  /** By item id. */
  readonly items: ReadonlyMap<string, { readonly added: number; readonly removed: number }>;
  readonly samples: readonly {
    readonly id: string;
    readonly name: string;
    readonly added: readonly string[];
    readonly removed: readonly string[];
  }[];
}

/** What the devices of a blueprint would gain and lose if this map were saved. */
export async function dryRun(
  store: ProductStore,
  blueprint: Blueprint,
  proposed: AssignmentMap,
  vanished: readonly string[],
): Promise<DryRun> {
  const current = mapOf(blueprint.map);
  const library = (await store.library.list()).map(itemOf);
  const gone = new Set([...blueprint.vanished, ...vanished]);
  const [before, after] = [compile(current, library, gone), compile(proposed, library, gone)];
  const groups = await findRuleGroups(store, [...rulesOf(current), ...rulesOf(proposed)]);
  const nesting = new Nesting(store);
  const items = new Map<string, { added: number; removed: number }>();
  const samples: { id: string; name: string; added: readonly string[]; removed: readonly string[] }[] = [];
  let devices = 0;
  let changedDevices = 0;
  for (let cursor = 0; ; await nextTurn()) {
    const page = await store.results.factsAfter(cursor, PAGE, blueprint.no);
    const last = page.at(-1);
    if (!last) break;
    cursor = last.no;
    devices += page.length;
    const subjects = await subjectsOf(store, nesting, page, groups, () => blueprint.id);
    for (const [i, subject] of subjects.entries()) {
      const [was, now] = [itemsText(before.run(subject)), itemsText(after.run(subject))];
      if (was === now) continue;
      const had = new Set(pairsIn(was).map(([id]) => id));
      const has = new Set(pairsIn(now).map(([id]) => id));
      const added = [...has.difference(had)];
      const removed = [...had.difference(has)];
      if (added.length + removed.length === 0) continue;
      changedDevices++;
      for (const id of added) count(items, id).added++;
      for (const id of removed) count(items, id).removed++;
      const device = page[i];
      if (device && samples.length < SAMPLES) samples.push({ id: device.id, name: device.name, added, removed });
    }
  }
  return { devices, changedDevices, items, samples };
}

function count(items: Map<string, { added: number; removed: number }>, id: string): { added: number; removed: number } {
  const known = items.get(id) ?? { added: 0, removed: 0 };
  items.set(id, known);
  return known;
}

/** "37 devices will change: +Slack 30, −Zoom 7". */
export function summaryOf({ changedDevices, items }: DryRun, nameOf: (id: string) => string): string {
  if (changedDevices === 0) return 'No device will change.';
  const parts = [...items].flatMap(([id, { added, removed }]) => [
    ...(added > 0 ? [{ text: `+${nameOf(id)} ${added}`, n: added }] : []),
    ...(removed > 0 ? [{ text: `−${nameOf(id)} ${removed}`, n: removed }] : []),
  ]);
  const sorted = parts.toSorted((a, b) => b.n - a.n).map((part) => part.text);
  const shown = sorted.length > 6 ? [...sorted.slice(0, 6), `${sorted.length - 6} more`] : sorted;
  return `${changedDevices} ${changedDevices === 1 ? 'device' : 'devices'} will change: ${shown.join(', ')}`;
}

/** How many devices a set of rules holds for now. */
export async function countMatches(
  store: ProductStore,
  rules: readonly Rule[],
  blueprint: Blueprint | null,
): Promise<{ readonly devices: number; readonly of: number }> {
  const groups = await findRuleGroups(store, rules);
  const matches = matcherOfAll(rules, new Set());
  const ids = new Map((await store.blueprints.list()).map((known) => [known.no, known.id]));
  const nesting = new Nesting(store);
  let devices = 0;
  let of = 0;
  for (let after = 0; ; await nextTurn()) {
    const page = await store.results.factsAfter(after, PAGE, blueprint?.no ?? null);
    const last = page.at(-1);
    if (!last) return { devices, of };
    after = last.no;
    of += page.length;
    const subjects = await subjectsOf(store, nesting, page, groups, (no) => ids.get(no) ?? null);
    for (const subject of subjects) if (matches(prepare(subject))) devices++;
  }
}
