import { randomUUID } from 'node:crypto';
import { fail, ok } from '@rollcall/scim';
import type { Client, ClientSecret, ClientStore, NewSecret } from '../../ports/control.ts';
import type { Database, SqlReader, SqlRow, SqlWriter } from '../database.ts';
import { moveEpoch } from './epoch.ts';
import { findIntegration } from './integrations.ts';

interface ClientRow extends SqlRow {
  readonly id: string;
  readonly integration_id: string;
  readonly name: string;
  readonly created: string;
  readonly revoked: string | null;
}

interface SecretRow extends SqlRow {
  readonly id: string;
  readonly fingerprint: string;
  readonly created: string;
  readonly expires: string | null;
}

const selectClient = `select c.id, i.id as integration_id, c.name, c.created, c.revoked
  from oauth_client c join integration_profile i on i.no = c.integration_no`;

async function secretsOf(sql: SqlReader, clientId: string): Promise<readonly ClientSecret[]> {
  const rows = await sql.all<SecretRow>(
    'select id, fingerprint, created, expires from oauth_client_secret where client_id = ? order by created desc, id',
    [clientId],
  );
  return rows.map(({ id, fingerprint, created, expires }) => ({ id, fingerprint, created, expires }));
}

async function clientOf(sql: SqlReader, row: ClientRow): Promise<Client> {
  const { id, integration_id: integrationId, name, created, revoked } = row;
  return { id, integrationId, name, created, revoked, secrets: await secretsOf(sql, id) };
}

async function findClient(sql: SqlReader, id: string): Promise<Client | null> {
  const [row] = await sql.all<ClientRow>(`${selectClient} where c.id = ?`, [id]);
  return row ? clientOf(sql, row) : null;
}

async function insertSecret(tx: SqlWriter, clientId: string, secret: NewSecret): Promise<void> {
  await tx.run(
    'insert into oauth_client_secret (id, client_id, hash, fingerprint, created, expires) values (?, ?, ?, ?, ?, ?)',
    [randomUUID(), clientId, secret.hash, secret.fingerprint, new Date().toISOString(), secret.expires],
  );
}

async function requireClient(sql: SqlReader, id: string): Promise<Client> {
  const client = await findClient(sql, id);
  if (!client) throw new Error(`OAuth client ${id} vanished inside a transaction`);
  return client;
}

export function clientStore(db: Database): ClientStore {
  return {
    async list(integrationId) {
      const rows = await db.read.all<ClientRow>(`${selectClient} where i.id = ? order by c.created, c.id`, [
        integrationId,
      ]);
      return Promise.all(rows.map((row) => clientOf(db.read, row)));
    },
    get: (id) => findClient(db.read, id),
    create: (integrationId, name, secret) =>
      db.write('control', async (tx) => {
        const integration = await findIntegration(tx, integrationId);
        if (!integration) return fail({ kind: 'notFound' });
        const id = randomUUID();
        await tx.run('insert into oauth_client (id, integration_no, name, created) values (?, ?, ?, ?)', [
          id,
          integration.no,
          name,
          new Date().toISOString(),
        ]);
        await insertSecret(tx, id, secret);
        return ok(await requireClient(tx, id));
      }),
    addSecret: (clientId, secret) =>
      db.write('control', async (tx) => {
        const client = await findClient(tx, clientId);
        if (!client || client.revoked !== null) return fail({ kind: 'notFound' });
        for (const old of client.secrets.slice(1))
          await tx.run('delete from oauth_client_secret where id = ?', [old.id]);
        await insertSecret(tx, clientId, secret);
        return ok(await requireClient(tx, clientId));
      }),
    revoke: (clientId) =>
      db.write('control', async (tx) => {
        const client = await findClient(tx, clientId);
        if (!client || client.revoked !== null) return fail({ kind: 'notFound' });
        const now = new Date().toISOString();
        await tx.run('update oauth_client set revoked = ? where id = ?', [now, clientId]);
        await tx.run('update token set revoked = ? where client_id = ? and revoked is null', [now, clientId]);
        await moveEpoch(tx);
        return ok(undefined);
      }),
    async liveSecretHashes(clientId, now) {
      const rows = await db.read.all<{ hash: string }>(
        `select s.hash from oauth_client_secret s join oauth_client c on c.id = s.client_id
         where s.client_id = ? and c.revoked is null and (s.expires is null or s.expires > ?)`,
        [clientId, now],
      );
      return rows.map((row) => row.hash);
    },
  };
}
