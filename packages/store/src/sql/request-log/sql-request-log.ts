import type {
  LoggedRequest,
  PendingRecord,
  RequestCount,
  RequestLog,
  RequestLogQuery,
  RequestLogState,
} from '../../ports/request-log.ts';
import type { SqlValue, SqlWriter } from '../database.ts';
import { type LogDatabase, type RequestRow, requestColumns } from './log-database.ts';
import { listSql } from './query.ts';
import { type LoggedRow, requestOf, rowOf } from './rows.ts';

export interface RequestLogOptions {
  readonly maxDays: number;
  readonly maxBytes: number;
  /** Told when records could not be kept. */
  readonly onError?: (error: unknown) => void;
}

const queueAtMost = 20_000;
const batchAtMost = 500;
const flushAfterMs = 50;
const pollEveryMs = 1_000;
const pruneEveryMs = 60_000;
const pruneChunk = 5_000;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const columns = requestColumns.join(', ');

export class SqlRequestLog implements RequestLog {
  readonly #db: LogDatabase;
  readonly #options: RequestLogOptions;
  readonly #listeners = new Set<(batch: readonly LoggedRequest[]) => void>();
  readonly #pruneTimer: NodeJS.Timeout;
  #queue: PendingRecord[] = [];
  #flushTimer: NodeJS.Timeout | null = null;
  #flushing: Promise<void> = Promise.resolve();
  #follower: Follower | null = null;
  #dropped = 0;

  constructor(db: LogDatabase, options: RequestLogOptions) {
    this.#db = db;
    this.#options = options;
    this.#pruneTimer = setInterval(() => void this.prune().catch(options.onError), pruneEveryMs).unref();
  }

  push(record: PendingRecord): void {
    if (this.#queue.length >= queueAtMost) {
      this.#dropped += 1;
      return;
    }
    this.#queue.push(record);
    this.#flushTimer ??= setTimeout(() => void this.flush(), flushAfterMs).unref();
  }

  flush(): Promise<void> {
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer);
    this.#flushTimer = null;
    this.#flushing = this.#flushing.then(() => this.#writeQueued());
    return this.#flushing;
  }

  async #writeQueued(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, batchAtMost);
      try {
        const rows = batch.map((record) => this.#rowOf(record));
        await this.#db.write(async (tx) => {
          await this.#db.insert(tx, rows);
          await count(tx, rows);
        });
      } catch (error) {
        this.#dropped += batch.length;
        this.#options.onError?.(error);
      }
      // Requests that wait come in between two batches.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#follower?.wake();
  }

  /** A fault in one record's details costs its details, not the batch. */
  #rowOf(record: PendingRecord): RequestRow {
    try {
      return rowOf(record);
    } catch (error) {
      this.#options.onError?.(error);
      return rowOf({ ...record, detail: null });
    }
  }

  async list(query: RequestLogQuery): Promise<readonly LoggedRequest[]> {
    const { text, params } = listSql(query, columns);
    return (await this.#db.read.all<LoggedRow>(text, params)).map(requestOf);
  }

  async byRequestId(tenantNo: number, requestId: string): Promise<LoggedRequest | null> {
    return (await this.list({ tenantNo, requestId, limit: 1 }))[0] ?? null;
  }

  async counts(query: Parameters<RequestLog['counts']>[0]): Promise<readonly RequestCount[]> {
    const nos = query.integrationNos;
    const only = nos === undefined ? '' : `and integration_no in (${nos.map(() => '?').join(', ') || 'null'})`;
    const params: SqlValue[] = [query.tenantNo, ...(nos ?? []), query.from, query.to];
    const rows = await this.#db.read.all<{ minute: number; requests: number; errors: number }>(
      `select minute, sum(requests) as requests, sum(errors) as errors from request_minute
       where tenant_no = ? ${only} and minute >= ? and minute < ? group by minute order by minute`,
      params,
    );
    const spans = new Map<number, { time: number; requests: number; errors: number }>();
    for (const { minute, requests, errors } of rows) {
      const time = minute - (minute % query.stepMs);
      const span = spans.get(time) ?? { time, requests: 0, errors: 0 };
      span.requests += requests;
      span.errors += errors;
      spans.set(time, span);
    }
    return [...spans.values()];
  }

  subscribe(listener: (batch: readonly LoggedRequest[]) => void): () => void {
    this.#listeners.add(listener);
    this.#follower ??= new Follower(this.#db, (batch) => {
      for (const each of this.#listeners) each(batch);
    });
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#follower?.stop();
      this.#follower = null;
    };
  }

  async state(): Promise<RequestLogState> {
    const [total] = await this.#db.read.all<{ records: number; bytes: number }>(
      'select records, bytes from request_total where no = 1',
    );
    const [oldest] = await this.#db.read.all<{ time: number }>('select time from request order by no limit 1');
    return {
      records: total?.records ?? 0,
      bytes: total?.bytes ?? 0,
      oldest: oldest?.time ?? null,
      dropped: this.#dropped,
    };
  }

  /** Removes what is too old or too much, in pieces. */
  async prune(now: number = Date.now()): Promise<void> {
    const tooOld = now - this.#options.maxDays * dayMs;
    while (await this.#db.write((tx) => this.#pruneChunk(tx, tooOld))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await this.#db.write((tx) => tx.run('delete from request_minute where minute < ?', [tooOld]));
  }

  /** True when there may be more to remove. */
  async #pruneChunk(tx: SqlWriter, tooOld: number): Promise<boolean> {
    // Also locks the row, so that two servers don't count the same removal twice.
    await tx.run('update request_total set bytes = bytes where no = 1');
    const [total] = await tx.all<{ bytes: number }>('select bytes from request_total where no = 1');
    let excess = (total?.bytes ?? 0) - this.#options.maxBytes;
    const rows = await tx.all<{ no: number; time: number; bytes: number }>(
      'select no, time, bytes from request order by no limit ?',
      [pruneChunk],
    );
    let last = 0;
    let records = 0;
    let bytes = 0;
    for (const row of rows) {
      if (row.time >= tooOld && excess <= 0) break;
      last = row.no;
      records += 1;
      bytes += row.bytes;
      excess -= row.bytes;
    }
    if (records === 0) return false;
    await tx.run('delete from request where no <= ?', [last]);
    await tx.run('update request_total set records = records - ?, bytes = bytes - ? where no = 1', [records, bytes]);
    return records === pruneChunk;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#pruneTimer);
    this.#follower?.stop();
    await this.flush();
    await this.#db[Symbol.asyncDispose]();
  }
}

/** Adds to the counts by minute and to the totals. */
async function count(tx: SqlWriter, rows: readonly RequestRow[]): Promise<void> {
  const minutes = new Map<string, { key: SqlValue[]; requests: number; errors: number }>();
  let bytes = 0;
  for (const row of rows) {
    bytes += row.bytes;
    const minute = row.time - (row.time % minuteMs);
    const name = `${row.tenant_no} ${row.integration_no} ${minute}`;
    const entry = minutes.get(name) ?? { key: [row.tenant_no, row.integration_no, minute], requests: 0, errors: 0 };
    entry.requests += 1;
    if (row.status >= 400) entry.errors += 1;
    minutes.set(name, entry);
  }
  for (const { key, requests, errors } of minutes.values())
    await tx.run(
      `insert into request_minute (tenant_no, integration_no, minute, requests, errors) values (?, ?, ?, ?, ?)
       on conflict (tenant_no, integration_no, minute) do update
       set requests = request_minute.requests + excluded.requests, errors = request_minute.errors + excluded.errors`,
      [...key, requests, errors],
    );
  await tx.run('update request_total set records = records + ?, bytes = bytes + ? where no = 1', [rows.length, bytes]);
}

/** How far back a poll looks again: another server's rows may become visible after later numbers did. */
const overlap = 1_000;

/** Reads what arrives, by whichever server, and hands each record on once. */
class Follower {
  readonly #db: LogDatabase;
  readonly #emit: (batch: readonly LoggedRequest[]) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #seen = new Set<number>();
  #last: number | null = null;
  #polling = false;
  #again = false;

  constructor(db: LogDatabase, emit: (batch: readonly LoggedRequest[]) => void) {
    this.#db = db;
    this.#emit = emit;
    this.#timer = setInterval(() => this.wake(), pollEveryMs).unref();
    this.wake();
  }

  wake(): void {
    if (this.#polling) {
      this.#again = true;
      return;
    }
    this.#polling = true;
    this.#poll()
      // A poll that fails is made up for by the next one.
      .catch(() => {})
      .finally(() => {
        this.#polling = false;
        if (this.#again) {
          this.#again = false;
          this.wake();
        }
      });
  }

  async #poll(): Promise<void> {
    if (this.#last === null) {
      const rows = await this.#db.read.all<{ no: number }>('select no from request order by no desc limit ?', [
        overlap,
      ]);
      for (const { no } of rows) this.#seen.add(no);
      this.#last = rows[0]?.no ?? 0;
      return;
    }
    const rows = await this.#db.read.all<LoggedRow>(
      `select no, ${columns} from request where no > ? order by no limit 5000`,
      [Math.max(0, this.#last - overlap)],
    );
    const fresh = rows.filter(({ no }) => !this.#seen.has(no));
    for (const { no } of fresh) this.#seen.add(no);
    this.#last = Math.max(this.#last, rows.at(-1)?.no ?? 0);
    for (const no of this.#seen) if (no < this.#last - 2 * overlap) this.#seen.delete(no);
    if (fresh.length > 0) this.#emit(fresh.map(requestOf));
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
