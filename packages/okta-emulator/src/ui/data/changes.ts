import { useEffect } from 'react';
import { refresh } from './queries.ts';

const atMostEveryMs = 1000;

/** Keeps what is shown in step with the engine, without asking in vain. */
export function useChanges(): void {
  useEffect(() => {
    const source = new EventSource('/admin/api/events');
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    source.addEventListener('changed', () => {
      if (waiting !== undefined) return;
      waiting = setTimeout(
        () => {
          waiting = undefined;
          last = Date.now();
          void refresh();
        },
        Math.max(0, last + atMostEveryMs - Date.now()),
      );
    });
    return () => {
      source.close();
      clearTimeout(waiting);
    };
  }, []);
}
