import type { Response as Shape } from '@rollcall/admin-api';
import { fail, ok, type Result } from '@rollcall/scim';
import type { Integration, IntegrationCounts, IntegrationSettings, TokenInfo } from '@rollcall/store';
import { scimUrls } from '../../config/config.ts';
import { type Failure, failure } from '../failure.ts';
import type { Handlers, IdsOf, TenantCall } from '../handler.ts';
import { currentToken, lastContact, statusOf } from '../integration-status.ts';

export type IntegrationRow = Shape<'integrations.list'>['items'][number];
export type IntegrationDetails = Shape<'integrations.get'>;
type Provider = IntegrationRow['provider'];
type Switches = IntegrationDetails['switches'];

type Ids = Extract<
  IdsOf<'integrations'>,
  `integrations.${'list' | 'checkName' | 'create' | 'get' | 'update' | 'confirm' | 'rotate' | 'deletePreview' | 'delete'}`
>;

const providers: readonly Provider[] = ['okta', 'entra', 'onelogin', 'jumpcloud', 'google', 'other'];
export const providerOf = (settings: IntegrationSettings): Provider =>
  providers.find((provider) => provider === settings.provider) ?? 'okta';

/** Kept under the words of the store, shown under those of the contract. */
const patchAnswers = { auto: 'bySize', resource: 'resource', nothing: 'noContent' } as const;
const keptAnswers = { bySize: 'auto', resource: 'resource', noContent: 'nothing' } as const;

const switchesOf = (settings: IntegrationSettings): Switches => ({
  patchAnswer: patchAnswers[settings.patchAnswer ?? 'auto'],
  skipUnknownMembers: settings.skipUnknownMembers ?? false,
});

type SwitchChange = { readonly [Key in keyof Switches]?: Switches[Key] | undefined };

function withSwitches(settings: IntegrationSettings, change: SwitchChange): IntegrationSettings {
  const now = switchesOf(settings);
  const patchAnswer = keptAnswers[change.patchAnswer ?? now.patchAnswer];
  return { ...settings, patchAnswer, skipUnknownMembers: change.skipUnknownMembers ?? now.skipUnknownMembers };
}

const dayMs = 86_400_000;
const recentLimit = 20;

/** An integration of the caller's tenant; another tenant's is not found. */
export async function findIntegration(call: TenantCall, id: string): Promise<Result<Integration, Failure>> {
  const found = await call.services.server.control.integrations.get(id);
  return found && found.tenantId === call.tenant.id ? ok(found) : fail(failure('notFound'));
}

async function rowOf(
  call: TenantCall,
  integration: Integration,
  tokens: readonly TokenInfo[],
  counts: IntegrationCounts | undefined,
): Promise<IntegrationRow> {
  const recent = await call.services.server.requestLog.list({
    tenantNo: call.tenant.no,
    integrationNos: [integration.no],
    from: Date.now() - dayMs,
    limit: recentLimit,
  });
  const { status, reason } = statusOf(integration, tokens, recent);
  return {
    id: integration.id,
    name: integration.name,
    type: 'scim',
    provider: providerOf(integration.settings),
    status,
    statusReason: reason,
    setupFinished: integration.setupFinished,
    createdAt: integration.created,
    lastContactAt: lastContact(integration, recent),
    users: counts?.users ?? 0,
    groups: counts?.groups ?? 0,
  };
}

const isAlive = (token: TokenInfo): boolean =>
  token.kind === 'static' &&
  token.revoked === null &&
  !(token.rotated !== null && (token.expires ?? '') <= new Date().toISOString());

export async function detailsOf(call: TenantCall, integration: Integration): Promise<IntegrationDetails> {
  const { server } = call.services;
  const tokens = await server.control.tokens.list(integration.id);
  const counts = (await call.services.directory(call.tenant.no).counts()).get(integration.no);
  return {
    ...(await rowOf(call, integration, tokens, counts)),
    scimUrls: [...scimUrls(server.config, server.origin(), call.tenant.subdomain)],
    tokens: tokens.filter(isAlive).map((token) => ({
      id: token.id,
      fingerprint: token.fingerprint,
      createdAt: token.created,
      lastUsedAt: token.lastUsed,
      lastUserAgent: token.userAgent,
      expiresAt: token.expires,
      state: token.rotated === null ? 'current' : 'retiring',
    })),
    switches: switchesOf(integration.settings),
    rateLimitPerSecond: currentToken(tokens)?.rateLimit ?? null,
  };
}

const taken = (name: string) => failure('nameTaken', `“${name}” is the name of another integration.`);

export const integrationHandlers: Handlers<Ids> = {
  async 'integrations.list'(_, call) {
    const { server } = call.services;
    const integrations = await server.control.integrations.list(call.tenant.id);
    const counts = await call.services.directory(call.tenant.no).counts();
    const rows = integrations.map(async (integration) =>
      rowOf(call, integration, await server.control.tokens.list(integration.id), counts.get(integration.no)),
    );
    return ok({ items: await Promise.all(rows) });
  },

  async 'integrations.checkName'({ query }, call) {
    const name = query.name.trim();
    if (name === '') return ok({ available: false, reason: 'Enter a name.' });
    if (name.length > 100) return ok({ available: false, reason: 'At most 100 characters.' });
    const holder = await call.services.server.control.integrations.byName(call.tenant.id, name);
    const available = holder === null || holder.id === query.except;
    return ok({ available, reason: available ? null : 'Another integration has this name.' });
  },

  async 'integrations.create'({ body }, call) {
    const made = await call.services.server.tokens.createIntegration({
      tenantId: call.tenant.id,
      name: body.name,
      settings: { provider: body.provider },
      setupFinished: false,
    });
    if (!made.ok) return fail(taken(body.name));
    const { integration, token } = made.value.info;
    const after = { name: integration.name, provider: body.provider, token: token.fingerprint };
    await call.audit({ action: 'create', type: 'integration', id: integration.id, name: integration.name, after });
    return ok({ integration: await detailsOf(call, integration), token: made.value.secret });
  },

  async 'integrations.get'({ params }, call) {
    const found = await findIntegration(call, params.integrationId);
    return found.ok ? ok(await detailsOf(call, found.value)) : found;
  },

  async 'integrations.update'({ params, body }, call) {
    const found = await findIntegration(call, params.integrationId);
    if (!found.ok) return found;
    const before = found.value;
    const switched = body.switches ? withSwitches(before.settings, body.switches) : before.settings;
    const settings = body.provider ? { ...switched, provider: body.provider } : switched;
    const change = { settings, ...(body.name === undefined ? {} : { name: body.name }) };
    const changed = await call.services.server.control.integrations.update(before.id, change);
    if (!changed.ok) return fail(changed.error.kind === 'taken' ? taken(changed.error.name) : failure('notFound'));
    const state = ({ name, settings: kept }: Integration) => ({
      name,
      provider: providerOf(kept),
      switches: { ...switchesOf(kept) },
    });
    await call.audit({
      action: 'update',
      type: 'integration',
      id: before.id,
      name: changed.value.name,
      component: body.name === undefined ? 'settings' : 'name',
      before: state(before),
      after: state(changed.value),
    });
    return ok(await detailsOf(call, changed.value));
  },

  async 'integrations.confirm'({ params }, call) {
    const found = await findIntegration(call, params.integrationId);
    if (!found.ok) return found;
    if (found.value.setupFinished) return ok(await detailsOf(call, found.value));
    const changed = await call.services.server.control.integrations.update(found.value.id, { setupFinished: true });
    if (!changed.ok) return fail(failure('notFound'));
    const { id, name } = found.value;
    const states = { before: { setupFinished: false }, after: { setupFinished: true } };
    await call.audit({ action: 'update', type: 'integration', id, name, component: 'setup', ...states });
    return ok(await detailsOf(call, changed.value));
  },

  async 'integrations.rotate'({ params, body }, call) {
    const found = await findIntegration(call, params.integrationId);
    if (!found.ok) return found;
    const { control, tokens } = call.services.server;
    const old = currentToken(await control.tokens.list(found.value.id));
    const rateLimit = body.rateLimitPerSecond === undefined ? (old?.rateLimit ?? null) : body.rateLimitPerSecond;
    const options = { graceHours: body.graceHours, expires: body.expiresAt, rateLimit };
    const rotated = await tokens.rotateToken(found.value.id, options);
    if (!rotated.ok) return fail(failure('notFound'));
    await call.audit({
      action: 'update',
      type: 'integration',
      id: found.value.id,
      name: found.value.name,
      component: 'token',
      before: { token: old?.fingerprint ?? null },
      after: { token: rotated.value.info.fingerprint, graceHours: body.graceHours, expiresAt: body.expiresAt },
    });
    return ok({ integration: await detailsOf(call, found.value), token: rotated.value.secret });
  },

  async 'integrations.deletePreview'({ params }, call) {
    const found = await findIntegration(call, params.integrationId);
    if (!found.ok) return found;
    const directory = call.services.directory(call.tenant.no);
    const counts = (await directory.counts()).get(found.value.no);
    const devices = await directory.deviceCounts(found.value.no);
    return ok({ name: found.value.name, users: counts?.users ?? 0, groups: counts?.groups ?? 0, ...devices });
  },

  async 'integrations.delete'({ params, query }, call) {
    const found = await findIntegration(call, params.integrationId);
    if (!found.ok) return found;
    const { id, name, no } = found.value;
    if (query.name.trim() !== name) return fail(failure('confirmationMismatch'));
    const counts = (await call.services.directory(call.tenant.no).counts()).get(no);
    const removed = await call.services.server.control.integrations.remove(id);
    if (!removed.ok) return fail(failure('notFound'));
    const before = { name, users: counts?.users ?? 0, groups: counts?.groups ?? 0 };
    await call.audit({ action: 'delete', type: 'integration', id, name, before });
    return ok(undefined);
  },
};
