/** How fast blueprints are evaluated, and what a large push costs the SCIM answers beside it. */
import {
  type AssignmentMap,
  type AssignmentNode,
  compile,
  type Item,
  noDevice,
  type Rule,
  rootId,
} from '@rollcall/blueprint';
import { type Database, openDatabase, openProductStore, type ProductStore } from '@rollcall/store';
import type { Outcome } from './load/generator.ts';
import { Load } from './load/load.ts';
import type { Target } from './load/work.ts';
import { type Row, rate, type Section, table } from './section.ts';
import { type Seeded, seedSqlite } from './seed.ts';
import { startRollcall } from './subjects/start.ts';

const NODES = 50;
/** The evaluation of 10,000 devices takes most of it, so that what it costs is not spread over a quiet time. */
const WINDOW_MS = 2_500;
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const group = { integrationId: 'i', groupId: 'g', name: 'Everyone' };

/** All Devices and 49 conditions in blocks of seven, half of them on a group, half on a department. */
function mapOf(items: readonly string[], everyone: typeof group): AssignmentMap {
  const rule = (i: number): Rule =>
    i % 2 === 0
      ? { input: 'department', operator: 'isOneOf', values: [`Department ${i}`, i === 2 ? 'Engineering' : `D${i}`] }
      : { input: 'userGroup', operator: 'is', groups: [everyone] };
  const nodes = Array.from(
    { length: NODES - 1 },
    (_, i): AssignmentNode => ({
      id: `n${i}`,
      kind: i % 7 === 0 ? 'if' : 'elseIf',
      label: `n${i}`,
      rules: [rule(i), ...(i % 3 === 0 ? [{ input: 'deviceFamily', operator: 'is', values: ['mac'] } as const] : [])],
      items: [items[(i + 1) % items.length] ?? ''],
      blocks: [],
    }),
  );
  const blocks = Array.from({ length: 7 }, (_, b) => ({
    id: `b${b}`,
    label: '',
    nodes: nodes.slice(b * 7, b * 7 + 7).map((node) => node.id),
  }));
  const first: AssignmentNode = {
    id: rootId,
    kind: 'all',
    label: 'All Devices',
    rules: [],
    items: items.slice(0, 1),
    blocks: blocks.map((block) => block.id),
  };
  return { nodes: [first, ...nodes], blocks };
}

function pureEvaluation(devices: number): number {
  const items = Array.from(
    { length: 20 },
    (_, i): Item => ({
      id: `item${i}`,
      name: `Item ${i}`,
      platforms: i % 3 === 0 ? ['mac'] : [],
      active: true,
      conflictKey: null,
    }),
  );
  const map = mapOf(
    items.map((item) => item.id),
    group,
  );
  const none = {
    jobTitle: null,
    employeeNumber: null,
    costCenter: null,
    organization: null,
    division: null,
    manager: null,
  };
  const before = performance.now();
  const compiled = compile(map, items, new Set());
  let given = 0;
  for (let i = 0; i < devices; i++)
    given += compiled.run({
      device: { ...noDevice(`d${i}`), family: i % 2 === 0 ? 'mac' : 'windows' },
      user: { id: `u${i}`, department: `Department ${i % 60}`, ...none },
      groups: i % 10 === 0 ? [group] : [],
    }).items.length;
  if (given < devices) throw new Error('nothing was evaluated');
  return performance.now() - before;
}

interface Prepared {
  readonly store: ProductStore;
  readonly blueprintId: string;
  /** Named by the rules, and not named. */
  readonly everyone: string;
  readonly unnamed: string;
}

/** A device for each person, in a blueprint that asks for a group without members yet. */
async function prepare(db: Database, seeded: Seeded, target: Target): Promise<Prepared> {
  const store = openProductStore(db, 1);
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
  const everyone = await create(target, '/Groups', { schemas, displayName: 'Everyone' });
  const unnamed = await create(target, '/Groups', { schemas, displayName: 'Unnamed' });
  const [integration] = await db.read.all<{ id: string }>('select id from integration_profile where no = ?', [
    seeded.integrationNo,
  ]);
  const items: string[] = [];
  for (let i = 0; i < 20; i++) {
    const facts = { version: null, description: null, active: true, conflictKey: null, reference: null };
    items.push((await store.library.create({ name: `Item ${i}`, kind: 'app', platforms: [], ...facts })).id);
  }
  const map = mapOf(items, { integrationId: integration?.id ?? '', groupId: everyone, name: 'Everyone' });
  const first = { map: JSON.stringify(map), vanished: [], changes: '[]', actor: 'bench', note: '' };
  const made = await store.blueprints.create('Bench', '', first);
  if (!made.ok) throw new Error(made.error.kind);
  await until(() => db.read.all('select 1 from person_group where id = ?', [everyone]), 20);
  await until(async () => ((await store.people.counts({})).all >= seeded.count ? [1] : []), 100);
  const facts = { serialNumber: null, assetTag: null, model: null, osVersion: null, chipType: null };
  const more = { supervised: null, enrollmentType: null, fileVault: null, tags: [] };
  for (let at = 0; at < seeded.userIds.length; at += 200)
    await Promise.all(
      seeded.userIds.slice(at, at + 200).map((id, i) =>
        store.devices.create(
          {
            facts: { name: `Device ${at + i}`, family: 'mac', ...facts, ...more },
            owner: { kind: 'person', id },
            blueprintId: made.value.id,
          },
          { cause: 'bench', at: new Date().toISOString() },
        ),
      ),
    );
  await settled(db);
  return { store, blueprintId: made.value.id, everyone, unnamed };
}

/** Looking without a pause is exact, but takes a core from what is measured. */
async function until(look: () => Promise<readonly unknown[]>, pauseMs: number): Promise<void> {
  for (const deadline = performance.now() + 120_000; performance.now() < deadline; ) {
    if ((await look()).length > 0) return;
    await (pauseMs === 0 ? new Promise((resolve) => setImmediate(resolve)) : pause(pauseMs));
  }
  throw new Error('it did not happen in two minutes');
}

const settled = (db: Database) =>
  until(async () => {
    const [row] = await db.read.all<{ n: number }>('select count(*) as n from device_dirty');
    return row?.n === 0 ? [1] : [];
  }, 100);

const lastSeq = async (db: Database): Promise<number> => {
  const [row] = await db.read.all<{ seq: number | null }>(
    'select max(seq) as seq from device_result where tenant_no = 1',
  );
  return row?.seq ?? 0;
};

async function send(target: Target, method: string, path: string, body: unknown): Promise<Response> {
  const answer = await fetch(`http://127.0.0.1:${target.port}${target.base}${path}`, {
    method,
    headers: { authorization: `Bearer ${target.token}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer;
}

async function create(target: Target, path: string, body: unknown): Promise<string> {
  const made: unknown = await (await send(target, 'POST', path, body)).json();
  if (typeof made === 'object' && made !== null && 'id' in made && typeof made.id === 'string') return made.id;
  throw new Error('no id');
}

/** From the moment the answer is there until the new result is kept, read by another process. */
async function oneChange(db: Database, target: Target, ids: readonly string[], times: number): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const before = await lastSeq(db);
    const department = { [ENTERPRISE]: { department: i % 2 === 0 ? 'Department 4' : 'Department 6' } };
    const operations = [{ op: 'replace', value: department }];
    const id = ids[Math.floor(i / 2) + 10] ?? '';
    await send(target, 'PATCH', `/Users/${id}`, { schemas: [PATCH_OP], Operations: operations });
    const answered = performance.now();
    await until(async () => ((await lastSeq(db)) > before ? [1] : []), 0);
    took.push(performance.now() - answered);
  }
  return took.toSorted((a, b) => a - b);
}

async function change(target: Target, groupId: string, ids: readonly string[], op: 'add' | 'remove') {
  const operation =
    op === 'add' ? { op, path: 'members', value: ids.map((value) => ({ value })) } : { op, path: 'members' };
  await send(target, 'PATCH', `/Groups/${groupId}`, { schemas: [PATCH_OP], Operations: [operation] });
}

async function push(db: Database, target: Target, groupId: string, ids: readonly string[], op: 'add' | 'remove') {
  const before = await lastSeq(db);
  await change(target, groupId, ids, op);
  const answered = performance.now();
  await until(async () => ((await lastSeq(db)) >= before + ids.length ? [1] : []), 20);
  return performance.now() - answered;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
/** The middle half: from the first quartile to the third. */
function middleHalf(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted[sorted.length >> 2] ?? 0, sorted[(3 * sorted.length) >> 2] ?? 0];
}

interface Pair {
  /** The same push to a group that no rule names: what the push itself costs is not the blueprints'. */
  readonly idle: Outcome;
  readonly evaluating: Outcome;
  readonly tookMs: number;
}

/**
 * Reads for a few seconds, and a push of everybody soon after they began: once to a group that rules name, once to one that none
 * does, right after one another, because a machine is not as quick now as in a minute. Every other pair begins with the other.
 */
async function pairs(db: Database, target: Target, prepared: Prepared, ids: readonly string[], count: number) {
  const { everyone, unnamed } = prepared;
  using load = new Load();
  const order = { target, work: { kind: 'get', ids } as const, connections: 8, warmUpMs: 500, durationMs: WINDOW_MS };
  const whilePushed = async <T>(pushed: () => Promise<T>) => {
    const loaded = load.run(order);
    await pause(order.warmUpMs + 100);
    const result = await pushed();
    return { outcome: await loaded, result };
  };
  const idle = async () => {
    const { outcome } = await whilePushed(() => change(target, unnamed, ids, 'add'));
    await change(target, unnamed, ids, 'remove');
    await pause(500);
    return outcome;
  };
  const evaluating = async () => {
    const { outcome, result } = await whilePushed(() => push(db, target, everyone, ids, 'add'));
    await push(db, target, everyone, ids, 'remove');
    await pause(500);
    return { outcome, tookMs: result };
  };
  const measured: Pair[] = [];
  for (let i = 0; i < count; i++) {
    const first = i % 2 === 0 ? await idle() : null;
    const second = await evaluating();
    measured.push({ idle: first ?? (await idle()), evaluating: second.outcome, tookMs: second.tookMs });
  }
  return measured;
}

async function run({ quick }: { readonly quick: boolean }): Promise<string> {
  const count = quick ? 2_000 : 10_000;
  const devices = quick ? 20_000 : 100_000;
  const pure = [1, 2, 3].map(() => pureEvaluation(devices)).toSorted((a, b) => a - b)[1] ?? 0;
  const seeded = await seedSqlite(count, 'blueprint');
  await using rollcall = await startRollcall(seeded.environment);
  const target: Target = { port: rollcall.port, base: '/api/v1/scim', token: seeded.token };
  await using db = await openDatabase({ url: null, dataDir: seeded.dataDir });
  const prepared = await prepare(db, seeded, target);
  const { everyone } = prepared;
  const single = await oneChange(db, target, seeded.userIds, quick ? 20 : 100);
  const quiet: number[] = [];
  for (let i = 0; i < 3; i++) {
    quiet.push(await push(db, target, everyone, seeded.userIds, 'add'));
    quiet.push(await push(db, target, everyone, seeded.userIds, 'remove'));
  }
  const measured = await pairs(db, target, prepared, seeded.userIds, quick ? 2 : 15);
  const slower = measured.map((pair) => 100 * (1 - pair.evaluating.perSecond / pair.idle.perSecond));
  const [least, most] = middleHalf(slower);
  const took = median(measured.map(({ tookMs }) => tookMs));
  const blueprint = await prepared.store.blueprints.get(prepared.blueprintId);
  const of = (which: 'idle' | 'evaluating', what: 'perSecond' | 'p99Ms') =>
    median(measured.map((pair) => pair[which][what]));
  const rows: Row[] = [
    [`${devices.toLocaleString('en-US')} devices × ${NODES} nodes, one core`, `${pure.toFixed(0)} ms`, '< 5,000 ms'],
    [
      'one user’s change: SCIM answer → result kept, median',
      `${(single[Math.floor(single.length / 2)] ?? 0).toFixed(1)} ms`,
      '< 5 ms',
    ],
    ['the same, 95th percentile', `${(single[Math.floor(single.length * 0.95)] ?? 0).toFixed(1)} ms`, ''],
    [
      `group push of ${count.toLocaleString('en-US')} members → all results kept`,
      `${(quiet.toSorted((a, b) => a - b)[3] ?? 0).toFixed(0)} ms`,
      '< 2,000 ms',
    ],
    ['the same while GET runs on 8 connections', `${took.toFixed(0)} ms`, '< 2,000 ms'],
    [
      `GET in ${WINDOW_MS / 1000} s with a push to a group that no rule names → that rules name`,
      `${rate(of('idle', 'perSecond'))} → ${rate(of('evaluating', 'perSecond'))}`,
      '',
    ],
    [
      `slowed by the evaluation: median of ${measured.length} pairs (middle half)`,
      `${median(slower).toFixed(1)} % (${least.toFixed(1)} to ${most.toFixed(1)} %)`,
      '≤ 10 %',
    ],
    ['GET p99', `${of('idle', 'p99Ms').toFixed(2)} → ${of('evaluating', 'p99Ms').toFixed(2)} ms`, ''],
  ];
  return `${blueprint?.devices} devices in one blueprint of ${NODES} nodes, SQLite.\n\n${table(['', 'measured', 'wanted'], rows)}`;
}

export const blueprint: Section = { name: 'blueprint', title: 'Blueprints', run };
