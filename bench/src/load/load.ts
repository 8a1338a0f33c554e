/** The bench's handle on the load generator process. */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Order, Outcome } from './generator.ts';

export class Load implements Disposable {
  readonly #child: ChildProcess = fork(join(import.meta.dirname, 'generator.ts'), { stdio: 'inherit' });

  /** On the machine's last core, so that it doesn't wander onto the server's; where `taskset` is missing the system decides. */
  constructor() {
    spawnSync('taskset', ['-acp', String(availableParallelism() - 1), String(this.#child.pid)]);
  }

  run(order: Order): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#child.once('message', (message: { outcome?: Outcome; error?: string }) => {
        if (message.outcome) resolve(message.outcome);
        else reject(new Error(message.error ?? 'the load generator failed'));
      });
      this.#child.send(order);
    });
  }

  /** The median of several runs by answers a second. Each has an order of its own: nobody can be created twice. */
  async median(order: () => Order, runs: number): Promise<Outcome> {
    const outcomes: Outcome[] = [];
    for (let i = 0; i < runs; i++) outcomes.push(await this.run(order()));
    outcomes.sort((a, b) => a.perSecond - b.perSecond);
    const middle = outcomes[Math.floor(outcomes.length / 2)];
    if (!middle) throw new Error('no run');
    return middle;
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}
