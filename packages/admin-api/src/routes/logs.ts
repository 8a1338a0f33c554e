import type { Route } from '../route.ts';
import { csv, download, events, json } from './answering.ts';

/** The request log and the audit log. */
export const logRoutes = {
  // Activity
  'activity.list': json('GET', '/api/v1/console/activity', 'auditor', 'SCIM requests, newest first'),
  'activity.get': json(
    'GET',
    '/api/v1/console/activity/{requestId}',
    'auditor',
    'One request: sent, answered, changed, ignored, why it failed and what to do',
  ),
  'activity.chart': json('GET', '/api/v1/console/activity-chart', 'auditor', 'Requests and errors over time'),
  'activity.stream': events(
    'GET',
    '/api/v1/console/activity-stream',
    'auditor',
    'Server-sent events: `request` for each SCIM request as it is answered, `overflow` when some were left out',
  ),
  'activity.supportBundle': download(
    'GET',
    '/api/v1/console/support-bundle',
    'admin',
    'A redacted support bundle (JSON) for a span of time',
  ),

  // Audit log
  'audit.list': json('GET', '/api/v1/console/audit', 'auditor', 'Who did what in the console, API and command line'),
  'audit.export': csv('GET', '/api/v1/console/audit/export.csv', 'auditor', 'The audit log as CSV'),
} as const satisfies Readonly<Record<string, Route>>;
