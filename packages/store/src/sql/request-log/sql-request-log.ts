import type {
  LoggedRequest,
  PendingRecord,
  RequestCount,
  RequestLog,
  RequestLogLimits,
  RequestLogQuery,
  RequestLogState,
} from '../../ports/request-log.ts';
import type { SqlReader, SqlValue } from '../database.ts';
import { SearchTurns, searchLimits } from '../search-turns.ts';
import { bytesOf, type LogDatabase, type RequestValues, requestColumns } from './log-database.ts';
import { listSql } from './query.ts';
import { type LoggedRow, requestOf, valuesOf } from './rows.ts';

export interface RequestLogOptions extends RequestLogLimits {
  /** What tenants have chosen instead, by their number. Asked whenever the log is cleaned up, so that a choice counts at once. */
  readonly choices?: () => Promise<ReadonlyMap<number, RequestLogLimits>>;
  /** Told when records could not be kept. */
  readonly onError?: (error: unknown) => void;
}

const queueAtMost = 20_000;
const batchAtMost = 500;
/** Bodies are kept up to 64 KiB each; a batch of such is made of fewer. */
const batchBytesAtMost = 256 * 1024;
/** Some 30,000 requests. */
const NEWEST_STRETCHES = 8;
const flushAfterMs = 50;
const pollEveryMs = 1_000;
const pruneEveryMs = 60_000;
const dayMs = 86_400_000;
const columns = requestColumns.join(', ');

export class SqlRequestLog implements RequestLog {
  readonly #db: LogDatabase;
  readonly #options: RequestLogOptions;
  readonly #turns = new SearchTurns({ ...searchLimits, atOnce: 1 });
  readonly #listeners = new Set<(batch: readonly LoggedRequest[]) => void>();
  readonly #pruneTimer: NodeJS.Timeout;
  #queue: PendingRecord[] = [];
  #flushTimer: NodeJS.Timeout | null = null;
  #flushing: Promise<void> = Promise.resolve();
  #follower: Follower | null = null;
  #dropped = 0;
  #isClosing = false;

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

  /** What waits by now. What comes meanwhile is of the next turn: many rows at once cost less than the same rows in many writes. */
  async #writeQueued(): Promise<void> {
    for (let left = this.#queue.length; left > 0; ) {
      const rows = this.#nextBatch(left);
      left -= rows.length;
      try {
        await this.#db.append(rows);
      } catch (error) {
        this.#dropped += rows.length;
        this.#options.onError?.(error);
      }
      // Requests that wait come in between two batches.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#follower?.wake();
  }

  #nextBatch(most: number): readonly RequestValues[] {
    const rows: RequestValues[] = [];
    let size = 0;
    for (const record of this.#queue) {
      const values = this.#valuesOf(record);
      rows.push(values);
      size += bytesOf(values);
      if (rows.length === Math.min(most, batchAtMost) || size >= batchBytesAtMost) break;
    }
    this.#queue.splice(0, rows.length);
    return rows;
  }

  /** A fault in one record's details costs its details, not the batch. */
  #valuesOf(record: PendingRecord): RequestValues {
    try {
      return valuesOf(record);
    } catch (error) {
      this.#options.onError?.(error);
      return valuesOf({ ...record, detail: null });
    }
  }

  async list(query: RequestLogQuery): Promise<readonly LoggedRequest[]> {
    const read = async (most: number | null) => {
      const { text, params } = listSql(query, columns, this.#db.inTime, most);
      return (await this.#searches(query.tenantNo).all<LoggedRow>(text, params)).map(requestOf);
    };
    // What is asked for often fills a page from the newest requests; of anything else there is little to put in order.
    if (query.resourceId !== undefined && query.after === undefined) {
      const newest = await read(NEWEST_STRETCHES);
      if (newest.length >= query.limit) return newest;
    }
    return read(null);
  }

  /** Tenants take turns, one search at a time: there is always a reader left for what follows the log, and a connection for its writer. */
  #searches(tenantNo: number): SqlReader {
    return this.#turns.reader(tenantNo, (sql, params) => this.#db.read.all(sql, params));
  }

  async byRequestId(tenantNo: number, requestId: string): Promise<LoggedRequest | null> {
    return (await this.list({ tenantNo, requestId, limit: 1 }))[0] ?? null;
  }

  async counts(query: Parameters<RequestLog['counts']>[0]): Promise<readonly RequestCount[]> {
    const nos = query.integrationNos;
    const only = nos === undefined ? '' : `and integration_no in (${nos.map(() => '?').join(', ') || 'null'})`;
    const params: SqlValue[] = [query.tenantNo, ...(nos ?? []), query.from, query.to];
    const rows = await this.#searches(query.tenantNo).all<{ minute: number; requests: number; errors: number }>(
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

  async subscribe(listener: (batch: readonly LoggedRequest[]) => void): Promise<() => void> {
    this.#listeners.add(listener);
    this.#follower ??= new Follower(this.#db, (batch) => {
      for (const each of this.#listeners) each(batch);
    });
    await this.#follower.ready;
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#follower?.stop();
      this.#follower = null;
    };
  }

  async state(tenantNo?: number): Promise<RequestLogState> {
    const [only, params] = tenantNo === undefined ? ['', []] : ['where tenant_no = ?', [tenantNo]];
    const [total] = await this.#db.read.all<{ records: number | null; bytes: number | null }>(
      `select sum(records) as records, sum(bytes) as bytes from request_tenant ${only}`,
      params,
    );
    const [oldest] = await this.#db.read.all<{ time: number }>(
      `select time from request ${only} order by no limit 1`,
      params,
    );
    return {
      records: Number(total?.records ?? 0),
      bytes: Number(total?.bytes ?? 0),
      oldest: oldest?.time ?? null,
      dropped: this.#dropped,
    };
  }

  /** In pieces, so that requests come in between. */
  async prune(now: number = Date.now()): Promise<void> {
    const choices = await this.#options.choices?.();
    if (this.#isClosing) return;
    for (const { tenantNo, bytes, oldest } of await this.#db.held()) {
      const { maxDays, maxBytes } = choices?.get(tenantNo) ?? this.#options;
      const tooOld = now - maxDays * dayMs;
      if (oldest !== null && (oldest < tooOld || bytes > maxBytes))
        while (!this.#isClosing && (await this.#db.prune(tenantNo, tooOld, maxBytes)))
          await new Promise((resolve) => setImmediate(resolve));
      if (this.#isClosing) return;
      await this.#db.forgetMinutes(tenantNo, tooOld);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#pruneTimer);
    this.#isClosing = true;
    this.#follower?.stop();
    await this.flush();
    await this.#db[Symbol.asyncDispose]();
  }
}

/** How far back a poll looks again: another server's rows may become visible after later numbers did. */
const overlap = 1_000;

/** Reads what arrives, by whichever server, and hands each record on once. */
class Follower {
  readonly #db: LogDatabase;
  readonly #emit: (batch: readonly LoggedRequest[]) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #seen = new Set<number>();
  readonly #ready = Promise.withResolvers<void>();
  #last: number | null = null;
  #polling = false;
  #again = false;

  constructor(db: LogDatabase, emit: (batch: readonly LoggedRequest[]) => void) {
    this.#db = db;
    this.#emit = emit;
    this.#timer = setInterval(() => this.wake(), pollEveryMs).unref();
    this.wake();
  }

  /** It is known where to go on: whatever is kept later is handed on. */
  get ready(): Promise<void> {
    return this.#ready.promise;
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
      this.#ready.resolve();
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
    this.#ready.resolve();
  }
}
