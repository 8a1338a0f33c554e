import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { AssignmentNode } from '../../data/blueprints.ts';
import css from './map.module.css';
import { MapButtons } from './map-buttons.tsx';
import { useCanvas } from './map-canvas-context.ts';
import * as edit from './map-edit.ts';
import { nodeName } from './map-walk.ts';

interface NodeToolsProps {
  readonly node: AssignmentNode;
  /** Only those of the active card are stops of the Tab key: a large map has hundreds. */
  readonly tabIndex: number;
}

export function NodeTools({ node, tabIndex }: NodeToolsProps) {
  const { map, onEdit, onPencil } = useCanvas();
  const conditional = node.kind === 'if' || node.kind === 'elseIf';
  return (
    <div className={`nodrag ${css.tools}`}>
      <AddMenu node={node} tabIndex={tabIndex} />
      {node.kind === 'all' ? null : (
        <MapButtons
          name={nodeName(node)}
          tabIndex={tabIndex}
          pencil="Edit"
          onPencil={() => onPencil(node.id)}
          move={conditional ? { by: (by) => onEdit(edit.moveNode(map, node.id, by)) } : undefined}
          onRemove={() => onEdit(edit.removeNode(map, node.id))}
        />
      )}
    </div>
  );
}

function AddMenu({ node, tabIndex }: NodeToolsProps) {
  const { items, map, onEdit } = useCanvas();
  const block = edit.blockOfNode(map, node.id);
  const free = items.filter((item) => !node.items.includes(item.id));
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          tabIndex={tabIndex}
          leftSection={<IconPlus size={13} />}
          aria-label={`Add to ${nodeName(node)}`}
        >
          Add
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        <Menu.Item onClick={() => onEdit(edit.addBlock(map, node.id))}>
          {node.kind === 'all' ? 'Conditional block' : 'Nested block'}
        </Menu.Item>
        {block ? (
          <>
            <Menu.Item onClick={() => onEdit(edit.addCondition(map, block.id, 'elseIf'))}>Else if</Menu.Item>
            <Menu.Item onClick={() => onEdit(edit.addCondition(map, block.id, 'else'))}>Else</Menu.Item>
          </>
        ) : null}
        {free.length > 0 ? <Menu.Label>Library Item</Menu.Label> : null}
        {free.map((item) => (
          <Menu.Item key={item.id} onClick={() => onEdit(edit.addItem(map, node.id, item.id))}>
            {item.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
