import { BaseEdge, type Edge, type EdgeProps, getSmoothStepPath } from '@xyflow/react';
import { levelGap } from './map-layout.ts';

export type MapEdge = Edge<{ readonly detour: number | undefined }, 'way'>;

/** From a card to a block below it; to a block of a further line it goes round those before. */
export function Way(props: EdgeProps<MapEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, data } = props;
  const detour = data?.detour;
  const turn = sourceY + levelGap / 2;
  const [direct] = getSmoothStepPath(props);
  const round = `M${sourceX},${sourceY} V${turn} H${detour} V${targetY - levelGap / 2} H${targetX} V${targetY}`;
  return <BaseEdge id={id} path={detour === undefined ? direct : round} />;
}
