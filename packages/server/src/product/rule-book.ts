import {
  type AssignmentMap,
  type CompiledMap,
  compile,
  type GroupRef,
  groupsOf,
  type InputId,
  type Item,
  type Rule,
  rulesOf,
  touches,
} from '@rollcall/blueprint';
import type { Blueprint, LibraryItem, PersonField, ProductStore, Reach, Watermarks } from '@rollcall/store';

/** A group that a rule names, found in the directory. */
export interface FoundGroup {
  readonly ref: GroupRef;
  readonly integrationNo: number;
  readonly ord: number;
}

export interface BlueprintRules {
  readonly blueprint: Blueprint;
  readonly map: AssignmentMap;
  readonly compiled: CompiledMap;
  readonly inputs: ReadonlySet<InputId>;
  readonly groups: readonly FoundGroup[];
}

/** All maps of a tenant, ready to evaluate; read again when a watermark says that one has changed. */
export interface RuleBook extends Reach {
  readonly items: number;
  /** Null when every group that the rules name was found; else the watermark of groups at which some were not. */
  readonly lacking: number | null;
  readonly blueprints: ReadonlyMap<number, BlueprintRules>;
  /** The blueprints whose rules name one of these groups of an integration, given by their row keys. */
  readingGroups(integrationNo: number, ords: ReadonlySet<number>): readonly number[];
  /** The blueprints whose rules name any group of the integration. */
  readingIntegration(integrationNo: number): readonly number[];
}

/** Written by `JSON.stringify` of a map that was checked. */
export function mapOf(text: string): AssignmentMap {
  const map: AssignmentMap = JSON.parse(text);
  return map;
}

export const itemOf = (item: LibraryItem): Item => ({
  id: item.id,
  name: item.name,
  platforms: item.platforms,
  active: item.active,
  conflictKey: item.conflictKey,
});

export async function findRuleGroups(store: ProductStore, rules: readonly Rule[]): Promise<readonly FoundGroup[]> {
  const refs = groupsOf(rules);
  if (refs.length === 0) return [];
  const found = new Map((await store.groups.byIds(refs.map((ref) => ref.groupId))).map((group) => [group.id, group]));
  return refs.flatMap((ref) => {
    const group = found.get(ref.groupId);
    return group ? [{ ref, integrationNo: group.integrationNo, ord: group.ord }] : [];
  });
}

export async function readRuleBook(store: ProductStore): Promise<RuleBook> {
  // The watermarks first: what changes while the rest is read makes them stale, never the other way round.
  const { maps, items, groups } = await store.watermarks();
  let complete = true;
  const library = (await store.library.list()).map(itemOf);
  const blueprints = new Map<number, BlueprintRules>();
  for (const blueprint of await store.blueprints.list()) {
    const map = mapOf(blueprint.map);
    const rules = rulesOf(map);
    const found = await findRuleGroups(store, rules);
    complete &&= found.length === groupsOf(rules).length;
    blueprints.set(blueprint.no, {
      blueprint,
      map,
      compiled: compile(map, library, new Set(blueprint.vanished)),
      inputs: touches(rules).inputs,
      groups: found,
    });
  }
  const where = (holds: (rules: BlueprintRules) => boolean) =>
    [...blueprints.values()].filter(holds).map(({ blueprint }) => blueprint.no);
  return {
    maps,
    items,
    lacking: complete ? null : groups,
    blueprints,
    reading: (fields: ReadonlySet<PersonField>) =>
      where(({ inputs }) => [...fields].some((field) => inputs.has(field))),
    readingGroups: (integrationNo, ords) =>
      where(({ groups }) => groups.some((group) => group.integrationNo === integrationNo && ords.has(group.ord))),
    readingIntegration: (integrationNo) =>
      where(({ groups }) => groups.some((group) => group.integrationNo === integrationNo)),
  };
}

/** Whether what the book was made of still holds. */
export const isCurrent = (book: RuleBook, now: Watermarks): boolean =>
  book.maps === now.maps && book.items === now.items && (book.lacking === null || book.lacking === now.groups);
