import type { Route } from '../route.ts';
import { empty, json } from './answering.ts';

/** Who is signed in and where, ways to sign in, one-time links. */
export const sessionRoutes = {
  'session.get': json(
    'GET',
    '/api/v1/console/session',
    'signedIn',
    'Who is signed in, the current tenant and the tenants to choose from',
  ),
  'session.switchTenant': json(
    'POST',
    '/api/v1/console/session/tenant',
    'signedIn',
    'Switch to another tenant that one belongs to',
  ),
  'sessions.list': json('GET', '/api/v1/console/sessions', 'signedIn', 'Where one is signed in'),
  'sessions.end': empty('DELETE', '/api/v1/console/sessions/{sessionId}', 'signedIn', 'End one of one’s own sessions'),
  'sessions.endOthers': empty(
    'POST',
    '/api/v1/console/sessions/end-others',
    'signedIn',
    'End every session of one’s own but this one',
  ),
  'signIn.options': json(
    'GET',
    '/api/v1/console/sign-in/options',
    'public',
    'The ways to sign in that the sign-in page offers',
  ),
  'links.inspect': json('POST', '/api/v1/console/links/inspect', 'public', 'What a one-time link is for'),
  'links.accept': json(
    'POST',
    '/api/v1/console/links/accept',
    'public',
    'Use a one-time link: first owner, invitation or recovery; signs in',
  ),
} as const satisfies Readonly<Record<string, Route>>;
