import type { AdminHistory, DirectoryEvent, Milestone } from '../../ports/admin-directory.ts';
import type { AttributeChange } from '../../ports/change-log.ts';
import { boundedReader } from '../bounded-reader.ts';
import type { Database, SqlReader, SqlRow, SqlValue } from '../database.ts';
import { type GroupRow, groupColumns, groupOf } from '../product/membership.ts';

interface EventRow extends SqlRow {
  readonly integration_no: number;
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly type: string;
  readonly resource_id: string;
  readonly version: number;
  readonly request_id: string;
  readonly actor_type: string;
  readonly actor_id: string;
  readonly changes: string | null;
}

const columns =
  'c.integration_no, c.seq, c.at, c.action, c.type, c.resource_id, c.version, c.request_id, c.actor_type, c.actor_id, c.changes';

/** Written by the change log’s `JSON.stringify` only. */
function changesOf(text: string | null): readonly AttributeChange[] {
  const changes: readonly AttributeChange[] = text === null ? [] : JSON.parse(text);
  return changes;
}

const eventOf = (row: EventRow): DirectoryEvent => ({
  integrationNo: row.integration_no,
  seq: row.seq,
  at: row.at,
  action: row.action === 'create' || row.action === 'delete' ? row.action : 'update',
  type: row.type,
  resourceId: row.resource_id,
  version: row.version,
  requestId: row.request_id,
  actorType: row.actor_type,
  actorId: row.actor_id,
  changes: changesOf(row.changes),
});

/** `changes` is text written by us, so these parts of it are found by LIKE. */
const milestones: Readonly<Record<Milestone, string>> = {
  user: "c.type = 'User' and c.action = 'create'",
  group: "c.type = 'Group' and c.action = 'create'",
  update: `c.type = 'User' and c.action = 'update' and c.changes not like '[{"path":"active",%'`,
  deactivation: `c.type = 'User' and c.action = 'update' and c.changes like '%"path":"active"%"new":false%'`,
};

const owned = 'exists (select 1 from integration_profile i where i.no = c.integration_no and i.tenant_no = ?)';

async function select(sql: SqlReader, tail: string, params: readonly SqlValue[]): Promise<readonly DirectoryEvent[]> {
  return (await sql.all<EventRow>(`select ${columns} from change_log c where ${tail}`, params)).map(eventOf);
}

export function openAdminHistory(db: Database, tenantNo: number): AdminHistory {
  const lists = boundedReader(db, tenantNo);
  return {
    events(integrationNo, { seq, ascending, limit }) {
      const start = seq ?? (ascending ? -1 : Number.MAX_SAFE_INTEGER);
      const tail = `c.integration_no = ? and c.seq ${ascending ? '>' : '<'} ? and ${owned}
        order by c.seq ${ascending ? 'asc' : 'desc'} limit ?`;
      return select(db.read, tail, [integrationNo, start, tenantNo, limit]);
    },
    async of(integrationNo, resourceId, { before, limit }) {
      const tail = `c.integration_no = ? and c.resource_id = ? and c.seq < ? and ${owned} order by c.seq desc limit ?`;
      const start = before ?? Number.MAX_SAFE_INTEGER;
      const found = await select(db.read, tail, [integrationNo, resourceId, start, tenantNo, limit + 1]);
      const events = found.slice(0, limit);
      return { events, next: found.length > limit ? (events.at(-1)?.seq ?? null) : null };
    },
    byRequest(integrationNo, resourceId, requestId) {
      const tail = `c.integration_no = ? and c.resource_id = ? and c.request_id = ? and ${owned} order by c.seq limit 100`;
      return select(db.read, tail, [integrationNo, resourceId, requestId, tenantNo]);
    },
    byRequestAt(integrationNo, requestId, from, to) {
      const tail = `${lists.inTime('c.seq')}c.integration_no = ? and c.at >= ? and c.at <= ? and c.request_id = ? and ${owned} order by c.seq limit 100`;
      return select(lists, tail, [integrationNo, from, to, requestId, tenantNo]);
    },
    async first(integrationNo, kind, after) {
      const tail = `${lists.inTime('c.seq')}c.integration_no = ? and c.seq > ? and ${milestones[kind]} and ${owned} order by c.seq limit 1`;
      return (await select(lists, tail, [integrationNo, after, tenantNo]))[0] ?? null;
    },
    async lastSeq(integrationNo) {
      const rows = await db.read.all<{ seq: number }>('select seq from integration where no = ?', [integrationNo]);
      return rows[0]?.seq ?? 0;
    },
    async recentGroups(integrationNo, limit) {
      const rows = await db.read.all<GroupRow>(
        `select ${groupColumns} from person_group g where g.integration_no = ? and g.tenant_no = ? and g.deleted is null
         order by g.updated desc limit ?`,
        [integrationNo, tenantNo, limit],
      );
      return rows.map(groupOf);
    },
  };
}
