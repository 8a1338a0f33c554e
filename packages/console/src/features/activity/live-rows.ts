import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  type ActivityFilter,
  type ActivityRow,
  activityQuery,
  refreshActivity,
  type StreamState,
  useActivityStream,
} from '../../data/activity.ts';
import { useKeysetRows } from '../../data/keyset.ts';
import { type ActivityState, streamFilterOf } from './activity-state.ts';

/** New rows are shown a few times a second, however fast they come. */
const flushMs = 200;
/** Older ones are loaded by scrolling. */
const keptRows = 2_000;

/** The list from the server with what has come since on top. While paused, new rows are counted and held back. */
export function useLiveRows(state: ActivityState, filter: ActivityFilter, paused: boolean) {
  const list = useKeysetRows(activityQuery(filter));
  const [fresh, setFresh] = useState<readonly ActivityRow[]>([]);
  const [held, setHeld] = useState(0);
  const [stream, setStream] = useState<StreamState>('connecting');
  const arrived = useRef<ActivityRow[]>([]);
  const gap = useRef(false);
  const key = JSON.stringify(filter);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that came under another filter don't belong here
  useEffect(() => {
    arrived.current = [];
    setFresh([]);
    setHeld(0);
  }, [key]);

  const flush = useCallback(() => {
    const next = arrived.current;
    if (next.length === 0) return;
    arrived.current = [];
    setFresh((before) => [...next.reverse(), ...before].slice(0, keptRows));
    setHeld(0);
  }, []);
  const closeGap = useCallback(() => {
    if (gap.current) void refreshActivity();
    gap.current = false;
  }, []);
  useEffect(() => {
    if (paused) return;
    flush();
    closeGap();
    const timer = setInterval(flush, flushMs);
    return () => clearInterval(timer);
  }, [paused, flush, closeGap]);

  useActivityStream({
    filter: streamFilterOf(state),
    // Looking for one request is looking back: the stream has nothing to add.
    enabled: !state.find,
    onState: setStream,
    onGap: () => {
      gap.current = true;
      // While paused, nothing moves.
      if (!paused) closeGap();
    },
    onRequest: (row) => {
      arrived.current.push(row);
      if (paused) setHeld(arrived.current.length);
    },
  });

  const rows = useMemo(() => {
    const seen = new Set<string>();
    return [...fresh, ...list.rows].filter((row) => !seen.has(row.requestId) && seen.add(row.requestId));
  }, [fresh, list.rows]);
  return { ...list, rows, held, stream };
}
