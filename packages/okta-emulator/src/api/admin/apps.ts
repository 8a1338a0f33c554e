import { Hono } from 'hono';
import type { App } from '../../model/app.ts';
import { createApp, defaultSaml, deleteApp, updateApp } from '../../model/apps.ts';
import type { ApiContext } from '../context.ts';
import type { CatalogItem } from '../contract.ts';
import { found, readBody, unwrap } from '../refusal.ts';
import * as input from './input.ts';
import { pageOf, pageQuery } from './paging.ts';
import { appDetail, appItem } from './views.ts';

/** As the seed says of the real one: the catalog's application signs people in and cannot be provisioned with SCIM. */
export const catalog: readonly CatalogItem[] = [
  {
    id: 'rollcall',
    name: 'Rollcall',
    description: 'Endpoint management. This catalog application offers sign-on; for SCIM, create an app integration.',
    capabilities: ['SAML'],
  },
];

export function appRoutes(context: ApiContext): Hono {
  const { org } = context.engine;
  const app = (id: string): App => found(org.apps.get(id), 'AppInstance', id);
  const routes = new Hono();
  routes.get('/apps', (c) => {
    const matches = (entry: App, q: string) => entry.label.toLowerCase().includes(q);
    const query = pageQuery(c);
    return c.json(pageOf(org.apps.values(), query, matches, (entry) => appItem(org, entry)));
  });
  routes.post('/apps', async (c) => {
    const body = await readBody(c, input.newApp);
    return c.json(appDetail(context, unwrap(createApp(org, { kind: 'AIW_SAML', ...body }))), 201);
  });
  routes.get('/catalog', (c) => c.json({ items: catalog }));
  routes.post('/catalog/:id', async (c) => {
    const entry = found(
      catalog.find((item) => item.id === c.req.param('id')),
      'catalog application',
      c.req.param('id'),
    );
    const { label } = await readBody(c, input.labelBody.partial());
    const created = createApp(org, {
      kind: 'CATALOG',
      label: label ?? entry.name,
      hideFromUsers: false,
      internalApp: false,
      saml: defaultSaml,
    });
    return c.json(appDetail(context, unwrap(created)), 201);
  });
  routes.get('/apps/:id', (c) => c.json(appDetail(context, app(c.req.param('id')))));
  routes.delete('/apps/:id', (c) => {
    unwrap(deleteApp(org, c.req.param('id')));
    return c.json({});
  });
  routes.put('/apps/:id/general', async (c) => {
    const { label, hideFromUsers, provisioning, dialect } = await readBody(c, input.general);
    const visibility = hideFromUsers === undefined ? undefined : { hideFromUsers, hideFromMobile: hideFromUsers };
    const change = {
      ...(label === undefined ? {} : { label }),
      ...(visibility === undefined ? {} : { visibility }),
      ...(provisioning === undefined ? {} : { provisioning }),
      ...(dialect === undefined ? {} : { dialect }),
    };
    return c.json(appDetail(context, unwrap(updateApp(org, c.req.param('id'), change))));
  });
  routes.put('/apps/:id/status', async (c) => {
    return c.json(appDetail(context, unwrap(updateApp(org, c.req.param('id'), await readBody(c, input.statusBody)))));
  });
  routes.put('/apps/:id/saml', async (c) => {
    const saml = await readBody(c, input.samlBody);
    return c.json(appDetail(context, unwrap(updateApp(org, c.req.param('id'), { saml }))));
  });
  return routes;
}
