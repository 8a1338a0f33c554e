import type { Database, SqlWriter } from '../database.ts';
import { WriteBatch } from './write-batch.ts';

/** Returned by a write that collides with another one of its round; it has written nothing and runs in the next round. */
export const again = Symbol('again');

interface Intent {
  /** What no two writes of one round may share; null: runs in a round of its own. */
  readonly claims: readonly string[] | null;
  /** True when it is done; false when it is to run in the next round. */
  readonly run: (batch: WriteBatch) => Promise<boolean>;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

const MAX_INTENTS = 256;

/**
 * The writes of one integration. Those that arrive while a transaction runs share the next one. Inside it, writes that
 * touch different resources go through their steps side by side (a round), so that their statements travel together.
 */
export class WriteRounds {
  readonly #db: Database;
  readonly #integrationNo: number;
  readonly #committed: (seq: number) => void;
  #waiting: Intent[] = [];
  #scheduled = false;

  constructor(db: Database, integrationNo: number, committed: (seq: number) => void) {
    this.#db = db;
    this.#integrationNo = integrationNo;
    this.#committed = committed;
  }

  push<T>(claims: readonly string[] | null, work: (batch: WriteBatch) => Promise<T | typeof again>): Promise<T> {
    return new Promise<T>((resolve, fail) => {
      let result: { readonly value: T } | undefined;
      this.#waiting.push({
        claims,
        fail,
        run: async (batch) => {
          const value = await work(batch);
          if (value === again) return false;
          result = { value };
          return true;
        },
        done: () => (result === undefined ? fail(new Error('a write ended without a result')) : resolve(result.value)),
      });
      if (!this.#scheduled) this.#schedule();
    });
  }

  #schedule(): void {
    this.#scheduled = true;
    let taken: readonly Intent[] | undefined;
    const take = (): readonly Intent[] => {
      if (taken !== undefined) return taken;
      taken = this.#waiting.splice(0, MAX_INTENTS);
      this.#scheduled = false;
      if (this.#waiting.length > 0) this.#schedule();
      return taken;
    };
    void this.#transaction(take).catch((error: unknown) => this.#oneByOne(take(), error));
  }

  async #transaction(take: () => readonly Intent[]): Promise<void> {
    const no = this.#integrationNo;
    const seq = await this.#db.write(no, (tx) => runRounds(tx, no, take));
    for (const intent of take()) intent.done();
    if (seq !== null) this.#committed(seq);
  }

  /** One of them threw and took the others' transaction with it: now each has its own. */
  async #oneByOne(intents: readonly Intent[], error: unknown): Promise<void> {
    const [only] = intents;
    if (intents.length === 1 && only !== undefined) return only.fail(error);
    for (const intent of intents) await this.#transaction(() => [intent]).catch(intent.fail);
  }
}

/** The last sequence number, or null when nothing was written. */
async function runRounds(tx: SqlWriter, integrationNo: number, take: () => readonly Intent[]): Promise<number | null> {
  const batch = await WriteBatch.open(tx, integrationNo);
  const before = batch.seq;
  try {
    // What came while the lock was waited for is done with it.
    let waiting = take();
    while (waiting.length > 0) {
      const round = nextRound(waiting);
      const postponed = await runRound(batch, round);
      waiting = [...postponed, ...waiting.slice(round.length)];
    }
    batch.close();
  } catch (error) {
    throw await batch.cause(error);
  }
  return batch.seq === before ? null : batch.seq;
}

/** The longest beginning of the queue in which nothing is claimed twice, so that the order of arrival is kept. */
function nextRound(waiting: readonly Intent[]): readonly Intent[] {
  const taken = new Set<string>();
  let length = 0;
  for (const { claims } of waiting) {
    if (claims === null || claims.some((claim) => taken.has(claim))) break;
    for (const claim of claims) taken.add(claim);
    length++;
  }
  return waiting.slice(0, Math.max(1, length));
}

async function runRound(batch: WriteBatch, round: readonly Intent[]): Promise<readonly Intent[]> {
  batch.claimed.clear();
  // All come to their end before a failure is reported: none may still write when the transaction is rolled back.
  const ends = await Promise.allSettled(round.map((intent) => intent.run(batch)));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  // Statements run in order: the next round needn't wait until it is known that these worked.
  batch.flush();
  return round.filter((_, i) => {
    const end = ends[i];
    return end?.status === 'fulfilled' && end.value === false;
  });
}
