/** Counts attempts of each client address in a window; only for what nobody has signed in to yet. */
export class Attempts {
  readonly #perMinute: number;
  #windowStart = 0;
  readonly #counts = new Map<string, number>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** `weight`: how much of an attempt it is. */
  allow(address: string, weight = 1, now = Date.now()): boolean {
    if (now - this.#windowStart > 60_000) {
      this.#windowStart = now;
      this.#counts.clear();
    }
    const count = (this.#counts.get(address) ?? 0) + weight;
    this.#counts.set(address, count);
    return count <= this.#perMinute;
  }
}
