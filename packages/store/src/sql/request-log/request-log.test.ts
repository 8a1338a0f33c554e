import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { openRequestLog } from '../../open-request-log.ts';
import type { LoggedRequest, PendingRecord, RequestLog, RequestLogQuery } from '../../ports/request-log.ts';
import { listSql } from './query.ts';
import { requestLogTables } from './tables.ts';

const onPostgres = async (sql: string, url = inject('postgresUrl')) => {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
};

async function place(kind: 'SQLite' | 'PostgreSQL') {
  if (kind === 'SQLite') {
    const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-log-'));
    return { url: null, dataDir, [Symbol.asyncDispose]: async () => rmSync(dataDir, { recursive: true }) };
  }
  const name = `rollcall_log_test_${randomBytes(6).toString('hex')}`;
  await onPostgres(`create database ${name}`);
  const url = Object.assign(new URL(inject('postgresUrl')), { pathname: `/${name}` }).href;
  return { url, dataDir: '', [Symbol.asyncDispose]: () => onPostgres(`drop database ${name} with (force)`) };
}

/** Another program does something to the log's tables. */
async function meddle({ url, dataDir }: { readonly url: string | null; readonly dataDir: string }, sql: string) {
  if (url !== null)
    return onPostgres(
      sql.replace(/(table|on) request/, '$1 rollcall_log.request').replace('drop index ', 'drop index rollcall_log.'),
      url,
    );
  const db = new DatabaseSync(join(dataDir, 'request-log.db'));
  db.exec(sql);
  db.close();
}

const start = Date.UTC(2030, 0, 1, 12);
let count = 0;
const record = (over: Partial<PendingRecord> = {}): PendingRecord => ({
  requestId: `r-${++count}`,
  time: start + count,
  tenantNo: 1,
  integrationNo: 1,
  method: 'GET',
  path: '/api/v1/scim/Users',
  status: 200,
  durationMicros: 812,
  userAgent: 'Okta SCIM Client 1.0.0',
  remoteAddress: '127.0.0.1',
  detail: null,
  ...over,
});
const forever = { maxDays: 36_500, maxBytes: 1 << 30 };

describe.each(['SQLite', 'PostgreSQL'] as const)('the request log on %s', (kind) => {
  test('keeps what is pushed, newest first, and finds it by integration, status, method, text, resource and id', async () => {
    await using where = await place(kind);
    await using log = await openRequestLog(where, forever);
    const detail = {
      requestBody: '{"userName":"a\u0000b"}',
      responseBody: null,
      ignored: ['nickname2'],
      changed: ['title'],
      resourceType: 'User',
      resourceId: 'u-1',
      cause: 'uniqueness',
    };
    log.push(record({ requestId: 'get' }));
    log.push(record({ requestId: 'post', method: 'POST', status: 409, detail: () => detail }));
    log.push(record({ requestId: 'other', integrationNo: 2, status: 404, path: '/api/v1/scim/Groups/100%_x' }));
    log.push(record({ requestId: 'foreign', tenantNo: 2 }));
    await log.flush();
    const ids = async (query: object) =>
      (await log.list({ tenantNo: 1, limit: 10, ...query })).map((found) => found.requestId);
    expect(await ids({})).toEqual(['other', 'post', 'get']);
    expect(await ids({ integrationNos: [1] })).toEqual(['post', 'get']);
    expect(await ids({ statuses: ['4xx'] })).toEqual(['other', 'post']);
    expect(await ids({ statuses: ['404', '200'] })).toEqual(['other', 'get']);
    expect(await ids({ methods: ['POST'] })).toEqual(['post']);
    expect(await ids({ text: '100%_X' })).toEqual(['other']);
    expect(await ids({ text: '%' })).toEqual(['other']);
    expect(await ids({ resourceId: 'u-1' })).toEqual(['post']);
    expect((await log.byRequestId(1, 'post'))?.detail).toMatchObject({ ...detail, requestBody: expect.any(String) });
    expect(await log.byRequestId(1, 'foreign')).toBeNull();
    const [newest] = await log.list({ tenantNo: 1, limit: 1 });
    expect(await ids({ before: newest?.no })).toEqual(['post', 'get']);
    expect(await ids({ after: (newest?.no ?? 0) - 2, limit: 1 })).toEqual(['post']);
    expect(await log.state()).toMatchObject({ records: 4, dropped: 0 });
  });

  test('a read, of which no more than its path is kept, is found by the resource that it read', async () => {
    await using where = await place(kind);
    await using log = await openRequestLog(where, forever);
    const id = randomUUID();
    log.push(record({ requestId: 'read', path: `/api/v1/scim/Users/${id}?attributes=title` }));
    log.push(record({ requestId: 'list', path: '/api/v1/scim/Users?count=1' }));
    await log.flush();
    const found = await log.list({ tenantNo: 1, resourceId: id, limit: 10 });
    expect(found.map(({ requestId }) => requestId)).toEqual(['read']);
  });

  test('a resource’s requests are found however far they lie apart, also those of a log that was kept differently', async () => {
    await using where = await place(kind);
    const id = randomUUID();
    const about = (requestId: string, of = id) => record({ requestId, path: `/api/v1/scim/Users/${of}` });
    const fill = async (log: RequestLog, requests: number) => {
      for (let at = 0; at < requests; at++) log.push(about('other', randomUUID()));
      await log.flush();
    };
    const found = async (log: RequestLog, query: Partial<RequestLogQuery> = {}) =>
      (await log.list({ tenantNo: 1, resourceId: id, limit: 10, ...query })).map(({ requestId }) => requestId);
    {
      await using log = await openRequestLog(where, forever);
      log.push(about('first'));
      await fill(log, 9_000);
      log.push(about('second'));
      await log.flush();
      await meddle(where, 'drop index request_by_subject');
      await meddle(where, 'create index request_by_resource on request (resource_id, no)');
    }
    await using log = await openRequestLog(where, forever);
    await fill(log, 100);
    log.push(about('third'));
    await log.flush();
    expect(await found(log)).toEqual(['third', 'second', 'first']);
    expect(await found(log, { limit: 2 })).toEqual(['third', 'second']);
    expect(await found(log, { after: 0 })).toEqual(['first', 'second', 'third']);
    expect(await found(log, { tenantNo: 2 })).toEqual([]);
    expect(await found(log, { resourceId: `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}` })).toEqual([]);
  });

  test('counts requests and errors over time', async () => {
    await using where = await place(kind);
    await using log = await openRequestLog(where, forever);
    for (const [minute, status] of [
      [0, 200],
      [0, 500],
      [1, 200],
      [7, 401],
    ] as const)
      log.push(record({ time: start + minute * 60_000 + 5, status }));
    await log.flush();
    log.push(record({ time: start + 6 }));
    await log.flush();
    const span = { tenantNo: 1, from: start, to: start + 3_600_000, stepMs: 300_000 };
    expect(await log.counts(span)).toEqual([
      { time: start, requests: 4, errors: 1 },
      { time: start + 300_000, requests: 1, errors: 1 },
    ]);
    expect(await log.counts({ ...span, integrationNos: [2] })).toEqual([]);
  });

  test('a follower gets each record once, also those of another server', async () => {
    await using where = await place(kind);
    await using log = await openRequestLog(where, forever);
    await using other = await openRequestLog(where, forever);
    log.push(record({ requestId: 'before' }));
    await log.flush();
    const seen: LoggedRequest[] = [];
    const stop = await log.subscribe((batch) => seen.push(...batch));
    const ids = () => seen.map(({ requestId }) => requestId).toSorted();
    log.push(record({ requestId: 'here' }));
    await log.flush();
    other.push(record({ requestId: 'there' }));
    await other.flush();
    await expect.poll(ids).toEqual(['here', 'there']);
    log.push(record({ requestId: 'later' }));
    await log.flush();
    await expect.poll(ids).toEqual(['here', 'later', 'there']);
    stop();
  });

  test('forgets what is too old and the oldest of what is too much', async () => {
    await using where = await place(kind);
    const log = await openRequestLog(where, { maxDays: 30, maxBytes: 10_000 });
    log.push(record({ requestId: 'old', time: start - 40 * 86_400_000 }));
    for (let i = 0; i < 100; i++) log.push(record({ requestId: `n${i}`, time: start + i, detail: null }));
    await log.flush();
    const { prune } = log as unknown as { prune(now: number): Promise<void> };
    await prune.call(log, start);
    const left = await log.list({ tenantNo: 1, limit: 1000 });
    expect(left.length).toBeGreaterThan(10);
    expect(left.length).toBeLessThan(80);
    expect(left[0]?.requestId).toBe('n99');
    expect((await log.state()).bytes).toBeLessThanOrEqual(10_000);
    await log[Symbol.asyncDispose]();
  });

  test('each tenant keeps what it chose, counted by itself; another choice counts at the next clean-up', async () => {
    await using where = await place(kind);
    const chosen = new Map([[2, { maxDays: 7, maxBytes: 1 << 30 }]]);
    await using log = await openRequestLog(where, { ...forever, choices: async () => chosen });
    const dayMs = 86_400_000;
    const now = Date.now();
    for (const tenantNo of [1, 2]) {
      for (const days of [9, 6, 3, 1])
        log.push(record({ requestId: `${tenantNo}-${days}`, tenantNo, time: now - days * dayMs }));
    }
    await log.flush();
    const left = async (tenantNo: number) =>
      (await log.list({ tenantNo, limit: 10 })).map(({ requestId }) => requestId);
    await log.prune();
    expect(await left(1)).toEqual(['1-1', '1-3', '1-6', '1-9']);
    expect(await left(2)).toEqual(['2-1', '2-3', '2-6']);
    const { bytes } = await log.state(2);
    expect(await log.state(2)).toMatchObject({ records: 3, oldest: now - 6 * dayMs });
    chosen.set(2, { maxDays: 7, maxBytes: bytes - 1 });
    await log.prune();
    expect(await left(2)).toEqual(['2-1', '2-3']);
    expect(await log.state(1)).toMatchObject({ records: 4, oldest: now - 9 * dayMs });
    expect((await log.state()).records).toBe(6);
  });

  test('what is too much at once is counted', async () => {
    await using where = await place(kind);
    await using log = await openRequestLog(where, forever);
    for (let i = 0; i < 20_010; i++) log.push(record());
    expect((await log.state()).dropped).toBe(10);
    await log.flush();
    expect((await log.state()).records).toBe(20_000);
  });

  test('what could not be written is counted and told, and what comes later is kept', async () => {
    await using where = await place(kind);
    const errors: unknown[] = [];
    await using log = await openRequestLog(where, { ...forever, onError: (error) => errors.push(error) });
    log.push(record());
    await log.flush();
    await meddle(where, 'alter table request rename to request_away');
    log.push(record());
    log.push(record());
    await log.flush();
    expect(await log.state().catch(() => null)).toBeNull();
    expect(errors).toHaveLength(1);
    await meddle(where, 'alter table request_away rename to request');
    log.push(record({ requestId: 'later' }));
    await log.flush();
    expect(await log.state()).toMatchObject({ records: 2, dropped: 2 });
    expect((await log.byRequestId(1, 'later'))?.status).toBe(200);
  });

  test('closing writes what is left', async () => {
    await using where = await place(kind);
    {
      await using log = await openRequestLog(where, forever);
      log.push(record({ requestId: 'last' }));
    }
    await using again = await openRequestLog(where, forever);
    expect(await again.byRequestId(1, 'last')).not.toBeNull();
  });

  test('a record whose details can’t be told is kept without them, and so are the others', async () => {
    await using where = await place(kind);
    const errors: unknown[] = [];
    await using log = await openRequestLog(where, { ...forever, onError: (error) => errors.push(error) });
    const detail = () => {
      throw new Error('bad detail');
    };
    log.push(record({ requestId: 'one' }));
    log.push(record({ requestId: 'bad', detail }));
    log.push(record({ requestId: 'three' }));
    await log.flush();
    const kept = await log.list({ tenantNo: 1, limit: 10 });
    expect(kept.map(({ requestId, detail: kept }) => [requestId, kept])).toEqual([
      ['three', null],
      ['bad', null],
      ['one', null],
    ]);
    expect(errors).toHaveLength(1);
    expect((await log.state()).dropped).toBe(0);
  });
});

test('a resource’s requests are looked up in an index', () => {
  const db = new DatabaseSync(':memory:');
  for (const statement of requestLogTables('integer primary key autoincrement')) db.exec(statement);
  const { text } = listSql({ tenantNo: 1, resourceId: 'x', limit: 1 }, 'request_id', () => '');
  const plan = db
    .prepare(`explain query plan ${text}`)
    .all()
    .map(({ detail }) => String(detail));
  expect(plan.filter((step) => step.includes(' request'))).toEqual([
    'SEARCH request',
    'SEARCH request',
    expect.stringMatching(/^SEARCH request USING INDEX request_by_subject \(<expr>=\? AND <expr>=\?\)/),
  ]);
});

describe('the request log on a PostgreSQL that is restarted', () => {
  test('loses what was on its way, says how much, and goes on', { timeout: 60_000 }, async () => {
    await using where = await place('PostgreSQL');
    await using log = await openRequestLog(where, forever);
    log.push(record());
    await log.flush();
    const client = new pg.Client(where.url ?? '');
    await client.connect();
    await client.query('begin; lock table rollcall_log.request in exclusive mode');
    log.push(record());
    const written = log.flush();
    const waiting = `from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect
      .poll(async () => Number((await client.query(`select count(*) as n ${waiting}`)).rows[0]?.n), { timeout: 20_000 })
      .toBe(1);
    await client.query(`select pg_terminate_backend(pid) ${waiting}`);
    await written;
    await client.query('rollback');
    await client.end();
    log.push(record({ requestId: 'after' }));
    await log.flush();
    expect(await log.byRequestId(1, 'after')).not.toBeNull();
    expect(await log.state()).toMatchObject({ records: 2, dropped: 1 });
  });
});
