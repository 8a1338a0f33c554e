/**
 * Answers of one turn of the event loop leave together at its end. Writing to a socket wakes whoever waits at its other end, and waking
 * a sleeping core costs several times what the answer itself does (in a virtual machine most of all): sent one after the
 * other without work in between, only the first pays for that. Nothing is held back longer than the turn.
 */
export class Outbox {
  readonly #failed: (error: unknown) => void;
  #waiting: (() => void)[] = [];

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  put(send: () => void): void {
    if (this.#waiting.push(send) === 1) setImmediate(this.#flush);
  }

  readonly #flush = (): void => {
    const sends = this.#waiting;
    this.#waiting = [];
    for (const send of sends) {
      try {
        send();
      } catch (error) {
        // One connection's fault is not that of the others.
        this.#failed(error);
      }
    }
  };
}
