import type { AttributeChange } from '../../ports/change-log.ts';
import type { Origin } from '../../ports/resources.ts';
import type { SqlValue, SqlWriter } from '../database.ts';
import { Insertion } from '../insertion.ts';
import type { Counts } from './foresight.ts';

type IntegrationRow = {
  readonly seq: number;
  readonly users: number;
  readonly active_users: number;
  readonly groups: number;
  readonly last_write: string | null;
};

/** What the row is foreseen to say, and the statement that fails unless it does. */
export interface Foreseen {
  readonly counts: Counts;
  readonly check: string;
}

type Left = { -readonly [Name in keyof Counts]: Counts[Name] } & { readonly now: string };

const EPOCH = new Date(0).toISOString();

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
const LOG = new Insertion('change_log', [
  'integration_no',
  'seq',
  'at',
  'action',
  'type',
  'resource_ord',
  'resource_id',
  'version',
  'request_id',
  'actor_type',
  'actor_id',
  'changes',
  'document',
]);

/**
 * One transaction's writes to one integration. The integration's row is read once and saved once, whatever the number of writes
 * that share the transaction. Statements whose answer nobody waits for are issued together and awaited in `settle`; rows that
 * are only inserted are collected until then and go in together, many to a statement. Look-ups may be asked before the row is
 * read: statements run in order, so they are behind the lock; what is numbered or dated waits for `opened`.
 */
export class WriteBatch {
  readonly tx: SqlWriter;
  readonly integrationNo: number;
  /** Resolves when the lock is held and the integration's row is read; at once where that is foreseen. */
  readonly opened: Promise<void>;
  /** Resolves when the lock is held, or can't be had. */
  readonly locked: Promise<void>;
  /** Nothing is asked that a constraint of the database refuses too: who fails of that asks. */
  readonly isForeseen: boolean;
  /** Unique values that writes of the current round have taken. */
  readonly claimed = new Set<string>();
  #found: Counts | null = null;
  #left: Left | null = null;
  readonly #issued: Promise<unknown>[] = [];
  readonly #rows = new Map<Insertion, (readonly SqlValue[])[]>();

  constructor(tx: SqlWriter, integrationNo: number, foreseen: Foreseen | null) {
    this.tx = tx;
    this.integrationNo = integrationNo;
    this.isForeseen = foreseen !== null;
    const row = foreseen === null ? this.#open() : this.#foresee(foreseen);
    this.opened = foreseen === null ? row : Promise.resolve();
    this.locked = row.catch(() => {});
  }

  async #open(): Promise<void> {
    const row = (await this.tx.all<IntegrationRow>(READ, [this.integrationNo]))[0];
    if (row === undefined) throw new Error(`integration ${this.integrationNo} has no row`);
    const { seq, users, active_users, groups, last_write } = row;
    this.#begin({ seq, users, activeUsers: active_users, groups, lastWrite: Date.parse(last_write ?? EPOCH) });
  }

  async #foresee({ counts, check }: Foreseen): Promise<void> {
    const { seq, users, activeUsers, groups, lastWrite } = counts;
    const at = new Date(lastWrite).toISOString();
    const checked = this.tx.all(check, [seq, users, activeUsers, groups, at, this.integrationNo]);
    this.#issue(checked);
    this.#begin(counts);
    await checked;
  }

  #begin(found: Counts): void {
    const lastWrite = Math.max(Date.now(), found.lastWrite);
    this.#found = found;
    this.#left = { ...found, lastWrite, now: new Date(lastWrite).toISOString() };
  }

  get #opened(): Left {
    if (this.#left === null) throw new Error('a write went on before its batch was opened');
    return this.#left;
  }

  /** The time of every change in this batch; never before that of an earlier batch, whatever the clock says. */
  get now(): string {
    return this.#opened.now;
  }

  get nowMs(): number {
    return this.#opened.lastWrite;
  }

  /** The integration's row before and after. */
  get counts(): { readonly found: Counts; readonly left: Counts } {
    const left = this.#opened;
    const found = this.#found ?? left;
    return { found, left: left.seq === found.seq ? found : left };
  }

  nextSeq(): number {
    return ++this.#opened.seq;
  }

  /** How many more there are of a type, and how many more of them are active. */
  count(type: string, difference: number, active: number): void {
    const left = this.#opened;
    if (type === 'User') {
      left.users += difference;
      left.activeUsers += active;
    }
    if (type === 'Group') left.groups += difference;
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
    const { seq, users, activeUsers, groups, now } = this.#opened;
    if (seq !== this.#found?.seq) this.run(SAVE, [seq, users, activeUsers, groups, now, this.integrationNo]);
    this.flush();
    for (const issued of this.#issued.splice(0)) this.tx.include(issued);
  }
}
