import { IconGripVertical } from '@tabler/icons-react';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import css from './map.module.css';
import { MapButtons } from './map-buttons.tsx';
import { type FrameNode, useCanvas } from './map-canvas-context.ts';
import * as edit from './map-edit.ts';

/** The frame around the conditions of a block; its head is what a block is dragged by. */
export function BlockFrame({ data: { block } }: NodeProps<FrameNode>) {
  const { editing, map, far, active, onEdit, onPencil } = useCanvas();
  const tabIndex = block.nodes.includes(active) ? 0 : -1;
  const name = edit.blockName(map, block.id);
  const siblings = edit.siblingBlocks(map, block.id);
  const at = siblings.indexOf(block.id);
  const move = (by: number) => onEdit(edit.placeBlock(map, block.id, at + by));
  return (
    <div className={css.frame} data-testid={`block ${name}`}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      {far ? (
        block.label ? (
          <div className={css.frameFar}>{block.label}</div>
        ) : null
      ) : editing ? (
        <div className={css.frameHead}>
          <span className={css.frameGrip} data-grip={siblings.length > 1 || undefined}>
            <IconGripVertical size={15} aria-hidden />
            <span className="rc-truncate">{name}</span>
          </span>
          <MapButtons
            name={name}
            tabIndex={tabIndex}
            pencil="Rename"
            onPencil={() => onPencil(block.id)}
            move={siblings.length > 1 ? { by: move, first: at === 0, last: at === siblings.length - 1 } : undefined}
            onRemove={() => onEdit(edit.removeBlock(map, block.id))}
          />
        </div>
      ) : block.label ? (
        <div className={css.frameHead}>
          <span className="rc-truncate">{block.label}</span>
        </div>
      ) : null}
    </div>
  );
}
