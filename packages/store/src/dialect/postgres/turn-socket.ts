import { Socket } from 'node:net';

type Sent = (error?: Error | null) => void;

/**
 * What is written in one turn leaves in one piece. Each call to the system wakes the other end, and a statement is several
 * messages: a transaction that sends five statements at once would wake the database as many times.
 */
export class TurnSocket extends Socket {
  #isHeld = false;

  readonly #letGo = (): void => {
    this.#isHeld = false;
    this.uncork();
  };

  override write(chunk: string | Uint8Array, encoding?: BufferEncoding | Sent, sent?: Sent): boolean {
    if (!this.#isHeld) {
      this.#isHeld = true;
      this.cork();
      process.nextTick(this.#letGo);
    }
    return typeof encoding === 'string' ? super.write(chunk, encoding, sent) : super.write(chunk, encoding);
  }
}
