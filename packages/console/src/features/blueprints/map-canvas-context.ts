import type { Node } from '@xyflow/react';
import { createContext, useContext } from 'react';
import type { AssignmentMap, AssignmentNode, Evaluation, RuleInput } from '../../data/blueprints.ts';
import type { LibraryItem } from '../../data/library.ts';

export const itemMime = 'application/x-rollcall-item';

export interface CanvasProps {
  readonly map: AssignmentMap;
  readonly editing: boolean;
  readonly items: readonly LibraryItem[];
  readonly inputs: readonly RuleInput[];
  /** The path to light up. */
  readonly lit: Evaluation | null;
  readonly troubled: ReadonlyMap<string, string>;
  /** What to say of a node beside its name: that it was changed since. */
  readonly marks?: ReadonlyMap<string, string>;
  readonly onEdit: (map: AssignmentMap) => void;
  /** A node or a block. */
  readonly onPencil: (id: string) => void;
}

export const CanvasContext = createContext<CanvasProps | null>(null);
export function useCanvas(): CanvasProps {
  const canvas = useContext(CanvasContext);
  if (!canvas) throw new Error('A map node is drawn outside its canvas.');
  return canvas;
}

export type CardNode = Node<{ readonly node: AssignmentNode }, 'assignment'>;
export type FrameNode = Node<{ readonly block: AssignmentMap['blocks'][number] }, 'block'>;
export type MapNode = CardNode | FrameNode;
