import { randomUUID } from 'node:crypto';
import { fail, ok } from '@rollcall/scim';
import type { NewToken, TokenGrant, TokenInfo, TokenKind, TokenStore } from '../../ports/control.ts';
import type { Database, SqlRow, SqlWriter } from '../database.ts';
import { moveEpoch, readEpoch } from './epoch.ts';
import { findIntegration, type IntegrationRow, integrationColumns, integrationOf } from './integrations.ts';

interface TokenRow extends SqlRow {
  readonly token_id: string;
  readonly kind: TokenKind;
  readonly integration_id: string;
  readonly integration_no: number;
  readonly tenant_no: number;
  readonly fingerprint: string;
  readonly token_created: string;
  readonly expires: string | null;
  readonly revoked: string | null;
  readonly rotated: string | null;
  readonly last_used: string | null;
  readonly user_agent: string | null;
  readonly rate_limit: number | null;
}

interface GrantRow extends IntegrationRow {
  readonly token_id: string;
  readonly kind: TokenKind;
  readonly expires: string | null;
  readonly rate_limit: number | null;
  readonly subdomain: string;
}

const selectToken = `select k.id as token_id, k.kind, i.id as integration_id, k.fingerprint,
  i.no as integration_no, i.tenant_no, k.created as token_created, k.expires, k.revoked, k.rotated, k.last_used, k.user_agent, k.rate_limit
  from token k join integration_profile i on i.no = k.integration_no`;
const selectGrant = `select ${integrationColumns}, k.last_used as last_contact, k.id as token_id, k.kind, k.expires,
  k.rate_limit, t.subdomain from token k join integration_profile i on i.no = k.integration_no
  join tenant t on t.no = i.tenant_no where k.hash = ? and k.revoked is null and i.deleted is null`;

const tokenOf = (row: TokenRow): TokenInfo => ({
  id: row.token_id,
  kind: row.kind,
  integrationId: row.integration_id,
  fingerprint: row.fingerprint,
  created: row.token_created,
  expires: row.expires,
  revoked: row.revoked,
  rotated: row.rotated,
  lastUsed: row.last_used,
  userAgent: row.user_agent,
  rateLimit: row.rate_limit,
});

const grantOf = (row: GrantRow): TokenGrant => ({
  tokenId: row.token_id,
  kind: row.kind,
  expires: row.expires,
  rateLimit: row.rate_limit,
  integration: integrationOf(row),
  subdomain: row.subdomain,
});

async function insertToken(
  tx: SqlWriter,
  integrationNo: number,
  token: NewToken,
): Promise<Omit<TokenInfo, 'integrationId'>> {
  const { kind, hash, fingerprint, expires, rateLimit } = token;
  const id = randomUUID();
  const created = new Date().toISOString();
  await tx.run(
    `insert into token (id, hash, kind, integration_no, client_id, fingerprint, created, expires, rate_limit)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, hash, kind, integrationNo, token.clientId ?? null, fingerprint, created, expires, rateLimit],
  );
  const unused = { revoked: null, rotated: null, lastUsed: null, userAgent: null };
  return { id, kind, fingerprint, created, expires, rateLimit, ...unused };
}

const dayMs = 86_400_000;

export function tokenStore(db: Database): TokenStore {
  return {
    async list(integrationId) {
      const where = 'where i.id = ? order by k.created desc, k.id';
      return (await db.read.all<TokenRow>(`${selectToken} ${where}`, [integrationId])).map(tokenOf);
    },
    issue: (integrationId, token) =>
      db.write('control', async (tx) => {
        const integration = await findIntegration(tx, integrationId);
        if (!integration) return fail({ kind: 'notFound' });
        // A client that was revoked while its secret was looked at gets no token that outlives it.
        if (token.clientId) {
          const alive = 'select 1 as alive from oauth_client where id = ? and revoked is null';
          if ((await tx.all(alive, [token.clientId])).length === 0) return fail({ kind: 'notFound' });
        }
        // Access tokens live for an hour; a day later nobody asks any more why one was refused.
        if (token.kind === 'oauth')
          await tx.run("delete from token where integration_no = ? and kind = 'oauth' and expires < ?", [
            integration.no,
            new Date(Date.now() - dayMs).toISOString(),
          ]);
        return ok({ integrationId, ...(await insertToken(tx, integration.no, token)) });
      }),
    rotate: (integrationId, token, oldEnds) =>
      db.write('control', async (tx) => {
        const integration = await findIntegration(tx, integrationId);
        if (!integration) return fail({ kind: 'notFound' });
        await tx.run(
          `update token set rotated = ?, expires = ? where integration_no = ? and kind = 'static' and revoked is null
           and (expires is null or expires > ?)`,
          [new Date().toISOString(), oldEnds, integration.no, oldEnds],
        );
        await moveEpoch(tx);
        return ok({ integrationId, ...(await insertToken(tx, integration.no, token)) });
      }),
    revoke: (integrationId, tokenId, at) =>
      db.write('control', async (tx) => {
        const integration = await findIntegration(tx, integrationId);
        if (!integration) return fail({ kind: 'notFound' });
        const [which, value] = tokenId === 'all' ? ['kind', 'static'] : ['id', tokenId];
        const changed = await tx.run(
          `update token set revoked = ? where integration_no = ? and ${which} = ? and revoked is null`,
          [at, integration.no, value],
        );
        if (changed === 0 && tokenId !== 'all') return fail({ kind: 'notFound' });
        await moveEpoch(tx);
        return ok(undefined);
      }),
    async byHash(hash) {
      const [row] = await db.read.all<GrantRow>(selectGrant, [hash]);
      return row ? grantOf(row) : null;
    },
    async deadByHash(hash) {
      const [row] = await db.read.all<TokenRow>(`${selectToken} where k.hash = ?`, [hash]);
      return row ? { token: tokenOf(row), integrationNo: row.integration_no, tenantNo: row.tenant_no } : null;
    },
    recordUse: (uses) =>
      db.write('control', async (tx) => {
        for (const { tokenId, at, userAgent } of uses)
          await tx.run('update token set last_used = ?, user_agent = ? where id = ?', [at, userAgent, tokenId]);
      }),
    epoch: () => readEpoch(db),
  };
}
