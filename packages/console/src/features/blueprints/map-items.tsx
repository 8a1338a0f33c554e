import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconX } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import type { AssignmentNode } from '../../data/blueprints.ts';
import css from './map.module.css';
import { type CanvasState, itemFromMime, itemMime, useCanvas } from './map-canvas-context.ts';
import * as edit from './map-edit.ts';
import { nodeName } from './map-walk.ts';

interface NodeItemsProps {
  readonly node: AssignmentNode;
  readonly tabIndex: number;
}

/** The items of a node in their order, which decides a conflict: the last one wins. */
export function NodeItems({ node, tabIndex }: NodeItemsProps) {
  const canvas = useCanvas();
  const [over, setOver] = useState<string | null>(null);
  const nameOf = (id: string) => canvas.items.find((item) => item.id === id)?.name ?? 'Removed item';
  return node.items.map((id, at) => (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu beside it is the keyboard's way
    <div
      key={id}
      // Neither the card nor the canvas is dragged with it.
      className={canvas.editing ? `nodrag nopan ${css.item}` : css.item}
      data-over={over === id || undefined}
      data-testid={`item ${nameOf(id)} on ${nodeName(node)}`}
      draggable={canvas.editing}
      onDragStart={(event) => {
        event.dataTransfer.setData(itemMime, id);
        event.dataTransfer.setData(itemFromMime, node.id);
      }}
      onDragOver={(event) => {
        if (!canvas.editing || !event.dataTransfer.types.includes(itemMime)) return;
        event.preventDefault();
        setOver(id);
      }}
      onDragLeave={() => setOver(null)}
      onDrop={(event) => {
        setOver(null);
        drop(event, canvas, node.id, at);
      }}
    >
      {canvas.editing && node.items.length > 1 ? (
        <ItemOrder node={node} itemId={id} name={nameOf(id)} tabIndex={tabIndex} />
      ) : null}
      <span className={css.itemName}>{nameOf(id)}</span>
      {canvas.editing ? (
        <ActionIcon
          size={20}
          tabIndex={tabIndex}
          aria-label={`Take ${nameOf(id)} off ${nodeName(node)}`}
          onClick={() => canvas.onEdit(edit.removeItem(canvas.map, node.id, id))}
        >
          <IconX size={13} />
        </ActionIcon>
      ) : null}
    </div>
  ));
}

interface ItemOrderProps extends NodeItemsProps {
  readonly itemId: string;
  readonly name: string;
}

function ItemOrder({ node, itemId, name, tabIndex }: ItemOrderProps) {
  const { map, onEdit, onSay } = useCanvas();
  const at = node.items.indexOf(itemId);
  const last = node.items.length - 1;
  const move = (to: number) => {
    onEdit(edit.placeItem(map, node.id, itemId, to));
    onSay(`${name} is ${to + 1} of ${node.items.length} on ${nodeName(node)}`);
  };
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon
          size={20}
          tabIndex={tabIndex}
          aria-label={`Order of ${name} on ${nodeName(node)}`}
          className={css.itemGrip}
        >
          <IconGripVertical size={13} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>In a conflict the last item wins</Menu.Label>
        <Menu.Item leftSection={<IconArrowUp size={14} />} disabled={at === 0} onClick={() => move(at - 1)}>
          Move up
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowDown size={14} />} disabled={at === last} onClick={() => move(at + 1)}>
          Move down
        </Menu.Item>
        <Menu.Item disabled={at === last} onClick={() => move(last)}>
          Move to the end
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** An item from the bank or from another node, to a place among the items. */
export function drop(event: DragEvent, { editing, map, onEdit }: CanvasState, nodeId: string, at: number): void {
  const id = event.dataTransfer.getData(itemMime);
  if (!editing || !id) return;
  event.preventDefault();
  event.stopPropagation();
  const from = event.dataTransfer.getData(itemFromMime) || nodeId;
  onEdit(edit.moveItem(map, id, { from, to: nodeId, at }));
}
