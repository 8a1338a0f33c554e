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

  /** Whatever waits by now: a statement each, and the numbers that travel with one. */
  #take(): readonly Statement[] {
    const numbers = [...this.#numbers.values()].map(({ read }) => read);
    const lookUps = this.#lookUps.take().map((reads) => ({ reads, along: numbers.shift() ?? null }));
    const others = [...numbers, ...this.#reads].map((read) => ({ reads: [read], along: null }));
    this.#reads = [];
    this.#numbers = new Map();
    this.#isWaiting = false;
    return [...others, ...lookUps];
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
