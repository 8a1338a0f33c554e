import { type AssignmentMap, type AssignmentNode, type ConditionalBlock, index } from './map.ts';
import type { Rule } from './rule.ts';

export type MapChange =
  | { readonly kind: 'nodeAdded'; readonly nodeId: string; readonly label: string }
  | { readonly kind: 'nodeRemoved'; readonly nodeId: string; readonly label: string }
  | { readonly kind: 'nodeRenamed'; readonly nodeId: string; readonly from: string; readonly to: string }
  | {
      readonly kind: 'rulesChanged';
      readonly nodeId: string;
      readonly label: string;
      readonly from: readonly Rule[];
      readonly to: readonly Rule[];
    }
  | { readonly kind: 'itemAdded'; readonly nodeId: string; readonly label: string; readonly itemId: string }
  | { readonly kind: 'itemRemoved'; readonly nodeId: string; readonly label: string; readonly itemId: string }
  | { readonly kind: 'itemsReordered'; readonly nodeId: string; readonly label: string }
  | { readonly kind: 'blocksReordered'; readonly nodeId: string; readonly label: string }
  | { readonly kind: 'conditionsReordered'; readonly blockId: string }
  | { readonly kind: 'nodeMoved'; readonly nodeId: string; readonly label: string; readonly toBlockId: string }
  | { readonly kind: 'blockAdded'; readonly blockId: string }
  | { readonly kind: 'blockRenamed'; readonly blockId: string; readonly from: string; readonly to: string }
  | { readonly kind: 'blockRemoved'; readonly blockId: string }
  | { readonly kind: 'blockMoved'; readonly blockId: string; readonly toNodeId: string };

/** What was done between two versions of a map; empty exactly when they say the same. */
export function diff(from: AssignmentMap, to: AssignmentMap): readonly MapChange[] {
  const before = index(from);
  const after = index(to);
  const removed = from.nodes.filter((node) => !after.node(node.id));
  const parents = parentOf(from);
  const parentsNow = parentOf(to);
  return [
    ...to.blocks
      .filter(({ id }) => !before.block(id))
      .map(({ id }): MapChange => ({ kind: 'blockAdded', blockId: id })),
    ...from.blocks
      .filter(({ id }) => !after.block(id))
      .map(({ id }): MapChange => ({ kind: 'blockRemoved', blockId: id })),
    ...to.nodes.flatMap((node) => nodeChanges(before.node(node.id), node)),
    ...removed.map((node): MapChange => ({ kind: 'nodeRemoved', nodeId: node.id, label: node.label })),
    ...to.blocks.flatMap((block): readonly MapChange[] => {
      const was = before.block(block.id);
      if (!was) return [];
      const parent = parentsNow.get(block.id);
      const moved = parent !== undefined && parent !== parents.get(block.id);
      const { id: blockId, label: now } = block;
      return [
        ...(was.label !== now ? [{ kind: 'blockRenamed', blockId, from: was.label, to: now } as const] : []),
        ...movedInto(block, from),
        ...(moved ? [{ kind: 'blockMoved', blockId: block.id, toNodeId: parent } as const] : []),
        ...(reordered(was.nodes, block.nodes) ? [{ kind: 'conditionsReordered', blockId: block.id } as const] : []),
      ];
    }),
  ];
}

/** Nodes of `block` that stood in another block before. */
function movedInto(block: ConditionalBlock, from: AssignmentMap): readonly MapChange[] {
  const { node } = index(from);
  return block.nodes.flatMap((nodeId): readonly MapChange[] => {
    const was = from.blocks.find((other) => other.nodes.includes(nodeId));
    if (!was || was.id === block.id) return [];
    return [{ kind: 'nodeMoved', nodeId, label: node(nodeId)?.label ?? '', toBlockId: block.id }];
  });
}

const parentOf = (map: AssignmentMap) =>
  new Map(map.nodes.flatMap((node) => node.blocks.map((blockId) => [blockId, node.id] as const)));

function nodeChanges(was: AssignmentNode | undefined, now: AssignmentNode): readonly MapChange[] {
  const at = { nodeId: now.id, label: now.label };
  const added = now.items.filter((id) => !was?.items.includes(id));
  const gone = was?.items.filter((id) => !now.items.includes(id)) ?? [];
  const items: readonly MapChange[] = [
    ...added.map((itemId): MapChange => ({ kind: 'itemAdded', ...at, itemId })),
    ...gone.map((itemId): MapChange => ({ kind: 'itemRemoved', ...at, itemId })),
  ];
  if (!was) return [{ kind: 'nodeAdded', ...at }, ...items];
  const changes: MapChange[] = [];
  if (was.label !== now.label) changes.push({ kind: 'nodeRenamed', nodeId: now.id, from: was.label, to: now.label });
  if (was.kind !== now.kind || JSON.stringify(was.rules) !== JSON.stringify(now.rules))
    changes.push({ kind: 'rulesChanged', ...at, from: was.rules, to: now.rules });
  changes.push(...items);
  if (reordered(was.items, now.items)) changes.push({ kind: 'itemsReordered', ...at });
  if (reordered(was.blocks, now.blocks)) changes.push({ kind: 'blocksReordered', ...at });
  return changes;
}

/** Whether what both hold stands in another order. */
function reordered(from: readonly string[], to: readonly string[]): boolean {
  const kept = from.filter((id) => to.includes(id));
  return to.filter((id) => from.includes(id)).some((id, i) => id !== kept[i]);
}
