import type { SqlReader, SqlRow, SqlValue } from '../../sql/database.ts';
import type { Connection } from './connection.ts';

/**
 * Reads on the main thread. All reads of one turn of the event loop share a read transaction: opening one for each statement costs more
 * (file locks) than a look-up itself. The turn is over before the loop waits for anything new, and a commit of this
 * process ends the shared view at once, so what was acknowledged is always seen.
 */
export class TurnReader implements SqlReader {
  readonly #connection: Connection;
  /** What was asked without parameters in this turn: one view gives the same question the same answer. */
  readonly #answered = new Map<string, SqlRow[]>();
  #isOpen = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async all<Row extends SqlRow>(sql: string, params?: readonly SqlValue[]): Promise<Row[]> {
    if (!this.#isOpen) {
      this.#connection.run('begin');
      this.#isOpen = true;
      setImmediate(this.end);
    }
    if (params !== undefined) return this.#connection.all<Row>(sql, params);
    const known = this.#answered.get(sql);
    // Rows are what the statement of that text yields, whoever asks.
    if (known !== undefined) return known as Row[];
    const rows = this.#connection.all<Row>(sql);
    this.#answered.set(sql, rows);
    return rows;
  }

  /** The next read sees what is committed by then. */
  readonly end = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#answered.clear();
    this.#connection.run('commit');
  };
}
