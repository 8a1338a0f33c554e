import type { AssignmentMap } from '../../data/blueprints.ts';
import type { MapNode } from './map-canvas-context.ts';
import { blockName, nodeOf, siblingBlocks } from './map-edit.ts';
import { layout } from './map-layout.ts';
import { kindWords } from './rule-words.ts';

/**
 * A map as nodes of the canvas. A frame is placed in the card that it hangs on and a card in its frame, so that whatever is
 * dragged takes along what hangs on it.
 */
export function flowNodes(map: AssignmentMap, editing: boolean): MapNode[] {
  const root = map.nodes.find((node) => node.kind === 'all');
  const places = layout(map, root?.id ?? '', editing);
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
    const { height: _, ...place } = at(nodeId, frameId);
    drawn.push({
      ...place,
      type: 'assignment',
      data: { node },
      draggable: editing && (node.kind === 'if' || node.kind === 'elseIf'),
      ariaLabel: `${kindWords[node.kind]} ${node.label}`,
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
        ariaLabel: blockName(map, blockId),
      });
      for (const next of block.nodes) draw(next, blockId);
    }
  };
  if (root) draw(root.id, null);
  return drawn;
}
