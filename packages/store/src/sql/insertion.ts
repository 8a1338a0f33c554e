import { marks } from './in-lists.ts';

/** `bigint` is bound as a number, the others as text; what is nullable may be null. */
export type ColumnType = 'bigint' | 'text' | 'json';

/** An insert into one table. Texts for some number of rows are kept, since a statement is prepared once per text. */
export class Insertion {
  readonly head: string;
  /** What follows the rows: `on conflict …`. */
  readonly tail: string;
  readonly types: readonly ColumnType[];
  readonly #row: string;
  readonly #texts = new Map<number, string>();

  constructor(table: string, columns: Readonly<Record<string, ColumnType>>, tail = '') {
    const names = Object.keys(columns);
    this.head = `insert into ${table} (${names.join(', ')})`;
    this.types = Object.values(columns);
    this.tail = tail;
    this.#row = `(${marks(names.length)})`;
  }

  values(rows: number): string {
    const known = this.#texts.get(rows);
    if (known !== undefined) return known;
    const text = `${this.head} values ${Array(rows).fill(this.#row).join(', ')} ${this.tail}`;
    this.#texts.set(rows, text);
    return text;
  }
}
