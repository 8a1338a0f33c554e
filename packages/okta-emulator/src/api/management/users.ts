import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { OktaUser } from '../../model/user.ts';
import { isLifecycleAction } from '../../model/user.ts';
import { createUser, deleteUser, findUser, lifecycle, setPassword, updateUser } from '../../model/users.ts';
import type { ApiContext } from '../context.ts';
import { found, readBody, unwrap } from '../refusal.ts';
import { linkHeaders, listResponse, matcher } from './http.ts';
import { groupObject, userObject } from './objects.ts';

const credentials = z.object({ password: z.object({ value: z.string().optional() }).nullish() }).nullish();
const userBody = z.object({
  profile: z.record(z.string(), z.unknown()).default({}),
  credentials,
  groupIds: z.array(z.string()).nullish(),
});

/** Names that Okta's `filter` and `search` know. */
const fieldOf = (user: OktaUser) => (name: string) => {
  const path = name.startsWith('profile.') ? name.slice('profile.'.length) : null;
  if (path !== null) return Object.entries(user.profile).find(([key]) => key === path)?.[1];
  const top: Readonly<Record<string, string | null>> = {
    id: user.id,
    status: user.status,
    created: user.created,
    lastUpdated: user.lastUpdated,
    activated: user.activated,
    statusChanged: user.statusChanged,
  };
  return top[name] ?? undefined;
};

export function userRoutes(context: ApiContext): Hono {
  const { org } = context.engine;
  const routes = new Hono();
  const user = (c: Context): OktaUser => {
    const id = c.req.param('id') ?? '';
    return found(findUser(org, id), 'User', id);
  };
  const json = (c: Context, value: OktaUser) => c.json(userObject(context.origin(), value));

  routes.get('/users', (c) => {
    const [byFilter, bySearch] = [matcher(c.req.query('filter')), matcher(c.req.query('search'))];
    const q = c.req.query('q')?.toLowerCase() ?? '';
    const matches = (entry: OktaUser) => {
      const { firstName, lastName, email, login } = entry.profile;
      // Without a condition Okta leaves the deactivated ones out.
      if (!c.req.query('filter') && !c.req.query('search') && entry.status === 'DEPROVISIONED') return false;
      const starts = [firstName, lastName, email, login].some((text) => text.toLowerCase().startsWith(q));
      return starts && byFilter(fieldOf(entry)) && bySearch(fieldOf(entry));
    };
    return listResponse(
      c,
      context.origin(),
      org.users.values(),
      (entry) => userObject(context.origin(), entry),
      matches,
    );
  });
  routes.post('/users', async (c) => {
    const body = await readBody(c, userBody);
    const created = unwrap(
      createUser(org, {
        profile: body.profile,
        activate: c.req.query('activate') !== 'false',
        hasPassword: Boolean(body.credentials?.password?.value),
        groupIds: body.groupIds ?? [],
      }),
    );
    return json(c, created);
  });
  routes.get('/users/:id', (c) => json(c, user(c)));
  const update = (mode: 'merge' | 'replace') => async (c: Context) => {
    const current = user(c);
    const body = await readBody(c, userBody);
    let next = unwrap(updateUser(org, current.id, body.profile, mode));
    const password = body.credentials?.password?.value;
    if (password) next = unwrap(setPassword(org, current.id, password));
    return json(c, next);
  };
  routes.post('/users/:id', update('merge'));
  routes.put('/users/:id', update('replace'));
  routes.delete('/users/:id', (c) => {
    unwrap(deleteUser(org, user(c).id));
    return c.body(null, 204);
  });
  routes.post('/users/:id/lifecycle/:action', (c) => {
    const action = c.req.param('action');
    const name = found(isLifecycleAction(action) ? action : null, 'operation', action);
    const next = unwrap(lifecycle(org, user(c).id, name));
    if (name === 'activate' || name === 'reactivate') {
      return c.json({ activationUrl: `${context.origin()}/welcome/${next.id}`, activationToken: next.id });
    }
    return name === 'expire_password' ? json(c, next) : c.json({});
  });
  routes.post('/users/:id/credentials/change_password', async (c) => {
    const { newPassword } = await readBody(c, z.object({ newPassword: z.object({ value: z.string().min(1) }) }));
    unwrap(setPassword(org, user(c).id, newPassword.value));
    return c.json({ password: {}, provider: { type: 'OKTA', name: 'OKTA' } });
  });
  routes.get('/users/:id/groups', (c) => {
    const ids = [...org.builtInGroupIds, ...(org.groupsOf.get(user(c).id) ?? [])];
    const groups = ids.flatMap((id) => org.groups.get(id) ?? []);
    return listResponse(c, context.origin(), groups, (group) => groupObject(context.origin(), group));
  });
  routes.get('/users/:id/appLinks', (c) => {
    const { id } = user(c);
    linkHeaders(c, context.origin(), null);
    const links = [...org.apps.values()].flatMap((app) => {
      const account = org.appUsers.get(app.id)?.get(id);
      const visible = account !== undefined && context.saml.mayUse(app, user(c)) && !app.visibility.hideFromUsers;
      return visible
        ? [
            {
              id: `${app.id}-${id}`,
              label: app.label,
              linkUrl: `${context.origin()}/home/${app.id}`,
              appName: app.label,
              appInstanceId: app.id,
              appAssignmentId: id,
              credentialsSetup: false,
              hidden: false,
              sortOrder: 0,
            },
          ]
        : [];
    });
    return c.json(links);
  });
  return routes;
}
