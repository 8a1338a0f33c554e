/** What an integration's row says; `lastWrite` in milliseconds since 1970, 0 before the first. */
export interface Counts {
  readonly seq: number;
  readonly users: number;
  readonly activeUsers: number;
  readonly groups: number;
  readonly lastWrite: number;
}

/** Where several processes write to an integration, most of what one of them foresees would be wrong. */
const SURE_AFTER = 8;

/**
 * What an integration's row will say when the next transaction has its lock: what the one before has left, unless another process writes
 * too. A transaction that foresees it needn't wait for an answer before it sends what it writes; decision 0020.
 */
export class Foresight {
  #left: Counts | null = null;
  #agreed = 0;

  /** Null while it isn't sure enough. */
  get counts(): Counts | null {
    return this.#agreed < SURE_AFTER ? null : this.#left;
  }

  /** A transaction has found this and will have left that, once it is committed. */
  seen(found: Counts, left: Counts): void {
    this.#agreed = this.#left !== null && isSame(found, this.#left) ? this.#agreed + 1 : 0;
    this.#left = left;
  }

  failed(): void {
    this.#left = null;
    this.#agreed = 0;
  }
}

const isSame = (a: Counts, b: Counts): boolean =>
  a.seq === b.seq &&
  a.users === b.users &&
  a.activeUsers === b.activeUsers &&
  a.groups === b.groups &&
  a.lastWrite === b.lastWrite;
