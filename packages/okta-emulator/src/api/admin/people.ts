import { Hono } from 'hono';
import type { OktaUser } from '../../model/user.ts';
import { isLifecycleAction } from '../../model/user.ts';
import { createUser, deleteUser, lifecycle, setPassword, updateUser } from '../../model/users.ts';
import type { ApiContext } from '../context.ts';
import { found, readBody, unwrap } from '../refusal.ts';
import * as input from './input.ts';
import { pageOf, pageQuery } from './paging.ts';
import { person, personDetail, personMatches } from './views.ts';

export function peopleRoutes({ engine }: ApiContext): Hono {
  const { org } = engine;
  const user = (id: string): OktaUser => found(org.users.get(id), 'User', id);
  const routes = new Hono();
  routes.get('/people', (c) => {
    const status = c.req.query('status');
    const matches = (entry: OktaUser, q: string) => (!status || entry.status === status) && personMatches(entry, q);
    return c.json(pageOf(org.users.values(), pageQuery(c), matches, person));
  });
  routes.post('/people', async (c) => {
    const body = await readBody(c, input.newPerson);
    const created = unwrap(
      createUser(org, {
        profile: body.profile,
        activate: body.activate,
        hasPassword: body.password !== undefined,
        groupIds: body.groupIds ?? [],
      }),
    );
    return c.json(personDetail(org, created), 201);
  });
  routes.get('/people/:id', (c) => c.json(personDetail(org, user(c.req.param('id')))));
  routes.put('/people/:id', async (c) => {
    const { profile } = await readBody(c, input.profileBody);
    return c.json(personDetail(org, unwrap(updateUser(org, user(c.req.param('id')).id, profile, 'merge'))));
  });
  routes.delete('/people/:id', (c) => c.json({ outcome: unwrap(deleteUser(org, user(c.req.param('id')).id)) }));
  routes.post('/people/:id/lifecycle/:action', (c) => {
    const action = c.req.param('action');
    const name = found(isLifecycleAction(action) ? action : null, 'operation', action);
    return c.json(personDetail(org, unwrap(lifecycle(org, user(c.req.param('id')).id, name))));
  });
  routes.post('/people/:id/password', async (c) => {
    const { password } = await readBody(c, input.passwordBody);
    return c.json(personDetail(org, unwrap(setPassword(org, user(c.req.param('id')).id, password))));
  });
  return routes;
}
