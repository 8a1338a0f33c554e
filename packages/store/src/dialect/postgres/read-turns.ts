import type pg from 'pg';
import { numberOf, type SqlReader, type SqlRow, type SqlValue } from '../../sql/database.ts';
import { postgresError } from './errors.ts';
import { answer, LookUps, type Query, type Read } from './look-ups.ts';
import type { Statements } from './statements.ts';

/** Reads of one text, and a number that is asked along with them. */
interface Statement {
  readonly reads: readonly Read[];
  readonly along: Read | null;
}

/** A text of so many characters looks for little: what a client filters by can be long, and then takes long. */
const SHORT = 1_000;

/**
 * All reads of one turn of the event loop travel together on one connection, so that many requests share a round trip. Those that
 * come while all connections are in use join them; nobody else waits for one that has yet to be made.
 */
export class ReadTurns {
  readonly #pool: pg.Pool;
  readonly #statements: Statements;
  readonly #lookUps = new LookUps();
  #reads: Read[] = [];
  /** By their statements: asked in the same turn, it is the same. */
  #numbers = new Map<string, { readonly read: Read; readonly value: Promise<number> }>();
  #isWaiting = false;

  constructor(pool: pg.Pool, statements: Statements) {
    this.#pool = pool;
    this.#statements = statements;
  }

  readonly read: SqlReader = {
    all: (sql, params = []) => this.#wait((read) => this.#reads.push(read), sql, params),
  };

  readonly lookUp: SqlReader = {
    all: (sql, params = []) => this.#wait((read) => this.#lookUps.put(read), sql, params),
  };

  readonly number = (sql: string): Promise<number> => {
    const known = this.#numbers.get(sql);
    if (known !== undefined) return known.value;
    const { promise, resolve, reject } = Promise.withResolvers<SqlRow[]>();
    const value = promise.then(numberOf);
    this.#numbers.set(sql, { read: { sql, params: [], resolve, reject }, value });
    this.#sendSoon();
    return value;
  };

  #wait<Row extends SqlRow>(put: (read: Read) => void, sql: string, params: readonly SqlValue[]): Promise<Row[]> {
    return new Promise<Row[]>((resolve, reject) => {
      this.#sendSoon();
      put({ sql, params, resolve: (rows) => resolve(rows as Row[]), reject });
    });
  }

  #sendSoon(): void {
    if (!this.#isWaiting) setImmediate(() => void this.#send());
    this.#isWaiting = true;
  }

  /** Whatever waits by now: a statement each. Numbers come first, since many wait for them, by themselves or with a look-up that is quick. */
  #take(): readonly Statement[] {
    const numbers = [...this.#numbers.values()].map(({ read }) => read);
    const [quick, others] = [[], []] as [Statement[], Statement[]];
    for (const reads of this.#lookUps.take()) {
      const along = (reads[0]?.sql.length ?? 0) <= SHORT ? (numbers.shift() ?? null) : null;
      (along === null ? others : quick).push({ reads, along });
    }
    const alone = (read: Read): Statement => ({ reads: [read], along: null });
    const reads = this.#reads;
    this.#reads = [];
    this.#numbers = new Map();
    this.#isWaiting = false;
    return [...numbers.map(alone), ...quick, ...reads.map(alone), ...others];
  }

  async #send(): Promise<void> {
    const { idleCount, totalCount, options } = this.#pool;
    const taken = idleCount === 0 && totalCount < options.max ? this.#take() : null;
    let client: pg.PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      for (const { reads, along } of taken ?? this.#take())
        for (const read of along === null ? reads : [along, ...reads]) read.reject(postgresError(error));
      return;
    }
    // Each statement is a transaction of its own: one that fails fails alone.
    const query: Query = async (sql, params) => {
      try {
        return (await this.#statements.run<SqlRow>(client, sql, params)).rows;
      } catch (error) {
        throw postgresError(error);
      }
    };
    await Promise.all((taken ?? this.#take()).map(({ reads, along }) => answer(reads, query, true, along)));
    client.release();
  }
}
