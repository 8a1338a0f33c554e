import { ActionIcon, Button, Menu, useComputedColorScheme } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import { IconArrowLeft, IconArrowRight, IconPencil, IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import {
  Background,
  Controls,
  type Edge,
  Handle,
  MiniMap,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  type ReactFlowInstance,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { AssignmentMap, AssignmentNode, Evaluation, RuleInput } from '../../data/blueprints.ts';
import type { LibraryItem } from '../../data/library.ts';
import css from './map.module.css';
import * as edit from './map-edit.ts';
import { cardWidth, layout } from './map-layout.ts';
import { kindWords, ruleText } from './rule-words.ts';

export const itemMime = 'application/x-rollcall-item';

interface CanvasProps {
  readonly map: AssignmentMap;
  readonly editing: boolean;
  readonly items: readonly LibraryItem[];
  readonly inputs: readonly RuleInput[];
  /** The path to light up. */
  readonly lit: Evaluation | null;
  readonly troubled: ReadonlyMap<string, string>;
  readonly onEdit: (map: AssignmentMap) => void;
  readonly onPencil: (nodeId: string) => void;
}

const CanvasContext = createContext<CanvasProps | null>(null);
function useCanvas(): CanvasProps {
  const canvas = useContext(CanvasContext);
  if (!canvas) throw new Error('A map node is drawn outside its canvas.');
  return canvas;
}

type MapNode = Node<{ readonly node: AssignmentNode }, 'assignment'>;
const fit = { maxZoom: 1, padding: 0.12 } as const;
const nodeTypes = { assignment: NodeCard };

export function MapCanvas(props: CanvasProps) {
  const { map, editing, lit, onEdit } = props;
  const scheme = useComputedColorScheme();
  const placed = useMemo((): MapNode[] => {
    const root = map.nodes.find((node) => node.kind === 'all');
    const places = layout(map, root?.id ?? '', editing);
    return map.nodes.map((node) => ({
      id: node.id,
      type: 'assignment' as const,
      position: places.get(node.id) ?? { x: 0, y: 0 },
      data: { node },
      draggable: editing && (node.kind === 'if' || node.kind === 'elseIf'),
      ariaLabel: `${kindWords[node.kind]} ${node.label}`,
    }));
  }, [map, editing]);
  const [nodes, setNodes] = useState(placed);
  useEffect(() => setNodes(placed), [placed]);
  const [flow, setFlow] = useState<ReactFlowInstance<MapNode> | null>(null);
  const { width } = useViewportSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever something new is to be seen, all of it is
  useEffect(() => {
    const timer = setTimeout(() => void flow?.fitView(fit), 60);
    return () => clearTimeout(timer);
  }, [flow, width, editing, map.nodes.length]);
  const reached = useMemo(() => new Set(lit?.reached), [lit]);
  const edges = useMemo(
    (): Edge[] =>
      map.nodes.flatMap((node) =>
        node.blocks.flatMap((blockId) =>
          (map.blocks.find((block) => block.id === blockId)?.nodes ?? []).map((to) => ({
            id: `${node.id} ${to}`,
            source: node.id,
            target: to,
            type: 'smoothstep',
            focusable: false,
            ...(reached.has(to) ? { className: css.litEdge ?? '', zIndex: 1 } : {}),
          })),
        ),
      ),
    [map, reached],
  );
  /** Dropped between its siblings: that is its new place in the order of evaluation. */
  const onDragStop = (dragged: Node) => {
    const siblings = edit.blockOfNode(map, dragged.id)?.nodes ?? [];
    const before = siblings.filter((id) => {
      const other = placed.find((each) => each.id === id);
      return other && id !== dragged.id && other.position.x < dragged.position.x;
    });
    const next = edit.placeNode(map, dragged.id, before.length);
    if (next === map) setNodes(placed);
    else onEdit(next);
  };
  return (
    <CanvasContext value={props}>
      <ReactFlow
        colorMode={scheme}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodesChange={(changes) =>
          setNodes((now) =>
            changes.reduce((list, change) => {
              if (change.type === 'position' && change.position) {
                const { id, position } = change;
                return list.map((each) => (each.id === id ? { ...each, position } : each));
              }
              if (change.type === 'dimensions' && change.dimensions) {
                const { id, dimensions } = change;
                return list.map((each) => (each.id === id ? { ...each, measured: dimensions } : each));
              }
              return list;
            }, now),
          )
        }
        onNodeDragStop={(_, dragged) => onDragStop(dragged)}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        minZoom={0.1}
        fitView
        fitViewOptions={fit}
        onInit={setFlow}
        onlyRenderVisibleElements={map.nodes.length > 60}
        proOptions={{ hideAttribution: true }}
        aria-label="Assignment Map"
      >
        <Background />
        {width > 768 ? (
          <MiniMap pannable zoomable ariaLabel="Overview of the map" style={{ width: 140, height: 96 }} />
        ) : null}
        <Controls showInteractive={false} />
      </ReactFlow>
    </CanvasContext>
  );
}

function NodeCard({ data: { node } }: NodeProps<MapNode>) {
  const { editing, items, inputs, lit, troubled, map, onEdit } = useCanvas();
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
      {node.kind === 'all' ? null : <Handle type="target" position={Position.Top} isConnectable={false} />}
      <div className={css.nodeHead}>
        <span className={css.kind}>{kindWords[node.kind]}</span>
        {node.kind === 'all' ? null : <span className={css.nodeName}>{node.label}</span>}
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
