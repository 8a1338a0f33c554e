/** A fingerprint of 53 bits (cyrb53): tells whether what would be sent is what was sent last. Not for secrets. */
export class Digest {
  #a = 0xdeadbeef;
  #b = 0x41c6ce57;

  add(text: string): this {
    let a = this.#a;
    let b = this.#b;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
    this.#a = Math.imul(a ^ 0, 2654435761) + 1;
    this.#b = Math.imul(b ^ 0, 1597334677) + 1;
    return this;
  }

  text(): string {
    let a = Math.imul(this.#a ^ (this.#a >>> 16), 2246822507) ^ Math.imul(this.#b ^ (this.#b >>> 13), 3266489909);
    let b = Math.imul(this.#b ^ (this.#b >>> 16), 2246822507) ^ Math.imul(this.#a ^ (this.#a >>> 13), 3266489909);
    a >>>= 0;
    b >>>= 0;
    return (4294967296 * (2097151 & b) + a).toString(36);
  }
}

export const digestOf = (...texts: readonly string[]): string => {
  const digest = new Digest();
  for (const text of texts) digest.add(text);
  return digest.text();
};
