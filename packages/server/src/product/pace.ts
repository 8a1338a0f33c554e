import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

const PROBE_MS = 4;
const BUSY = 0.4;

/**
 * A pause after a piece of background work of which more follows. When requests keep the thread busy it lasts `busyMs`, so that a
 * large backlog costs them a bounded share; otherwise the backlog is worked off at once.
 */
export async function rest(busyMs: number): Promise<void> {
  const before = performance.eventLoopUtilization();
  await wait(PROBE_MS);
  if (performance.eventLoopUtilization(before).utilization > BUSY) await wait(busyMs);
}
