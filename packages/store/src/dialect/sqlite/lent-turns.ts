import type { MessagePort } from 'node:worker_threads';
import type { WriteQueue } from './write-queue.ts';

/** From the thread beside: it would write; it has written so many rows. */
type Asked = { readonly kind: 'ask' } | { readonly kind: 'done'; readonly rows: number };
/** To it: nobody else of this process writes until it is done. */
type Lent = 'yours';

/**
 * SQLite has one writer at a time. Two threads that each tried for the file's lock would sleep and try again; instead the thread that has
 * the queue lends its turn between two commits, and neither waits longer than the other's transaction takes.
 */
export function lendTurns(port: MessagePort, queue: WriteQueue, committed: (rows: number) => void): void {
  let end: (() => void) | null = null;
  let isClosed = false;
  const lend = () =>
    new Promise<void>((resolve) => {
      if (isClosed) {
        resolve();
        return;
      }
      end = resolve;
      const yours: Lent = 'yours';
      port.postMessage(yours);
    });
  port.on('message', (asked: Asked) => {
    if (asked.kind === 'ask') {
      void queue.lend(lend);
      return;
    }
    committed(asked.rows);
    end?.();
  });
  // A thread that has ended gives back what it had.
  port.on('close', () => {
    isClosed = true;
    end?.();
  });
  // A thread that is idle must not keep the process alive.
  port.unref();
}

/** The other end: asks for a turn, and gives it back. */
export class BorrowedTurns {
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    this.#port = port;
    port.unref();
  }

  /** One at a time. Resolves with what gives the turn back and says how many rows were changed in it. */
  take(): Promise<(rows: number) => void> {
    return new Promise((resolve) => {
      this.#port.once('message', (_lent: Lent) => resolve((rows) => this.#post({ kind: 'done', rows })));
      this.#post({ kind: 'ask' });
    });
  }

  #post(asked: Asked): void {
    this.#port.postMessage(asked);
  }

  close(): void {
    this.#port.close();
  }
}
