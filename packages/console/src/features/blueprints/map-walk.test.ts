import { describe, expect, test } from 'vitest';
import type { AssignmentMap } from '../../data/blueprints.ts';
import { moveItem, placeItem } from './map-edit.ts';
import { layout } from './map-layout.ts';
import { startView } from './map-view.ts';
import { cardText, findNodes, inOrder, neighbour } from './map-walk.ts';

const node = (
  id: string,
  kind: AssignmentMap['nodes'][number]['kind'],
  blocks: string[] = [],
  items: string[] = [],
) => ({
  id,
  kind,
  label: kind === 'all' ? 'All Devices' : id,
  rules: [],
  items,
  blocks,
});
/** all ─ teams: sales (─ nested: emea), eng · lab: testers */
const map: AssignmentMap = {
  nodes: [
    node('all', 'all', ['teams', 'lab'], ['wifi', 'slack', 'zoom']),
    node('sales', 'if', ['nested']),
    node('emea', 'if'),
    node('eng', 'elseIf', [], ['slack']),
    node('testers', 'if'),
  ],
  blocks: [
    { id: 'teams', label: 'Teams', nodes: ['sales', 'eng'] },
    { id: 'nested', label: '', nodes: ['emea'] },
    { id: 'lab', label: '', nodes: ['testers'] },
  ],
};
const itemsOf = (id: string, of: AssignmentMap) => of.nodes.find((each) => each.id === id)?.items;

describe('the arrow keys', () => {
  test.each([
    ['all', 'child', 'sales'],
    ['sales', 'child', 'emea'],
    ['emea', 'parent', 'sales'],
    ['sales', 'after', 'eng'],
    ['eng', 'after', 'testers'],
    ['testers', 'before', 'eng'],
    ['testers', 'first', 'all'],
    ['testers', 'after', null],
    ['all', 'parent', null],
    ['all', 'before', null],
  ] as const)('go from %s to its %s: %s', (from, way, to) => {
    expect(neighbour(map, from, way)).toBe(to);
  });
});

test('a card tells what it asks, gives and where it stands', () => {
  const eng = map.nodes[3];
  if (!eng) throw new Error('no such node');
  expect(cardText(map, eng, { rules: ['Department is Eng'], items: ['Slack'], notes: ['matches'] })).toBe(
    'Else if eng; matches; Department is Eng; gives Slack; 2 of 2 in Teams',
  );
});

test('a map is searched from left to right by labels, rules and items', () => {
  const words = { rules: () => [], items: (each: { items: readonly string[] }) => each.items };
  expect(inOrder(map).map(({ id }) => id)).toEqual(['all', 'sales', 'emea', 'eng', 'testers']);
  expect(findNodes(map, ' SLACK ', words)).toEqual(['all', 'eng']);
  expect(findNodes(map, 'all dev', words)).toEqual(['all']);
  expect(findNodes(map, '  ', words)).toEqual([]);
});

test('items are put in another order and moved to another node as one edit', () => {
  expect(itemsOf('all', placeItem(map, 'all', 'wifi', 2))).toEqual(['slack', 'zoom', 'wifi']);
  expect(placeItem(map, 'all', 'zoom', 9)).toBe(map);
  const moved = moveItem(map, 'zoom', { from: 'all', to: 'eng', at: 0 });
  expect([itemsOf('all', moved), itemsOf('eng', moved)]).toEqual([
    ['wifi', 'slack'],
    ['zoom', 'slack'],
  ]);
  // One that is there already only gets its place.
  expect(itemsOf('eng', moveItem(moved, 'zoom', { from: 'eng', to: 'eng', at: 1 }))).toEqual(['slack', 'zoom']);
});

describe('a map opens', () => {
  test('whole where that can be read, else as wide as fits from its beginning', () => {
    const small = { x: 0, y: 0, width: 600, height: 300 };
    expect(startView(small, { width: 1000, height: 600 })).toMatchObject({ zoom: 1, whole: true });
    const large = { x: 0, y: 0, width: 6_000, height: 3_000 };
    const view = startView(large, { width: 1000, height: 600 });
    expect(view).toMatchObject({ zoom: 0.7, whole: false });
    expect(view.x).toBeGreaterThan(0);
    expect(view.y).toBeGreaterThan(0);
  });

  const wide = (nested: boolean): AssignmentMap => {
    const ids = Array.from({ length: 60 }, (_, i) => `n${i}`);
    return {
      nodes: [
        node('all', 'all', ['b', 'c']),
        ...ids.map((id, i) => node(id, i === 0 ? 'if' : 'elseIf', nested && i === 30 ? ['d'] : [])),
        node('right', 'if'),
        node('below', 'if'),
      ],
      blocks: [
        { id: 'b', label: '', nodes: ids },
        { id: 'c', label: '', nodes: ['right'] },
        ...(nested ? [{ id: 'd', label: '', nodes: ['below'] }] : []),
      ],
    };
  };

  test.each([false, true])(
    'in about the shape of a screen, however many conditions there are (one nested: %s)',
    (nested) => {
      const { places } = layout(wide(nested), 'all', true);
      const all = [...places.values()];
      const width = Math.max(...all.map((place) => place.x + place.width));
      const height = Math.max(...all.map((place) => place.y + place.height));
      expect(width / height).toBeGreaterThan(0.8);
      expect(width / height).toBeLessThan(3.5);
      expect(places.get('all')?.x).toBeLessThan(200);
      const [frame, inner] = [places.get('b'), places.get('d')];
      if (frame && inner) expect(inner.y + inner.height).toBeLessThan(frame.y + frame.height);
    },
  );

  test('without one card over another', () => {
    const cards = [...layout(wide(true), 'all', true).places].filter(([id]) => !['b', 'c', 'd'].includes(id));
    for (const [i, [, a]] of cards.entries())
      for (const [, b] of cards.slice(i + 1)) {
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
  });
});
