import { useEffect } from 'react';
import type { ChangeNotice } from '../../api/contract.ts';
import { refreshAfter } from './queries.ts';

const atMostEveryMs = 1000;

/** Keeps what is shown in step with the engine, without asking in vain. */
export function useChanges(): void {
  useEffect(() => {
    const source = new EventSource('/admin/api/events');
    const kinds = new Set<ChangeNotice['kinds'][number]>();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    source.addEventListener('changed', (event) => {
      const notice: ChangeNotice = JSON.parse(event.data);
      for (const kind of notice.kinds) kinds.add(kind);
      waiting ??= setTimeout(
        () => {
          waiting = undefined;
          last = Date.now();
          void refreshAfter({ kinds: [...kinds] });
          kinds.clear();
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
