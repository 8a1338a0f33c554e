import type { AttributeChange } from '../../ports/change-log.ts';
import type { Origin } from '../../ports/resources.ts';
import type { SqlValue, SqlWriter } from '../database.ts';
import { Insertion } from '../insertion.ts';

type IntegrationRow = {
  readonly seq: number;
  readonly users: number;
  readonly active_users: number;
  readonly groups: number;
  readonly last_write: string | null;
};

export interface LogEntry {
  readonly action: 'create' | 'update' | 'delete';
  readonly seq: number;
  readonly type: string;
  readonly ord: number;
  readonly id: string;
  readonly version: number;
  readonly origin: Origin;
  readonly changes: readonly AttributeChange[];
  /** JSON of a `DeletedDocument`. */
  readonly document?: string;
}

const READ = 'select seq, users, active_users, groups, last_write from integration where no = ?';
const SAVE = 'update integration set seq = ?, users = ?, active_users = ?, groups = ?, last_write = ? where no = ?';
const LOG = new Insertion('change_log', {
  integration_no: 'bigint',
  seq: 'bigint',
  at: 'text',
  action: 'text',
  type: 'text',
  resource_ord: 'bigint',
  resource_id: 'text',
  version: 'bigint',
  request_id: 'text',
  actor_type: 'text',
  actor_id: 'text',
  changes: 'text',
  document: 'text',
});

/**
 * One transaction's writes to one integration. The integration's row is read once and saved once, whatever the number of writes
 * that share the transaction. Statements whose answer nobody waits for are issued together and awaited in `settle`; rows that
 * are only inserted are collected until then and go in together, many to a statement.
 */
export class WriteBatch {
  readonly tx: SqlWriter;
  readonly integrationNo: number;
  /** The time of every change in this batch; never before that of an earlier batch, whatever the clock says. */
  readonly now: string;
  readonly nowMs: number;
  /** Unique values that writes of the current round have taken. */
  readonly claimed = new Set<string>();
  #seq: number;
  #users: number;
  #activeUsers: number;
  #groups: number;
  readonly #seqBefore: number;
  readonly #issued: Promise<unknown>[] = [];
  readonly #rows = new Map<Insertion, (readonly SqlValue[])[]>();

  private constructor(tx: SqlWriter, integrationNo: number, row: IntegrationRow) {
    this.tx = tx;
    this.integrationNo = integrationNo;
    this.#seq = row.seq;
    this.#seqBefore = row.seq;
    this.#users = row.users;
    this.#activeUsers = row.active_users;
    this.#groups = row.groups;
    this.nowMs = Math.max(Date.now(), row.last_write === null ? 0 : Date.parse(row.last_write));
    this.now = new Date(this.nowMs).toISOString();
  }

  static async open(tx: SqlWriter, integrationNo: number): Promise<WriteBatch> {
    const row = (await tx.all<IntegrationRow>(READ, [integrationNo]))[0];
    if (row === undefined) throw new Error(`integration ${integrationNo} has no row`);
    return new WriteBatch(tx, integrationNo, row);
  }

  get seq(): number {
    return this.#seq;
  }

  nextSeq(): number {
    return ++this.#seq;
  }

  /** How many more there are of a type, and how many more of them are active. */
  count(type: string, difference: number, active: number): void {
    if (type === 'User') {
      this.#users += difference;
      this.#activeUsers += active;
    }
    if (type === 'Group') this.#groups += difference;
  }

  /** Issues a statement; that it worked is known after `settle`. */
  run(sql: string, params: readonly SqlValue[]): void {
    this.#issue(this.tx.run(sql, params));
  }

  #issue(issued: Promise<unknown>): void {
    // `settle` reports it; until then a rejection has to have a listener.
    issued.catch(() => {});
    this.#issued.push(issued);
  }

  /** Adds a row that nothing in this round looks at. */
  insert(into: Insertion, row: readonly SqlValue[]): void {
    const rows = this.#rows.get(into);
    if (rows === undefined) this.#rows.set(into, [row]);
    else rows.push(row);
  }

  log(entry: LogEntry): void {
    this.insert(LOG, [
      this.integrationNo,
      entry.seq,
      this.now,
      entry.action,
      entry.type,
      entry.ord,
      entry.id,
      entry.version,
      entry.origin.requestId,
      entry.origin.actorType,
      entry.origin.actorId,
      entry.changes.length === 0 ? null : JSON.stringify(entry.changes),
      entry.document ?? null,
    ]);
  }

  /** Issues what was collected: statements that follow see it. */
  flush(): void {
    for (const [into, rows] of this.#rows) this.#issue(this.tx.insert(into, rows));
    this.#rows.clear();
  }

  async settle(): Promise<void> {
    this.flush();
    await Promise.all(this.#issued.splice(0));
  }

  /** Of several failures the one that the others come from: after it a transaction refuses whatever follows. */
  async cause(error: unknown): Promise<unknown> {
    const ends = await Promise.allSettled(this.#issued.splice(0));
    return ends.find((end) => end.status === 'rejected')?.reason ?? error;
  }

  /** Lets other requests be served in the middle of a write of very many rows. */
  async breathe(): Promise<void> {
    await this.settle();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** What it issues the commit waits for. */
  close(): void {
    if (this.#seq !== this.#seqBefore) {
      this.run(SAVE, [this.#seq, this.#users, this.#activeUsers, this.#groups, this.now, this.integrationNo]);
    }
    this.flush();
    for (const issued of this.#issued.splice(0)) this.tx.include(issued);
  }
}
