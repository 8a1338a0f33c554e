import { randomUUID } from 'node:crypto';
import { fail, ok } from '@rollcall/scim';
import type { Tenant, TenantStore } from '../../ports/control.ts';
import type { Database, SqlReader, SqlRow } from '../database.ts';
import { moveEpoch } from './epoch.ts';

interface TenantRow extends SqlRow {
  readonly no: number;
  readonly id: string;
  readonly subdomain: string;
  readonly name: string;
  readonly created: string;
  readonly request_log_days: number | null;
  readonly request_log_bytes: number | null;
}

const columns = 'no, id, subdomain, name, created, request_log_days, request_log_bytes';

const tenantOf = (row: TenantRow): Tenant => ({
  no: row.no,
  id: row.id,
  subdomain: row.subdomain,
  name: row.name,
  created: row.created,
  requestLogDays: row.request_log_days,
  requestLogBytes: row.request_log_bytes,
});

export async function findTenant(sql: SqlReader, column: 'id' | 'subdomain', value: string): Promise<Tenant | null> {
  const [row] = await sql.all<TenantRow>(`select ${columns} from tenant where ${column} = ?`, [value]);
  return row ? tenantOf(row) : null;
}

export function tenantStore(db: Database): TenantStore {
  return {
    async list() {
      return (await db.read.all<TenantRow>(`select ${columns} from tenant order by subdomain`)).map(tenantOf);
    },
    byId: (id) => findTenant(db.read, 'id', id),
    bySubdomain: (subdomain) => findTenant(db.read, 'subdomain', subdomain.toLowerCase()),
    create: ({ subdomain, name }) =>
      db.write('control', async (tx) => {
        const folded = subdomain.toLowerCase();
        if (await findTenant(tx, 'subdomain', folded)) return fail({ kind: 'taken', name: folded });
        const [last] = await tx.all<{ no: number }>('select coalesce(max(no), 0) as no from tenant');
        const created = new Date().toISOString();
        const no = (last?.no ?? 0) + 1;
        const kept = { requestLogDays: null, requestLogBytes: null };
        const tenant: Tenant = { no, id: randomUUID(), subdomain: folded, name, created, ...kept };
        await tx.run('insert into tenant (no, id, subdomain, name, created) values (?, ?, ?, ?, ?)', [
          tenant.no,
          tenant.id,
          tenant.subdomain,
          tenant.name,
          tenant.created,
        ]);
        return ok(tenant);
      }),
    update: (id, change) =>
      db.write('control', async (tx) => {
        const current = await findTenant(tx, 'id', id);
        if (!current) return fail({ kind: 'notFound' });
        const subdomain = change.subdomain?.toLowerCase() ?? current.subdomain;
        const holder = await findTenant(tx, 'subdomain', subdomain);
        if (holder && holder.id !== id) return fail({ kind: 'taken', name: subdomain });
        const tenant: Tenant = { ...current, ...change, subdomain };
        await tx.run(
          'update tenant set subdomain = ?, name = ?, request_log_days = ?, request_log_bytes = ? where id = ?',
          [tenant.subdomain, tenant.name, tenant.requestLogDays, tenant.requestLogBytes, id],
        );
        await moveEpoch(tx);
        return ok(tenant);
      }),
  };
}
