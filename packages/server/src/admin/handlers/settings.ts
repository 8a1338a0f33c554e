import { X509Certificate } from 'node:crypto';
import type { Response as Shape } from '@rollcall/admin-api';
import { roleCovers } from '@rollcall/admin-api';
import { fail, ok, type Result } from '@rollcall/scim';
import { type ApiToken, RETENTION_DAYS, type Tenant } from '@rollcall/store';
import type { ProviderChange, SsoProvider } from '../../auth/sso-providers.ts';
import { scimUrls } from '../../config/config.ts';
import { requestLogLimits } from '../../start/request-log-limits.ts';
import { freshToken } from '../../tokens/token-format.ts';
import { type Failure, failure } from '../failure.ts';
import type { Handlers, IdsOf, TenantCall } from '../handler.ts';

type ProviderShape = Shape<'signInProviders.list'>['items'][number];
type ApiTokenShape = Shape<'apiTokens.list'>['items'][number];
type TenantShape = Shape<'tenant.get'>;

function providerShape(call: TenantCall, provider: SsoProvider): ProviderShape {
  const { settings } = provider;
  return {
    id: provider.id,
    name: provider.name,
    domains: [...provider.domains],
    defaultRole: provider.defaultRole,
    settings: settings.protocol === 'oidc' ? { ...settings, scopes: [...settings.scopes] } : settings,
    give: call.services.ssoProviders.give(provider),
    createdAt: provider.created.toISOString(),
  };
}

async function findProvider(call: TenantCall, id: string): Promise<Result<SsoProvider, Failure>> {
  const provider = await call.services.ssoProviders.get(id);
  return provider && provider.tenantId === call.tenant.id ? ok(provider) : fail(failure('notFound'));
}

/** For the audit log: no secret, and of a certificate what tells it from another. */
const providerState = ({ name, domains, defaultRole, settings }: SsoProvider) => ({
  name,
  domains: [...domains],
  defaultRole,
  protocol: settings.protocol,
  issuer: settings.issuer,
  ...(settings.protocol === 'oidc'
    ? { clientId: settings.clientId, scopes: [...settings.scopes] }
    : {
        entryPoint: settings.entryPoint,
        certificateSha256: new X509Certificate(settings.certificate).fingerprint256,
      }),
});

const tenantShape = (call: TenantCall, tenant: Tenant): TenantShape => ({
  id: tenant.id,
  name: tenant.name,
  subdomain: tenant.subdomain,
  scimUrls: [...scimUrls(call.services.server.config, call.services.server.origin(), tenant.subdomain)],
  createdAt: tenant.created,
});

async function retentionShape(call: TenantCall, tenant: Tenant): Promise<Shape<'retention.get'>> {
  const { config, requestLog } = call.services.server;
  const state = await requestLog.state(tenant.no);
  const limits = requestLogLimits(config, tenant);
  return {
    requestLogDays: limits.maxDays,
    requestLogBytes: limits.maxBytes,
    defaultDays: config.requestLog.maxDays,
    defaultBytes: config.requestLog.maxBytes,
    mostDays: config.requestLog.mostDays,
    mostBytes: config.requestLog.mostBytes,
    entries: state.records,
    bytes: state.bytes,
    oldestAt: state.oldest === null ? null : new Date(state.oldest).toISOString(),
    dropped: state.dropped,
    restoreDays: RETENTION_DAYS,
  };
}

const keptState = ({ requestLogDays, requestLogBytes }: Tenant) => ({ requestLogDays, requestLogBytes });

async function apiTokenShapes(call: TenantCall, tokens: readonly ApiToken[]): Promise<ApiTokenShape[]> {
  const makers = await call.services.accounts.byIds(tokens.map((token) => token.createdBy));
  const names = new Map(makers.map((account) => [account.id, account.name]));
  return tokens.map((token) => ({
    id: token.id,
    name: token.name,
    role: token.role,
    fingerprint: token.fingerprint,
    createdBy: names.get(token.createdBy) ?? token.createdBy,
    createdAt: token.created,
    lastUsedAt: token.lastUsed,
    expiresAt: token.expires,
  }));
}

export const settingsHandlers: Handlers<IdsOf<'signInProviders' | 'tenant' | 'retention' | 'apiTokens'>> = {
  async 'signInProviders.list'(_, call) {
    const providers = await call.services.ssoProviders.list(call.tenant.id);
    return ok({ items: providers.map((provider) => providerShape(call, provider)) });
  },

  async 'signInProviders.create'({ body }, call) {
    // The provider's row names the account that made it.
    if (call.caller.kind !== 'user') return fail(failure('sessionRequired'));
    const made = await call.services.ssoProviders.create(call.tenant.id, call.caller.id, body);
    if (!made.ok) return fail(failure('invalidProvider', made.error));
    const { id, name } = made.value;
    await call.audit({ action: 'create', type: 'signInProvider', id, name, after: providerState(made.value) });
    return ok(providerShape(call, made.value));
  },

  async 'signInProviders.update'({ params, body }, call) {
    const found = await findProvider(call, params.providerId);
    if (!found.ok) return found;
    const before = found.value;
    const given: ProviderChange = {
      name: body.name ?? before.name,
      domains: body.domains ?? before.domains,
      defaultRole: body.defaultRole === undefined ? before.defaultRole : body.defaultRole,
      settings: body.settings ?? null,
    };
    const changed = await call.services.ssoProviders.update(before, given);
    if (!changed.ok) return fail(failure('invalidProvider', changed.error));
    const { id, name } = changed.value;
    const replaced = given.settings?.protocol === 'oidc' && given.settings.clientSecret !== undefined;
    const after = { ...providerState(changed.value), ...(replaced ? { clientSecret: 'replaced' } : {}) };
    await call.audit({ action: 'update', type: 'signInProvider', id, name, before: providerState(before), after });
    return ok(providerShape(call, changed.value));
  },

  async 'signInProviders.delete'({ params }, call) {
    const found = await findProvider(call, params.providerId);
    if (!found.ok) return found;
    await call.services.ssoProviders.remove(found.value.id);
    const { id, name } = found.value;
    await call.audit({ action: 'delete', type: 'signInProvider', id, name, before: providerState(found.value) });
    return ok(undefined);
  },

  'tenant.get': async (_, call) => ok(tenantShape(call, call.tenant)),

  async 'tenant.update'({ body }, call) {
    const change = {
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.subdomain === undefined ? {} : { subdomain: body.subdomain }),
    };
    const changed = await call.services.server.control.tenants.update(call.tenant.id, change);
    if (!changed.ok) {
      const taken = changed.error.kind === 'taken';
      return fail(taken ? failure('nameTaken', `The sub-domain “${body.subdomain}” is in use.`) : failure('notFound'));
    }
    const state = ({ name, subdomain }: Tenant) => ({ name, subdomain });
    const { id, name } = changed.value;
    const states = { before: state(call.tenant), after: state(changed.value) };
    await call.audit({ action: 'update', type: 'tenant', id, name, ...states });
    return ok(tenantShape(call, changed.value));
  },

  'retention.get': async (_, call) => ok(await retentionShape(call, call.tenant)),

  async 'retention.update'({ body }, call) {
    const { config, control, requestLog } = call.services.server;
    const { mostDays, mostBytes } = config.requestLog;
    if ((body.requestLogDays ?? 0) > mostDays)
      return fail(failure('invalidRequest', `This server keeps requests for at most ${mostDays} days.`));
    if ((body.requestLogBytes ?? 0) > mostBytes)
      return fail(failure('invalidRequest', `This server keeps at most ${mostBytes / 1_048_576} MiB of requests.`));
    const changed = await control.tenants.update(call.tenant.id, {
      ...(body.requestLogDays === undefined ? {} : { requestLogDays: body.requestLogDays }),
      ...(body.requestLogBytes === undefined ? {} : { requestLogBytes: body.requestLogBytes }),
    });
    if (!changed.ok) return fail(failure('notFound'));
    const { id, name } = changed.value;
    const states = { before: keptState(call.tenant), after: keptState(changed.value) };
    await call.audit({ action: 'update', type: 'tenant', id, name, component: 'retention', ...states });
    await requestLog.prune();
    return ok(await retentionShape(call, changed.value));
  },

  async 'apiTokens.list'(_, call) {
    return ok({ items: await apiTokenShapes(call, await call.services.store.apiTokens.list(call.tenant.id)) });
  },

  async 'apiTokens.create'({ body }, call) {
    // Nobody can make a token that may do more than they may.
    if (!roleCovers(call.role, body.role))
      return fail(failure('forbidden', 'A token can’t have a higher role than yours.'));
    const fresh = freshToken('api');
    const { hash, fingerprint } = fresh;
    const { name, role } = body;
    const expires = body.expiresAt === null ? null : new Date(body.expiresAt).toISOString();
    const createdBy = call.caller.id;
    const made = await call.services.store.apiTokens.create(call.tenant.id, {
      hash,
      fingerprint,
      name,
      role,
      createdBy,
      expires,
    });
    await call.audit({ action: 'create', type: 'apiToken', id: made.id, name, after: { role, fingerprint, expires } });
    const [apiToken] = await apiTokenShapes(call, [made]);
    return apiToken ? ok({ apiToken, token: fresh.text }) : fail(failure('internal'));
  },

  async 'apiTokens.revoke'({ params }, call) {
    const revoked = await call.services.store.apiTokens.revoke(call.tenant.id, params.tokenId);
    if (!revoked.ok) return fail(failure('notFound'));
    const { id, name, role, fingerprint } = revoked.value;
    await call.audit({ action: 'delete', type: 'apiToken', id, name, before: { role, fingerprint } });
    return ok(undefined);
  },
};
