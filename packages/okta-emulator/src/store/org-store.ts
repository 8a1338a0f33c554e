import { randomBytes } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { App, AppUser } from '../model/app.ts';
import type { GroupRule, Membership, OktaGroup } from '../model/group.ts';
import type { LogEvent } from '../model/log-event.ts';
import { Org, type RecordKind, type Surroundings } from '../model/org.ts';
import type { PushMapping, PushRule } from '../model/push-group.ts';
import type { Task } from '../model/task.ts';
import type { OktaUser } from '../model/user.ts';
import type { ExchangeRecord } from '../push/exchange-record.ts';
import { BulkInsert } from './bulk-insert.ts';

const schema = `
  create table if not exists record (kind text not null, key text not null, body text not null, primary key (kind, key)) without rowid;
  create table if not exists log (seq integer primary key, id text not null, published text not null, event_type text not null, body text not null);
  create index if not exists log_type on log (event_type, seq);
  create table if not exists exchange (
    id integer primary key, at text not null, app_id text not null, subject_id text, method text not null, url text not null,
    status integer, duration_ms real not null, note text, detail text not null);
  create index if not exists exchange_subject on exchange (subject_id, id);
`;

const exchangeColumns = ['at', 'app_id', 'subject_id', 'method', 'url', 'status', 'duration_ms', 'note', 'detail'];

/** A kill loses at most this much of what nobody was told yet; the plan finds out what the target has. */
const flushAfterMs = 100;
/** The two reports keep this many rows. */
const reportRows = 500_000;
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const pool = { bytes: randomBytes(0), at: 0 };

/** Random bytes by the sheet: one call of the system for many ids. */
function randomByte(): number {
  if (pool.at >= pool.bytes.length) Object.assign(pool, { bytes: randomBytes(16_384), at: 0 });
  return pool.bytes[pool.at++] ?? 0;
}

/** As Okta's ids look: a prefix of three characters and seventeen more. */
function newId(prefix: string): string {
  let id = prefix;
  for (let i = 0; i < 17; i++) id += alphabet[randomByte() % alphabet.length];
  return id;
}

/**
 * The org in memory, and its copy in SQLite. Changes are collected and written in one transaction; an API answers only
 * after `flush`, so what it confirmed survives a kill.
 */
export class OrgStore implements Disposable {
  readonly org: Org;
  readonly database: DatabaseSync;
  readonly #pending = new Map<RecordKind, Set<string>>();
  readonly #logs: LogEvent[] = [];
  readonly #exchanges: ExchangeRecord[] = [];
  readonly #upserts: BulkInsert;
  readonly #delete: StatementSync;
  readonly #logRows: BulkInsert;
  readonly #exchangeRows: BulkInsert;
  readonly #listeners = new Set<(kinds: ReadonlySet<RecordKind | 'log'>) => void>();
  #timer: NodeJS.Timeout | null = null;

  constructor(file: string, now: () => number) {
    this.database = new DatabaseSync(file);
    this.database.exec('pragma journal_mode = wal; pragma synchronous = off; pragma wal_autocheckpoint = 16000;');
    this.database.exec(schema);
    this.#upserts = new BulkInsert(
      this.database,
      'record',
      ['kind', 'key', 'body'],
      'on conflict (kind, key) do update set body = excluded.body',
    );
    this.#delete = this.database.prepare('delete from record where kind = ? and key = ?');
    this.#logRows = new BulkInsert(this.database, 'log', ['id', 'published', 'event_type', 'body']);
    this.#exchangeRows = new BulkInsert(this.database, 'exchange', exchangeColumns);
    const around: Surroundings = {
      now,
      newId,
      nextTurn: () => nextTurn(),
      changed: (kind, key) => this.#changed(kind, key),
      log: (event) => {
        this.#logs.push(event);
        this.#plan();
      },
    };
    this.org = new Org(around);
    this.#load();
  }

  record(exchange: ExchangeRecord): void {
    this.#exchanges.push(exchange);
    this.#plan();
  }

  onChange(listener: (kinds: ReadonlySet<RecordKind | 'log'>) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #changed(kind: RecordKind, key: string): void {
    const keys = this.#pending.get(kind);
    if (keys === undefined) this.#pending.set(kind, new Set([key]));
    else keys.add(key);
    this.#plan();
  }

  #closed = false;
  #plan(): void {
    // A request that was on its way at the end may still report; the restart finds out what it did.
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => this.flush(), flushAfterMs);
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.size === 0 && this.#logs.length === 0 && this.#exchanges.length === 0) return;
    const kinds = new Set<RecordKind | 'log'>(this.#pending.keys());
    if (this.#logs.length > 0) kinds.add('log');
    this.database.exec('begin');
    for (const [kind, keys] of this.#pending) {
      for (const key of keys) {
        const body = this.#body(kind, key);
        if (body === undefined) this.#delete.run(kind, key);
        else this.#upserts.add(kind, key, typeof body === 'string' ? body : JSON.stringify(body));
      }
    }
    this.#upserts.end();
    for (const event of this.#logs) {
      this.#logRows.add(event.id, event.published, event.eventType, JSON.stringify(event));
    }
    this.#logRows.end();
    for (const exchange of this.#exchanges) this.#writeExchange(exchange);
    this.#exchangeRows.end();
    this.database.exec('commit');
    this.#pending.clear();
    this.#logs.length = 0;
    this.#exchanges.length = 0;
    this.#trim();
    for (const listener of this.#listeners) listener(kinds);
  }

  #writeExchange(exchange: ExchangeRecord): void {
    const { at, appId, subjectId, method, url, status, durationMs, note, ...detail } = exchange;
    this.#exchangeRows.add(at, appId, subjectId, method, url, status, durationMs, note, JSON.stringify(detail));
  }

  #flushes = 0;
  #trim(): void {
    if (++this.#flushes % 1000 !== 0) return;
    this.database.exec(`delete from exchange where id <= (select max(id) from exchange) - ${reportRows}`);
    this.database.exec(`delete from log where seq <= (select max(seq) from log) - ${reportRows}`);
  }

  #body(kind: RecordKind, key: string): object | string | undefined {
    const org = this.org;
    const [first = '', second = ''] = key.split(' ', 2);
    switch (kind) {
      case 'user':
        return org.users.get(key);
      case 'group':
        return org.groups.get(key);
      case 'member':
        return org.members.get(first)?.get(second);
      case 'rule':
        return org.rules.get(key);
      case 'app':
        return org.apps.get(key);
      case 'appUser':
        return org.appUsers.get(first)?.get(second);
      case 'pushMapping':
        return org.pushMappings.get(key);
      case 'pushRule':
        return org.pushRules.get(key);
      case 'task':
        return org.tasks.get(key);
      case 'setting':
        return org.settings.get(key);
      default:
        return kind satisfies never;
    }
  }

  #rows(kind: RecordKind): Iterable<{ key: string; body: string }> {
    const rows = this.database.prepare('select key, body from record where kind = ?').iterate(kind);
    return (function* () {
      for (const row of rows) yield { key: String(row.key), body: String(row.body) };
    })();
  }

  /** Rows were written by this module: their shape is known. */
  #load(): void {
    const org = this.org;
    for (const { key, body } of this.#rows('setting')) org.settings.set(key, body);
    for (const { body } of this.#rows('user')) org.setUser(read<OktaUser>(body));
    for (const { body } of this.#rows('group')) org.setGroup(read<OktaGroup>(body));
    for (const { body } of this.#rows('rule')) org.setRule(read<GroupRule>(body));
    for (const { body } of this.#rows('app')) org.setApp(read<App>(body));
    for (const { body } of this.#rows('appUser')) org.setAppUser(read<AppUser>(body));
    for (const { body } of this.#rows('pushMapping')) org.setMapping(read<PushMapping>(body));
    for (const { key, body } of this.#rows('pushRule')) org.pushRules.set(key, read<PushRule>(body));
    for (const { key, body } of this.#rows('member')) {
      const [groupId = '', userId = ''] = key.split(' ', 2);
      org.setMembership(groupId, userId, read<Membership>(body));
    }
    // What was running when the process ended starts again; the plan finds out what has happened already.
    for (const { key, body } of this.#rows('task')) {
      const task = read<Task>(body);
      org.tasks.set(key, task.state === 'RUNNING' ? { ...task, state: 'QUEUED' } : task);
    }
    this.#pending.clear();
  }

  [Symbol.dispose](): void {
    this.flush();
    this.#closed = true;
    this.database.close();
  }
}

function read<Kind>(body: string): Kind {
  return JSON.parse(body);
}
