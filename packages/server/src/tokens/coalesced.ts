/**
 * Runs `read` so that every caller gets an answer of a run that began after its call, and callers that arrive while
 * one is under way share the next: under load a thousand callers cost a handful of reads.
 */
export function coalesced<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  let following: Promise<T> | null = null;
  const start = (): Promise<T> => {
    const run = read();
    running = run;
    const settled = () => {
      if (running === run) running = null;
    };
    run.then(settled, settled);
    return run;
  };
  return () => {
    if (running === null) return start();
    if (following === null) {
      const next = () => {
        following = null;
        return start();
      };
      following = running.then(next, next);
    }
    return following;
  };
}
