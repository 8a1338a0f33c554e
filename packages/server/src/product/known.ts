import { type AssignmentMap, type GroupRef, groupKey, groupsOf, type Known, type Rule } from '@rollcall/blueprint';
import type { Integration, ProductStore } from '@rollcall/store';
import { groupStateOf } from './group-care.ts';

/** What rules may name at this moment. `before` are the rules that are being replaced: their groups may be missing. */
export async function knownTo(
  store: ProductStore,
  integrations: readonly Integration[],
  rules: readonly Rule[],
  before: readonly Rule[] = [],
): Promise<Known & { readonly vanished: readonly string[] }> {
  const items = new Set((await store.library.list()).map((item) => item.id));
  const blueprints = new Set((await store.blueprints.list()).map((blueprint) => blueprint.id));
  const state = await groupStateOf(store, integrations, rules);
  const missing = new Set([...state.vanished, ...state.healed.map(({ from }) => from)].map(groupKey));
  return {
    hasItem: (id) => items.has(id),
    hasBlueprint: (id) => blueprints.has(id),
    hasGroup: (ref: GroupRef) => !missing.has(groupKey(ref)),
    mayBeMissing: new Set(groupsOf(before).map(groupKey)),
    vanished: [...missing],
  };
}

export const itemsIn = (map: AssignmentMap): readonly string[] => [...new Set(map.nodes.flatMap((node) => node.items))];
