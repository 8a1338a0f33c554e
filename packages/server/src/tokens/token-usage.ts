import type { TokenStore } from '@rollcall/store';
import type { Logger } from 'pino';

const flushEveryMs = 2_000;

/** Remembers when each token was last used and by what, and writes that down together every now and then. */
export class TokenUsage implements AsyncDisposable {
  readonly #store: TokenStore;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #uses = new Map<string, { time: number; userAgent: string }>();

  constructor(store: TokenStore, log: Logger) {
    this.#store = store;
    this.#log = log;
    this.#timer = setInterval(() => void this.flush(), flushEveryMs).unref();
  }

  record(tokenId: string, time: number, userAgent: string): void {
    const use = this.#uses.get(tokenId);
    if (use === undefined) this.#uses.set(tokenId, { time, userAgent });
    else {
      use.time = time;
      use.userAgent = userAgent;
    }
  }

  async flush(): Promise<void> {
    if (this.#uses.size === 0) return;
    const uses = this.#uses;
    this.#uses = new Map();
    const rows = [...uses].map(([tokenId, { time, userAgent }]) => ({
      tokenId,
      at: new Date(time).toISOString(),
      userAgent,
    }));
    try {
      await this.#store.recordUse(rows);
    } catch (error) {
      this.#log.warn({ err: error }, 'the last use of tokens could not be recorded');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}
