import { randomUUID } from 'node:crypto';
import type { SetupLink, SetupLinkKind, SetupLinkStore } from '../../ports/control.ts';
import type { Database, SqlReader, SqlRow } from '../database.ts';
import { findTenant } from './tenants.ts';

interface LinkRow extends SqlRow {
  readonly id: string;
  readonly kind: SetupLinkKind;
  readonly tenant_id: string;
  readonly email: string | null;
  readonly role: string | null;
  readonly created_by: string;
  readonly created: string;
  readonly expires: string;
  readonly used: string | null;
}

const selectLink = `select l.id, l.kind, t.id as tenant_id, l.email, l.role, l.created_by, l.created, l.expires, l.used
  from setup_link l join tenant t on t.no = l.tenant_no`;

const linkOf = (row: LinkRow): SetupLink => ({
  id: row.id,
  kind: row.kind,
  tenantId: row.tenant_id,
  email: row.email,
  role: row.role,
  createdBy: row.created_by,
  created: row.created,
  expires: row.expires,
  used: row.used,
});

async function findLink(sql: SqlReader, column: 'hash' | 'id', value: string): Promise<SetupLink | null> {
  const [row] = await sql.all<LinkRow>(`${selectLink} where l.${column} = ?`, [value]);
  return row ? linkOf(row) : null;
}

export function setupLinkStore(db: Database): SetupLinkStore {
  return {
    create: (link) =>
      db.write('control', async (tx) => {
        const tenant = await findTenant(tx, 'id', link.tenantId);
        if (!tenant) throw new Error(`there is no tenant ${link.tenantId}`);
        const id = randomUUID();
        const created = new Date().toISOString();
        await tx.run(
          `insert into setup_link (id, hash, kind, tenant_no, email, role, created_by, created, expires)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [id, link.hash, link.kind, tenant.no, link.email, link.role, link.createdBy, created, link.expires],
        );
        const { kind, tenantId, email, role, createdBy, expires } = link;
        return { id, kind, tenantId, email, role, createdBy, created, expires, used: null };
      }),
    byHash: (hash) => findLink(db.read, 'hash', hash),
    redeem: (hash, now) =>
      db.write('control', async (tx) => {
        const changed = await tx.run('update setup_link set used = ? where hash = ? and used is null and expires > ?', [
          now,
          hash,
          now,
        ]);
        return changed === 1 ? findLink(tx, 'hash', hash) : null;
      }),
    async list(tenantId) {
      const where = 'where t.id = ? order by l.created desc, l.id';
      return (await db.read.all<LinkRow>(`${selectLink} ${where}`, [tenantId])).map(linkOf);
    },
    revoke: (id) =>
      db.write('control', async (tx) => {
        await tx.run('delete from setup_link where id = ? and used is null', [id]);
      }),
  };
}
