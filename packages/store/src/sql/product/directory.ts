import type {
  Applied,
  Cause,
  DirectoryBatch,
  DirectoryModel,
  PersonDraft,
  PersonField,
  PersonMore,
  Reach,
} from '../../ports/product-directory.ts';
import type { Database, SqlReader, SqlValue, SqlWriter } from '../database.ts';
import { chunks, inList } from '../in-lists.ts';
import { Insertion } from '../insertion.ts';
import { takeNumbers } from './counters.ts';
import { anyGroup, readChanges, readCheckpoint, readResources, selectResources } from './directory-reads.ts';
import { devicesOf, linkWaiting, markBlueprint, markDevices, markOwned, ownedBy } from './dirty.ts';
import { keyOf, searchOf } from './keys.ts';
import { holdersOf } from './membership.ts';

/** Small reads are quicker where they are asked; wide ones must not hold the main thread up. */
const SMALL = 50;
const CHUNK = 500;

export interface Scope {
  readonly tenantNo: number;
  readonly integrationNo: number;
}

export function openDirectoryModel(db: Database, scope: Scope): DirectoryModel {
  const { integrationNo } = scope;
  return {
    checkpoint: () => readCheckpoint(db.read, integrationNo),
    changes: (after, limit) => readChanges(db.read, integrationNo, after, limit),
    resources: (ords) => readResources(db.read, integrationNo, ords),
    resourcesAfter: (ord, limit) =>
      selectResources(db.scan, 'r.ord > ? order by r.ord limit ?', [integrationNo, ord, limit]),
    apply: (batch, reach) => db.write('product', (tx) => apply(tx, scope, batch, reach)),
    markPeople: (ids, blueprints, cause, reach) => markPeople(db, scope, { ids, blueprints, cause, reach }),
    markBlueprints: (blueprints, cause, reach) =>
      db.write('product', async (tx) => {
        if ((await readMaps(tx, scope.tenantNo)) !== reach.maps) return 'stale';
        for (const no of blueprints) await markBlueprint(tx, scope.tenantNo, no, cause);
        return 'ok';
      }),
    groupAndHolders: async (ord) => [...new Set([ord, ...(await holdersOf(db.read, integrationNo, [ord]))])],
    anyGroup: (ids) => anyGroup(ids.length > SMALL ? db.scan : db.read, integrationNo, ids),
  };
}

export const readMaps = async (reader: SqlReader, tenantNo: number): Promise<number> => {
  const [row] = await reader.all<{ value: number }>(
    "select value from product_counter where tenant_no = ? and name = 'maps'",
    [tenantNo],
  );
  return row?.value ?? 0;
};

async function apply(tx: SqlWriter, scope: Scope, batch: DirectoryBatch, reach: Reach): Promise<Applied> {
  const { tenantNo, integrationNo } = scope;
  if ((await readMaps(tx, tenantNo)) !== reach.maps) return 'stale';
  if (batch.from !== null && (await readCheckpoint(tx, integrationNo)).seq !== batch.from) return 'stale';
  await applyPeople(tx, scope, batch, reach);
  await applyGonePeople(tx, scope, batch, reach);
  await applyGroups(tx, scope, batch);
  if (batch.advanceTo !== null)
    await tx.run(
      `insert into product_checkpoint (integration_no, seq, sources, gone) values (?, ?, '', 0)
       on conflict (integration_no) do update set seq = excluded.seq, gone = 0`,
      [integrationNo, batch.advanceTo],
    );
  return 'ok';
}

type KnownRow = {
  readonly ord: number;
  readonly department: string | null;
  readonly job_title: string | null;
  readonly more: string;
  readonly deleted: string | null;
};

async function applyPeople(tx: SqlWriter, scope: Scope, batch: DirectoryBatch, reach: Reach): Promise<void> {
  const { tenantNo, integrationNo } = scope;
  for (const chunk of chunks(batch.people, CHUNK)) {
    const ords = inList(chunk.map(({ draft }) => draft.ord));
    const known = await tx.all<KnownRow>(
      `select ord, department, job_title, more, deleted from person where integration_no = ? and ord in ${ords.sql}`,
      [integrationNo, ...ords.params],
    );
    const before = new Map(known.map((row) => [row.ord, row]));
    await tx.insert(
      PERSON,
      chunk.map(({ draft }) => personValues(scope, draft)),
    );
    await linkWaiting(
      tx,
      scope,
      chunk.map(({ draft, cause }) => ({ ord: draft.ord, keys: linkKeys(draft), cause })),
    );
    const touched = chunk.flatMap(({ draft, cause }) => {
      const row = before.get(draft.ord);
      const fields = row ? changedFields(row, draft) : null;
      return fields && fields.size > 0 ? [{ ord: draft.ord, fields, cause }] : [];
    });
    if (touched.length === 0) continue;
    const owned = await devicesOf(
      tx,
      integrationNo,
      touched.map(({ ord }) => ord),
    );
    const dirty = touched.flatMap(({ ord, fields, cause }) => {
      const reading = new Set(reach.reading(fields));
      const own = owned.get(ord) ?? [];
      return own.filter((d) => d.blueprintNo !== null && reading.has(d.blueprintNo)).map((d) => ({ no: d.no, cause }));
    });
    await markDevices(tx, tenantNo, dirty);
  }
}

/** Whoever was archived with the deletion of the user and is back has its groups again: every field may read differently. */
function changedFields(before: KnownRow, now: PersonDraft): ReadonlySet<PersonField> {
  const fields = new Set<PersonField>();
  if (before.department !== now.department || before.deleted !== null) fields.add('department');
  if (before.job_title !== now.jobTitle || before.deleted !== null) fields.add('jobTitle');
  // Written by `personValues` only.
  const more: PersonMore = JSON.parse(before.more);
  for (const field of moreFields) if (more[field] !== now.more[field] || before.deleted !== null) fields.add(field);
  return fields;
}

const moreFields = ['employeeNumber', 'costCenter', 'organization', 'division', 'manager'] as const;

const linkKeys = (draft: PersonDraft): readonly string[] => [
  ...new Set([keyOf(draft.userName), keyOf(draft.email)].filter((key) => key !== '')),
];

const PERSON = new Insertion(
  'person',
  [
    'integration_no',
    'ord',
    'tenant_no',
    'id',
    'user_name',
    'user_key',
    'external_id',
    'name',
    'name_key',
    'email',
    'email_key',
    'department',
    'department_key',
    'job_title',
    'job_title_key',
    'more',
    'active',
    'archived',
    'deleted',
    'device_count',
    'created',
    'updated',
    'search',
  ],
  `on conflict (integration_no, ord) do update set user_name = excluded.user_name, user_key = excluded.user_key,
  external_id = excluded.external_id, name = excluded.name, name_key = excluded.name_key, email = excluded.email,
  email_key = excluded.email_key, department = excluded.department, department_key = excluded.department_key,
  job_title = excluded.job_title, job_title_key = excluded.job_title_key, more = excluded.more, active = excluded.active,
  archived = excluded.archived, deleted = null, updated = excluded.updated, search = excluded.search`,
);

const personValues = ({ tenantNo, integrationNo }: Scope, draft: PersonDraft): readonly SqlValue[] => [
  integrationNo,
  draft.ord,
  tenantNo,
  draft.id,
  draft.userName,
  keyOf(draft.userName),
  draft.externalId,
  draft.name,
  keyOf(draft.name),
  draft.email,
  keyOf(draft.email),
  draft.department,
  keyOf(draft.department),
  draft.jobTitle,
  keyOf(draft.jobTitle),
  JSON.stringify(draft.more),
  draft.active ? 1 : 0,
  draft.active ? 0 : 1,
  null,
  0,
  draft.created,
  draft.updated,
  searchOf(draft.name, draft.email, draft.userName),
];

async function applyGonePeople(
  tx: SqlWriter,
  { tenantNo, integrationNo }: Scope,
  batch: DirectoryBatch,
  _reach: Reach,
): Promise<void> {
  const ords = batch.gonePeople.map(({ ord }) => ord);
  const owned = await devicesOf(tx, integrationNo, ords);
  const dirty = batch.gonePeople.flatMap(({ ord, cause }) => (owned.get(ord) ?? []).map(({ no }) => ({ no, cause })));
  await markDevices(tx, tenantNo, dirty);
  const kept = batch.gonePeople.filter(({ ord }) => owned.has(ord));
  for (const { ord, cause } of kept)
    await tx.run(
      `update person set archived = 1, active = 0, deleted = coalesce(deleted, ?), updated = ?
       where integration_no = ? and ord = ?`,
      [cause.at, cause.at, integrationNo, ord],
    );
  const gone = ords.filter((ord) => !owned.has(ord));
  for (const chunk of chunks(gone, CHUNK)) {
    const list = inList(chunk);
    await tx.run(`delete from person where integration_no = ? and ord in ${list.sql}`, [integrationNo, ...list.params]);
  }
}

const GROUP = new Insertion(
  'person_group',
  ['integration_no', 'ord', 'tenant_no', 'id', 'name', 'name_key', 'member_count', 'updated', 'deleted'],
  `on conflict (integration_no, ord) do update set name = excluded.name, name_key = excluded.name_key,
   member_count = excluded.member_count, updated = excluded.updated, deleted = null`,
);

type KnownGroupRow = { readonly ord: number; readonly name: string; readonly deleted: string | null };

async function applyGroups(tx: SqlWriter, { tenantNo, integrationNo }: Scope, batch: DirectoryBatch): Promise<void> {
  const ords = batch.groups.map((group) => group.ord);
  const before = new Map<number, KnownGroupRow>();
  for (const chunk of chunks(ords, CHUNK)) {
    const list = inList(chunk);
    const rows = await tx.all<KnownGroupRow>(
      `select ord, name, deleted from person_group where integration_no = ? and ord in ${list.sql}`,
      [integrationNo, ...list.params],
    );
    for (const row of rows) before.set(row.ord, row);
  }
  await tx.insert(
    GROUP,
    batch.groups.map((group) => [
      integrationNo,
      group.ord,
      tenantNo,
      group.id,
      group.name,
      keyOf(group.name),
      group.memberCount,
      group.updated,
      null,
    ]),
  );
  let gone = 0;
  for (const { ord, at } of batch.goneGroups)
    gone += await tx.run(
      'update person_group set deleted = ?, member_count = 0 where integration_no = ? and ord = ? and deleted is null',
      [at, integrationNo, ord],
    );
  const renamed = batch.groups.some((group) => {
    const row = before.get(group.ord);
    return !row || row.name !== group.name || row.deleted !== null;
  });
  // Rules that name groups are looked after when this has moved.
  if (renamed || gone > 0) await takeNumbers(tx, tenantNo, 'groups', 1);
}

interface PeopleMark {
  readonly ids: readonly string[];
  readonly blueprints: readonly number[];
  readonly cause: Cause;
  readonly reach: Reach;
}

/**
 * Of many people, the devices are looked up where that holds no request up, before they are marked. A device that is given to one of
 * them in between is marked by that.
 */
async function markPeople(db: Database, scope: Scope, mark: PeopleMark): Promise<Applied> {
  const { ids, blueprints, cause, reach } = mark;
  const looked = ids.length > SMALL && blueprints.length > 0 ? await ownedBy(db.scan, scope, ids, blueprints) : null;
  return db.write('product', async (tx) => {
    if ((await readMaps(tx, scope.tenantNo)) !== reach.maps) return 'stale';
    if (looked)
      await markDevices(
        tx,
        scope.tenantNo,
        looked.map((no) => ({ no, cause })),
      );
    else if (blueprints.length > 0) await markOwned(tx, scope, ids, blueprints, cause);
    return 'ok';
  });
}
