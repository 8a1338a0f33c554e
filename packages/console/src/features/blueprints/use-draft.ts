import { useState } from 'react';
import type { AssignmentMap } from '../../data/blueprints.ts';

interface History {
  /** What the edits are based on: a save replaces this version and no other. */
  readonly base: { readonly version: number; readonly map: AssignmentMap };
  readonly past: readonly AssignmentMap[];
  readonly now: AssignmentMap;
  readonly future: readonly AssignmentMap[];
}

export type Draft = ReturnType<typeof useDraft>;

/** A draft of a map with undo and redo; null while nothing is edited. */
export function useDraft() {
  const [history, setHistory] = useState<History | null>(null);
  const step = (was: History, now: AssignmentMap): History =>
    now === was.now ? was : { ...was, past: [...was.past, was.now], now, future: [] };
  return {
    map: history?.now ?? null,
    version: history?.base.version ?? null,
    /** Whether there is anything to save. */
    changed: history !== null && history.now !== history.base.map,
    /** Whether leaving would lose an edit, also one that was undone by taking somebody else's map. */
    undoable: (history?.past.length ?? 0) > 0,
    redoable: (history?.future.length ?? 0) > 0,
    begin: (version: number, map: AssignmentMap) =>
      setHistory({ base: { version, map }, past: [], now: map, future: [] }),
    end: () => setHistory(null),
    edit: (next: AssignmentMap) => setHistory((was) => was && step(was, next)),
    undo: () =>
      setHistory((was) => {
        const before = was?.past.at(-1);
        return was && before
          ? { ...was, past: was.past.slice(0, -1), now: before, future: [was.now, ...was.future] }
          : was;
      }),
    redo: () =>
      setHistory((was) => {
        const [next, ...future] = was?.future ?? [];
        return was && next ? { ...was, past: [...was.past, was.now], now: next, future } : was;
      }),
    /** Goes on from a version that was saved meanwhile, with these edits. */
    keepMine: (version: number, map: AssignmentMap) => setHistory((was) => was && { ...was, base: { version, map } }),
    /** Goes on from a version that was saved meanwhile, with its map; undoing brings these edits back. */
    takeTheirs: (version: number, map: AssignmentMap) =>
      setHistory((was) => was && { ...step(was, map), base: { version, map } }),
  };
}
