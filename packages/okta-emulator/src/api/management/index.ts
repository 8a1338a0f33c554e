import { timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import type { ApiContext } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { appRoutes } from './apps.ts';
import { groupPushRoutes } from './group-push.ts';
import { groupRoutes } from './groups.ts';
import { errorBody, linkHeaders, refusalResponse } from './http.ts';
import { logObject } from './objects.ts';
import { userRoutes } from './users.ts';

/** Okta's management API, as far as its Node SDK needs it to run people, groups, rules, applications and the log. */
export function managementApi(context: ApiContext): Hono {
  const api = new Hono();
  const { engine } = context;
  const expected = Buffer.from(`SSWS ${context.apiToken}`);
  api.onError((error, c) => {
    if (error instanceof Refusal) return refusalResponse(c, error);
    console.error(error);
    return c.json(errorBody('E0000009', 'Internal Server Error'), 500);
  });
  api.use(async (c, next) => {
    const given = Buffer.from(c.req.header('authorization') ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      return c.json(errorBody('E0000011', 'Invalid token provided'), 401);
    }
    await next();
    if (c.req.method !== 'GET') engine.store.flush();
  });
  api.get('/logs', (c) => {
    engine.store.flush();
    const oldestFirst = c.req.query('sortOrder') !== 'DESCENDING';
    const limit = Math.min(Math.max(1, Number(c.req.query('limit') ?? 100) || 100), 1000);
    const eventType = /^eventType eq "([^"]+)"$/.exec(c.req.query('filter') ?? '')?.[1];
    const page = engine.reports.logs({
      q: c.req.query('q'),
      eventType,
      since: c.req.query('since'),
      until: c.req.query('until'),
      after: c.req.query('after'),
      limit,
      oldestFirst,
    });
    linkHeaders(c, context.origin(), page.next);
    return c.json(page.items.map(logObject));
  });
  for (const part of [userRoutes(context), groupRoutes(context), groupPushRoutes(context), appRoutes(context)]) {
    api.route('/', part);
  }
  api.notFound((c) => c.json(errorBody('E0000022', 'The endpoint does not support the provided HTTP method'), 404));
  return api;
}
