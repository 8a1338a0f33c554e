import type { ChaosSettings } from '../api/contract.ts';
import { type Clock, sleepUntil } from './clock.ts';
import type { Transport, WireAnswer, WireRequest } from './transport.ts';

export const noChaos: ChaosSettings = {
  refuse: 0,
  delay: 0,
  cut: 0,
  tooMany: 0,
  serverError: 0,
  duplicate: 0,
  reorder: 0,
  delayMs: 200,
  seed: 1,
};

/** mulberry32: small, and the same run for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface ChaosOutcome {
  readonly answer: WireAnswer;
  readonly note: string | null;
}

export class ChaosError extends Error {}

type Mishap = 'refuse' | 'delay' | 'cut' | 'tooMany' | 'serverError' | 'duplicate' | 'reorder';
const mishaps: readonly Mishap[] = ['refuse', 'delay', 'cut', 'tooMany', 'serverError', 'duplicate', 'reorder'];

const scimAnswer = (status: number, detail: string, headers: WireAnswer['headers'] = []): WireAnswer => ({
  status,
  headers: [['content-type', 'application/scim+json'], ...headers],
  body: JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    detail,
    status: String(status),
  }),
});

/** The switch between the executor and the wire: a share of the requests meets with a mishap. */
export class Chaos {
  settings: ChaosSettings = noChaos;
  readonly #transport: Transport;
  readonly #clock: Clock;
  #random = randomFrom(1);
  /** Requests that wait on the clock now; whoever advances the clock need not wait for them. */
  sleeping = 0;

  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  configure(settings: ChaosSettings): void {
    this.settings = settings;
    this.#random = randomFrom(settings.seed);
  }

  #pick(): Mishap | null {
    const chance = this.#random();
    let sum = 0;
    for (const mishap of mishaps) {
      sum += this.settings[mishap];
      if (chance < sum) return mishap;
    }
    return null;
  }

  async send(request: WireRequest, signal: AbortSignal): Promise<ChaosOutcome> {
    const mishap = this.#pick();
    const send = () => this.#transport.send(request, signal);
    switch (mishap) {
      case null:
        return { answer: await send(), note: null };
      case 'refuse':
        throw new ChaosError('chaos: the connection was refused');
      case 'delay':
        await this.#sleep(this.#random() * this.settings.delayMs);
        return { answer: await send(), note: 'chaos: delayed' };
      case 'reorder':
        await this.#sleep(this.settings.delayMs);
        return { answer: await send(), note: 'chaos: held back, later requests overtook it' };
      case 'cut':
        return this.#cut(request, signal);
      case 'tooMany':
        return { answer: scimAnswer(429, 'Too many requests.', [['retry-after', '2']]), note: 'chaos: 429, not sent' };
      case 'serverError':
        await send();
        return { answer: scimAnswer(500, 'Internal error.'), note: 'chaos: sent, the answer replaced by 500' };
      case 'duplicate':
        return { answer: await this.#twice(send), note: 'chaos: sent twice' };
      default:
        return mishap satisfies never;
    }
  }

  /** Half of the cuts lose the request, the other half only the answer. */
  async #cut(request: WireRequest, signal: AbortSignal): Promise<ChaosOutcome> {
    if (this.#random() < 0.5) {
      await this.#transport.send(request, signal, Math.floor((request.body?.length ?? 0) / 2));
    } else {
      await this.#transport.send(request, signal);
    }
    throw new ChaosError('chaos: the connection was cut, the answer is lost');
  }

  /** The same request on two connections at once. The better answer counts: the other one is the echo. */
  async #twice(send: () => Promise<WireAnswer>): Promise<WireAnswer> {
    const [first, second] = await Promise.allSettled([send(), send()]);
    const answers = [first, second].flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const best = answers.find((answer) => answer.status < 300) ?? answers[0];
    if (best === undefined) throw first.status === 'rejected' ? first.reason : new ChaosError('no answer');
    return best;
  }

  async #sleep(ms: number): Promise<void> {
    this.sleeping++;
    await sleepUntil(this.#clock, this.#clock.now() + ms);
    this.sleeping--;
  }
}
