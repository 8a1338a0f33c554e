import { randomUUID } from 'node:crypto';
import { fail, ok } from '@rollcall/scim';
import type { ApiToken, ApiTokenStore, MemberRole } from '../../ports/admin.ts';
import { findTenant } from '../control/tenants.ts';
import type { Database, SqlReader, SqlRow } from '../database.ts';

interface ApiTokenRow extends SqlRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly fingerprint: string;
  readonly created_by: string;
  readonly created: string;
  readonly expires: string | null;
  readonly last_used: string | null;
}

const selectToken = `select a.id, t.id as tenant_id, a.name, a.role, a.fingerprint, a.created_by, a.created, a.expires, a.last_used
  from api_token a join tenant t on t.no = a.tenant_no`;

const tokenOf = (row: ApiTokenRow): ApiToken => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  role: row.role,
  fingerprint: row.fingerprint,
  createdBy: row.created_by,
  created: row.created,
  expires: row.expires,
  lastUsed: row.last_used,
});

async function select(sql: SqlReader, where: string, params: readonly string[]): Promise<readonly ApiToken[]> {
  return (await sql.all<ApiTokenRow>(`${selectToken} ${where}`, params)).map(tokenOf);
}

export function apiTokenStore(db: Database): ApiTokenStore {
  return {
    list: (tenantId) => select(db.read, 'where t.id = ? and a.revoked is null order by a.created, a.id', [tenantId]),
    byHash: async (hash, now) =>
      (
        await select(db.read, 'where a.hash = ? and a.revoked is null and (a.expires is null or a.expires > ?)', [
          hash,
          now,
        ])
      )[0] ?? null,
    create: (tenantId, token) =>
      db.write('control', async (tx) => {
        const tenant = await findTenant(tx, 'id', tenantId);
        if (!tenant) throw new Error(`there is no tenant ${tenantId}`);
        const { hash, fingerprint, name, role, createdBy, expires } = token;
        const id = randomUUID();
        const created = new Date().toISOString();
        await tx.run(
          `insert into api_token (id, tenant_no, hash, name, role, fingerprint, created_by, created, expires)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [id, tenant.no, hash, name, role, fingerprint, createdBy, created, expires],
        );
        return { id, tenantId, name, role, fingerprint, createdBy, created, expires, lastUsed: null };
      }),
    revoke: (tenantId, id) =>
      db.write('control', async (tx) => {
        const [token] = await select(tx, 'where t.id = ? and a.id = ? and a.revoked is null', [tenantId, id]);
        if (!token) return fail({ kind: 'notFound' });
        await tx.run('update api_token set revoked = ? where id = ?', [new Date().toISOString(), id]);
        return ok(token);
      }),
    recordUse: (id, at) =>
      db.write('control', async (tx) => {
        await tx.run('update api_token set last_used = ? where id = ?', [at, id]);
      }),
  };
}
