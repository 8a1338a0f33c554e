import { type Database, DatabaseError, type SqlWriter } from '../database.ts';
import { Foresight } from './foresight.ts';
import { type Foreseen, WriteBatch } from './write-batch.ts';

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

/** The database has said no, and the transaction is undone. */
const isRefusal = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.kind === 'unique' || error.kind === 'bug');

/**
 * The writes of one integration. Those that arrive while a transaction runs share the next one. Inside it, writes that
 * touch different resources go through their steps side by side (a round), so that their statements travel together.
 */
export class WriteRounds {
  readonly #db: Database;
  readonly #integrationNo: number;
  readonly #committed: (seq: number) => void;
  readonly #foresight = new Foresight();
  #waiting: Intent[] = [];
  /** The transaction that waits for its lock: what comes meanwhile joins it. */
  #beginning: Rounds | null = null;
  #scheduled = false;

  constructor(db: Database, integrationNo: number, committed: (seq: number) => void) {
    this.#db = db;
    this.#integrationNo = integrationNo;
    this.#committed = committed;
  }

  push<T>(claims: readonly string[] | null, work: (batch: WriteBatch) => Promise<T | typeof again>): Promise<T> {
    return new Promise<T>((resolve, fail) => {
      let result: { readonly value: T } | undefined;
      this.#put({
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
    });
  }

  #put(intent: Intent): void {
    if (this.#waiting.length === 0 && this.#beginning?.join(intent) === true) return;
    this.#waiting.push(intent);
    if (!this.#scheduled) this.#schedule();
  }

  #schedule(): void {
    this.#scheduled = true;
    let intents: Intent[] | undefined;
    const take = (): Intent[] => {
      if (intents !== undefined) return intents;
      intents = this.#waiting.splice(0, MAX_INTENTS);
      this.#scheduled = false;
      if (this.#waiting.length > 0) this.#schedule();
      return intents;
    };
    void this.#transaction(take).catch((error: unknown) => this.#failed(take(), error));
  }

  async #transaction(take: () => Intent[]): Promise<void> {
    let foreseen: Foreseen | null | undefined;
    const write = () =>
      this.#db.write(this.#integrationNo, (tx) => {
        // Only once: whatever it fails of is found out by asking.
        foreseen = foreseen === undefined ? this.#foresee() : null;
        return this.#run(new Rounds(tx, this.#integrationNo, take(), foreseen));
      });
    const counts = await write().catch((error: unknown) => {
      this.#foresight.failed();
      if (!foreseen || !isRefusal(error)) throw error;
      return write();
    });
    this.#end(take(), counts);
  }

  #foresee(): Foreseen | null {
    const check = this.#db.dialect.failUnlessCounts;
    const { counts } = this.#foresight;
    return check === null || counts === null ? null : { counts, check };
  }

  #end(intents: readonly Intent[], { found, left }: WriteBatch['counts']): void {
    for (const intent of intents) intent.done();
    if (left.seq !== found.seq) this.#committed(left.seq);
  }

  async #run(rounds: Rounds): Promise<WriteBatch['counts']> {
    this.#beginning = rounds;
    await rounds.begun;
    this.#beginning = null;
    const counts = await rounds.end();
    this.#foresight.seen(counts.found, counts.left);
    return counts;
  }

  /**
   * One of them threw and took the others' transaction with it: now each has its own, which no other may join. Where the database can't be
   * reached any more that is nobody's fault, and what became of the transaction isn't known: then it must not be done once more.
   */
  async #failed(intents: readonly Intent[], error: unknown): Promise<void> {
    if (intents.length === 1 || (error instanceof DatabaseError && error.isLost)) {
      for (const intent of intents) intent.fail(error);
      return;
    }
    for (const intent of intents) {
      const written = this.#db.write(this.#integrationNo, (tx) =>
        new Rounds(tx, this.#integrationNo, [intent], null).end(),
      );
      await written.then((counts) => this.#end([intent], counts), intent.fail);
    }
  }
}

/** The writes of one transaction, in rounds. The first begins at once, so that what it asks for travels with what waits for the lock. */
class Rounds {
  readonly #batch: WriteBatch;
  readonly #intents: Intent[];
  readonly #first: Round;
  readonly #later: Intent[] = [];

  constructor(tx: SqlWriter, integrationNo: number, intents: Intent[], foreseen: Foreseen | null) {
    this.#batch = new WriteBatch(tx, integrationNo, foreseen);
    this.#intents = intents;
    this.#first = new Round(this.#batch);
    for (const intent of intents) this.#admit(intent);
  }

  /** Resolves when who joins would hold the others up: the lock is held, or nothing is waited for. */
  get begun(): Promise<void> {
    return Promise.race([this.#batch.locked, this.#first.idle()]);
  }

  /** False when there are too many. */
  join(intent: Intent): boolean {
    if (this.#intents.length >= MAX_INTENTS) return false;
    this.#intents.push(intent);
    this.#admit(intent);
    return true;
  }

  #admit(intent: Intent): void {
    if (this.#later.length > 0 || !this.#first.admit(intent)) this.#later.push(intent);
  }

  /** What the integration's row said before, and says now. */
  async end(): Promise<WriteBatch['counts']> {
    try {
      let waiting = [...(await this.#first.end()), ...this.#later];
      while (waiting.length > 0) {
        const round = new Round(this.#batch);
        const refused = waiting.findIndex((intent) => !round.admit(intent));
        const others = refused < 0 ? [] : waiting.slice(refused);
        waiting = [...(await round.end()), ...others];
      }
      this.#batch.close();
    } catch (error) {
      throw await this.#batch.cause(error);
    }
    return this.#batch.counts;
  }
}

/** The longest beginning of the queue in which nothing is claimed twice, so that the order of arrival is kept. */
class Round {
  readonly #batch: WriteBatch;
  readonly #claimed = new Set<string>();
  readonly #intents: Intent[] = [];
  readonly #ends: Promise<boolean>[] = [];
  #isAlone = false;

  constructor(batch: WriteBatch) {
    this.#batch = batch;
    batch.claimed.clear();
  }

  /** Begins it, or returns false when it is to wait for a later round, as are those that come after it. */
  admit(intent: Intent): boolean {
    const { claims } = intent;
    if (this.#isAlone || (claims === null && this.#intents.length > 0)) return false;
    if (claims?.some((claim) => this.#claimed.has(claim)) === true) return false;
    for (const claim of claims ?? []) this.#claimed.add(claim);
    this.#isAlone = claims === null;
    this.#intents.push(intent);
    const end = intent.run(this.#batch);
    // `end` reports it; until then a rejection has to have a listener.
    end.catch(() => {});
    this.#ends.push(end);
    return true;
  }

  /** Resolves when all that have been admitted by then have come to their end. */
  async idle(): Promise<void> {
    for (let known = -1; known !== this.#ends.length; ) {
      known = this.#ends.length;
      await Promise.allSettled(this.#ends);
    }
  }

  /** Those that are to run in the next round. */
  async end(): Promise<readonly Intent[]> {
    // All come to their end before a failure is reported: none may still write when the transaction is rolled back.
    const ends = await Promise.allSettled(this.#ends);
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    // Statements run in order: the next round needn't wait until it is known that these worked.
    this.#batch.flush();
    return this.#intents.filter((_, i) => {
      const end = ends[i];
      return end?.status === 'fulfilled' && end.value === false;
    });
  }
}
