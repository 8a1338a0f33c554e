import { DatabaseError, type SqlRow, type SqlValue } from '../../sql/database.ts';
import { ALONG, AT, type Bound, type Bundle, bundle, withNumber } from './bundle.ts';

export type Query = (sql: string, params: readonly Bound[]) => Promise<SqlRow[]>;

export interface Read {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly resolve: (rows: SqlRow[]) => void;
  readonly reject: (error: unknown) => void;
}

/** So many at most are one statement: nobody should wait for very many others. */
const MAX_BUNDLED = 64;

/** Look-ups that wait to be sent, by their text. See `Database.lookUp`. */
export class LookUps {
  #reads = new Map<string, Read[]>();

  get isEmpty(): boolean {
    return this.#reads.size === 0;
  }

  put(read: Read): void {
    const reads = this.#reads.get(read.sql);
    if (reads === undefined) this.#reads.set(read.sql, [read]);
    else reads.push(read);
  }

  take(): readonly (readonly Read[])[] {
    const taken: Read[][] = [];
    for (const reads of this.#reads.values())
      for (let at = 0; at < reads.length; at += MAX_BUNDLED) taken.push(reads.slice(at, at + MAX_BUNDLED));
    this.#reads = new Map();
    return taken;
  }
}

/**
 * Answers reads of one text with one statement, where there is more than one, and `along`, a statement that selects one number, with them.
 * `alone` says whether each is asked for by itself when that fails, so that one that fails fails alone; inside a transaction it has failed with
 * all that follows.
 */
export async function answer(
  reads: readonly Read[],
  query: Query,
  alone: boolean,
  along: Read | null = null,
): Promise<void> {
  const every = along === null ? reads : [along, ...reads];
  const together = bundleOf(reads, along);
  if (together === null) return void (await Promise.all(every.map((read) => one(read, query))));
  try {
    const rows = await query(together.sql, together.params);
    const found: SqlRow[][] = reads.map(() => []);
    for (const row of rows) {
      if (!together.isSame) found[Number(row[AT]) - 1]?.push(row);
      else if (row[AT] !== null) for (const each of found) each.push(row);
    }
    along?.resolve([{ number: rows[0]?.[ALONG] ?? null }]);
    for (const [at, { resolve }] of reads.entries()) resolve(found[at] ?? []);
  } catch (error) {
    const failed = error instanceof DatabaseError ? error : null;
    // A database that is away or overloaded is no better for being asked once more for each.
    const isWorthIt = alone && failed?.kind !== 'unavailable';
    // The number is everybody's: a look-up that was too much for the database must not take it along.
    const again = isWorthIt ? every : along !== null && failed?.isLost !== true ? [along] : [];
    for (const read of every) if (!again.includes(read)) read.reject(error);
    await Promise.all(again.map((read) => one(read, query)));
  }
}

/** Null where nothing is gained by it, or it can't be done. */
function bundleOf(reads: readonly Read[], along: Read | null): Bundle | null {
  const [first] = reads;
  if (first === undefined || (reads.length === 1 && along === null)) return null;
  const { sql, params } = first;
  const together =
    reads.length === 1
      ? { sql, params, isSame: true }
      : bundle(
          sql,
          reads.map((read) => read.params),
        );
  return together === null || along === null ? together : withNumber(together, along.sql);
}

async function one({ sql, params, resolve, reject }: Read, query: Query): Promise<void> {
  try {
    resolve(await query(sql, params));
  } catch (error) {
    reject(error);
  }
}
