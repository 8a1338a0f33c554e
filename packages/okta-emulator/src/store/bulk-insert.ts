import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

const rowsAtOnce = 40;

/** Rows of one table by the sheet: a call into SQLite costs as much as the row that it writes. */
export class BulkInsert {
  readonly #one: StatementSync;
  readonly #many: StatementSync;
  readonly #width: number;
  #waiting: SQLInputValue[] = [];

  /** `tail`: what follows the values, as `on conflict …`. A key may then come once between two ends. */
  constructor(database: DatabaseSync, table: string, columns: readonly string[], tail = '') {
    const row = `(${columns.map(() => '?').join(', ')})`;
    const sql = (rows: number) =>
      `insert into ${table} (${columns.join(', ')}) values ${Array(rows).fill(row).join(', ')} ${tail}`;
    this.#one = database.prepare(sql(1));
    this.#many = database.prepare(sql(rowsAtOnce));
    this.#width = columns.length;
  }

  add(...values: readonly SQLInputValue[]): void {
    for (const value of values) this.#waiting.push(value);
    if (this.#waiting.length < rowsAtOnce * this.#width) return;
    this.#many.run(...this.#waiting);
    this.#waiting = [];
  }

  end(): void {
    for (let at = 0; at < this.#waiting.length; at += this.#width) {
      this.#one.run(...this.#waiting.slice(at, at + this.#width));
    }
    this.#waiting = [];
  }
}
