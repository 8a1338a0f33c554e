import type { Route } from '../route.ts';
import { empty, json } from './answering.ts';

/** The tenant, its team, its sign-on providers, retention and API tokens. */
export const settingsRoutes = {
  'team.list': json('GET', '/api/v1/console/team', 'auditor', 'Members of the tenant and open invitations'),
  'team.setRole': json('PATCH', '/api/v1/console/team/{memberId}', 'owner', 'Change a member’s role'),
  'team.remove': empty('DELETE', '/api/v1/console/team/{memberId}', 'owner', 'Remove a member from the tenant'),
  'invitations.create': {
    ...json('POST', '/api/v1/console/invitations', 'owner', 'Invite somebody; the link is shown once'),
    status: 201,
  },
  'invitations.revoke': empty(
    'DELETE',
    '/api/v1/console/invitations/{invitationId}',
    'owner',
    'Withdraw an invitation',
  ),
  'signInProviders.list': json(
    'GET',
    '/api/v1/console/sign-in-providers',
    'admin',
    'Single sign-on providers of the tenant',
  ),
  'signInProviders.create': {
    ...json('POST', '/api/v1/console/sign-in-providers', 'owner', 'Add an OpenID Connect or SAML 2.0 provider'),
    status: 201,
  },
  'signInProviders.update': json(
    'PATCH',
    '/api/v1/console/sign-in-providers/{providerId}',
    'owner',
    'Change a single sign-on provider',
  ),
  'signInProviders.delete': empty(
    'DELETE',
    '/api/v1/console/sign-in-providers/{providerId}',
    'owner',
    'Remove a single sign-on provider',
  ),
  'tenant.get': json('GET', '/api/v1/console/tenant', 'auditor', 'The tenant’s name, sub-domain and API URLs'),
  'tenant.update': json('PATCH', '/api/v1/console/tenant', 'owner', 'Change the tenant’s name or sub-domain'),
  'retention.get': json(
    'GET',
    '/api/v1/console/retention',
    'auditor',
    'How long the request log is kept and what it holds now',
  ),
  'retention.update': json('PATCH', '/api/v1/console/retention', 'owner', 'Choose how much of the request log is kept'),
  'apiTokens.list': json('GET', '/api/v1/console/api-tokens', 'admin', 'API tokens of the admin API'),
  'apiTokens.create': {
    ...json('POST', '/api/v1/console/api-tokens', 'admin', 'Make an API token; it is shown once'),
    status: 201,
  },
  'apiTokens.revoke': empty('DELETE', '/api/v1/console/api-tokens/{tokenId}', 'admin', 'Revoke an API token'),
} as const satisfies Readonly<Record<string, Route>>;
