import type { SqlReader, SqlRow, SqlValue, SqlWriter } from '../../sql/database.ts';
import { rowLists } from '../../sql/in-lists.ts';
import type { Insertion } from '../../sql/insertion.ts';
import type { Connection } from './connection.ts';

/** The statements of the transactions of one connection. */
export class Writer implements SqlWriter {
  readonly lookUp: SqlReader = this;
  readonly #connection: Connection;
  #included: Promise<unknown>[] = [];
  /** How many rows the transaction has changed. */
  rows = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async all<Row extends SqlRow>(sql: string, params?: readonly SqlValue[]): Promise<Row[]> {
    return this.#connection.all<Row>(sql, params);
  }

  async run(sql: string, params?: readonly SqlValue[]): Promise<number> {
    return this.#run(sql, params);
  }

  async insert(into: Insertion, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    for (const part of rowLists(rows)) this.#run(into.values(part.length), part.flat());
  }

  include(issued: Promise<unknown>): void {
    // The commit reports it; until then a rejection has to have a listener.
    issued.catch(() => {});
    this.#included.push(issued);
  }

  /** Resolves when all that was included has worked. */
  async settle(): Promise<void> {
    const included = this.#included;
    this.#included = [];
    await Promise.all(included);
  }

  /** Forgets what an earlier transaction has left. */
  begin(): void {
    this.rows = 0;
    this.#included = [];
  }

  #run(sql: string, params?: readonly SqlValue[]): number {
    const rows = this.#connection.run(sql, params);
    this.rows += rows;
    return rows;
  }
}
