import pg from 'pg';
import type { Bound } from './bundle.ts';
import { numberPlaceholders } from './placeholders.ts';

const MAX_NAMED = 1000;
/** The use at which a text gets its name: many of those that clients filter by are never seen again. */
const NAMED_AT = 3;
const NAMEABLE = /^\s*(select|insert|update|delete|with)/i;

type Ended<Row extends pg.QueryResultRow> = (error: Error | null, result: pg.QueryResult<Row>) => void;

/**
 * What the driver makes of a query's description. Handed to it as it is, since the driver would copy the description property by property,
 * which costs as much as all else that it does for a small statement.
 */
class Statement<Row extends pg.QueryResultRow> extends pg.Query<Row> {
  declare readonly name: string | undefined;
  declare readonly callback: Ended<Row>;

  constructor({ text, name }: Known, params: readonly Bound[], callback: Ended<Row>) {
    super(text, params as Bound[]);
    Object.assign(this, { name, callback });
  }
}

interface Known {
  readonly text: string;
  /** Under which each connection prepares it. */
  readonly name: string | undefined;
}

/** Turns a statement's text into the driver's form once: placeholders numbered, and a name under which each connection prepares it. */
export class Statements {
  readonly #named: boolean;
  readonly #known = new Map<string, Known>();
  /** Those that have no name yet, and how often they were used. */
  #fresh = new Map<string, Known & { uses: number }>();

  constructor(named: boolean) {
    this.#named = named;
  }

  /** Rejects with the driver's own error. */
  run<Row extends pg.QueryResultRow>(
    client: pg.ClientBase,
    sql: string,
    params: readonly Bound[],
  ): Promise<pg.QueryResult<Row>> {
    const known = this.#known.get(sql) ?? this.#use(sql);
    return new Promise<pg.QueryResult<Row>>((resolve, reject) => {
      client.query(new Statement<Row>(known, params, (error, result) => (error ? reject(error) : resolve(result))));
    });
  }

  #use(sql: string): Known {
    const fresh = this.#fresh.get(sql) ?? { text: numberPlaceholders(sql), name: undefined, uses: 0 };
    fresh.uses += 1;
    // Each name is a plan that every connection keeps: past the bound, statements are prepared for one use.
    const named = this.#named && fresh.uses >= NAMED_AT && this.#known.size < MAX_NAMED && NAMEABLE.test(sql);
    if (!named) {
      if (this.#fresh.size >= MAX_NAMED) this.#fresh = new Map();
      this.#fresh.set(sql, fresh);
      return fresh;
    }
    this.#fresh.delete(sql);
    const known = { text: fresh.text, name: `r${this.#known.size + 1}` };
    this.#known.set(sql, known);
    return known;
  }
}
