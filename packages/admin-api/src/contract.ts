import { z } from 'zod';
import type { Shape } from './endpoint.ts';
import { productShapes } from './product.ts';
import type { coreRoutes } from './routes.ts';
import * as activity from './schemas/activity.ts';
import { id, json, opaqueId } from './schemas/common.ts';
import * as integrations from './schemas/integrations.ts';
import * as people from './schemas/people.ts';
import * as session from './schemas/session.ts';
import * as settings from './schemas/settings.ts';

const integrationId = z.object({ integrationId: id });
const clientId = integrationId.extend({ clientId: opaqueId });
const userId = z.object({ userId: id });
const groupId = z.object({ groupId: id });

const coreShapes = {
  'session.get': { response: session.session },
  'session.switchTenant': { body: z.object({ tenantId: id }), response: session.session, errors: ['notFound'] },
  'sessions.list': { response: z.object({ items: z.array(session.signedInPlace) }) },
  'sessions.end': { params: z.object({ sessionId: opaqueId }), errors: ['notFound'] },
  'sessions.endOthers': {},
  'signIn.options': {
    query: z.object({ email: z.string().max(254).optional() }),
    response: session.signInOptions,
    errors: ['tooManyRequests'],
  },
  'links.inspect': { body: session.linkToken, response: session.link, errors: ['linkInvalid', 'tooManyRequests'] },
  'links.accept': {
    body: session.acceptLink,
    response: session.acceptedLink,
    errors: ['linkInvalid', 'weakPassword', 'unauthenticated', 'tooManyRequests'],
  },

  'integrations.list': { response: z.object({ items: z.array(integrations.integration) }) },
  'integrations.checkName': {
    query: z.object({ name: z.string().max(200), except: id.optional() }),
    response: integrations.nameAvailability,
  },
  'integrations.create': {
    body: integrations.createIntegration,
    response: integrations.shownToken,
    errors: ['nameTaken'],
  },
  'integrations.get': { params: integrationId, response: integrations.integrationDetails, errors: ['notFound'] },
  'integrations.update': {
    params: integrationId,
    body: integrations.updateIntegration,
    response: integrations.integrationDetails,
    errors: ['notFound', 'nameTaken'],
  },
  'integrations.confirm': { params: integrationId, response: integrations.integrationDetails, errors: ['notFound'] },
  'integrations.rotate': {
    params: integrationId,
    body: integrations.rotateToken,
    response: integrations.shownToken,
    errors: ['notFound'],
  },
  'integrations.deletePreview': { params: integrationId, response: integrations.deletePreview, errors: ['notFound'] },
  'integrations.delete': {
    params: integrationId,
    query: z.object({ name: z.string().max(200) }),
    errors: ['notFound', 'confirmationMismatch'],
  },
  'integrations.guide': { params: integrationId, response: integrations.guide, errors: ['notFound'] },
  'integrations.attributeFeed': { params: integrationId, response: integrations.attributeFeed, errors: ['notFound'] },
  'integrations.previewAttributeFeed': {
    params: integrationId,
    body: z.object({ overrides: integrations.feedOverrides }),
    response: integrations.attributeFeed,
    errors: ['notFound'],
  },
  'integrations.setAttributeFeed': {
    params: integrationId,
    body: z.object({ overrides: integrations.feedOverrides }),
    response: integrations.attributeFeed,
    errors: ['notFound'],
  },
  'clients.list': {
    params: integrationId,
    response: z.object({ items: z.array(integrations.oauthClient) }),
    errors: ['notFound'],
  },
  'clients.create': {
    params: integrationId,
    body: z.object({ name: z.string().trim().min(1).max(100) }),
    response: integrations.shownSecret,
    errors: ['notFound'],
  },
  'clients.rotate': { params: clientId, response: integrations.shownSecret, errors: ['notFound'] },
  'clients.revoke': { params: clientId, errors: ['notFound'] },

  'people.list': { query: people.peopleQuery, response: people.peoplePage, errors: ['invalidCursor'] },
  'people.counts': { query: people.peopleFilter, response: people.peopleCounts },
  'people.facets': {
    params: z.object({ field: people.facetField }),
    query: z.object({ search: z.string().max(200).optional() }),
    response: people.facets,
  },
  'people.export': { query: people.peopleExportQuery },
  'people.get': { params: userId, response: people.person, errors: ['notFound'] },
  'people.history': {
    params: userId,
    query: people.historyQuery,
    response: people.changePage,
    errors: ['notFound', 'invalidCursor'],
  },
  'people.raw': { params: userId, response: people.rawPerson, errors: ['notFound'] },

  'groups.list': { query: people.groupsQuery, response: people.groupPage, errors: ['invalidCursor'] },
  'groups.get': { params: groupId, response: people.group, errors: ['notFound'] },
  'groups.members': {
    params: groupId,
    query: people.membersQuery,
    response: people.memberPage,
    errors: ['notFound', 'invalidCursor'],
  },
  'groups.history': {
    params: groupId,
    query: people.historyQuery,
    response: people.changePage,
    errors: ['notFound', 'invalidCursor'],
  },

  'activity.list': { query: activity.activityQuery, response: activity.activityPage, errors: ['invalidCursor'] },
  'activity.get': {
    params: z.object({ requestId: opaqueId }),
    response: activity.activityDetail,
    errors: ['notFound'],
  },
  'activity.chart': { query: activity.chartQuery, response: activity.chart },
  'activity.stream': { query: activity.streamQuery },
  'activity.supportBundle': { query: activity.bundleQuery },

  'audit.list': { query: activity.auditQuery, response: activity.auditPage, errors: ['invalidCursor'] },
  'audit.export': { query: activity.auditFilter },

  'team.list': { response: settings.team },
  'team.setRole': {
    params: z.object({ memberId: opaqueId }),
    body: settings.setRole,
    response: settings.member,
    errors: ['notFound', 'lastOwner'],
  },
  'team.remove': { params: z.object({ memberId: opaqueId }), errors: ['notFound', 'lastOwner'] },
  'invitations.create': { body: settings.invite, response: settings.shownInvitation, errors: ['alreadyMember'] },
  'invitations.revoke': { params: z.object({ invitationId: opaqueId }), errors: ['notFound'] },
  'signInProviders.list': { response: settings.signInProviders },
  'signInProviders.create': {
    body: settings.createSignInProvider,
    response: settings.signInProvider,
    errors: ['invalidProvider', 'nameTaken'],
  },
  'signInProviders.update': {
    params: z.object({ providerId: opaqueId }),
    body: settings.updateSignInProvider,
    response: settings.signInProvider,
    errors: ['notFound', 'invalidProvider'],
  },
  'signInProviders.delete': { params: z.object({ providerId: opaqueId }), errors: ['notFound'] },
  'tenant.get': { response: settings.tenant },
  'tenant.update': { body: settings.updateTenant, response: settings.tenant, errors: ['nameTaken'] },
  'retention.get': { response: settings.retention },
  'retention.update': { body: settings.updateRetention, response: settings.retention },
  'apiTokens.list': { response: settings.apiTokens },
  'apiTokens.create': { body: settings.createApiToken, response: settings.shownApiToken, errors: ['forbidden'] },
  'apiTokens.revoke': { params: z.object({ tokenId: opaqueId }), errors: ['notFound'] },

  'supportedAttributes.get': { response: settings.supportedAttributes },
  'errors.list': { response: settings.errorList },
  'search.query': { query: people.searchQuery, response: people.searchResult },

  'users.list': { query: people.publicUserQuery, response: people.publicUserPage, errors: ['invalidCursor'] },
  'users.get': { params: userId, response: people.publicUser, errors: ['notFound'] },
  'users.delete': { params: userId, errors: ['notFound', 'userHasDevices'] },
  'auditEvents.list': {
    query: activity.auditEventsQuery,
    response: activity.auditEventPage,
    errors: ['invalidCursor'],
  },
  'openapi.get': { response: json },
  'docs.get': {},
} as const satisfies { readonly [Id in keyof typeof coreRoutes]: Shape };

export const contract = { ...coreShapes, ...productShapes } as const;
export type Contract = typeof contract;
