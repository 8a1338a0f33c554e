import { fail, ok } from '@rollcall/scim';
import type { MemberRole, Membership, MembershipStore } from '../../ports/admin.ts';
import { findTenant } from '../control/tenants.ts';
import type { Database, SqlReader, SqlRow } from '../database.ts';

interface MembershipRow extends SqlRow {
  readonly tenant_id: string;
  readonly tenant_no: number;
  readonly user_id: string;
  readonly role: MemberRole;
  readonly joined: string;
}

const selectMembership = `select t.id as tenant_id, m.tenant_no, m.user_id, m.role, m.joined
  from membership m join tenant t on t.no = m.tenant_no`;

const membershipOf = (row: MembershipRow): Membership => ({
  tenantId: row.tenant_id,
  userId: row.user_id,
  role: row.role,
  joined: row.joined,
});

async function find(sql: SqlReader, tenantId: string, userId: string): Promise<MembershipRow | null> {
  const where = 'where t.id = ? and m.user_id = ?';
  return (await sql.all<MembershipRow>(`${selectMembership} ${where}`, [tenantId, userId]))[0] ?? null;
}

async function isLastOwner(sql: SqlReader, row: MembershipRow): Promise<boolean> {
  if (row.role !== 'owner') return false;
  const others = "select count(*) as n from membership where tenant_no = ? and role = 'owner' and user_id <> ?";
  return (await sql.all<{ n: number }>(others, [row.tenant_no, row.user_id]))[0]?.n === 0;
}

export function membershipStore(db: Database): MembershipStore {
  const list = async (where: string, value: string) =>
    (await db.read.all<MembershipRow>(`${selectMembership} ${where}`, [value])).map(membershipOf);
  return {
    ofUser: (userId) => list('where m.user_id = ? order by t.name, t.no', userId),
    ofTenant: (tenantId) => list('where t.id = ? order by m.joined, m.user_id', tenantId),
    add: (tenantId, userId, role) =>
      db.write('control', async (tx) => {
        const known = await find(tx, tenantId, userId);
        if (known) return membershipOf(known);
        const tenant = await findTenant(tx, 'id', tenantId);
        if (!tenant) throw new Error(`there is no tenant ${tenantId}`);
        const joined = new Date().toISOString();
        const insert = 'insert into membership (tenant_no, user_id, role, joined) values (?, ?, ?, ?)';
        await tx.run(insert, [tenant.no, userId, role, joined]);
        return { tenantId, userId, role, joined };
      }),
    setRole: (tenantId, userId, role) =>
      db.write('control', async (tx) => {
        const row = await find(tx, tenantId, userId);
        if (!row) return fail({ kind: 'notFound' });
        if (role !== 'owner' && (await isLastOwner(tx, row))) return fail({ kind: 'lastOwner' });
        const change = 'update membership set role = ? where tenant_no = ? and user_id = ?';
        await tx.run(change, [role, row.tenant_no, userId]);
        return ok({ ...membershipOf(row), role });
      }),
    remove: (tenantId, userId) =>
      db.write('control', async (tx) => {
        const row = await find(tx, tenantId, userId);
        if (!row) return fail({ kind: 'notFound' });
        if (await isLastOwner(tx, row)) return fail({ kind: 'lastOwner' });
        await tx.run('delete from membership where tenant_no = ? and user_id = ?', [row.tenant_no, userId]);
        return ok(undefined);
      }),
  };
}
