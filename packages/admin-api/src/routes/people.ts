import type { Route } from '../route.ts';
import { csv, json } from './answering.ts';

/** The Users module and groups. */
export const peopleRoutes = {
  // Users module
  'people.list': json(
    'GET',
    '/api/v1/console/users',
    'auditor',
    'The Users list: a tab, searched, filtered and sorted',
  ),
  'people.counts': json(
    'GET',
    '/api/v1/console/users/counts',
    'auditor',
    'How many people each tab holds under the filters',
  ),
  'people.facets': json('GET', '/api/v1/console/users/facets/{field}', 'auditor', 'Values to filter by, with counts'),
  'people.export': csv('GET', '/api/v1/console/users/export.csv', 'auditor', 'The Users list as CSV, every page of it'),
  'people.get': json('GET', '/api/v1/console/users/{userId}', 'auditor', 'A user’s profile and groups'),
  'people.history': json(
    'GET',
    '/api/v1/console/users/{userId}/history',
    'auditor',
    'Each change of a user, attribute by attribute',
  ),
  'people.raw': json(
    'GET',
    '/api/v1/console/users/{userId}/raw',
    'auditor',
    'The SCIM document and the last payload received, with what was ignored',
  ),

  // Groups
  'groups.list': json('GET', '/api/v1/console/groups', 'auditor', 'Groups of the directory'),
  'groups.get': json('GET', '/api/v1/console/groups/{groupId}', 'auditor', 'A group'),
  'groups.members': json('GET', '/api/v1/console/groups/{groupId}/members', 'auditor', 'Members of a group'),
  'groups.history': json('GET', '/api/v1/console/groups/{groupId}/history', 'auditor', 'Each change of a group'),
} as const satisfies Readonly<Record<string, Route>>;
