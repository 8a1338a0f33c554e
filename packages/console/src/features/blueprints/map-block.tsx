import { ActionIcon } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconGripVertical, IconPencil, IconTrash } from '@tabler/icons-react';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import css from './map.module.css';
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
          <ActionIcon size={24} tabIndex={tabIndex} aria-label={`Rename ${name}`} onClick={() => onPencil(block.id)}>
            <IconPencil size={15} />
          </ActionIcon>
          {siblings.length > 1 ? (
            <>
              <ActionIcon
                size={24}
                tabIndex={tabIndex}
                aria-label={`Move ${name} left`}
                disabled={at === 0}
                onClick={() => move(-1)}
              >
                <IconArrowLeft size={15} />
              </ActionIcon>
              <ActionIcon
                size={24}
                tabIndex={tabIndex}
                aria-label={`Move ${name} right`}
                disabled={at === siblings.length - 1}
                onClick={() => move(1)}
              >
                <IconArrowRight size={15} />
              </ActionIcon>
            </>
          ) : null}
          <ActionIcon
            size={24}
            tabIndex={tabIndex}
            aria-label={`Remove ${name}`}
            onClick={() => onEdit(edit.removeBlock(map, block.id))}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ) : block.label ? (
        <div className={css.frameHead}>
          <span className="rc-truncate">{block.label}</span>
        </div>
      ) : null}
    </div>
  );
}
