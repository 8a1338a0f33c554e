import { type AssignmentMap, rulesOf } from '@rollcall/blueprint';
import type { Blueprint, BlueprintVersion } from '@rollcall/store';
import { itemsIn } from '../product/known.ts';
import { mapOf } from '../product/rule-book.ts';
import type { TenantCall } from './handler.ts';
import { problemsOf } from './product-blueprint-change.ts';
import { problemsShape, ruleShape } from './product-explain.ts';

export const mapShape = (map: AssignmentMap) => ({
  nodes: map.nodes.map((node) => ({
    ...node,
    rules: node.rules.map(ruleShape),
    items: [...node.items],
    blocks: [...node.blocks],
  })),
  blocks: map.blocks.map((block) => ({ ...block, nodes: [...block.nodes] })),
});

/** `changes` is written by `saveMap` only. */
export const versionShape = ({ version, at, actor, note, changes }: BlueprintVersion) => ({
  version,
  at,
  actor,
  note,
  changes: JSON.parse(changes),
});

const vanishedNames = (blueprint: Blueprint, map: AssignmentMap): string[] => [
  ...new Set(
    rulesOf(map).flatMap((rule) =>
      rule.input === 'userGroup'
        ? rule.groups
            .filter((group) => blueprint.vanished.includes(`${group.integrationId}/${group.groupId}`))
            .map((group) => group.name)
        : [],
    ),
  ),
];

export function rowShape(blueprint: Blueprint) {
  const map = mapOf(blueprint.map);
  return {
    id: blueprint.id,
    name: blueprint.name,
    description: blueprint.description,
    version: blueprint.version,
    device_count: blueprint.devices,
    library_item_count: itemsIn(map).length,
    vanished_groups: vanishedNames(blueprint, map),
    created_at: blueprint.created,
    updated_at: blueprint.updated,
  };
}

export async function blueprintShape(call: TenantCall, blueprint: Blueprint) {
  const map = mapOf(blueprint.map);
  const { problems } = await problemsOf(call, map, map);
  return { ...rowShape(blueprint), map: mapShape(map), problems: problemsShape(problems) };
}
