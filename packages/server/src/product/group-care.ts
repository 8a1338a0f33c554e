import {
  diff,
  emptyRouting,
  fold,
  type GroupState,
  groupKey,
  groupsOf,
  type LiveGroup,
  type Routing,
  type Rule,
  routingWithGroups,
  rulesOf,
  stateOfGroups,
  withGroups,
} from '@rollcall/blueprint';
import type { Integration, ProductStore } from '@rollcall/store';
import { mapOf } from './rule-book.ts';

/** Written by `JSON.stringify` of a routing that was checked. */
export function routingOf(text: string): Routing {
  const routing: Routing = JSON.parse(text);
  return routing;
}

export const emptyRoutingText = JSON.stringify(emptyRouting);

/** What has become of the groups that these rules name. */
export async function groupStateOf(
  store: ProductStore,
  integrations: readonly Integration[],
  rules: Iterable<Rule>,
): Promise<GroupState> {
  const refs = groupsOf(rules);
  const numbers = new Map(integrations.map((integration) => [integration.id, integration.no]));
  const ids = new Map(integrations.map((integration) => [integration.no, integration.id]));
  const live = (group: { integrationNo: number; id: string; name: string }): LiveGroup => ({
    integrationId: ids.get(group.integrationNo) ?? '',
    groupId: group.id,
    name: group.name,
  });
  const present = (await store.groups.byIds(refs.map((ref) => ref.groupId))).map(live);
  const byKey = new Map(present.map((group) => [groupKey(group), group]));
  const byName = new Map<string, LiveGroup>();
  for (const ref of refs) {
    if (byKey.has(groupKey(ref))) continue;
    const [first] = await store.groups.named(numbers.get(ref.integrationId) ?? -1, ref.name);
    if (first) byName.set(`${ref.integrationId} ${fold(ref.name)}`, live(first));
  }
  return stateOfGroups(
    refs,
    (key) => byKey.get(key),
    (integrationId, name) => byName.get(`${integrationId} ${name}`),
  );
}

/**
 * After groups have appeared, were renamed or have gone: rules follow renames, heal by name, and are flagged while their
 * group is missing (decision 25). False when a map was saved meanwhile and the rest is to be done again.
 */
export async function careForGroups(store: ProductStore, integrations: readonly Integration[]): Promise<boolean> {
  const { groups, groupsSettled } = await store.watermarks();
  if (groups === groupsSettled) return true;
  const cause = { cause: `groups:${groups}`, at: new Date().toISOString() };
  for (const blueprint of await store.blueprints.list()) {
    const map = mapOf(blueprint.map);
    const state = await groupStateOf(store, integrations, rulesOf(map));
    const vanished = state.vanished.map(groupKey);
    if (state.changed.size === 0) {
      await store.blueprints.setVanished(blueprint.id, vanished, cause);
      continue;
    }
    const now = withGroups(map, state.changed);
    const saved = await store.blueprints.save(
      blueprint.id,
      blueprint.version,
      {
        map: JSON.stringify(now),
        vanished,
        changes: JSON.stringify(diff(map, now)),
        actor: 'system',
        note: noteOf(state),
      },
      cause,
    );
    if (!saved.ok) return false;
    await store.activity.add({
      blueprintNo: blueprint.no,
      at: cause.at,
      kind: state.healed.length > 0 ? 'healed' : 'groupRenamed',
      cause: cause.cause,
      actor: 'system',
      detail: JSON.stringify({ note: noteOf(state), version: saved.value.version }),
    });
  }
  const routing = store.routing(emptyRoutingText);
  const stored = await routing.get();
  const routes = routingOf(stored.routing);
  const state = await groupStateOf(
    store,
    integrations,
    routes.routes.flatMap((route) => route.rules),
  );
  if (state.changed.size > 0) {
    const saved = await routing.save(stored.version, JSON.stringify(routingWithGroups(routes, state.changed)));
    if (!saved.ok) return false;
  }
  await store.settleGroups(groups);
  return true;
}

function noteOf({ healed, changed }: GroupState): string {
  if (healed.length > 0)
    return `Rules follow ${healed.map(({ to }) => `“${to.name}”`).join(', ')}, which came back with a new id`;
  return `Renamed to ${[...changed.values()].map((group) => `“${group.name}”`).join(', ')}`;
}
