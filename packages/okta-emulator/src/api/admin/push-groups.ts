import { Hono } from 'hono';
import type { App } from '../../model/app.ts';
import { updateApp } from '../../model/apps.ts';
import { memberCount } from '../../model/memberships.ts';
import { type PushMapping, pushStatus } from '../../model/push-group.ts';
import {
  addMapping,
  addPushRule,
  deletePushRule,
  isAssignmentGroup,
  pushNow,
  setMappingActive,
  unlink,
} from '../../model/push-groups.ts';
import type { ApiContext } from '../context.ts';
import type { AppGroup } from '../contract.ts';
import { found, readBody, unwrap } from '../refusal.ts';
import * as input from './input.ts';
import { pageOf, pageQuery } from './paging.ts';
import { appDetail, byName, pushGroupView } from './views.ts';

export function pushGroupRoutes(context: ApiContext): Hono {
  const { org } = context.engine;
  const app = (id: string): App => found(org.apps.get(id), 'AppInstance', id);
  const routes = new Hono();
  routes.get('/apps/:id/push-groups', (c) => {
    const { id } = app(c.req.param('id'));
    const status = c.req.query('status');
    const matches = (mapping: PushMapping, q: string) =>
      mapping.appId === id &&
      (!status || pushStatus(mapping) === status) &&
      (org.groups.get(mapping.groupId)?.name.toLowerCase().includes(q) ?? false);
    const query = pageQuery(c);
    return c.json(pageOf(org.pushMappings.values(), query, matches, (mapping) => pushGroupView(org, mapping)));
  });
  routes.get('/apps/:id/push-groups/candidates', async (c) => {
    const current = app(c.req.param('id'));
    const { q } = pageQuery(c);
    const pushed = new Set([...org.pushMappings.values()].filter((m) => m.appId === current.id).map((m) => m.groupId));
    const groups = [...org.groups.values()]
      .filter((group) => group.type !== 'APP_GROUP' && group.name.toLowerCase().includes(q) && !pushed.has(group.id))
      .sort(byName)
      .slice(0, 20);
    const existing = groups.length === 1 && groups[0] ? await appGroups(context, current, groups[0].name) : null;
    const items = groups.map((group) => ({
      id: group.id,
      name: group.name,
      members: memberCount(org, group),
      usedForAssignment: isAssignmentGroup(current, group.id),
      existsInApp: existing === null ? null : existing.length > 0,
    }));
    return c.json({ items });
  });
  routes.get('/apps/:id/app-groups', async (c) => {
    const items = await appGroups(context, app(c.req.param('id')), null);
    const { q } = pageQuery(c);
    return c.json({ items: (items ?? []).filter((group) => group.name.toLowerCase().includes(q)).slice(0, 50) });
  });
  routes.post('/apps/:id/push-groups', async (c) => {
    const { linkName, ...body } = await readBody(c, input.newPushGroup);
    const mapping = unwrap(addMapping(org, c.req.param('id'), { ...body, linkName: linkName ?? null }));
    return c.json(pushGroupView(org, mapping), 201);
  });
  const path = '/apps/:id/push-groups/:mappingId' as const;
  routes.post(`${path}/push-now`, (c) =>
    c.json(pushGroupView(org, unwrap(pushNow(org, c.req.param('id'), c.req.param('mappingId'))))),
  );
  routes.post(`${path}/activate`, (c) =>
    c.json(pushGroupView(org, unwrap(setMappingActive(org, c.req.param('id'), c.req.param('mappingId'), true)))),
  );
  routes.post(`${path}/deactivate`, (c) =>
    c.json(pushGroupView(org, unwrap(setMappingActive(org, c.req.param('id'), c.req.param('mappingId'), false)))),
  );
  routes.post(`${path}/unlink`, async (c) => {
    const { deleteInApp } = await readBody(c, input.unlink);
    unwrap(unlink(org, c.req.param('id'), c.req.param('mappingId'), deleteInApp));
    return c.json({});
  });
  routes.put('/apps/:id/push-settings', async (c) => {
    const body = await readBody(c, input.pushSettings);
    return c.json(appDetail(context, unwrap(updateApp(org, c.req.param('id'), body))));
  });
  routes.get('/apps/:id/push-rules', (c) =>
    c.json({ items: [...org.pushRules.values()].filter((rule) => rule.appId === c.req.param('id')) }),
  );
  routes.post('/apps/:id/push-rules', async (c) => {
    const body = await readBody(c, input.newPushRule);
    return c.json(unwrap(addPushRule(org, c.req.param('id'), body)), 201);
  });
  routes.delete('/apps/:id/push-rules/:ruleId', (c) => {
    unwrap(deletePushRule(org, c.req.param('id'), c.req.param('ruleId')));
    return c.json({});
  });
  return routes;
}

/** Groups on the other side, asked for when they are needed; `null` where the application does not answer. */
async function appGroups(context: ApiContext, app: App, name: string | null): Promise<AppGroup[] | null> {
  const path =
    name === null ? '/Groups' : `/Groups?filter=${encodeURIComponent(`displayName eq ${JSON.stringify(name)}`)}`;
  const groups = await context.imports.all(app, path);
  if (!groups.ok) return null;
  return groups.value.map((group) => ({ id: String(group.id), name: String(group.displayName ?? '') }));
}
