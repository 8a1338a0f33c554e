import { Select, useComputedColorScheme } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import {
  Background,
  Controls,
  type Edge,
  MiniMap,
  type Node,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useEffect, useMemo, useState } from 'react';
import type { AssignmentMap } from '../../data/blueprints.ts';
import css from './map.module.css';
import { BlockFrame } from './map-block.tsx';
import { CanvasContext, type CanvasProps, type MapNode } from './map-canvas-context.ts';
import * as edit from './map-edit.ts';
import { flowNodes } from './map-flow.ts';
import { NodeCard } from './map-node.tsx';
import { kindWords } from './rule-words.ts';

/** Frames are outlines there; filled, they would hide what is in them. */
const miniMapColor = (node: Node) => (node.type === 'block' ? 'transparent' : 'var(--rc-line-strong)');
const findFrom = 12;
const fit = { maxZoom: 1, padding: 0.12 } as const;
const nodeTypes = { assignment: NodeCard, block: BlockFrame };

export function MapCanvas(props: CanvasProps) {
  const { map, editing, lit, onEdit } = props;
  const scheme = useComputedColorScheme();
  const placed = useMemo(() => flowNodes(map, editing), [map, editing]);
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
        node.blocks.map((blockId) => {
          const within = map.blocks.find((block) => block.id === blockId)?.nodes ?? [];
          const isLit = within.some((id) => reached.has(id));
          return {
            id: `${node.id} ${blockId}`,
            source: node.id,
            target: blockId,
            type: 'smoothstep',
            focusable: false,
            ...(isLit ? { className: css.litEdge ?? '', zIndex: 1 } : {}),
          };
        }),
      ),
    [map, reached],
  );
  /** Dropped where a sibling stood: that is its new place in the order of evaluation. */
  const onDragStop = (dragged: Node) => {
    const isBlock = dragged.type === 'block';
    const siblings = isBlock ? edit.siblingBlocks(map, dragged.id) : (edit.blockOfNode(map, dragged.id)?.nodes ?? []);
    const to = siblings.indexOf(nearest(dragged, siblings, placed));
    const next = isBlock ? edit.placeBlock(map, dragged.id, to) : edit.placeNode(map, dragged.id, to);
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
        minZoom={0.04}
        fitView
        fitViewOptions={fit}
        onInit={setFlow}
        onlyRenderVisibleElements={map.nodes.length > 60}
        proOptions={{ hideAttribution: true }}
        aria-label="Assignment Map"
      >
        <Background />
        {width > 768 ? (
          <MiniMap
            nodeColor={miniMapColor}
            pannable
            zoomable
            ariaLabel="Overview of the map"
            style={{ width: 140, height: 96 }}
          />
        ) : null}
        <Controls showInteractive={false} />
        {map.nodes.length > findFrom ? (
          <Panel position="top-left">
            <Find map={map} onFound={(id) => void flow?.fitView({ nodes: [{ id }], maxZoom: 1, padding: 0.4 })} />
          </Panel>
        ) : null}
      </ReactFlow>
    </CanvasContext>
  );
}

interface FindProps {
  readonly map: AssignmentMap;
  readonly onFound: (nodeId: string) => void;
}

/** Goes to a condition by its label: a large map is not read as a whole. */
function Find({ map, onFound }: FindProps) {
  return (
    <Select
      size="xs"
      w={200}
      aria-label="Find a condition"
      placeholder="Find a condition"
      searchable
      value={null}
      nothingFoundMessage="No condition is called so"
      data={map.nodes.map(({ id, kind, label }) => ({ value: id, label: label || kindWords[kind] }))}
      onChange={(id) => id && onFound(id)}
    />
  );
}

/** Whose place is nearest to where something was dropped, by the middles. */
function nearest(dragged: Node, siblings: readonly string[], placed: readonly MapNode[]): string {
  const middle = ({ position, width }: Pick<Node, 'position' | 'width'>) => position.x + (width ?? 0) / 2;
  const distance = (id: string) => {
    const place = placed.find((each) => each.id === id);
    if (!place) return Number.POSITIVE_INFINITY;
    return Math.hypot(middle(place) - middle(dragged), place.position.y - dragged.position.y);
  };
  return siblings.toSorted((a, b) => distance(a) - distance(b))[0] ?? dragged.id;
}
