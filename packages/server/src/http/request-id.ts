import { randomBytes } from 'node:crypto';

/**
 * Ids that no other process gives out: random for the process, then counted. They rise, so an index on them grows at
 * its end only.
 */
export function requestIds(now: () => number = Date.now): () => string {
  const start = `${now().toString(36)}${randomBytes(4).toString('hex')}`;
  let count = 0;
  return () => {
    count += 1;
    return `${start}-${count.toString(36).padStart(6, '0')}`;
  };
}
