import type { PersonMore } from '../../ports/product-directory.ts';
import type { EvaluationFacts, KeptResult, Result, ResultStore, Rollup } from '../../ports/product-results.ts';
import type { Database, SqlReader, SqlValue, SqlWriter } from '../database.ts';
import { chunks, inList } from '../in-lists.ts';
import { Insertion } from '../insertion.ts';
import { takeNumbers } from './counters.ts';
import { type FactRow, factColumnNames, factsOf } from './device-rows.ts';
import { Outcomes } from './outcomes.ts';

/** Small reads are quicker where they are asked; wide ones must not hold the main thread up. */
const SMALL = 50;
const LIST = 1_000;

export function openResults(db: Database, tenantNo: number): ResultStore {
  const outcomes = new Outcomes(tenantNo);
  const readerFor = (size: number): SqlReader => (size <= SMALL ? db.read : db.scan);
  return {
    async dirty(limit, afterMark) {
      const rows = await db.read.all<DirtyRow>(
        'select device_no, mark, cause, caused from device_dirty where tenant_no = ? and mark > ? order by device_no limit ?',
        [tenantNo, afterMark, limit],
      );
      return rows.map((row) => ({ deviceNo: row.device_no, mark: row.mark, cause: row.cause, at: row.caused }));
    },
    async lastMark() {
      const [row] = await db.read.all<{ value: number }>(
        "select value from product_counter where tenant_no = ? and name = 'mark'",
        [tenantNo],
      );
      return row?.value ?? 0;
    },
    async isDirty(deviceNo) {
      const rows = await db.read.all('select mark from device_dirty where tenant_no = ? and device_no = ?', [
        tenantNo,
        deviceNo,
      ]);
      return rows.length > 0;
    },
    async facts(nos) {
      const found: EvaluationFacts[] = [];
      for (const chunk of chunks(nos, LIST)) {
        const list = inList(chunk);
        const where = `d.tenant_no = ? and d.no in ${list.sql}`;
        found.push(...(await selectFacts(readerFor(nos.length), where, [tenantNo, ...list.params])));
      }
      return found;
    },
    factsAfter: (no, limit, blueprintNo) =>
      blueprintNo === null
        ? selectFacts(db.scan, 'd.tenant_no = ? and d.no > ? order by d.no limit ?', [tenantNo, no, limit])
        : selectFacts(db.scan, 'd.tenant_no = ? and d.blueprint_no = ? and d.no > ? order by d.no limit ?', [
            tenantNo,
            blueprintNo,
            no,
            limit,
          ]),
    async memberships(integrationNo, groupOrds, personOrds) {
      const found: { groupOrd: number; personOrd: number }[] = [];
      if (groupOrds.length === 0) return found;
      const groups = inList(groupOrds);
      for (const chunk of chunks(personOrds, LIST)) {
        const people = inList(chunk);
        const rows = await readerFor(chunk.length).all<{ group_ord: number; member_ord: number }>(
          `select group_ord, member_ord from member
           where integration_no = ? and member_ord in ${people.sql} and group_ord in ${groups.sql}`,
          [integrationNo, ...people.params, ...groups.params],
        );
        for (const row of rows) found.push({ groupOrd: row.group_ord, personOrd: row.member_ord });
      }
      return found;
    },
    async results(nos) {
      const found: KeptResult[] = [];
      for (const chunk of chunks(nos, LIST)) {
        const list = inList(chunk);
        const params = [tenantNo, ...list.params];
        found.push(...(await selectResults(readerFor(nos.length), outcomes, `device_no in ${list.sql}`, params)));
      }
      return found;
    },
    since: (seq, limit) => selectResults(db.read, outcomes, 'seq > ? order by seq limit ?', [tenantNo, seq, limit]),
    settle: async (done) => {
      await db.write('product', (tx) => settle(tx, tenantNo, outcomes, done));
    },
  };
}

type Done = Parameters<ResultStore['settle']>[0];

/**
 * Only what was still dirty by these marks is kept: an engine that was held up, and whose place another has taken meanwhile, must
 * not write what it read before over what the other has found since.
 */
async function settle(tx: SqlWriter, tenantNo: number, outcomes: Outcomes, done: Done): Promise<void> {
  const settled = new Set<number>();
  for (const chunk of chunks(done.deviceNos, LIST)) {
    const list = inList(chunk);
    const rows = await tx.all<{ device_no: number }>(
      `delete from device_dirty where tenant_no = ? and device_no in ${list.sql} and mark <= ? returning device_no`,
      [tenantNo, ...list.params, done.mark],
    );
    for (const row of rows) settled.add(row.device_no);
  }
  const now = new Date().toISOString();
  const changed = done.changed.filter(({ deviceNo }) => settled.has(deviceNo));
  await keepResults(tx, tenantNo, outcomes, changed, now);
  for (const rollup of done.rollupsOf(changed)) await addRollup(tx, tenantNo, rollup, now);
}

const RESULT = new Insertion(
  'device_result',
  ['tenant_no', 'device_no', 'device_id', 'blueprint_no', 'outcome_no', 'removed', 'seq', 'changed'],
  `on conflict (tenant_no, device_no) do update set blueprint_no = excluded.blueprint_no, outcome_no = excluded.outcome_no,
   removed = excluded.removed, seq = excluded.seq, changed = excluded.changed`,
);

async function keepResults(
  tx: SqlWriter,
  tenantNo: number,
  outcomes: Outcomes,
  changed: readonly Result[],
  now: string,
): Promise<void> {
  if (changed.length === 0) return;
  const outcomeNo = await outcomes.numbers(
    tx,
    changed.map((result) => result.items),
  );
  const first = await takeNumbers(tx, tenantNo, 'result', changed.length);
  await tx.insert(
    RESULT,
    changed.map((r, i) => [
      tenantNo,
      r.deviceNo,
      r.deviceId,
      r.blueprintNo,
      outcomeNo(r.items),
      r.removed ? 1 : 0,
      first + i,
      now,
    ]),
  );
}

type DirtyRow = { readonly device_no: number; readonly mark: number; readonly cause: string; readonly caused: string };

type FactsRow = FactRow & {
  readonly user_id: string | null;
  readonly user_deleted: string | null;
  readonly department: string | null;
  readonly job_title: string | null;
  readonly more: string | null;
};

async function selectFacts(
  reader: SqlReader,
  where: string,
  params: readonly SqlValue[],
): Promise<readonly EvaluationFacts[]> {
  const rows = await reader.all<FactsRow>(
    `select ${factColumnNames}, p.id as user_id, p.deleted as user_deleted, p.department, p.job_title, p.more
     from device d left join person p on p.integration_no = d.user_integration_no and p.ord = d.user_ord where ${where}`,
    params,
  );
  return rows.map((row) => ({
    ...factsOf(row),
    no: row.no,
    id: row.id,
    blueprintNo: row.blueprint_no,
    user: userOf(row),
  }));
}

const nothingMore: PersonMore = {
  employeeNumber: null,
  costCenter: null,
  organization: null,
  division: null,
  manager: null,
};
const nothingText = JSON.stringify(nothingMore);
const MAX_MORE = 5_000;
const mores = new Map<string, PersonMore>([[nothingText, nothingMore]]);

/** Written by the directory model only. Parsed once for many evaluations. */
function moreIn(text: string): PersonMore {
  const known = mores.get(text);
  if (known) return known;
  const more: PersonMore = JSON.parse(text);
  if (mores.size < MAX_MORE) mores.set(text, more);
  return more;
}

function userOf(row: FactsRow): EvaluationFacts['user'] {
  if (row.user_id === null || row.user_integration_no === null || row.user_ord === null || row.more === null)
    return null;
  return {
    id: row.user_id,
    integrationNo: row.user_integration_no,
    ord: row.user_ord,
    deleted: row.user_deleted !== null,
    department: row.department,
    jobTitle: row.job_title,
    more: moreIn(row.more),
  };
}

type ResultRow = {
  readonly device_no: number;
  readonly device_id: string;
  readonly blueprint_no: number | null;
  readonly outcome_no: number;
  readonly removed: number;
  readonly seq: number;
  readonly changed: string;
};

async function selectResults(
  reader: SqlReader,
  outcomes: Outcomes,
  where: string,
  params: readonly SqlValue[],
): Promise<readonly KeptResult[]> {
  const rows = await reader.all<ResultRow>(
    `select device_no, device_id, blueprint_no, outcome_no, removed, seq, changed from device_result where tenant_no = ? and ${where}`,
    params,
  );
  const textOf = await outcomes.texts(
    reader,
    rows.map((row) => row.outcome_no),
  );
  return rows.map((row) => ({
    deviceNo: row.device_no,
    deviceId: row.device_id,
    blueprintNo: row.blueprint_no,
    items: textOf(row.outcome_no),
    removed: row.removed === 1,
    seq: row.seq,
    changed: row.changed,
  }));
}

interface RollupDetail {
  readonly devices: number;
  readonly added: Readonly<Record<string, number>>;
  readonly removed: Readonly<Record<string, number>>;
  /** From the cause to the last of its results. */
  readonly tookMs: number;
}

const sum = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> => {
  const total: Record<string, number> = { ...a };
  for (const [key, count] of Object.entries(b)) total[key] = (total[key] ?? 0) + count;
  return total;
};

/** Many parts of one change become one entry of the activity. */
async function addRollup(tx: SqlWriter, tenantNo: number, rollup: Rollup, now: string): Promise<void> {
  const { cause, blueprintNo } = rollup;
  const [known] = await tx.all<{ no: number; detail: string }>(
    `select no, detail from blueprint_activity where tenant_no = ? and cause = ? and blueprint_no = ? and kind = 'evaluated'`,
    [tenantNo, cause.cause, blueprintNo],
  );
  // Written here only.
  const before: RollupDetail = known ? JSON.parse(known.detail) : { devices: 0, added: {}, removed: {}, tookMs: 0 };
  const detail: RollupDetail = {
    devices: before.devices + rollup.devices,
    added: sum(before.added, rollup.added),
    removed: sum(before.removed, rollup.removed),
    tookMs: Math.max(0, Date.parse(now) - Date.parse(cause.at)),
  };
  if (known) {
    await tx.run('update blueprint_activity set detail = ? where tenant_no = ? and no = ?', [
      JSON.stringify(detail),
      tenantNo,
      known.no,
    ]);
    return;
  }
  const no = await takeNumbers(tx, tenantNo, 'activity', 1);
  await tx.run(
    `insert into blueprint_activity (tenant_no, no, blueprint_no, at, kind, cause, actor, detail)
     values (?, ?, ?, ?, 'evaluated', ?, '', ?)`,
    [tenantNo, no, blueprintNo, cause.at, cause.cause, JSON.stringify(detail)],
  );
}
