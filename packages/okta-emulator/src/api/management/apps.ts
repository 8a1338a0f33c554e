import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { type App, type AppUser, isAssigned, type SamlSettings, type ToApp } from '../../model/app.ts';
import {
  assignGroup,
  assignUser,
  createApp,
  defaultSaml,
  deleteApp,
  unassignGroup,
  unassignUser,
  updateApp,
} from '../../model/apps.ts';
import { findUser } from '../../model/users.ts';
import type { ApiContext } from '../context.ts';
import { found, readBody, unwrap } from '../refusal.ts';
import { listResponse } from './http.ts';
import { appObject, appUserObject, assignedUsers, assignmentObject, featureObject } from './objects.ts';

const signOn = z
  .object({
    ssoAcsUrl: z.string().nullish(),
    audience: z.string().nullish(),
    defaultRelayState: z.string().nullish(),
    subjectNameIdFormat: z.string().nullish(),
    attributeStatements: z.array(z.object({ name: z.string(), values: z.array(z.string()).nullish() })).nullish(),
  })
  .nullish();
const appBody = z.object({
  label: z.string(),
  name: z.string().nullish(),
  signOnMode: z.string().default('SAML_2_0'),
  visibility: z.object({ hide: z.object({ web: z.boolean().nullish() }).nullish() }).nullish(),
  settings: z.object({ signOn }).nullish(),
});

const formats = ['unspecified', 'emailAddress', 'persistent', 'transient'] as const;

function samlOf(settings: z.output<typeof signOn>, before: SamlSettings): SamlSettings {
  if (!settings) return before;
  const format = formats.find((name) => settings.subjectNameIdFormat?.endsWith(name));
  return {
    ssoUrl: settings.ssoAcsUrl ?? before.ssoUrl,
    audience: settings.audience ?? before.audience,
    defaultRelayState: settings.defaultRelayState ?? before.defaultRelayState,
    nameIdFormat: format ?? before.nameIdFormat,
    userNameExpression: before.userNameExpression,
    attributeStatements:
      settings.attributeStatements?.flatMap(({ name, values }) => {
        const [expression] = values ?? [];
        return expression === undefined ? [] : [{ name, expression }];
      }) ?? before.attributeStatements,
  };
}

const status = z.object({ status: z.enum(['ENABLED', 'DISABLED']) }).nullish();
const featureBody = z.object({
  create: z.object({ lifecycleCreate: status }).nullish(),
  update: z.object({ profile: status, lifecycleDeactivate: status, password: status }).nullish(),
});
const connectionBody = z.object({
  baseUrl: z.string().nullish(),
  profile: z.object({ authScheme: z.literal('TOKEN'), token: z.string().nullish() }),
});

export function appRoutes(context: ApiContext): Hono {
  const { org } = context.engine;
  const routes = new Hono();
  const param = (c: Context, name: string) => c.req.param(name) ?? '';
  const app = (c: Context): App => found(org.apps.get(param(c, 'id')), 'AppInstance', param(c, 'id'));
  const json = (c: Context, value: App) => c.json(appObject(context.origin(), value));

  routes.get('/apps', (c) => {
    const q = c.req.query('q')?.toLowerCase() ?? '';
    const view = (entry: App) => appObject(context.origin(), entry);
    return listResponse(c, context.origin(), org.apps.values(), view, (entry) =>
      entry.label.toLowerCase().startsWith(q),
    );
  });
  routes.post('/apps', async (c) => {
    const body = await readBody(c, appBody);
    const created = createApp(org, {
      kind: body.name === 'rollcall' ? 'CATALOG' : 'AIW_SAML',
      label: body.label,
      hideFromUsers: body.visibility?.hide?.web ?? false,
      internalApp: true,
      saml: samlOf(body.settings?.signOn, defaultSaml),
    });
    return json(c, unwrap(created));
  });
  routes.get('/apps/:id', (c) => json(c, app(c)));
  routes.put('/apps/:id', async (c) => {
    const body = await readBody(c, appBody);
    const current = app(c);
    const hidden = body.visibility?.hide?.web ?? current.visibility.hideFromUsers;
    const change = {
      label: body.label,
      visibility: { hideFromUsers: hidden, hideFromMobile: hidden },
      saml: samlOf(body.settings?.signOn, current.saml),
    };
    return json(c, unwrap(updateApp(org, current.id, change)));
  });
  routes.delete('/apps/:id', (c) => {
    unwrap(deleteApp(org, param(c, 'id')));
    return c.body(null, 204);
  });
  routes.post('/apps/:id/lifecycle/activate', (c) => {
    unwrap(updateApp(org, app(c).id, { status: 'ACTIVE' }));
    return c.json({});
  });
  routes.post('/apps/:id/lifecycle/deactivate', (c) => {
    unwrap(updateApp(org, app(c).id, { status: 'INACTIVE' }));
    return c.json({});
  });
  routes.get('/apps/:id/sso/saml/metadata', (c) => {
    c.header('content-type', 'text/xml; charset=utf-8');
    return c.body(context.saml.metadata(context.origin(), app(c).id));
  });
  assignments(routes, context, app);
  provisioning(routes, context, app);
  return routes;
}

function assignments(routes: Hono, context: ApiContext, app: (c: Context) => App): void {
  const { org } = context.engine;
  const param = (c: Context, name: string) => c.req.param(name) ?? '';
  const account = (current: App, userId: string): AppUser => {
    const entry = org.appUsers.get(current.id)?.get(userId);
    return found(entry !== undefined && isAssigned(entry) ? entry : null, 'AppUser', userId);
  };
  const json = (c: Context, current: App, entry: AppUser) =>
    c.json(appUserObject(context.origin(), org, current, entry));

  routes.get('/apps/:id/users', (c) => {
    const current = app(c);
    const q = c.req.query('q')?.toLowerCase() ?? '';
    const matches = (entry: AppUser) => (org.users.get(entry.userId)?.profile.login ?? '').toLowerCase().startsWith(q);
    const view = (entry: AppUser) => appUserObject(context.origin(), org, current, entry);
    return listResponse(c, context.origin(), assignedUsers(org, current), view, matches);
  });
  routes.post('/apps/:id/users', async (c) => {
    const { id } = await readBody(c, z.object({ id: z.string() }));
    const current = app(c);
    const user = found(findUser(org, id), 'User', id);
    unwrap(assignUser(org, current.id, user.id));
    return json(c, current, account(current, user.id));
  });
  routes.get('/apps/:id/users/:userId', (c) => json(c, app(c), account(app(c), param(c, 'userId'))));
  routes.post('/apps/:id/users/:userId', (c) => {
    unwrap(assignUser(org, app(c).id, param(c, 'userId')));
    return json(c, app(c), account(app(c), param(c, 'userId')));
  });
  routes.delete('/apps/:id/users/:userId', (c) => {
    unwrap(unassignUser(org, app(c).id, param(c, 'userId')));
    return c.body(null, 204);
  });
  routes.get('/apps/:id/groups', (c) => {
    const current = app(c);
    const view = (entry: App['groupAssignments'][number]) => assignmentObject(context.origin(), current, entry);
    return listResponse(c, context.origin(), current.groupAssignments, view);
  });
  const assignment = (c: Context, current: App) => {
    const entry = current.groupAssignments.find(({ groupId }) => groupId === param(c, 'groupId'));
    return c.json(assignmentObject(context.origin(), current, found(entry, 'AppGroup', param(c, 'groupId'))));
  };
  routes.get('/apps/:id/groups/:groupId', (c) => assignment(c, app(c)));
  routes.put('/apps/:id/groups/:groupId', async (c) => {
    const { priority } = await readBody(c, z.object({ priority: z.number().int().nullish() }));
    return assignment(c, unwrap(assignGroup(org, app(c).id, param(c, 'groupId'), priority ?? undefined)));
  });
  routes.delete('/apps/:id/groups/:groupId', (c) => {
    unwrap(unassignGroup(org, app(c).id, param(c, 'groupId')));
    return c.body(null, 204);
  });
}

function provisioning(routes: Hono, context: ApiContext, app: (c: Context) => App): void {
  const { org } = context.engine;
  const feature = (c: Context) =>
    found(c.req.param('name') === 'USER_PROVISIONING' ? app(c) : null, 'feature', c.req.param('name') ?? '');
  routes.get('/apps/:id/features', (c) => c.json([featureObject(context.origin(), app(c))]));
  routes.get('/apps/:id/features/:name', (c) => c.json(featureObject(context.origin(), feature(c))));
  routes.put('/apps/:id/features/:name', async (c) => {
    const body = await readBody(c, featureBody);
    const current = feature(c);
    const on = (entry: z.output<typeof status>, before: boolean) => (entry ? entry.status === 'ENABLED' : before);
    const toApp: ToApp = {
      ...current.toApp,
      createUsers: on(body.create?.lifecycleCreate, current.toApp.createUsers),
      updateUserAttributes: on(body.update?.profile, current.toApp.updateUserAttributes),
      deactivateUsers: on(body.update?.lifecycleDeactivate, current.toApp.deactivateUsers),
      syncPassword: on(body.update?.password, current.toApp.syncPassword),
    };
    return c.json(featureObject(context.origin(), unwrap(updateApp(org, current.id, { toApp }))));
  });
  const connection = (current: App) => ({
    authScheme: current.integration === null ? 'UNKNOWN' : 'TOKEN',
    baseUrl: current.integration?.baseUrl ?? null,
    profile: { authScheme: 'TOKEN' },
    status: current.provisioning === 'SCIM' && current.integration !== null ? 'ENABLED' : 'DISABLED',
    _links: { self: { href: `${context.origin()}/api/v1/apps/${current.id}/connections/default` } },
  });
  routes.get('/apps/:id/connections/default', (c) => c.json(connection(app(c))));
  routes.post('/apps/:id/connections/default', async (c) => {
    const body = await readBody(c, connectionBody);
    const current = app(c);
    const saved = current.integration;
    const savedToken = saved?.auth.mode === 'HEADER' ? saved.auth.token : '';
    const integration = {
      baseUrl: body.baseUrl ?? saved?.baseUrl ?? '',
      uniqueIdField: saved?.uniqueIdField ?? 'userName',
      actions: saved?.actions ?? {
        importUsers: false,
        pushNewUsers: true,
        pushProfileUpdates: true,
        pushGroups: true,
        importGroups: false,
      },
      auth: { mode: 'HEADER' as const, token: body.profile.token ?? savedToken },
    };
    return c.json(connection(unwrap(updateApp(org, current.id, { provisioning: 'SCIM', integration }))));
  });
  routes.post('/apps/:id/connections/default/lifecycle/activate', (c) => {
    unwrap(updateApp(org, app(c).id, { provisioning: 'SCIM' }));
    return c.body(null, 204);
  });
  routes.post('/apps/:id/connections/default/lifecycle/deactivate', (c) => {
    unwrap(updateApp(org, app(c).id, { provisioning: 'NONE' }));
    return c.body(null, 204);
  });
}
