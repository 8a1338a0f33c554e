import { marks } from './in-lists.ts';

/** An insert into one table, as text for any number of rows. Texts are kept, since a statement is prepared once per text. */
export class Insertion {
  readonly #head: string;
  readonly #row: string;
  readonly #texts = new Map<number, string>();

  constructor(table: string, columns: readonly string[]) {
    this.#head = `insert into ${table} (${columns.join(', ')}) values `;
    this.#row = `(${marks(columns.length)})`;
  }

  sql(rows: number): string {
    const known = this.#texts.get(rows);
    if (known !== undefined) return known;
    const text = this.#head + Array(rows).fill(this.#row).join(', ');
    this.#texts.set(rows, text);
    return text;
  }
}
