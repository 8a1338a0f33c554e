import type { AssignmentMap } from '../../data/blueprints.ts';
import type { MapNode } from './map-canvas-context.ts';
import { blockName, nodeOf, siblingBlocks } from './map-edit.ts';
import type { Place } from './map-layout.ts';
import { rootOf } from './map-walk.ts';

/**
 * A map as nodes of the canvas. A frame is placed in the card that it hangs on and a card in its frame, so that whatever is
 * dragged takes along what hangs on it.
 */
export function flowNodes(map: AssignmentMap, places: ReadonlyMap<string, Place>, editing: boolean): MapNode[] {
  const drawn: MapNode[] = [];
  const at = (id: string, parentId: string | null) => {
    const { x = 0, y = 0, width = 0, height = 0 } = places.get(id) ?? {};
    const within = parentId === null ? undefined : places.get(parentId);
    const position = { x: x - (within?.x ?? 0), y: y - (within?.y ?? 0) };
    return { id, position, width, height, ...(parentId === null ? {} : { parentId }) };
  };
  const draw = (nodeId: string, frameId: string | null): void => {
    const node = nodeOf(map, nodeId);
    if (!node) return;
    const { height, ...place } = at(nodeId, frameId);
    drawn.push({
      ...place,
      type: 'assignment',
      data: { node, height },
      draggable: editing && (node.kind === 'if' || node.kind === 'elseIf'),
      // The card in it takes the focus and says what it is.
      focusable: false,
      domAttributes: { 'aria-roledescription': undefined },
    });
    for (const blockId of node.blocks) {
      const block = map.blocks.find((each) => each.id === blockId);
      if (!block) continue;
      drawn.push({
        ...at(blockId, nodeId),
        type: 'block',
        data: { block },
        draggable: editing && siblingBlocks(map, blockId).length > 1,
        dragHandle: '[data-grip]',
        focusable: false,
        selectable: false,
        // What is not its head lets the canvas be dragged.
        style: { pointerEvents: 'none' },
        ariaRole: 'group',
        domAttributes: { 'aria-roledescription': 'block' },
        ariaLabel: blockName(map, blockId),
      });
      for (const next of block.nodes) draw(next, blockId);
    }
  };
  draw(rootOf(map), null);
  return drawn;
}
