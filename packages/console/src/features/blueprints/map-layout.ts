import type { AssignmentMap } from '../../data/blueprints.ts';
import { nodeOf } from './map-edit.ts';

export const cardWidth = 250;
const gap = 24;
const blockGap = 40;
export const levelGap = 48;
const padding = 14;
/** Above a wide line a card stands near the line's beginning: that is where one begins to read. */
const mostInset = 120;
/** What is longer is written in lines like a text, of about the shape of a screen; in a large map a shorter block too. */
const largeFrom = 41;
const screen = 1.8;
/** Blocks differ in size, so lines of them have more air in them. */
const screenOfBlocks = 2.6;

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  /** Of cards and of the frames of blocks, by id. */
  readonly places: ReadonlyMap<string, Place>;
  /** Of blocks that don't stand in the first line below their card: where the way to them goes down, beside the lines before. */
  readonly detours: ReadonlyMap<string, number>;
}

/** A part of the map, drawn from its own corner. */
interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly places: readonly (readonly [string, Place])[];
  readonly detours: readonly (readonly [string, number])[];
}

interface Placed {
  readonly drawing: Drawing;
  readonly x: number;
  readonly y: number;
}

const textLines = (many: number) => many * 25;

function joined(parts: readonly Placed[], own: readonly (readonly [string, Place])[] = []): Drawing {
  const places = [
    ...own,
    ...parts.flatMap(({ drawing, x, y }) =>
      drawing.places.map(([id, place]) => [id, { ...place, x: place.x + x, y: place.y + y }] as const),
    ),
  ];
  const detours = parts.flatMap(({ drawing, x }) => drawing.detours.map(([id, at]) => [id, at + x] as const));
  const width = Math.max(0, ...places.map(([, place]) => place.x + place.width));
  const height = Math.max(0, ...places.map(([, place]) => place.y + place.height));
  return { width, height, places, detours };
}

/** Into lines of about the same width, in order; `shape` is how many times as wide as high, null for one line. */
function inLines<T extends { readonly width: number; readonly height: number }>(
  boxes: readonly T[],
  between: number,
  shape: number | null,
): readonly (readonly T[])[] {
  const area = boxes.reduce((sum, box) => sum + (box.width + between) * (box.height + between), 0);
  const most = shape === null ? Number.POSITIVE_INFINITY : Math.sqrt(area * shape);
  const lines: T[][] = [];
  let width = 0;
  for (const box of boxes) {
    const line = lines.at(-1);
    if (line && width + box.width <= most) line.push(box);
    else {
      lines.push([box]);
      width = 0;
    }
    width += box.width + between;
  }
  return lines;
}

/**
 * Left to right as the map is evaluated, nested blocks below; each card stands over the middle of what hangs on it, or near its
 * beginning.
 */
export function layout(map: AssignmentMap, rootId: string, editing: boolean): Layout {
  const head = editing ? 40 : 30;
  const isLarge = map.nodes.length >= largeFrom;
  const belows = new Map<string, Drawing>();
  const heightOf = (id: string): number => {
    const node = nodeOf(map, id);
    return 50 + textLines(node?.rules.length ?? 0) + textLines(node?.items.length ?? 0) + (editing ? 34 : 0);
  };

  /** The blocks below a card. */
  const below = (id: string): Drawing => {
    const known = belows.get(id);
    if (known) return known;
    const blocks = (nodeOf(map, id)?.blocks ?? []).map((blockId) => ({ blockId, ...block(blockId) }));
    const parts: Placed[] = [];
    const detours: (readonly [string, number])[] = [];
    let y = 0;
    for (const [index, line] of inLines(blocks, blockGap, isLarge ? screenOfBlocks : null).entries()) {
      let x = 0;
      for (const drawing of line) {
        parts.push({ drawing, x, y });
        if (index > 0) detours.push([drawing.blockId, -blockGap / 2]);
        x += drawing.width + blockGap;
      }
      y += Math.max(...line.map(({ height }) => height)) + levelGap;
    }
    const drawn = joined(parts);
    const drawing = { ...drawn, detours: [...drawn.detours, ...detours] };
    belows.set(id, drawing);
    return drawing;
  };

  /** A card whose line of cards is that high, and what hangs on it. */
  const node = (id: string, lineHeight: number): Drawing => {
    const under = below(id);
    const width = Math.max(cardWidth, under.width);
    const card = { x: Math.min((width - cardWidth) / 2, mostInset), y: 0, width: cardWidth, height: heightOf(id) };
    return joined([{ drawing: under, x: 0, y: lineHeight + padding + levelGap }], [[id, card]]);
  };

  /** In one line the nested blocks hang below the frame, in several they are in it. */
  const block = (blockId: string): Drawing => {
    const ids = map.blocks.find((each) => each.id === blockId)?.nodes ?? [];
    const boxes = ids.map((id) => ({ id, ...node(id, heightOf(id)) }));
    const lines = inLines(boxes, gap, ids.length >= (isLarge ? 4 : 9) ? screen : null);
    const parts: Placed[] = [];
    let y = head;
    for (const line of lines) {
      const tallest = Math.max(...line.map(({ id }) => heightOf(id)));
      let x = padding;
      for (const { id } of line) {
        const drawing = node(id, tallest);
        parts.push({ drawing, x, y });
        x += Math.max(cardWidth, drawing.width) + gap;
      }
      const deepest = Math.max(...parts.slice(-line.length).map(({ drawing }) => drawing.height));
      y += (lines.length > 1 ? deepest : tallest) + gap;
    }
    const inner = joined(parts);
    const frame = { x: 0, y: 0, width: inner.width + padding, height: y - gap + padding };
    return joined(parts, [[blockId, frame]]);
  };

  const { places, detours } = node(rootId, heightOf(rootId));
  return { places: new Map(places), detours: new Map(detours) };
}
