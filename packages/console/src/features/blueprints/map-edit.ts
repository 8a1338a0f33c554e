import type { AssignmentMap, AssignmentNode } from '../../data/blueprints.ts';

// Every edit of an Assignment Map, as a function from map to map: undo is the map before.

let last = 0;
const freshId = (prefix: string) => `${prefix}-${Date.now().toString(36)}-${++last}`;

const node = (kind: AssignmentNode['kind']): AssignmentNode => ({
  id: freshId('node'),
  kind,
  label: kind === 'else' ? 'Everybody else' : '',
  rules: [],
  items: [],
  blocks: [],
});

export const nodeOf = (map: AssignmentMap, id: string) => map.nodes.find((each) => each.id === id);
export const blockOfNode = (map: AssignmentMap, id: string) => map.blocks.find((block) => block.nodes.includes(id));

/** The node that its block hangs on; null for All Devices. */
export function parentOf(map: AssignmentMap, id: string): string | null {
  const block = blockOfNode(map, id)?.id;
  return block === undefined ? null : (map.nodes.find((each) => each.blocks.includes(block))?.id ?? null);
}

export function changeNode(map: AssignmentMap, id: string, change: Partial<AssignmentNode>): AssignmentMap {
  return { ...map, nodes: map.nodes.map((each) => (each.id === id ? { ...each, ...change } : each)) };
}

const changeBlock = (map: AssignmentMap, id: string, nodes: string[]): AssignmentMap => ({
  ...map,
  blocks: map.blocks.map((block) => (block.id === id ? { ...block, nodes } : block)),
});

/** A conditional block below a node, with its `if`. */
export function addBlock(map: AssignmentMap, nodeId: string): AssignmentMap {
  const first = node('if');
  const block = { id: freshId('block'), label: '', nodes: [first.id] };
  const above = nodeOf(map, nodeId)?.blocks ?? [];
  const grown = { nodes: [...map.nodes, first], blocks: [...map.blocks, block] };
  return changeNode(grown, nodeId, { blocks: [...above, block.id] });
}

/** An `else if` goes before the `else`; an `else` is last, once. */
export function addCondition(map: AssignmentMap, blockId: string, kind: 'elseIf' | 'else'): AssignmentMap {
  const block = map.blocks.find((each) => each.id === blockId);
  if (!block) return map;
  const added = node(kind);
  const isElse = (id: string | undefined) => id !== undefined && nodeOf(map, id)?.kind === 'else';
  const hasElse = isElse(block.nodes.at(-1));
  if (kind === 'else' && hasElse) return map;
  const at = hasElse ? block.nodes.length - 1 : block.nodes.length;
  return changeBlock({ ...map, nodes: [...map.nodes, added] }, blockId, block.nodes.toSpliced(at, 0, added.id));
}

/** What is nested in the node goes with it, and its block when nothing but an `else` would be left. */
export function removeNode(map: AssignmentMap, nodeId: string): AssignmentMap {
  const block = blockOfNode(map, nodeId);
  if (!block) return map;
  const left = block.nodes.filter((id) => id !== nodeId);
  if (left.every((id) => nodeOf(map, id)?.kind === 'else')) return removeBlock(map, block.id);
  return named(pruned(changeBlock(map, block.id, left)));
}

export function removeBlock(map: AssignmentMap, blockId: string): AssignmentMap {
  const nodes = map.nodes.map((each) => ({ ...each, blocks: each.blocks.filter((id) => id !== blockId) }));
  return pruned({ ...map, nodes });
}

/** The blocks that hang on the same node, from left to right. */
export const siblingBlocks = (map: AssignmentMap, blockId: string): readonly string[] =>
  map.nodes.find((each) => each.blocks.includes(blockId))?.blocks ?? [];

/** Its label, else which one of its line it is. */
export function blockName(map: AssignmentMap, blockId: string): string {
  const label = map.blocks.find((block) => block.id === blockId)?.label;
  if (label) return label;
  const parent = map.nodes.find((each) => each.blocks.includes(blockId));
  const at = siblingBlocks(map, blockId).indexOf(blockId) + 1;
  return parent?.kind === 'all' ? `Block ${at}` : `Block ${at} of ${parent?.label || 'a condition'}`;
}

export const renameBlock = (map: AssignmentMap, blockId: string, label: string): AssignmentMap => ({
  ...map,
  blocks: map.blocks.map((block) => (block.id === blockId ? { ...block, label } : block)),
});

/** To a place among the blocks of its line. */
export function placeBlock(map: AssignmentMap, blockId: string, to: number): AssignmentMap {
  const parent = map.nodes.find((each) => each.blocks.includes(blockId));
  if (!parent) return map;
  const others = parent.blocks.filter((id) => id !== blockId);
  const at = Math.max(0, Math.min(others.length, to));
  if (parent.blocks.indexOf(blockId) === at) return map;
  return changeNode(map, parent.id, { blocks: others.toSpliced(at, 0, blockId) });
}

/** Without what no longer hangs on All Devices. */
function pruned(map: AssignmentMap): AssignmentMap {
  const keptNodes = new Set<string>();
  const keptBlocks = new Set<string>();
  const walk = (id: string): void => {
    keptNodes.add(id);
    for (const blockId of nodeOf(map, id)?.blocks ?? []) {
      keptBlocks.add(blockId);
      for (const next of map.blocks.find((block) => block.id === blockId)?.nodes ?? []) walk(next);
    }
  };
  for (const each of map.nodes) if (each.kind === 'all') walk(each.id);
  return {
    nodes: map.nodes.filter(({ id }) => keptNodes.has(id)),
    blocks: map.blocks.filter(({ id }) => keptBlocks.has(id)),
  };
}

/** The first condition of a block is its `if`, the others are `else if`. */
function named(map: AssignmentMap): AssignmentMap {
  const first = new Set(map.blocks.map((block) => block.nodes[0]));
  const nodes = map.nodes.map((each) =>
    each.kind === 'if' || each.kind === 'elseIf'
      ? { ...each, kind: first.has(each.id) ? ('if' as const) : ('elseIf' as const) }
      : each,
  );
  return { ...map, nodes };
}

/** To a place among the conditions of its block; the `else` stays last. */
export function placeNode(map: AssignmentMap, nodeId: string, to: number): AssignmentMap {
  const block = blockOfNode(map, nodeId);
  if (!block || nodeOf(map, nodeId)?.kind === 'else') return map;
  const conditions = block.nodes.filter((id) => nodeOf(map, id)?.kind !== 'else');
  const rest = block.nodes.filter((id) => nodeOf(map, id)?.kind === 'else');
  const others = conditions.filter((id) => id !== nodeId);
  const at = Math.max(0, Math.min(others.length, to));
  if (conditions.indexOf(nodeId) === at) return map;
  return named(changeBlock(map, block.id, [...others.toSpliced(at, 0, nodeId), ...rest]));
}

export function moveNode(map: AssignmentMap, nodeId: string, by: number): AssignmentMap {
  const at = blockOfNode(map, nodeId)?.nodes.indexOf(nodeId) ?? -1;
  return at < 0 ? map : placeNode(map, nodeId, at + by);
}

export function addItem(map: AssignmentMap, nodeId: string, itemId: string): AssignmentMap {
  const items = nodeOf(map, nodeId)?.items ?? [];
  return items.includes(itemId) ? map : changeNode(map, nodeId, { items: [...items, itemId] });
}

export const removeItem = (map: AssignmentMap, nodeId: string, itemId: string): AssignmentMap =>
  changeNode(map, nodeId, { items: (nodeOf(map, nodeId)?.items ?? []).filter((id) => id !== itemId) });

/** To a place among the items of a node; in a conflict the last one wins. */
export function placeItem(map: AssignmentMap, nodeId: string, itemId: string, to: number): AssignmentMap {
  const items = nodeOf(map, nodeId)?.items ?? [];
  const others = items.filter((id) => id !== itemId);
  const at = Math.max(0, Math.min(others.length, to));
  return items[at] === itemId ? map : changeNode(map, nodeId, { items: others.toSpliced(at, 0, itemId) });
}

/** From one node to a place on another, as one edit. */
export function moveItem(
  map: AssignmentMap,
  itemId: string,
  { from, to, at }: { readonly from: string; readonly to: string; readonly at: number },
): AssignmentMap {
  return placeItem(from === to ? map : removeItem(map, from, itemId), to, itemId, at);
}
