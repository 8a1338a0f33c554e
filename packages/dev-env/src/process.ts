import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';

/** A loopback port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
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
