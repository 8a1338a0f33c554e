import type { QueryConfig } from 'pg';
import type { Bound } from './bundle.ts';
import { numberPlaceholders } from './placeholders.ts';

const MAX_NAMED = 1000;

/** Turns a statement's text into the driver's form once: placeholders numbered, and a name under which each connection prepares it. */
export class Statements {
  readonly #named: boolean;
  readonly #known = new Map<string, { readonly text: string; readonly name: string | null }>();
  #count = 0;

  constructor(named: boolean) {
    this.#named = named;
  }

  query(sql: string, params: readonly Bound[]): QueryConfig<Bound[]> {
    const known = this.#known.get(sql) ?? this.#add(sql);
    const values = params as Bound[];
    return known.name === null ? { text: known.text, values } : { text: known.text, name: known.name, values };
  }

  #add(sql: string): { readonly text: string; readonly name: string | null } {
    // Each name is a plan that every connection keeps: past the bound, statements are prepared for one use.
    const named = this.#named && this.#known.size < MAX_NAMED && /^\s*(select|insert|update|delete|with)/i.test(sql);
    const statement = { text: numberPlaceholders(sql), name: named ? `r${++this.#count}` : null };
    if (this.#known.size < MAX_NAMED) this.#known.set(sql, statement);
    return statement;
  }
}
