import { Hono } from 'hono';
import type { z } from 'zod';
import type { App, ConnectorAuth, Integration } from '../../model/app.ts';
import { integrationProblem, updateApp } from '../../model/apps.ts';
import { parseExpression } from '../../model/expression/parse.ts';
import { mapValue, targetAttributes } from '../../model/mapping.ts';
import { invalid } from '../../model/problem.ts';
import { profiles } from '../../plan/profiles/index.ts';
import { testConnector } from '../../push/connector-test.ts';
import type { ApiContext } from '../context.ts';
import type { ConnectorTest } from '../contract.ts';
import { found, Refusal, readBody, unwrap } from '../refusal.ts';
import * as input from './input.ts';
import { appDetail } from './views.ts';

/** A secret that was not typed again is the one that is kept already. */
export function withSecret(body: z.output<typeof input.integration>, saved: ConnectorAuth | undefined): Integration {
  const missing = () => {
    throw new Refusal(invalid('Api validation failed: authorization', 'Authorization: The field cannot be left blank'));
  };
  const { auth } = body;
  switch (auth.mode) {
    case 'BASIC': {
      const password = auth.password || (saved?.mode === 'BASIC' ? saved.password : '') || missing();
      return { ...body, auth: { ...auth, password } };
    }
    case 'HEADER': {
      const token = auth.token || (saved?.mode === 'HEADER' ? saved.token : '') || missing();
      return { ...body, auth: { ...auth, token } };
    }
    case 'OAUTH2': {
      const clientSecret = auth.clientSecret || (saved?.mode === 'OAUTH2' ? saved.clientSecret : '') || missing();
      return { ...body, auth: { ...auth, clientSecret } };
    }
    default:
      return auth satisfies never;
  }
}

export async function testConnection(context: ApiContext, app: App, integration: Integration): Promise<ConnectorTest> {
  const { engine } = context;
  // Before anything is sent: the token must not leave for where it may not go.
  const problem = integrationProblem(integration);
  if (problem !== null) throw new Refusal(problem);
  engine.store.flush();
  const before = engine.reports.lastExchangeId();
  const outcome = await testConnector(engine.connection, app.id, integration, profiles[app.dialect]);
  engine.store.flush();
  const { items } = engine.reports.exchanges({ appId: app.id, limit: 20 });
  return { ...outcome, exchangeIds: items.map((item) => item.id).filter((id) => id > before) };
}

export function provisioningRoutes(context: ApiContext): Hono {
  const { org } = context.engine;
  const app = (id: string): App => found(org.apps.get(id), 'AppInstance', id);
  const routes = new Hono();
  routes.post('/apps/:id/test-connector', async (c) => {
    const current = app(c.req.param('id'));
    const body = await readBody(c, input.integration);
    return c.json(await testConnection(context, current, withSecret(body, current.integration?.auth)));
  });
  routes.put('/apps/:id/integration', async (c) => {
    const current = app(c.req.param('id'));
    const integration = withSecret(await readBody(c, input.integration), current.integration?.auth);
    if (c.req.query('test') !== 'false') {
      const outcome = await testConnection(context, current, integration);
      if (!outcome.ok) throw new Refusal(invalid(outcome.message ?? 'The connector test failed.'));
    }
    return c.json(appDetail(context, unwrap(updateApp(org, current.id, { integration }))));
  });
  routes.put('/apps/:id/to-app', async (c) => {
    const current = app(c.req.param('id'));
    const toApp = await readBody(c, input.toApp);
    // Okta tries the connection again when these settings are saved.
    if (current.integration !== null) await testConnection(context, current, current.integration);
    return c.json(appDetail(context, unwrap(updateApp(org, current.id, { toApp }))));
  });
  routes.put('/apps/:id/mappings', async (c) => {
    const body = await readBody(c, input.mappings);
    return c.json(appDetail(context, unwrap(updateApp(org, c.req.param('id'), body))));
  });
  routes.post('/apps/:id/mappings/preview', async (c) => {
    const body = await readBody(c, input.mappingPreview);
    const user = found(org.users.get(body.userId), 'User', body.userId);
    const values = (body.mappings ?? app(c.req.param('id')).mappings).map(({ target, expression }) => ({
      target,
      value: mapValue(expression, user.profile),
    }));
    return c.json({ values });
  });
  routes.get('/mapping-targets', (c) =>
    c.json({
      items: targetAttributes.map(({ target, label, defaultExpression }) => ({ target, label, defaultExpression })),
    }),
  );
  routes.post('/expressions/check', async (c) => {
    const parsed = parseExpression((await readBody(c, input.expressionText)).text);
    return c.json(parsed.ok ? { ok: true } : { ok: false, ...parsed.error });
  });
  return routes;
}
