import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Exchange, ExchangeItem, LogEvent, Page } from '../api/contract.ts';

/** Reads the system log and the exchanges, newest first. */
export class Reports {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  logs(query: LogQuery): Page<LogEvent> & { readonly lastSeq: string | null } {
    const where: string[] = [];
    const values: (string | number)[] = [];
    const add = (sql: string, value: string | number | undefined) => {
      if (value === undefined || value === '') return;
      where.push(sql);
      values.push(value);
    };
    add('event_type = ?', query.eventType);
    add('published >= ?', query.since);
    add('published < ?', query.until);
    add('instr(lower(body), ?) > 0', query.q?.toLowerCase());
    const total = this.#count('log', where, values);
    add(query.oldestFirst ? 'seq > ?' : 'seq < ?', query.after === undefined ? undefined : Number(query.after));
    const order = query.oldestFirst ? 'asc' : 'desc';
    const rows = this.#all(`select seq, body from log ${whereOf(where)} order by seq ${order} limit ?`, [
      ...values,
      query.limit + 1,
    ]);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1)?.seq;
    const lastSeq = last === undefined ? null : String(last);
    return {
      items: shown.map((row) => JSON.parse(String(row.body))),
      next: rows.length > query.limit ? lastSeq : null,
      total,
      lastSeq,
    };
  }

  exchanges(query: ExchangeQuery): Page<ExchangeItem> {
    const where: string[] = [];
    const values: (string | number)[] = [];
    const add = (sql: string, ...args: (string | number)[]) => {
      where.push(sql);
      values.push(...args);
    };
    if (query.appId) add('app_id = ?', query.appId);
    if (query.subjectId) add('subject_id = ?', query.subjectId);
    if (query.failed) add('(status is null or status >= 400)');
    if (query.q) add('instr(lower(url), ?) > 0', query.q.toLowerCase());
    const total = this.#count('exchange', where, values);
    if (query.after !== undefined) add('id < ?', Number(query.after));
    const rows = this.#all(`select * from exchange ${whereOf(where)} order by id desc limit ?`, [
      ...values,
      query.limit + 1,
    ]);
    const shown = rows.slice(0, query.limit).map(exchangeItem);
    return { items: shown, next: rows.length > query.limit ? String(shown.at(-1)?.id) : null, total };
  }

  exchange(id: number): Exchange | null {
    const [row] = this.#all('select * from exchange where id = ?', [id]);
    return row === undefined ? null : { ...exchangeItem(row), ...JSON.parse(String(row.detail)) };
  }

  /** The sum of all requests' durations. */
  busySeconds(): number {
    const [row] = this.#all('select coalesce(sum(duration_ms), 0) / 1000 as seconds from exchange', []);
    return Number(row?.seconds ?? 0);
  }

  lastExchangeId(): number {
    const [row] = this.#all('select coalesce(max(id), 0) as id from exchange', []);
    return Number(row?.id ?? 0);
  }

  #count(table: string, where: readonly string[], values: readonly (string | number)[]): number {
    const [row] = this.#all(`select count(*) as count from ${table} ${whereOf(where)}`, values);
    return Number(row?.count ?? 0);
  }

  #all(sql: string, values: readonly (string | number)[]): Record<string, SQLOutputValue>[] {
    return this.#database.prepare(sql).all(...values);
  }
}

export interface LogQuery {
  readonly q?: string | undefined;
  readonly eventType?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
  readonly oldestFirst?: boolean;
}
export interface ExchangeQuery {
  readonly appId?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly failed?: boolean;
  readonly q?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

const whereOf = (where: readonly string[]) => (where.length === 0 ? '' : `where ${where.join(' and ')}`);

const exchangeItem = (row: Record<string, SQLOutputValue>): ExchangeItem => ({
  id: Number(row.id),
  at: String(row.at),
  appId: String(row.app_id),
  subjectId: row.subject_id === null ? null : String(row.subject_id),
  method: String(row.method),
  url: String(row.url),
  status: row.status === null ? null : Number(row.status),
  durationMs: Number(row.duration_ms),
  note: row.note === null ? null : String(row.note),
});
