import type { Node } from '@xyflow/react';
import { createContext, useContext } from 'react';
import type { AssignmentMap, AssignmentNode, Evaluation, RuleInput } from '../../data/blueprints.ts';
import type { LibraryItem } from '../../data/library.ts';
import type { Way } from './map-walk.ts';

export const itemMime = 'application/x-rollcall-item';
/** The node that a dragged item is taken from. */
export const itemFromMime = 'application/x-rollcall-item-from';

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
  /** The card that the keyboard is on. */
  readonly active: string;
  readonly onActive: (nodeId: string) => void;
  readonly onEdit: (map: AssignmentMap) => void;
  /** A node or a block. */
  readonly onPencil: (id: string) => void;
  /** Shows a card in words beside the map. */
  readonly onOpen: (nodeId: string) => void;
  /** Says something to a screen reader. */
  readonly onSay: (text: string) => void;
}

export interface CanvasState extends CanvasProps {
  /** Too far away for text: cards show their names large, and nothing else. */
  readonly far: boolean;
  /** What is sought on the map. */
  readonly found: ReadonlySet<string>;
  readonly onWalk: (from: string, way: Way) => void;
  readonly onEnter: (nodeId: string) => void;
  /** The keyboard has come to a card. */
  readonly onFocus: (nodeId: string) => void;
  /** The card that is to take the focus as soon as it is drawn. */
  readonly wanted: { current: string | null };
}

export const CanvasContext = createContext<CanvasState | null>(null);
export function useCanvas(): CanvasState {
  const canvas = useContext(CanvasContext);
  if (!canvas) throw new Error('A map node is drawn outside its canvas.');
  return canvas;
}

export type CardNode = Node<{ readonly node: AssignmentNode; readonly height: number }, 'assignment'>;
export type FrameNode = Node<{ readonly block: AssignmentMap['blocks'][number] }, 'block'>;
export type MapNode = CardNode | FrameNode;
