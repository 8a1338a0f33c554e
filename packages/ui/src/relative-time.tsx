import { useSyncExternalStore } from 'react';
import { exactTime, relativeTime } from './time.ts';

const tickMs = 15_000;
let now = new Date();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One interval for every time on the page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = new Date();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** "5 min. ago", with the exact time on hover and for assistive technology. */
export function RelativeTime({ at, never = 'Never' }: { readonly at: string | null | undefined; never?: string }) {
  const current = useSyncExternalStore(subscribe, () => now);
  if (!at) return <span>{never}</span>;
  const date = new Date(at);
  const later = date.getTime() > current.getTime() && date.getTime() < Date.now() ? new Date() : current;
  return (
    <time dateTime={at} title={exactTime(date)} className="rc-tabular">
      {relativeTime(date, later)}
    </time>
  );
}

/** The exact time in words. */
export function ExactTime({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} className="rc-tabular">
      {exactTime(new Date(at))}
    </time>
  );
}
