import type { Response as Shape } from '@rollcall/admin-api';
import { fail, ok, type Result } from '@rollcall/scim';
import type { Client } from '@rollcall/store';
import { type Failure, failure } from '../failure.ts';
import type { Handlers, IdsOf, TenantCall } from '../handler.ts';
import { findIntegration } from './integrations.ts';

type ClientShape = Shape<'clients.list'>['items'][number];

const shape = (client: Client): ClientShape => ({
  id: client.id,
  name: client.name,
  createdAt: client.created,
  secrets: client.secrets.map(({ fingerprint, created, expires }) => ({
    fingerprint,
    createdAt: created,
    expiresAt: expires,
  })),
});

async function findClient(call: TenantCall, integrationId: string, clientId: string): Promise<Result<Client, Failure>> {
  const integration = await findIntegration(call, integrationId);
  if (!integration.ok) return integration;
  const client = await call.services.server.control.clients.get(clientId);
  const own = client && client.revoked === null && client.integrationId === integrationId;
  return own ? ok(client) : fail(failure('notFound'));
}

const tokenUrl = (call: TenantCall): string => `${call.services.server.origin()}/api/v1/oauth/token`;

export const clientHandlers: Handlers<IdsOf<'clients'>> = {
  async 'clients.list'({ params }, call) {
    const integration = await findIntegration(call, params.integrationId);
    if (!integration.ok) return integration;
    const clients = await call.services.server.control.clients.list(integration.value.id);
    return ok({ items: clients.filter((client) => client.revoked === null).map(shape) });
  },

  async 'clients.create'({ params, body }, call) {
    const integration = await findIntegration(call, params.integrationId);
    if (!integration.ok) return integration;
    const made = await call.services.server.tokens.createClient(integration.value.id, body.name);
    if (!made.ok) return fail(failure('notFound'));
    const { id, name } = made.value.info;
    await call.audit({
      action: 'create',
      type: 'oauthClient',
      id,
      name,
      after: { integration: integration.value.name },
    });
    return ok({ client: shape(made.value.info), clientSecret: made.value.secret, tokenUrl: tokenUrl(call) });
  },

  async 'clients.rotate'({ params }, call) {
    const client = await findClient(call, params.integrationId, params.clientId);
    if (!client.ok) return client;
    const made = await call.services.server.tokens.addClientSecret(client.value.id);
    if (!made.ok) return fail(failure('notFound'));
    const { id, name } = client.value;
    await call.audit({ action: 'update', type: 'oauthClient', id, name, component: 'secret' });
    return ok({ client: shape(made.value.info), clientSecret: made.value.secret, tokenUrl: tokenUrl(call) });
  },

  async 'clients.revoke'({ params }, call) {
    const client = await findClient(call, params.integrationId, params.clientId);
    if (!client.ok) return client;
    const revoked = await call.services.server.control.clients.revoke(client.value.id);
    if (!revoked.ok) return fail(failure('notFound'));
    const { id, name } = client.value;
    await call.audit({ action: 'delete', type: 'oauthClient', id, name });
    return ok(undefined);
  },
};
