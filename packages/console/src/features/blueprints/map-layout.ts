import type { AssignmentMap } from '../../data/blueprints.ts';
import { nodeOf } from './map-edit.ts';

export const cardWidth = 250;
const gap = 24;
const blockGap = 56;
const levelGap = 56;

interface Place {
  readonly x: number;
  readonly y: number;
}

const lines = (many: number) => many * 25;

/** Left to right as the map is evaluated, nested blocks below; each node stands over the middle of what hangs on it. */
export function layout(map: AssignmentMap, rootId: string, editing: boolean): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const heights: number[] = [];
  const childrenOf = (id: string) =>
    (nodeOf(map, id)?.blocks ?? []).map((blockId) => map.blocks.find((block) => block.id === blockId)?.nodes ?? []);
  const measure = (id: string, depth: number): void => {
    const node = nodeOf(map, id);
    const height = 50 + lines(node?.rules.length ?? 0) + lines(node?.items.length ?? 0) + (editing ? 34 : 0);
    heights[depth] = Math.max(heights[depth] ?? 0, height);
    for (const block of childrenOf(id)) for (const next of block) measure(next, depth + 1);
  };
  measure(rootId, 0);
  const top = (depth: number) => heights.slice(0, depth).reduce((sum, height) => sum + height + levelGap, 0);
  /** Answers with the width that the node and everything below it take. */
  const place = (id: string, left: number, depth: number): number => {
    let x = left;
    childrenOf(id).forEach((block, index) => {
      if (index > 0) x += blockGap - gap;
      for (const next of block) x += place(next, x, depth + 1) + gap;
    });
    const width = Math.max(cardWidth, x - gap - left);
    places.set(id, { x: left + (width - cardWidth) / 2, y: top(depth) });
    return width;
  };
  place(rootId, 0, 0);
  return places;
}
