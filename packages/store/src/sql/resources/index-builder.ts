import { findResourceType, type Registry } from '@rollcall/scim';
import type { Leases } from '../../ports/lease.ts';
import type { Database, SqlWriter } from '../database.ts';
import { indexingOf, type NamedAttribute, readNames, readyAttrs } from './attribute-names.ts';
import { type Indexing, searchForm } from './indexing.ts';
import { parseBody } from './update-resource.ts';

const PAGE = 200;
const WAIT_MS = 1000;

/**
 * Completes attributes that were marked as indexed after resources had been stored, in small transactions beside the normal
 * work. Until an attribute is complete filters don't use it. One server builds; all look until it is done.
 */
export class IndexBuilder implements AsyncDisposable {
  readonly #db: Database;
  readonly #registry: Registry;
  readonly #leases: Leases;
  /** What filters may rely on; grows while the store is open. */
  readonly #ready: Map<string, number>;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(db: Database, registry: Registry, leases: Leases, ready: Map<string, number>) {
    this.#db = db;
    this.#registry = registry;
    this.#leases = leases;
    this.#ready = ready;
  }

  start(names: readonly NamedAttribute[]): void {
    if (names.some(isUnfinished)) this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#leases.whileHeld('index-build', (lost) => this.#build(AbortSignal.any([lost, this.#stop.signal])));
        const names = await readNames(this.#db.read);
        for (const [name, no] of readyAttrs(names)) this.#ready.set(name, no);
        if (!names.some(isUnfinished)) return;
      } catch {
        // The database is away; what is done so far stays, and the next round goes on.
      }
      await new Promise<void>((resolve) => setTimeout(resolve, WAIT_MS).unref());
    }
  }

  async #build(signal: AbortSignal): Promise<void> {
    const names = await readNames(this.#db.read);
    const building = names.filter(({ state }) => state === 'building');
    const integrations = await this.#db.read.all<{ no: number }>('select no from integration order by no');
    for (const { no } of integrations) {
      // A dropped attribute's rows are out of date; one that is wanted again starts from none.
      for (const name of names.filter(isUnfinished)) await this.#clear(no, name.no, signal);
      if (building.length > 0) await this.#fill(no, indexingOf(building), signal);
    }
    if (signal.aborted) return;
    await this.#db.write('control', async (tx) => {
      for (const { no } of building) await tx.run(`update attribute_name set state = 'ready' where no = ?`, [no]);
      await tx.run(`delete from attribute_name where state = 'dropped'`);
    });
  }

  async #clear(integrationNo: number, attr: number, signal: AbortSignal): Promise<void> {
    let more = true;
    while (more && !signal.aborted)
      more = await this.#db.write(integrationNo, (tx) => clearPage(tx, integrationNo, attr));
  }

  async #fill(integrationNo: number, indexing: Indexing, signal: AbortSignal): Promise<void> {
    let after: number | null = 0;
    while (after !== null && !signal.aborted) {
      const from: number = after;
      after = await this.#db.write(integrationNo, (tx) => this.#fillPage(tx, integrationNo, indexing, from));
    }
  }

  async #fillPage(tx: SqlWriter, integrationNo: number, indexing: Indexing, after: number): Promise<number | null> {
    const rows = await tx.all<{ ord: number; type: string; body: string }>(
      `select ord, type, body from resource where integration_no = ? and ord > ? order by ord limit ${PAGE}`,
      [integrationNo, after],
    );
    const inserts = rows.flatMap((row) => {
      const type = findResourceType(this.#registry, row.type);
      const entries = type === null ? [] : searchForm(indexing, type, parseBody(row.body)).rows;
      return entries.map(({ attr, value }) => tx.run(INSERT, [integrationNo, attr, value, row.ord]));
    });
    await Promise.all(inserts);
    return rows.length < PAGE ? null : (rows.at(-1)?.ord ?? null);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}

const isUnfinished = ({ state }: NamedAttribute): boolean => state !== 'ready';

// Writers keep the attribute up already, so a row may be there.
const INSERT = `insert into attribute_index (integration_no, attr, value, ord) values (?, ?, ?, ?) on conflict do nothing`;
const BOUND = `select value, ord from attribute_index where integration_no = ? and attr = ?
  order by value, ord limit 1 offset 999`;
const CLEAR = 'delete from attribute_index where integration_no = ? and attr = ?';

/** Deletes a thousand rows; true when there are more. */
async function clearPage(tx: SqlWriter, integrationNo: number, attr: number): Promise<boolean> {
  const [bound] = await tx.all<{ value: string; ord: number }>(BOUND, [integrationNo, attr]);
  if (bound === undefined) {
    await tx.run(CLEAR, [integrationNo, attr]);
    return false;
  }
  await tx.run(`${CLEAR} and (value, ord) <= (?, ?)`, [integrationNo, attr, bound.value, bound.ord]);
  return true;
}
