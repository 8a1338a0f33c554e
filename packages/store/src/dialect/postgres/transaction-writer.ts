import type pg from 'pg';
import { DatabaseError, type SqlReader, type SqlRow, type SqlValue, type SqlWriter } from '../../sql/database.ts';
import type { Insertion } from '../../sql/insertion.ts';
import type { Bound } from './bundle.ts';
import { postgresError } from './errors.ts';
import { answer, LookUps } from './look-ups.ts';
import type { Statements } from './statements.ts';

/**
 * So many rows at most are one statement, and then so many. What is left over is one more, of any size: a batch of requests is small, and each
 * statement costs more than a row. Values that stand each for itself are copied; lists would be written with quotes, and read letter by letter.
 */
const MANY = 64;
const SOME = 16;

function* pieces<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; ) {
    const left = rows.length - at;
    const size = left >= MANY ? MANY : Math.min(left, SOME);
    yield rows.slice(at, at + size);
    at += size;
  }
}

/** The statements of one transaction. Look-ups wait until the code that asks is through, so that those of many resources are one. */
export class TransactionWriter implements SqlWriter {
  readonly #client: pg.PoolClient;
  readonly #statements: Statements;
  readonly #lookUps = new LookUps();
  readonly #included: Promise<unknown>[] = [];
  #failure: unknown;

  constructor(client: pg.PoolClient, statements: Statements) {
    this.#client = client;
    this.#statements = statements;
  }

  readonly lookUp: SqlReader = {
    all: <Row extends SqlRow>(sql: string, params: readonly SqlValue[] = []) =>
      new Promise<Row[]>((resolve, reject) => {
        if (this.#lookUps.isEmpty) queueMicrotask(this.#flush);
        this.#lookUps.put({ sql, params, resolve: (rows) => resolve(rows as Row[]), reject });
      }),
  };

  async all<Row extends SqlRow>(sql: string, params: readonly SqlValue[] = []): Promise<Row[]> {
    this.#flush();
    return (await this.#query<Row>(sql, params)).rows;
  }

  async run(sql: string, params: readonly SqlValue[] = []): Promise<number> {
    this.#flush();
    return (await this.#query(sql, params)).rowCount ?? 0;
  }

  async insert(into: Insertion, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    this.#flush();
    await Promise.all([...pieces(rows)].map((piece) => this.#query(into.values(piece.length), piece.flat())));
  }

  /** The first failure: after it PostgreSQL refuses every statement, so whatever else fails has failed of it. */
  get failure(): unknown {
    return this.#failure;
  }

  include(issued: Promise<unknown>): void {
    // The commit reports it; until then a rejection has to have a listener.
    issued.catch(() => {});
    this.#included.push(issued);
  }

  /**
   * Ends the transaction. Statements run in order, so it needn't wait until those before it are known to have worked: if not, it undoes them.
   * `committing` is called when nothing but the flush to the disk is left to be waited for.
   */
  async commit(committing: () => void = () => {}): Promise<void> {
    this.#flush();
    const committed = this.#client.query('commit');
    committed.catch(() => {});
    const before = await Promise.allSettled(this.#included);
    committing();
    const [commit] = await Promise.allSettled([committed]);
    for (const step of [...before, commit])
      if (step.status === 'rejected') throw this.#failure ?? postgresError(step.reason);
    // A transaction that a swallowed error has aborted answers COMMIT with ROLLBACK.
    if (commit.status === 'fulfilled' && commit.value.command !== 'COMMIT')
      throw new DatabaseError('bug', 'PostgreSQL: the transaction was aborted');
  }

  /** Statements run in the order in which they are asked for. */
  readonly #flush = (): void => {
    if (this.#lookUps.isEmpty) return;
    const query = async (sql: string, params: readonly Bound[]) => (await this.#query<SqlRow>(sql, params)).rows;
    for (const reads of this.#lookUps.take()) void answer(reads, query, false);
  };

  async #query<Row extends SqlRow>(sql: string, params: readonly Bound[]): Promise<pg.QueryResult<Row>> {
    try {
      return await this.#statements.run<Row>(this.#client, sql, params);
    } catch (error) {
      const ours = postgresError(error);
      this.#failure ??= ours;
      throw ours;
    }
  }
}
