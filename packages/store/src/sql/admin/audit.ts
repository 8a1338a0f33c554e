import { randomUUID } from 'node:crypto';
import type { JsonValue } from '@rollcall/scim';
import type { AuditAction, AuditEvent, AuditQuery, AuditStore } from '../../ports/admin.ts';
import { boundedReader } from '../bounded-reader.ts';
import { findTenant } from '../control/tenants.ts';
import type { Database, SqlRow, SqlValue } from '../database.ts';

interface AuditRow extends SqlRow {
  readonly no: number;
  readonly id: string;
  readonly at: string;
  readonly action: AuditAction;
  readonly actor_type: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly target_type: string;
  readonly target_id: string;
  readonly target_name: string;
  readonly component: string | null;
  readonly before_state: string | null;
  readonly after_state: string | null;
  readonly ip_address: string | null;
  readonly request_id: string | null;
}

/** Written by `JSON.stringify` below only. */
function stateOf(text: string | null): JsonValue | null {
  const state: JsonValue | null = text === null ? null : JSON.parse(text);
  return state;
}
const textOf = (state: JsonValue | null): string | null => (state === null ? null : JSON.stringify(state));

const eventOf = (tenantId: string, row: AuditRow): AuditEvent => ({
  tenantId,
  no: row.no,
  id: row.id,
  at: row.at,
  action: row.action,
  actorType: row.actor_type,
  actorId: row.actor_id,
  actorName: row.actor_name,
  targetType: row.target_type,
  targetId: row.target_id,
  targetName: row.target_name,
  component: row.component,
  before: stateOf(row.before_state),
  after: stateOf(row.after_state),
  ipAddress: row.ip_address,
  requestId: row.request_id,
});

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

function conditions(query: AuditQuery): { readonly sql: string; readonly params: readonly SqlValue[] } {
  const parts: string[] = [];
  const params: SqlValue[] = [];
  const add = (sql: string, ...values: readonly SqlValue[]) => {
    parts.push(` and ${sql}`);
    params.push(...values);
  };
  if (query.fromNo !== undefined) add(query.ascending ? 'a.no > ?' : 'a.no < ?', query.fromNo);
  if (query.id !== undefined) add('a.id = ?', query.id);
  if (query.actions?.length) add(`a.action in (${marks(query.actions)})`, ...query.actions);
  if (query.targetTypes?.length) add(`a.target_type in (${marks(query.targetTypes)})`, ...query.targetTypes);
  if (query.actorId !== undefined) add('a.actor_id = ?', query.actorId);
  if (query.from !== undefined) add('a.at >= ?', query.from);
  if (query.to !== undefined) add('a.at < ?', query.to);
  if (query.search) {
    const part = `%${query.search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    add(
      `(lower(a.actor_name) like ? escape '\\' or lower(a.target_name) like ? escape '\\' or a.target_id = ?)`,
      part,
      part,
      query.search,
    );
  }
  return { sql: parts.join(''), params };
}

export function auditStore(db: Database): AuditStore {
  return {
    record: (event) =>
      db.write('control', async (tx) => {
        const tenant = await findTenant(tx, 'id', event.tenantId);
        if (!tenant) throw new Error(`there is no tenant ${event.tenantId}`);
        const last = 'select coalesce(max(no), 0) as no from audit_event where tenant_no = ?';
        const no = ((await tx.all<{ no: number }>(last, [tenant.no]))[0]?.no ?? 0) + 1;
        await tx.run(
          `insert into audit_event (tenant_no, no, id, at, action, actor_type, actor_id, actor_name, target_type,
             target_id, target_name, component, before_state, after_state, ip_address, request_id)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            tenant.no,
            no,
            randomUUID(),
            new Date().toISOString(),
            event.action,
            event.actorType,
            event.actorId,
            event.actorName,
            event.targetType,
            event.targetId,
            event.targetName,
            event.component,
            textOf(event.before),
            textOf(event.after),
            event.ipAddress,
            event.requestId,
          ],
        );
      }),
    async list(tenantId, query) {
      const tenant = await findTenant(db.read, 'id', tenantId);
      if (!tenant) return [];
      const lists = boundedReader(db, tenant.no);
      const { sql, params } = conditions(query);
      const order = query.ascending ? 'asc' : 'desc';
      const rows = await lists.all<AuditRow>(
        `select a.no, a.id, a.at, a.action, a.actor_type, a.actor_id, a.actor_name, a.target_type,
           a.target_id, a.target_name, a.component, a.before_state, a.after_state, a.ip_address, a.request_id
         from audit_event a where ${lists.inTime('a.no')}a.tenant_no = ?${sql} order by a.no ${order} limit ?`,
        [tenant.no, ...params, query.limit],
      );
      return rows.map((row) => eventOf(tenantId, row));
    },
  };
}
