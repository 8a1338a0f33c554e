import type { AssignmentMap } from './map.ts';
import type { Routing } from './routing.ts';
import { fold, type GroupRef, groupKey, type Rule } from './rule.ts';

/** The groups that a set of rules names, each once. */
export function groupsOf(rules: Iterable<Rule>): readonly GroupRef[] {
  const found = new Map<string, GroupRef>();
  for (const rule of rules)
    if (rule.input === 'userGroup') for (const group of rule.groups) found.set(groupKey(group), group);
  return [...found.values()];
}

export const rulesOf = (map: AssignmentMap): readonly Rule[] => map.nodes.flatMap((node) => node.rules);

/** A group that exists, with its present name. */
export interface LiveGroup {
  readonly integrationId: string;
  readonly groupId: string;
  readonly name: string;
}

export interface GroupState {
  /** New refs by the key of the old one: renamed, or come back under a new id. */
  readonly changed: ReadonlyMap<string, GroupRef>;
  readonly healed: readonly { readonly from: GroupRef; readonly to: GroupRef }[];
  readonly vanished: readonly GroupRef[];
}

/**
 * What has become of the groups that rules name. The id decides, so a rename only changes the name that is kept. An id that is gone
 * is looked for by name in the same integration: found, the rule means that group from now on; else it has vanished.
 */
export function stateOfGroups(
  refs: readonly GroupRef[],
  byKey: (key: string) => LiveGroup | undefined,
  byName: (integrationId: string, foldedName: string) => LiveGroup | undefined,
): GroupState {
  const changed = new Map<string, GroupRef>();
  const healed: { from: GroupRef; to: GroupRef }[] = [];
  const vanished: GroupRef[] = [];
  for (const ref of refs) {
    const same = byKey(groupKey(ref));
    const found = same ?? byName(ref.integrationId, fold(ref.name));
    if (!found) {
      vanished.push(ref);
      continue;
    }
    const now: GroupRef = { integrationId: found.integrationId, groupId: found.groupId, name: found.name };
    if (!same) healed.push({ from: ref, to: now });
    if (!same || now.name !== ref.name) changed.set(groupKey(ref), now);
  }
  return { changed, healed, vanished };
}

const renameRule =
  (changed: ReadonlyMap<string, GroupRef>) =>
  (rule: Rule): Rule => {
    if (rule.input !== 'userGroup') return rule;
    const groups = new Map<string, GroupRef>();
    for (const group of rule.groups) {
      const now = changed.get(groupKey(group)) ?? group;
      groups.set(groupKey(now), now);
    }
    return { ...rule, groups: [...groups.values()] };
  };

export const withGroups = (map: AssignmentMap, changed: ReadonlyMap<string, GroupRef>): AssignmentMap => ({
  ...map,
  nodes: map.nodes.map((node) => ({ ...node, rules: node.rules.map(renameRule(changed)) })),
});

export const routingWithGroups = (routing: Routing, changed: ReadonlyMap<string, GroupRef>): Routing => ({
  ...routing,
  routes: routing.routes.map((route) => ({ ...route, rules: route.rules.map(renameRule(changed)) })),
});
