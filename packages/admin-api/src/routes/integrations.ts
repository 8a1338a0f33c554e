import type { Route } from '../route.ts';
import { empty, json } from './answering.ts';

/** Integrations with their tokens, guide, attribute feed and OAuth clients. */
export const integrationsRoutes = {
  'integrations.list': json(
    'GET',
    '/api/v1/console/integrations',
    'auditor',
    'Directory integrations with their state',
  ),
  'integrations.checkName': json(
    'GET',
    '/api/v1/console/integrations/name-availability',
    'auditor',
    'Whether a name is free, for checking while it is typed',
  ),
  'integrations.create': {
    ...json(
      'POST',
      '/api/v1/console/integrations',
      'admin',
      'Generate token: makes the integration and shows its token once',
    ),
    status: 201,
  },
  'integrations.get': json(
    'GET',
    '/api/v1/console/integrations/{integrationId}',
    'auditor',
    'Details of an integration',
  ),
  'integrations.update': json(
    'PATCH',
    '/api/v1/console/integrations/{integrationId}',
    'admin',
    'Rename an integration, change its provider or its switches',
  ),
  'integrations.confirm': json(
    'POST',
    '/api/v1/console/integrations/{integrationId}/confirm',
    'admin',
    'Done: the token was copied, set-up is finished',
  ),
  'integrations.rotate': json(
    'POST',
    '/api/v1/console/integrations/{integrationId}/rotate',
    'admin',
    'Rotate the token: the new one is shown once, the old one dies at once or after the grace period',
  ),
  'integrations.deletePreview': json(
    'GET',
    '/api/v1/console/integrations/{integrationId}/delete-preview',
    'auditor',
    'How many users, groups and devices a deletion affects',
  ),
  'integrations.delete': empty(
    'DELETE',
    '/api/v1/console/integrations/{integrationId}',
    'admin',
    'Delete an integration; its name must be given',
  ),
  'integrations.guide': json(
    'GET',
    '/api/v1/console/integrations/{integrationId}/guide',
    'auditor',
    'The connect guide’s live checklist and hints',
  ),
  'integrations.attributeFeed': json(
    'GET',
    '/api/v1/console/integrations/{integrationId}/attribute-feed',
    'auditor',
    'Which received attribute feeds name, e-mail, department and job title, with samples',
  ),
  'integrations.previewAttributeFeed': json(
    'POST',
    '/api/v1/console/integrations/{integrationId}/attribute-feed/preview',
    'auditor',
    'What an override would show for people already received; nothing is changed',
  ),
  'integrations.setAttributeFeed': json(
    'PUT',
    '/api/v1/console/integrations/{integrationId}/attribute-feed',
    'admin',
    'Override which attribute feeds what; people already received follow',
  ),
  'clients.list': json(
    'GET',
    '/api/v1/console/integrations/{integrationId}/clients',
    'auditor',
    'OAuth clients of an integration',
  ),
  'clients.create': {
    ...json(
      'POST',
      '/api/v1/console/integrations/{integrationId}/clients',
      'admin',
      'Make an OAuth client; its secret is shown once',
    ),
    status: 201,
  },
  'clients.rotate': json(
    'POST',
    '/api/v1/console/integrations/{integrationId}/clients/{clientId}/rotate',
    'admin',
    'Give an OAuth client a new secret; the one before it stays until the next rotation',
  ),
  'clients.revoke': empty(
    'DELETE',
    '/api/v1/console/integrations/{integrationId}/clients/{clientId}',
    'admin',
    'Revoke an OAuth client and every token it got',
  ),
} as const satisfies Readonly<Record<string, Route>>;
