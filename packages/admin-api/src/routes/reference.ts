import type { Route } from '../route.ts';
import { empty, html, json } from './answering.ts';

/** What can be looked up, and the public API that is documented for API tokens. */
export const referenceRoutes = {
  // Reference
  'supportedAttributes.get': json(
    'GET',
    '/api/v1/console/supported-attributes',
    'auditor',
    'Supported attributes, from the schemas that are registered',
  ),
  'errors.list': json('GET', '/api/v1/console/errors', 'public', 'Every error of the admin API, with what to do'),
  'search.query': json(
    'GET',
    '/api/v1/console/search',
    'auditor',
    'Users, groups and integrations by name, for the palette',
  ),

  // Public API (documented for API tokens)
  'users.list': json('GET', '/api/v1/users', 'auditor', 'List users, 300 a page'),
  'users.get': json('GET', '/api/v1/users/{userId}', 'auditor', 'Get a user'),
  'users.delete': empty('DELETE', '/api/v1/users/{userId}', 'admin', 'Delete a user who has no devices'),
  'auditEvents.list': json('GET', '/api/v1/audit/events', 'auditor', 'List audit events'),
  'openapi.get': json('GET', '/api/v1/openapi.json', 'public', 'This API as an OpenAPI 3.1 document'),
  'docs.get': html('GET', '/api/v1/docs', 'public', 'This API as a readable page'),
} as const satisfies Readonly<Record<string, Route>>;
