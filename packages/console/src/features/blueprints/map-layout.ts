import type { AssignmentMap } from '../../data/blueprints.ts';
import { nodeOf } from './map-edit.ts';

export const cardWidth = 250;
const gap = 24;
const blockGap = 40;
const levelGap = 48;
const padding = 14;
/** Above a wide line a card stands near the line's beginning: that is where one begins to read. */
const mostInset = 120;
/** A block of that many conditions, with nothing nested in them, is written in lines like a text; in a large map a shorter one too. */
const wrapsFrom = (nodes: number) => (nodes > 40 ? 4 : 9);

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const lines = (many: number) => many * 25;

/**
 * Where cards and the frames of blocks stand, by id: left to right as the map is evaluated, nested blocks below; each card
 * stands over the middle of what hangs on it, or near its beginning.
 */
export function layout(map: AssignmentMap, rootId: string, editing: boolean): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const head = editing ? 40 : 30;
  const heightOf = (id: string): number => {
    const node = nodeOf(map, id);
    return 50 + lines(node?.rules.length ?? 0) + lines(node?.items.length ?? 0) + (editing ? 34 : 0);
  };
  const isLeaf = (id: string) => (nodeOf(map, id)?.blocks.length ?? 0) === 0;

  /** In lines of about the shape of a screen. Answers with the size that they take. */
  const wrap = (ids: readonly string[], left: number, top: number) => {
    const tallest = Math.max(...ids.map(heightOf));
    const columns = Math.ceil(Math.sqrt((ids.length * tallest * 1.8) / cardWidth));
    ids.forEach((id, index) => {
      const x = left + (index % columns) * (cardWidth + gap);
      const y = top + Math.floor(index / columns) * (tallest + gap);
      places.set(id, { x, y, width: cardWidth, height: heightOf(id) });
    });
    const across = Math.min(columns, ids.length);
    const down = Math.ceil(ids.length / columns);
    return { width: across * (cardWidth + gap) - gap, height: down * (tallest + gap) - gap };
  };
  const inLine = (ids: readonly string[], left: number, top: number) => {
    const tallest = Math.max(0, ...ids.map(heightOf));
    let x = left;
    for (const id of ids) x += place(id, x, top, tallest) + gap;
    return { width: x - gap - left, height: tallest };
  };
  /** Answers with the width that the card and everything below it take. */
  const place = (id: string, left: number, top: number, lineHeight: number): number => {
    let x = left;
    for (const blockId of nodeOf(map, id)?.blocks ?? []) {
      const ids = map.blocks.find((block) => block.id === blockId)?.nodes ?? [];
      const y = top + lineHeight + padding + levelGap;
      const draw = ids.length >= wrapsFrom(map.nodes.length) && ids.every(isLeaf) ? wrap : inLine;
      const size = draw(ids, x + padding, y + head);
      const width = size.width + 2 * padding;
      places.set(blockId, { x, y, width, height: head + size.height + padding });
      x += width + blockGap;
    }
    const width = Math.max(cardWidth, x - blockGap - left);
    places.set(id, {
      x: left + Math.min((width - cardWidth) / 2, mostInset),
      y: top,
      width: cardWidth,
      height: heightOf(id),
    });
    return width;
  };
  place(rootId, 0, 0, heightOf(rootId));
  return places;
}
