import type { AssignmentMap, GroupRef, Rule } from '@rollcall/blueprint';
import { expect } from 'vitest';
import { cause, device, type World } from './world.ts';

export const none = { kind: 'none' } as const;
const noConflict = {
  platforms: [],
  version: null,
  description: null,
  active: true,
  conflictKey: null,
  reference: null,
};

export const ref = (world: World, groupId: string, name: string, integration = 0): GroupRef => ({
  integrationId: world.integrations[integration]?.id ?? '',
  groupId,
  name,
});
export const inGroup = (...groups: GroupRef[]): Rule => ({ input: 'userGroup', operator: 'isOneOf', groups });
export const inDepartment = (value: string): Rule => ({ input: 'department', operator: 'is', values: [value] });

/** All Devices with one item, then a block: if, else if…, else; node `n0`, `n1`… each with an item of its own. */
export function mapWith(items: readonly string[], conditions: readonly (readonly Rule[])[]): AssignmentMap {
  const nodes = conditions.map((rules, i) => ({
    id: `n${i}`,
    kind: i === 0 ? ('if' as const) : ('elseIf' as const),
    label: `n${i}`,
    rules,
    items: [items[i + 1] ?? ''],
    blocks: [],
  }));
  return {
    nodes: [
      { id: 'all-devices', kind: 'all', label: 'All Devices', rules: [], items: items.slice(0, 1), blocks: ['b'] },
      ...nodes,
    ],
    blocks: [{ id: 'b', label: '', nodes: nodes.map((node) => node.id) }],
  };
}

export const saved = (map: AssignmentMap) => ({
  map: JSON.stringify(map),
  vanished: [],
  changes: '[]',
  actor: 'test',
  note: '',
});

export async function makeItems(world: World, names: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const name of names) ids.push((await world.product.library.create({ name, kind: 'app', ...noConflict })).id);
  return ids;
}

export async function makeBlueprint(world: World, name: string, map: AssignmentMap): Promise<string> {
  const made = await world.product.blueprints.create(name, '', saved(map));
  if (!made.ok) throw new Error(made.error.kind);
  return made.value.id;
}

export async function addDevice(
  world: World,
  name: string,
  userId: string | null,
  blueprintId: string | null,
): Promise<string> {
  const owner = userId === null ? none : ({ kind: 'person', id: userId } as const);
  const made = await world.product.devices.create({ facts: device(name), owner, blueprintId }, cause());
  if (!made.ok) throw new Error(made.error.kind);
  world.engine.wake();
  return made.value.id;
}

export const expectFresh = async (world: World) => {
  await world.engine.settled();
  const kept = await world.kept();
  expect(kept).toEqual(await world.full());
  return kept;
};
