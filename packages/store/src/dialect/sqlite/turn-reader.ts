import { numberOf, type SqlReader, type SqlRow, type SqlValue } from '../../sql/database.ts';
import type { Connection } from './connection.ts';

/**
 * Reads on the main thread. All reads of one turn of the event loop share a read transaction: opening one for each statement costs more
 * (file locks) than a look-up itself. The turn is over before the loop waits for anything new, and a commit of this
 * process ends the shared view at once, so what was acknowledged is always seen.
 */
export class TurnReader implements SqlReader {
  readonly #connection: Connection;
  /** What was asked in this turn, by its statement: one view gives the same question the same answer. */
  readonly #numbers = new Map<string, number>();
  #isOpen = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async all<Row extends SqlRow>(sql: string, params?: readonly SqlValue[]): Promise<Row[]> {
    this.#begin();
    return this.#connection.all<Row>(sql, params);
  }

  /** See `Database.number`. */
  readonly number = async (sql: string): Promise<number> => {
    this.#begin();
    const known = this.#numbers.get(sql);
    if (known !== undefined) return known;
    const number = numberOf(this.#connection.all(sql));
    this.#numbers.set(sql, number);
    return number;
  };

  #begin(): void {
    if (this.#isOpen) return;
    this.#connection.run('begin');
    this.#isOpen = true;
    setImmediate(this.end);
  }

  /** The next read sees what is committed by then. */
  readonly end = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#numbers.clear();
    this.#connection.run('commit');
  };
}
