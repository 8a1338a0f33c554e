import { Handle, type NodeProps, Position } from '@xyflow/react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import css from './map.module.css';
import { type CanvasState, type CardNode, itemMime, useCanvas } from './map-canvas-context.ts';
import { drop, NodeItems } from './map-items.tsx';
import { cardWidth } from './map-layout.ts';
import { NodeTools } from './map-node-tools.tsx';
import { cardText, nodeName, ways } from './map-walk.ts';
import { kindWords, outcomeWords, ruleText, wordsOf } from './rule-words.ts';

/** A node of the map. The card takes the focus, the keys go from one to the next. */
export function NodeCard({ data: { node, height } }: NodeProps<CardNode>) {
  const canvas = useCanvas();
  const { editing, lit, troubled, marks, map, far, active, found, wanted, onFocus } = canvas;
  const card = useRef<HTMLDivElement>(null);
  const isActive = active === node.id;
  const decision = lit?.decisions.find(({ nodeId }) => nodeId === node.id);
  const isLit = lit?.reached.includes(node.id) ?? false;
  const problem = troubled.get(node.id);
  const notes = [marks?.get(node.id), decision && outcomeWords[decision.outcome], problem].filter(
    (each) => each !== undefined,
  );
  const words = wordsOf(canvas);
  // It may have come into view, and so been drawn, only because the keyboard goes to it.
  useEffect(() => {
    if (!isActive || wanted.current !== node.id) return;
    wanted.current = null;
    card.current?.focus({ preventScroll: true });
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw itself
    <div
      ref={card}
      className={css.node}
      style={far ? { width: cardWidth, height } : { width: cardWidth }}
      role="group"
      tabIndex={isActive ? 0 : -1}
      aria-label={cardText(map, node, { rules: words.rules(node), items: words.items(node), notes })}
      aria-describedby="map-keys"
      data-kind={node.kind}
      data-far={far || undefined}
      data-active={((editing || found.size > 0) && isActive) || undefined}
      data-found={found.has(node.id) || undefined}
      data-lit={isLit || undefined}
      data-dim={(lit !== null && !isLit) || undefined}
      data-bad={problem === undefined ? undefined : true}
      data-testid={`node ${nodeName(node)}`}
      title={far ? nodeName(node) : undefined}
      onKeyDown={(event) => onKey(event, canvas, node.id)}
      onFocus={(event) => {
        if (event.target.matches(':focus-visible')) onFocus(node.id);
      }}
      onDragOver={(event) => {
        if (editing && event.dataTransfer.types.includes(itemMime)) event.preventDefault();
      }}
      onDrop={(event) => drop(event, canvas, node.id, node.items.length)}
    >
      {far ? (
        <span className={css.farName}>{nodeName(node)}</span>
      ) : (
        <>
          <div className={css.nodeHead}>
            <span className={css.kind}>{kindWords[node.kind]}</span>
            {node.kind === 'all' ? null : <span className={css.nodeName}>{node.label}</span>}
            {marks?.has(node.id) ? <span className={css.outcome}>{marks.get(node.id)}</span> : null}
            {decision ? <span className={css.outcome}>{outcomeWords[decision.outcome]}</span> : null}
          </div>
          {node.rules.map((rule) => {
            const outcome = decision?.rules.find((each) => each.rule.input === rule.input);
            return (
              <div key={rule.input} className={css.rule} title={ruleText(rule, canvas.inputs)}>
                {outcome ? (outcome.holds ? '✓ ' : '✗ ') : ''}
                {ruleText(rule, canvas.inputs)}
              </div>
            );
          })}
          {problem === undefined ? null : <div className={css.problem}>{problem}</div>}
          <NodeItems node={node} tabIndex={isActive ? 0 : -1} />
          {editing ? <NodeTools node={node} tabIndex={isActive ? 0 : -1} /> : null}
        </>
      )}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}

/** Keys on the card itself; those on its buttons are the buttons'. */
function onKey(event: KeyboardEvent, { onWalk, onEnter }: CanvasState, nodeId: string): void {
  if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
  const way = ways[event.key];
  if (way !== undefined) onWalk(nodeId, way);
  else if (event.key === 'Enter') onEnter(nodeId);
  else return;
  event.preventDefault();
}
