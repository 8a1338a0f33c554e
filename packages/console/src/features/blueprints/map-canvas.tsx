import { useComputedColorScheme } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import {
  Background,
  Controls,
  MiniMap,
  type Node,
  type NodeChange,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useStore,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { type CSSProperties, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AssignmentMap } from '../../data/blueprints.ts';
import css from './map.module.css';
import { BlockFrame } from './map-block.tsx';
import { CanvasContext, type CanvasProps, type CanvasState, type MapNode } from './map-canvas-context.ts';
import { type MapEdge, Way } from './map-edge.tsx';
import * as edit from './map-edit.ts';
import { MapFind } from './map-find.tsx';
import { flowNodes } from './map-flow.ts';
import { layout } from './map-layout.ts';
import { NodeCard } from './map-node.tsx';
import { readableZoom, useMapView } from './map-view.ts';
import { findNodes, neighbour, rootOf } from './map-walk.ts';
import { wordsOf } from './rule-words.ts';

const findFrom = 12;
/** From there on only what is seen is drawn. */
const drawAllUpTo = 300;
const nodeTypes = { assignment: NodeCard, block: BlockFrame };
const edgeTypes = { way: Way };
const keysId = 'map-keys';
/** What is sought lies over the upper edge. */
const whole = { padding: { top: '60px', right: '16px', bottom: '16px', left: '16px' } } as const;

export function MapCanvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas(props: CanvasProps) {
  const { map, editing, lit, onEdit, onActive, onOpen, onPencil } = props;
  const scheme = useComputedColorScheme();
  const { width } = useViewportSize();
  const { places, detours } = useMemo(() => layout(map, rootOf(map), editing), [map, editing]);
  const placed = useMemo(() => flowNodes(map, places, editing), [map, places, editing]);
  const [nodes, setNodes] = useState(placed);
  useEffect(() => setNodes(placed), [placed]);
  const edges = useMemo(() => edgesOf(map, detours, new Set(lit?.reached)), [map, detours, lit]);
  const isCard = useCallback((id: string) => edit.nodeOf(map, id) !== undefined, [map]);
  const view = useMapView(places, isCard);
  const far = useStore(({ transform }) => transform[2] < readableZoom);
  const [sought, setSought] = useState('');
  const found = useMemo(() => findNodes(map, sought, wordsOf(props)), [map, sought, props]);
  const wanted = useRef<string | null>(null);
  const [, draw] = useState(0);
  const subject = lit?.subject.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each subject, not whenever its path is asked for again
  useEffect(() => {
    if (lit) view.show(lit.reached);
  }, [subject, view]);

  const go = (id: string) => {
    view.goTo(id);
    onActive(id);
  };
  const focusCard = (id: string) => {
    wanted.current = id;
    view.reveal(id);
    onActive(id);
    // Also where it is the active one already.
    draw((times) => times + 1);
  };
  const state: CanvasState = {
    ...props,
    far,
    wanted,
    found: new Set(found),
    onWalk: (from, way) => {
      const to = neighbour(map, from, way);
      if (to !== null) focusCard(to);
    },
    onEnter: (id) => {
      view.goTo(id);
      const kind = edit.nodeOf(map, id)?.kind;
      if (editing && kind !== 'all') onPencil(id);
      else if (!editing) onOpen(id);
    },
    onFocus: (id) => {
      view.reveal(id);
      onActive(id);
    },
  };
  /** Dropped where a sibling stood: that is its new place in the order of evaluation. */
  const onDragStop = (dragged: Node) => {
    const next = dropped(map, dragged, placed);
    if (next === map) setNodes(placed);
    else onEdit(next);
  };
  return (
    <CanvasContext value={state}>
      <Zoomed>
        <p id={keysId} className="rc-hidden">
          Arrow keys go to the parent, to the first condition below and to the neighbours, Home to All Devices. Enter
          opens a condition.
        </p>
        <ReactFlow
          colorMode={scheme}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={(changes) => setNodes((now) => changed(now, changes))}
          onNodeDragStop={(_, dragged) => onDragStop(dragged)}
          onNodeClick={(_, { id, type }) => {
            if (type !== 'assignment') return;
            if (far) go(id);
            else onActive(id);
            if (!editing) onOpen(id);
          }}
          onMove={(event) => {
            if (event) view.touch();
          }}
          nodesConnectable={false}
          elementsSelectable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          minZoom={0.04}
          maxZoom={1.6}
          onlyRenderVisibleElements={map.nodes.length > drawAllUpTo}
          proOptions={{ hideAttribution: true }}
          aria-label="Assignment Map"
        >
          <Background />
          {width > 768 ? (
            <MiniMap
              nodeColor={(node) => miniMapColor(node, lit !== null && !lit.reached.includes(node.id))}
              pannable
              zoomable
              onClick={(_, { x, y }) => view.centre(x, y)}
              onNodeClick={(_, { id }) => {
                if (isCard(id)) go(id);
              }}
              ariaLabel="Overview of the map: press a place to go there"
              style={{ width: 168, height: 112 }}
            />
          ) : null}
          <Controls showInteractive={false} onFitView={view.touch} fitViewOptions={whole} />
          {map.nodes.length > findFrom ? (
            <Panel position="top-left">
              <MapFind text={sought} ids={found} onText={setSought} onGo={go} onLeave={focusCard} />
            </Panel>
          ) : null}
        </ReactFlow>
      </Zoomed>
    </CanvasContext>
  );
}

/** Tells the style sheet how far away the map is, in steps, so that zooming isn't a new layout at every frame. */
function Zoomed({ children }: { readonly children: React.ReactNode }) {
  const zoom = useStore(({ transform }) => 2 ** (Math.round(Math.log2(transform[2]) * 3) / 3));
  const lines = Math.max(1, Math.floor((70 * zoom) / 12.6));
  const style: CSSProperties & Record<`--${string}`, string | number> = {
    '--map-unit': `${1 / zoom}px`,
    '--map-lines': lines,
  };
  return (
    <div
      className={css.zoomed}
      style={style}
      data-tiny={zoom < 0.17 || undefined}
      data-one-line={lines === 1 || undefined}
    >
      {children}
    </div>
  );
}

function edgesOf(map: AssignmentMap, detours: ReadonlyMap<string, number>, reached: ReadonlySet<string>): MapEdge[] {
  return map.nodes.flatMap((node) =>
    node.blocks.map((blockId) => {
      const within = map.blocks.find((block) => block.id === blockId)?.nodes ?? [];
      const isLit = within.some((id) => reached.has(id));
      return {
        id: `${node.id} ${blockId}`,
        source: node.id,
        target: blockId,
        type: 'way',
        data: { detour: detours.get(blockId) },
        focusable: false,
        ...(isLit ? { className: css.litEdge ?? '', zIndex: 1 } : {}),
      };
    }),
  );
}

function changed(nodes: MapNode[], changes: readonly NodeChange<MapNode>[]): MapNode[] {
  return changes.reduce((list, change) => {
    if (change.type === 'position' && change.position) {
      const { id, position } = change;
      return list.map((each) => (each.id === id ? { ...each, position } : each));
    }
    if (change.type === 'dimensions' && change.dimensions) {
      const { id, dimensions } = change;
      return list.map((each) => (each.id === id ? { ...each, measured: dimensions } : each));
    }
    return list;
  }, nodes);
}

/** Frames are outlines there; filled, they would hide what is in them. */
function miniMapColor(node: Node, dim: boolean): string {
  if (node.type === 'block') return 'transparent';
  if (dim) return 'var(--rc-line)';
  const kind = 'node' in node.data && typeof node.data.node === 'object' ? node.data.node : null;
  return kind && 'kind' in kind && kind.kind === 'else' ? 'var(--rc-idle)' : 'var(--rc-focus)';
}

function dropped(map: AssignmentMap, dragged: Node, placed: readonly MapNode[]): AssignmentMap {
  const isBlock = dragged.type === 'block';
  const siblings = isBlock ? edit.siblingBlocks(map, dragged.id) : (edit.blockOfNode(map, dragged.id)?.nodes ?? []);
  const to = siblings.indexOf(nearest(dragged, siblings, placed));
  return isBlock ? edit.placeBlock(map, dragged.id, to) : edit.placeNode(map, dragged.id, to);
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
