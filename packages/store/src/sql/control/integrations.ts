import { randomUUID } from 'node:crypto';
import { fail, ok } from '@rollcall/scim';
import type { Integration, IntegrationSettings, IntegrationStore } from '../../ports/control.ts';
import type { Database, SqlReader, SqlRow } from '../database.ts';
import { moveEpoch } from './epoch.ts';
import { findTenant } from './tenants.ts';

export interface IntegrationRow extends SqlRow {
  readonly no: number;
  readonly id: string;
  readonly tenant_no: number;
  readonly tenant_id: string;
  readonly name: string;
  readonly created: string;
  readonly setup_finished: number;
  readonly settings: string;
  readonly last_contact: string | null;
  readonly deleted: string | null;
}

const fold = (name: string): string => name.normalize('NFC').trim().toLowerCase();

export const integrationColumns = `i.no, i.id, i.tenant_no, t.id as tenant_id, i.name, i.created, i.setup_finished,
  i.settings, i.deleted`;
const selectIntegration = `select ${integrationColumns},
  (select max(last_used) from token where token.integration_no = i.no) as last_contact
  from integration_profile i join tenant t on t.no = i.tenant_no`;

/** Written by `JSON.stringify` of an `IntegrationSettings` only, so it is not checked again. */
function settingsOf(text: string): IntegrationSettings {
  const settings: IntegrationSettings = JSON.parse(text);
  return settings;
}

export const integrationOf = (row: IntegrationRow): Integration => ({
  no: row.no,
  id: row.id,
  tenantNo: row.tenant_no,
  tenantId: row.tenant_id,
  name: row.name,
  created: row.created,
  setupFinished: row.setup_finished === 1,
  settings: settingsOf(row.settings),
  lastContact: row.last_contact,
  deleted: row.deleted,
});

async function select(sql: SqlReader, where: string, params: readonly string[]): Promise<readonly Integration[]> {
  return (await sql.all<IntegrationRow>(`${selectIntegration} ${where}`, params)).map(integrationOf);
}

export async function findIntegration(sql: SqlReader, id: string): Promise<Integration | null> {
  return (await select(sql, 'where i.id = ? and i.deleted is null', [id]))[0] ?? null;
}

async function findByName(sql: SqlReader, tenantId: string, name: string): Promise<Integration | null> {
  const where = 'where t.id = ? and i.name_folded = ? and i.deleted is null';
  return (await select(sql, where, [tenantId, fold(name)]))[0] ?? null;
}

export function integrationStore(db: Database): IntegrationStore {
  return {
    list: (tenantId, options) =>
      select(db.read, `where t.id = ? ${options?.deleted ? '' : 'and i.deleted is null'} order by i.name_folded`, [
        tenantId,
      ]),
    get: (id) => findIntegration(db.read, id),
    byName: (tenantId, name) => findByName(db.read, tenantId, name),
    all: () => select(db.read, 'order by i.no', []),
    create: ({ tenantId, name, settings = {}, setupFinished = true }) =>
      db.write('control', async (tx) => {
        const tenant = await findTenant(tx, 'id', tenantId);
        if (!tenant) return fail({ kind: 'notFound' });
        if (await findByName(tx, tenantId, name)) return fail({ kind: 'taken', name });
        const [last] = await tx.all<{ no: number }>('select coalesce(max(no), 0) as no from integration_profile');
        const no = (last?.no ?? 0) + 1;
        const created = new Date().toISOString();
        const id = randomUUID();
        const trimmed = name.trim();
        await tx.run('insert into integration (no) values (?)', [no]);
        await tx.run(
          `insert into integration_profile (no, id, tenant_no, name, name_folded, created, setup_finished, settings)
           values (?, ?, ?, ?, ?, ?, ?, ?)`,
          [no, id, tenant.no, trimmed, fold(name), created, setupFinished ? 1 : 0, JSON.stringify(settings)],
        );
        return ok({
          no,
          id,
          tenantNo: tenant.no,
          tenantId,
          name: trimmed,
          created,
          setupFinished,
          settings,
          lastContact: null,
          deleted: null,
        });
      }),
    update: (id, change) =>
      db.write('control', async (tx) => {
        const current = await findIntegration(tx, id);
        if (!current) return fail({ kind: 'notFound' });
        const name = change.name?.trim() ?? current.name;
        const holder = await findByName(tx, current.tenantId, name);
        if (holder && holder.id !== id) return fail({ kind: 'taken', name });
        const next: Integration = { ...current, ...change, name };
        await tx.run(
          'update integration_profile set name = ?, name_folded = ?, setup_finished = ?, settings = ? where no = ?',
          [name, fold(name), next.setupFinished ? 1 : 0, JSON.stringify(next.settings), next.no],
        );
        await moveEpoch(tx);
        return ok(next);
      }),
    remove: (id) =>
      db.write('control', async (tx) => {
        const current = await findIntegration(tx, id);
        if (!current) return fail({ kind: 'notFound' });
        const now = new Date().toISOString();
        await tx.run('update integration_profile set deleted = ? where no = ?', [now, current.no]);
        await tx.run('update token set revoked = ? where integration_no = ? and revoked is null', [now, current.no]);
        await tx.run('update oauth_client set revoked = ? where integration_no = ? and revoked is null', [
          now,
          current.no,
        ]);
        await moveEpoch(tx);
        return ok(undefined);
      }),
  };
}
