/**
 * The load generator, a process of its own: `connections` closed loops over one piece of work for a bounded time.
 * Reads its order from the parent and sends back how many answers came, how quickly, and any that were not a success.
 */
import { Connection } from './http-client.ts';
import { requestOf, type Target, type Work } from './work.ts';

export interface Order {
  readonly target: Target;
  readonly work: Work;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  /** Stops early after so many requests; for work that uses its input up. */
  readonly maxRequests?: number;
}

export interface Outcome {
  readonly perSecond: number;
  readonly answers: number;
  readonly failures: number;
  readonly firstFailure: string | null;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
}

async function run(order: Order): Promise<Outcome> {
  const connections = await Promise.all(
    Array.from({ length: order.connections }, () => Connection.open(order.target.port)),
  );
  const start = performance.now();
  const countFrom = start + order.warmUpMs;
  const end = countFrom + order.durationMs;
  const limit = order.maxRequests ?? Number.POSITIVE_INFINITY;
  const times: number[] = [];
  let next = 0;
  let failures = 0;
  let firstFailure: string | null = null;
  let lastCounted = countFrom;
  await Promise.all(
    connections.map(async (connection) => {
      while (next < limit) {
        const n = next++;
        const bytes = requestOf(order.target, order.work, n);
        const before = performance.now();
        if (before >= end) break;
        const answer = await connection.send(bytes, failures === 0 && n < 32).catch((error: Error) => error);
        if (answer instanceof Error) {
          // A server that is overwhelmed resets connections: that is a result, not the end of the measurement.
          failures++;
          firstFailure ??= answer.message;
          break;
        }
        const after = performance.now();
        if (answer.status >= 300) {
          failures++;
          firstFailure ??= `${answer.status} ${answer.body?.toString().slice(0, 300) ?? ''}`;
        }
        if (after >= countFrom && after <= end) {
          times.push(after - before);
          lastCounted = after;
        }
      }
    }),
  );
  for (const connection of connections) connection.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const seconds = ((next < limit ? end : lastCounted) - countFrom) / 1000;
  return {
    perSecond: times.length / seconds,
    answers: times.length,
    failures,
    firstFailure,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    longestMs: times.at(-1) ?? 0,
  };
}

process.on('message', (order: Order) => {
  run(order).then(
    (outcome) => process.send?.({ outcome }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
