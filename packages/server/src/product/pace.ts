import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

const PROBE_MS = 4;
const BUSY = 0.4;
const MAX_REST_MS = 200;

/**
 * A pause after a piece of background work of which more follows. When requests keep the thread busy, it lasts `times` as long
 * as the work, so a large backlog costs them a bounded share; otherwise the backlog is worked off at once.
 */
export async function rest(workedMs: number, times: number): Promise<void> {
  const before = performance.eventLoopUtilization();
  await wait(PROBE_MS);
  if (performance.eventLoopUtilization(before).utilization > BUSY) await wait(Math.min(workedMs * times, MAX_REST_MS));
}
