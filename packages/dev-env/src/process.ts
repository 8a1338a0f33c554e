import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Systems give ports above these to whoever asks for any, who would take one between here and its use. */
const [lowest, highest] = [20_000, 32_000];
const given = new Set<number>();

/** A loopback port that nobody listens on, each time another one. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (free) await new Promise<void>((resolve) => server.close(() => resolve()));
  return free;
}

export interface Patience {
  readonly everyMs: number;
  readonly withinMs: number;
}

/** Resolves when a process that was just started answers; rejects when it has ended, or is silent for too long. */
export async function untilItAnswers(
  child: ChildProcess,
  answers: () => Promise<boolean>,
  { everyMs, withinMs }: Patience,
): Promise<void> {
  for (const deadline = performance.now() + withinMs; performance.now() < deadline; ) {
    if (await answers().catch(() => false)) return;
    if (child.exitCode !== null) throw new Error(`the process ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new Error(`the process did not answer within ${withinMs / 1000} s`);
}
