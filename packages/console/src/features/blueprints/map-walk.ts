import type { AssignmentMap, AssignmentNode } from '../../data/blueprints.ts';
import { count } from '../../lib/count.ts';
import { blockName, blockOfNode, nodeOf, parentOf } from './map-edit.ts';
import { kindWords } from './rule-words.ts';

/** Where the arrow keys lead from a card. */
export type Way = 'parent' | 'child' | 'before' | 'after' | 'first';

export const ways: Readonly<Record<string, Way>> = {
  ArrowUp: 'parent',
  ArrowDown: 'child',
  ArrowLeft: 'before',
  ArrowRight: 'after',
  Home: 'first',
};

/** The cards that hang on a node, from left to right. */
const children = (map: AssignmentMap, id: string): readonly string[] =>
  (nodeOf(map, id)?.blocks ?? []).flatMap((block) => map.blocks.find((each) => each.id === block)?.nodes ?? []);

export const rootOf = (map: AssignmentMap): string => map.nodes.find(({ kind }) => kind === 'all')?.id ?? '';

/** Null where there is nothing in that direction. */
export function neighbour(map: AssignmentMap, id: string, way: Way): string | null {
  if (way === 'first') return rootOf(map);
  if (way === 'child') return children(map, id)[0] ?? null;
  const parent = parentOf(map, id);
  if (parent === null || way === 'parent') return parent;
  const line = children(map, parent);
  return line[line.indexOf(id) + (way === 'before' ? -1 : 1)] ?? null;
}

/** The nodes from left to right, as they are evaluated. */
export function inOrder(map: AssignmentMap): readonly AssignmentNode[] {
  const order: AssignmentNode[] = [];
  const walk = (id: string): void => {
    const node = nodeOf(map, id);
    if (!node || order.includes(node)) return;
    order.push(node);
    for (const child of children(map, id)) walk(child);
  };
  walk(rootOf(map));
  return order;
}

export const nodeName = (node: AssignmentNode): string => node.label || kindWords[node.kind];

/** What a screen reader says of a card: what it asks, what it gives and where it stands. */
export function cardText(
  map: AssignmentMap,
  node: AssignmentNode,
  words: { readonly rules: readonly string[]; readonly items: readonly string[]; readonly notes: readonly string[] },
): string {
  const block = blockOfNode(map, node.id);
  const head = node.kind === 'all' || !node.label ? kindWords[node.kind] : `${kindWords[node.kind]} ${node.label}`;
  const place = block
    ? `${block.nodes.indexOf(node.id) + 1} of ${block.nodes.length} in ${blockName(map, block.id)}`
    : '';
  return [
    head,
    ...words.notes,
    words.rules.join(' and '),
    words.items.length > 0 ? `gives ${words.items.join(', ')}` : 'gives nothing',
    place,
    node.blocks.length > 0 ? `${count(node.blocks.length, 'block')} below` : '',
  ]
    .filter(Boolean)
    .join('; ');
}

interface Sought {
  readonly rules: (node: AssignmentNode) => readonly string[];
  readonly items: (node: AssignmentNode) => readonly string[];
}

/** The nodes whose label, rules or items hold the text, from left to right. */
export function findNodes(map: AssignmentMap, text: string, words: Sought): readonly string[] {
  const sought = text.trim().toLowerCase();
  if (sought === '') return [];
  return inOrder(map)
    .filter((node) =>
      [nodeName(node), ...words.rules(node), ...words.items(node)].some((each) => each.toLowerCase().includes(sought)),
    )
    .map(({ id }) => id);
}
