import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconPencil, IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import type { AssignmentNode } from '../../data/blueprints.ts';
import css from './map.module.css';
import { type CardNode, itemMime, useCanvas } from './map-canvas-context.ts';
import * as edit from './map-edit.ts';
import { cardWidth } from './map-layout.ts';
import { kindWords, ruleText } from './rule-words.ts';

export function NodeCard({ data: { node } }: NodeProps<CardNode>) {
  const { editing, items, inputs, lit, troubled, marks, map, onEdit } = useCanvas();
  const decision = lit?.decisions.find(({ nodeId }) => nodeId === node.id);
  const isLit = lit?.reached.includes(node.id) ?? false;
  const problem = troubled.get(node.id);
  const name = node.label || kindWords[node.kind];
  const itemName = (id: string) => items.find((item) => item.id === id)?.name ?? 'Removed item';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its keyboard way in "Library Item"
    <div
      className={css.node}
      style={{ width: cardWidth }}
      data-lit={isLit || undefined}
      data-dim={(lit !== null && !isLit) || undefined}
      data-bad={problem === undefined ? undefined : true}
      data-testid={`node ${name}`}
      onDragOver={(event) => {
        if (editing) event.preventDefault();
      }}
      onDrop={(event) => {
        const id = event.dataTransfer.getData(itemMime);
        if (editing && id) onEdit(edit.addItem(map, node.id, id));
      }}
    >
      <div className={css.nodeHead}>
        <span className={css.kind}>{kindWords[node.kind]}</span>
        {node.kind === 'all' ? null : <span className={css.nodeName}>{node.label}</span>}
        {marks?.has(node.id) ? <span className={css.outcome}>{marks.get(node.id)}</span> : null}
        {decision ? <span className={css.outcome}>{outcomeWords[decision.outcome]}</span> : null}
      </div>
      {node.rules.map((rule) => {
        const outcome = decision?.rules.find((each) => each.rule.input === rule.input);
        return (
          <div key={rule.input} className={css.rule} title={ruleText(rule, inputs)}>
            {outcome ? (outcome.holds ? '✓ ' : '✗ ') : ''}
            {ruleText(rule, inputs)}
          </div>
        );
      })}
      {problem === undefined ? null : <div className={css.problem}>{problem}</div>}
      {node.items.map((id) => (
        <div key={id} className={css.item}>
          <span className="rc-truncate">{itemName(id)}</span>
          {editing ? (
            <ActionIcon
              className="nodrag"
              size={20}
              aria-label={`Take ${itemName(id)} off ${name}`}
              onClick={() => onEdit(edit.removeItem(map, node.id, id))}
            >
              <IconX size={13} />
            </ActionIcon>
          ) : null}
        </div>
      ))}
      {editing ? <NodeTools node={node} name={name} /> : null}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}

const outcomeWords = { taken: 'matches', notTaken: 'does not match', skipped: 'skipped' } as const;

function NodeTools({ node, name }: { readonly node: AssignmentNode; readonly name: string }) {
  const { items, map, onEdit, onPencil } = useCanvas();
  const block = edit.blockOfNode(map, node.id);
  const free = items.filter((item) => !node.items.includes(item.id));
  const conditional = node.kind === 'if' || node.kind === 'elseIf';
  return (
    <div className={`nodrag ${css.tools}`}>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={13} />}
            aria-label={`Add to ${name}`}
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
      {node.kind === 'all' ? null : (
        <>
          <ActionIcon size={24} aria-label={`Edit ${name}`} onClick={() => onPencil(node.id)}>
            <IconPencil size={15} />
          </ActionIcon>
          {conditional ? (
            <>
              <ActionIcon
                size={24}
                aria-label={`Move ${name} left`}
                onClick={() => onEdit(edit.moveNode(map, node.id, -1))}
              >
                <IconArrowLeft size={15} />
              </ActionIcon>
              <ActionIcon
                size={24}
                aria-label={`Move ${name} right`}
                onClick={() => onEdit(edit.moveNode(map, node.id, 1))}
              >
                <IconArrowRight size={15} />
              </ActionIcon>
            </>
          ) : null}
          <ActionIcon size={24} aria-label={`Remove ${name}`} onClick={() => onEdit(edit.removeNode(map, node.id))}>
            <IconTrash size={15} />
          </ActionIcon>
        </>
      )}
    </div>
  );
}
