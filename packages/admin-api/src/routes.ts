import { productRoutes } from './product-routes.ts';
import type { Route } from './route.ts';

const json = <
  const Method extends Route['method'],
  const Path extends string,
  const Access extends Route['access'],
>(route: {
  method: Method;
  path: Path;
  access: Access;
  summary: string;
}) => ({ ...route, answer: 'json' as const });

/** Every endpoint of the admin API but those of devices and blueprints: where it is and who may call it. No schema, so a browser can load it. */
export const coreRoutes = {
  // Session and account
  'session.get': json({
    method: 'GET',
    path: '/api/v1/console/session',
    access: 'signedIn',
    summary: 'Who is signed in, the current tenant and the tenants to choose from',
  }),
  'session.switchTenant': json({
    method: 'POST',
    path: '/api/v1/console/session/tenant',
    access: 'signedIn',
    summary: 'Switch to another tenant that one belongs to',
  }),
  'sessions.list': json({
    method: 'GET',
    path: '/api/v1/console/sessions',
    access: 'signedIn',
    summary: 'Where one is signed in',
  }),
  'sessions.end': {
    method: 'DELETE',
    path: '/api/v1/console/sessions/{sessionId}',
    access: 'signedIn',
    summary: 'End one of one’s own sessions',
    answer: 'empty',
    status: 204,
  },
  'sessions.endOthers': {
    method: 'POST',
    path: '/api/v1/console/sessions/end-others',
    access: 'signedIn',
    summary: 'End every session of one’s own but this one',
    answer: 'empty',
    status: 204,
  },
  'signIn.options': json({
    method: 'GET',
    path: '/api/v1/console/sign-in/options',
    access: 'public',
    summary: 'The ways to sign in that the sign-in page offers',
  }),
  'links.inspect': json({
    method: 'POST',
    path: '/api/v1/console/links/inspect',
    access: 'public',
    summary: 'What a one-time link is for',
  }),
  'links.accept': json({
    method: 'POST',
    path: '/api/v1/console/links/accept',
    access: 'public',
    summary: 'Use a one-time link: first owner, invitation or recovery; signs in',
  }),

  // Integrations
  'integrations.list': json({
    method: 'GET',
    path: '/api/v1/console/integrations',
    access: 'auditor',
    summary: 'Directory integrations with their state',
  }),
  'integrations.checkName': json({
    method: 'GET',
    path: '/api/v1/console/integrations/name-availability',
    access: 'auditor',
    summary: 'Whether a name is free, for checking while it is typed',
  }),
  'integrations.create': {
    method: 'POST',
    path: '/api/v1/console/integrations',
    access: 'admin',
    summary: 'Generate token: makes the integration and shows its token once',
    answer: 'json',
    status: 201,
  },
  'integrations.get': json({
    method: 'GET',
    path: '/api/v1/console/integrations/{integrationId}',
    access: 'auditor',
    summary: 'Details of an integration',
  }),
  'integrations.update': json({
    method: 'PATCH',
    path: '/api/v1/console/integrations/{integrationId}',
    access: 'admin',
    summary: 'Rename an integration, change its provider or its switches',
  }),
  'integrations.confirm': json({
    method: 'POST',
    path: '/api/v1/console/integrations/{integrationId}/confirm',
    access: 'admin',
    summary: 'Done: the token was copied, set-up is finished',
  }),
  'integrations.rotate': json({
    method: 'POST',
    path: '/api/v1/console/integrations/{integrationId}/rotate',
    access: 'admin',
    summary: 'Rotate the token: the new one is shown once, the old one dies at once or after the grace period',
  }),
  'integrations.deletePreview': json({
    method: 'GET',
    path: '/api/v1/console/integrations/{integrationId}/delete-preview',
    access: 'auditor',
    summary: 'How many users, groups and devices a deletion affects',
  }),
  'integrations.delete': {
    method: 'DELETE',
    path: '/api/v1/console/integrations/{integrationId}',
    access: 'admin',
    summary: 'Delete an integration; its name must be given',
    answer: 'empty',
    status: 204,
  },
  'integrations.guide': json({
    method: 'GET',
    path: '/api/v1/console/integrations/{integrationId}/guide',
    access: 'auditor',
    summary: 'The connect guide’s live checklist and hints',
  }),
  'integrations.attributeFeed': json({
    method: 'GET',
    path: '/api/v1/console/integrations/{integrationId}/attribute-feed',
    access: 'auditor',
    summary: 'Which received attribute feeds name, e-mail, department and job title, with samples',
  }),
  'integrations.previewAttributeFeed': json({
    method: 'POST',
    path: '/api/v1/console/integrations/{integrationId}/attribute-feed/preview',
    access: 'auditor',
    summary: 'What an override would show for people already received; nothing is changed',
  }),
  'integrations.setAttributeFeed': json({
    method: 'PUT',
    path: '/api/v1/console/integrations/{integrationId}/attribute-feed',
    access: 'admin',
    summary: 'Override which attribute feeds what; people already received follow',
  }),
  'clients.list': json({
    method: 'GET',
    path: '/api/v1/console/integrations/{integrationId}/clients',
    access: 'auditor',
    summary: 'OAuth clients of an integration',
  }),
  'clients.create': {
    method: 'POST',
    path: '/api/v1/console/integrations/{integrationId}/clients',
    access: 'admin',
    summary: 'Make an OAuth client; its secret is shown once',
    answer: 'json',
    status: 201,
  },
  'clients.rotate': json({
    method: 'POST',
    path: '/api/v1/console/integrations/{integrationId}/clients/{clientId}/rotate',
    access: 'admin',
    summary: 'Give an OAuth client a new secret; the one before it stays until the next rotation',
  }),
  'clients.revoke': {
    method: 'DELETE',
    path: '/api/v1/console/integrations/{integrationId}/clients/{clientId}',
    access: 'admin',
    summary: 'Revoke an OAuth client and every token it got',
    answer: 'empty',
    status: 204,
  },

  // Users module
  'people.list': json({
    method: 'GET',
    path: '/api/v1/console/users',
    access: 'auditor',
    summary: 'The Users list: a tab, searched, filtered and sorted',
  }),
  'people.counts': json({
    method: 'GET',
    path: '/api/v1/console/users/counts',
    access: 'auditor',
    summary: 'How many people each tab holds under the filters',
  }),
  'people.facets': json({
    method: 'GET',
    path: '/api/v1/console/users/facets/{field}',
    access: 'auditor',
    summary: 'Values to filter by, with counts',
  }),
  'people.export': {
    method: 'GET',
    path: '/api/v1/console/users/export.csv',
    access: 'auditor',
    summary: 'The Users list as CSV, every page of it',
    answer: 'csv',
  },
  'people.get': json({
    method: 'GET',
    path: '/api/v1/console/users/{userId}',
    access: 'auditor',
    summary: 'A user’s profile and groups',
  }),
  'people.history': json({
    method: 'GET',
    path: '/api/v1/console/users/{userId}/history',
    access: 'auditor',
    summary: 'Each change of a user, attribute by attribute',
  }),
  'people.raw': json({
    method: 'GET',
    path: '/api/v1/console/users/{userId}/raw',
    access: 'auditor',
    summary: 'The SCIM document and the last payload received, with what was ignored',
  }),

  // Groups
  'groups.list': json({
    method: 'GET',
    path: '/api/v1/console/groups',
    access: 'auditor',
    summary: 'Groups of the directory',
  }),
  'groups.get': json({
    method: 'GET',
    path: '/api/v1/console/groups/{groupId}',
    access: 'auditor',
    summary: 'A group',
  }),
  'groups.members': json({
    method: 'GET',
    path: '/api/v1/console/groups/{groupId}/members',
    access: 'auditor',
    summary: 'Members of a group',
  }),
  'groups.history': json({
    method: 'GET',
    path: '/api/v1/console/groups/{groupId}/history',
    access: 'auditor',
    summary: 'Each change of a group',
  }),

  // Activity
  'activity.list': json({
    method: 'GET',
    path: '/api/v1/console/activity',
    access: 'auditor',
    summary: 'SCIM requests, newest first',
  }),
  'activity.get': json({
    method: 'GET',
    path: '/api/v1/console/activity/{requestId}',
    access: 'auditor',
    summary: 'One request: sent, answered, changed, ignored, why it failed and what to do',
  }),
  'activity.chart': json({
    method: 'GET',
    path: '/api/v1/console/activity-chart',
    access: 'auditor',
    summary: 'Requests and errors over time',
  }),
  'activity.stream': {
    method: 'GET',
    path: '/api/v1/console/activity-stream',
    access: 'auditor',
    summary:
      'Server-sent events: `request` for each SCIM request as it is answered, `overflow` when some were left out',
    answer: 'events',
  },
  'activity.supportBundle': {
    method: 'GET',
    path: '/api/v1/console/support-bundle',
    access: 'admin',
    summary: 'A redacted support bundle (JSON) for a span of time',
    answer: 'download',
  },

  // Audit log
  'audit.list': json({
    method: 'GET',
    path: '/api/v1/console/audit',
    access: 'auditor',
    summary: 'Who did what in the console, API and command line',
  }),
  'audit.export': {
    method: 'GET',
    path: '/api/v1/console/audit/export.csv',
    access: 'auditor',
    summary: 'The audit log as CSV',
    answer: 'csv',
  },

  // Settings
  'team.list': json({
    method: 'GET',
    path: '/api/v1/console/team',
    access: 'auditor',
    summary: 'Members of the tenant and open invitations',
  }),
  'team.setRole': json({
    method: 'PATCH',
    path: '/api/v1/console/team/{memberId}',
    access: 'owner',
    summary: 'Change a member’s role',
  }),
  'team.remove': {
    method: 'DELETE',
    path: '/api/v1/console/team/{memberId}',
    access: 'owner',
    summary: 'Remove a member from the tenant',
    answer: 'empty',
    status: 204,
  },
  'invitations.create': {
    method: 'POST',
    path: '/api/v1/console/invitations',
    access: 'owner',
    summary: 'Invite somebody; the link is shown once',
    answer: 'json',
    status: 201,
  },
  'invitations.revoke': {
    method: 'DELETE',
    path: '/api/v1/console/invitations/{invitationId}',
    access: 'owner',
    summary: 'Withdraw an invitation',
    answer: 'empty',
    status: 204,
  },
  'signInProviders.list': json({
    method: 'GET',
    path: '/api/v1/console/sign-in-providers',
    access: 'admin',
    summary: 'Single sign-on providers of the tenant',
  }),
  'signInProviders.create': {
    method: 'POST',
    path: '/api/v1/console/sign-in-providers',
    access: 'owner',
    summary: 'Add an OpenID Connect or SAML 2.0 provider',
    answer: 'json',
    status: 201,
  },
  'signInProviders.update': json({
    method: 'PATCH',
    path: '/api/v1/console/sign-in-providers/{providerId}',
    access: 'owner',
    summary: 'Change a single sign-on provider',
  }),
  'signInProviders.delete': {
    method: 'DELETE',
    path: '/api/v1/console/sign-in-providers/{providerId}',
    access: 'owner',
    summary: 'Remove a single sign-on provider',
    answer: 'empty',
    status: 204,
  },
  'tenant.get': json({
    method: 'GET',
    path: '/api/v1/console/tenant',
    access: 'auditor',
    summary: 'The tenant’s name, sub-domain and API URLs',
  }),
  'tenant.update': json({
    method: 'PATCH',
    path: '/api/v1/console/tenant',
    access: 'owner',
    summary: 'Change the tenant’s name or sub-domain',
  }),
  'retention.get': json({
    method: 'GET',
    path: '/api/v1/console/retention',
    access: 'auditor',
    summary: 'How long the request log is kept and what it holds now',
  }),
  'retention.update': json({
    method: 'PATCH',
    path: '/api/v1/console/retention',
    access: 'owner',
    summary: 'Choose how much of the request log is kept',
  }),
  'apiTokens.list': json({
    method: 'GET',
    path: '/api/v1/console/api-tokens',
    access: 'admin',
    summary: 'API tokens of the admin API',
  }),
  'apiTokens.create': {
    method: 'POST',
    path: '/api/v1/console/api-tokens',
    access: 'admin',
    summary: 'Make an API token; it is shown once',
    answer: 'json',
    status: 201,
  },
  'apiTokens.revoke': {
    method: 'DELETE',
    path: '/api/v1/console/api-tokens/{tokenId}',
    access: 'admin',
    summary: 'Revoke an API token',
    answer: 'empty',
    status: 204,
  },

  // Reference
  'supportedAttributes.get': json({
    method: 'GET',
    path: '/api/v1/console/supported-attributes',
    access: 'auditor',
    summary: 'Supported attributes, from the schemas that are registered',
  }),
  'errors.list': json({
    method: 'GET',
    path: '/api/v1/console/errors',
    access: 'public',
    summary: 'Every error of the admin API, with what to do',
  }),
  'search.query': json({
    method: 'GET',
    path: '/api/v1/console/search',
    access: 'auditor',
    summary: 'Users, groups and integrations by name, for the palette',
  }),

  // Public API (documented for API tokens)
  'users.list': json({
    method: 'GET',
    path: '/api/v1/users',
    access: 'auditor',
    summary: 'List users, 300 a page',
  }),
  'users.get': json({ method: 'GET', path: '/api/v1/users/{userId}', access: 'auditor', summary: 'Get a user' }),
  'users.delete': {
    method: 'DELETE',
    path: '/api/v1/users/{userId}',
    access: 'admin',
    summary: 'Delete a user who has no devices',
    answer: 'empty',
    status: 204,
  },
  'auditEvents.list': json({
    method: 'GET',
    path: '/api/v1/audit/events',
    access: 'auditor',
    summary: 'List audit events',
  }),
  'openapi.get': json({
    method: 'GET',
    path: '/api/v1/openapi.json',
    access: 'public',
    summary: 'This API as an OpenAPI 3.1 document',
  }),
  'docs.get': {
    method: 'GET',
    path: '/api/v1/docs',
    access: 'public',
    summary: 'This API as a readable page',
    answer: 'html',
  },
} as const satisfies Readonly<Record<string, Route>>;

export const routes = { ...coreRoutes, ...productRoutes } as const;
export type Routes = typeof routes;
export type EndpointId = keyof Routes;
