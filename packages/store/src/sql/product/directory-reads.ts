import type { Checkpoint, DirectoryChange, DirectoryResource } from '../../ports/product-directory.ts';
import type { SqlReader, SqlValue } from '../database.ts';
import { chunks, inList } from '../in-lists.ts';

export async function readCheckpoint(reader: SqlReader, integrationNo: number): Promise<Checkpoint> {
  const [row] = await reader.all<{ seq: number; sources: string; gone: number }>(
    'select seq, sources, gone from product_checkpoint where integration_no = ?',
    [integrationNo],
  );
  return row ? { seq: row.seq, sources: row.sources, gone: row.gone === 1 } : { seq: 0, sources: '', gone: false };
}

type ChangeRow = {
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly type: string;
  readonly resource_ord: number;
  readonly resource_id: string;
  readonly request_id: string;
  readonly changes: string | null;
};

export async function readChanges(
  reader: SqlReader,
  integrationNo: number,
  after: number,
  limit: number,
): Promise<readonly DirectoryChange[]> {
  const rows = await reader.all<ChangeRow>(
    `select seq, at, action, type, resource_ord, resource_id, request_id,
       case when type = 'User' then null else changes end as changes
     from change_log where integration_no = ? and seq > ? order by seq limit ?`,
    [integrationNo, after, limit],
  );
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    action: row.action,
    type: row.type,
    ord: row.resource_ord,
    id: row.resource_id,
    requestId: row.request_id,
    members: row.changes === null ? null : membersIn(JSON.parse(row.changes)),
  }));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const idsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : [];

/** The log says what changed attribute by attribute; membership as `{path: "members", added: [ids], removed: [ids]}`. */
function membersIn(logged: unknown): DirectoryChange['members'] {
  if (!Array.isArray(logged)) return null;
  const entries = logged.filter((entry) => isRecord(entry) && entry.path === 'members');
  if (entries.length === 0) return null;
  return {
    added: entries.flatMap((entry) => idsIn(entry.added)),
    removed: entries.flatMap((entry) => idsIn(entry.removed)),
  };
}

type ResourceRow = {
  readonly ord: number;
  readonly type: string;
  readonly id: string;
  readonly body: string;
  readonly active: number;
  readonly member_count: number;
  readonly created: string;
  readonly modified: string;
};

export async function selectResources(
  reader: SqlReader,
  where: string,
  params: readonly SqlValue[],
): Promise<readonly DirectoryResource[]> {
  const rows = await reader.all<ResourceRow>(
    `select r.ord, r.type, r.id, r.body, r.active, r.member_count, r.created, r.modified from resource r
     where r.integration_no = ? and ${where}`,
    params,
  );
  return rows.map((row) => ({
    ord: row.ord,
    type: row.type,
    id: row.id,
    body: row.body,
    active: row.active !== 0,
    memberCount: row.member_count,
    created: row.created,
    modified: row.modified,
  }));
}

export async function readResources(reader: SqlReader, integrationNo: number, ords: readonly number[]) {
  const found: DirectoryResource[] = [];
  for (const chunk of chunks(ords, 500)) {
    const list = inList(chunk);
    found.push(...(await selectResources(reader, `r.ord in ${list.sql}`, [integrationNo, ...list.params])));
  }
  return found;
}

export async function anyGroup(reader: SqlReader, integrationNo: number, ids: readonly string[]): Promise<boolean> {
  for (const chunk of chunks(ids, 500)) {
    const list = inList(chunk);
    const rows = await reader.all(
      `select id from person_group where id in ${list.sql} and integration_no = ? limit 1`,
      [...list.params, integrationNo],
    );
    if (rows.length > 0) return true;
  }
  return false;
}
