import { marks } from './in-lists.ts';

/** An insert into one table. Texts for some number of rows are kept, since a statement is prepared once per text. */
export class Insertion {
  readonly #head: string;
  readonly #row: string;
  readonly #tail: string;
  readonly #texts = new Map<number, string>();

  /** `tail` follows the rows: `on conflict …`. */
  constructor(table: string, columns: readonly string[], tail = '') {
    this.#head = `insert into ${table} (${columns.join(', ')})`;
    this.#row = `(${marks(columns.length)})`;
    this.#tail = tail;
  }

  values(rows: number): string {
    const known = this.#texts.get(rows);
    if (known !== undefined) return known;
    const text = `${this.#head} values ${Array(rows).fill(this.#row).join(', ')} ${this.#tail}`;
    this.#texts.set(rows, text);
    return text;
  }
}
