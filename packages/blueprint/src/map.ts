import type { Rule } from './rule.ts';

/**
 * An Assignment Map as data.
 *
 * - The node `all-devices` comes first and matches every device.
 * - A block hangs on a node (on the root line, when that is `all-devices`) and holds nodes: if, else if…, else.
 * - Blocks of a line are evaluated in order. In a block the first node whose rules hold is taken and the rest is skipped;
 *   `else` holds when nothing before it did. A nested block is looked at only when its node was taken.
 */
export interface AssignmentMap {
  readonly nodes: readonly AssignmentNode[];
  readonly blocks: readonly ConditionalBlock[];
}

export type NodeKind = 'all' | 'if' | 'elseIf' | 'else';

export interface AssignmentNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** All of them must hold. Empty for `all` and `else`. */
  readonly rules: readonly Rule[];
  /** Ids of Library Items, left to right. */
  readonly items: readonly string[];
  /** Ids of the blocks that hang on this node, left to right. */
  readonly blocks: readonly string[];
}

export interface ConditionalBlock {
  readonly id: string;
  readonly label: string;
  /** Ids of its nodes in the order of evaluation. */
  readonly nodes: readonly string[];
}

export const rootId = 'all-devices';

export const emptyMap: AssignmentMap = {
  nodes: [{ id: rootId, kind: 'all', label: 'All Devices', rules: [], items: [], blocks: [] }],
  blocks: [],
};

export interface Indexed {
  readonly node: (id: string) => AssignmentNode | undefined;
  readonly block: (id: string) => ConditionalBlock | undefined;
}

export function index(map: AssignmentMap): Indexed {
  const nodes = new Map(map.nodes.map((node) => [node.id, node]));
  const blocks = new Map(map.blocks.map((block) => [block.id, block]));
  return { node: (id) => nodes.get(id), block: (id) => blocks.get(id) };
}

/**
 * The nodes from left to right: a node, then what is nested in it block by block, then the next node of its block, then the next
 * block of the line. So a block stands to the right of everything that is nested in the blocks before it. "The item farthest
 * right wins" means the last one in this order; inside a node, the last of its items.
 */
export function leftToRight(map: AssignmentMap): readonly AssignmentNode[] {
  const { node, block } = index(map);
  const seen = new Set<string>();
  const order: AssignmentNode[] = [];
  const walk = (id: string): void => {
    const found = node(id);
    if (!found || seen.has(id)) return;
    seen.add(id);
    order.push(found);
    for (const blockId of found.blocks) for (const next of block(blockId)?.nodes ?? []) walk(next);
  };
  walk(rootId);
  return order;
}

/** The ids from `all-devices` down to each node. */
export function pathsOf(map: AssignmentMap): ReadonlyMap<string, readonly string[]> {
  const { node, block } = index(map);
  const paths = new Map<string, readonly string[]>();
  const walk = (id: string, above: readonly string[]): void => {
    const found = node(id);
    if (!found || paths.has(id)) return;
    const path = [...above, id];
    paths.set(id, path);
    for (const blockId of found.blocks) for (const next of block(blockId)?.nodes ?? []) walk(next, path);
  };
  walk(rootId, []);
  return paths;
}
