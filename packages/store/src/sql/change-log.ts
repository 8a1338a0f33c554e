import type { AttributeChange, ChangeEntry, ChangeLog, DeletedDocument } from '../ports/change-log.ts';
import type { Database } from './database.ts';

type LogRow = {
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly type: string;
  readonly resource_ord: number;
  readonly resource_id: string;
  readonly version: number;
  readonly request_id: string;
  readonly actor_type: string;
  readonly actor_id: string;
  readonly changes: string | null;
};

const COLUMNS = 'seq, at, action, type, resource_ord, resource_id, version, request_id, actor_type, actor_id, changes';
const SINCE = `select ${COLUMNS} from change_log where integration_no = ? and seq > ? order by seq limit ?`;
const OF = `select ${COLUMNS} from change_log where integration_no = ? and resource_id = ? and seq < ?
  order by seq desc limit ?`;
const DOCUMENT = `select document from change_log where integration_no = ? and resource_id = ? and action = 'delete'`;

export function openChangeLog(db: Database, integrationNo: number): ChangeLog {
  return {
    async last() {
      const rows = await db.read.all<{ seq: number }>('select seq from integration where no = ?', [integrationNo]);
      return rows[0]?.seq ?? 0;
    },
    async since(seq, limit) {
      return (await db.read.all<LogRow>(SINCE, [integrationNo, seq, limit])).map(toEntry);
    },
    async of(resourceId, { before, limit }) {
      const params = [integrationNo, resourceId, before ?? Number.MAX_SAFE_INTEGER, limit];
      const entries = (await db.read.all<LogRow>(OF, params)).map(toEntry);
      return { entries, next: entries.length < limit ? null : (entries.at(-1)?.seq ?? null) };
    },
    async deletedDocument(resourceId) {
      const rows = await db.read.all<{ document: string | null }>(DOCUMENT, [integrationNo, resourceId]);
      const document = rows[0]?.document ?? null;
      return document === null ? null : (JSON.parse(document) as DeletedDocument);
    },
  };
}

const toEntry = (row: LogRow): ChangeEntry => ({
  seq: row.seq,
  at: row.at,
  action: row.action === 'create' || row.action === 'delete' ? row.action : 'update',
  resourceType: row.type,
  resourceId: row.resource_id,
  resourceOrd: row.resource_ord,
  version: row.version,
  origin: { requestId: row.request_id, actorType: row.actor_type, actorId: row.actor_id },
  changes: row.changes === null ? [] : (JSON.parse(row.changes) as AttributeChange[]),
});
