import { Hono } from 'hono';
import { type App, type AppUser, isAssigned } from '../../model/app.ts';
import { assignGroup, assignUser, provisionUsers, unassignGroup, unassignUser } from '../../model/apps.ts';
import type { OktaGroup } from '../../model/group.ts';
import { memberCount } from '../../model/memberships.ts';
import { isAssignmentGroup } from '../../model/push-groups.ts';
import type { OktaUser } from '../../model/user.ts';
import type { ApiContext } from '../context.ts';
import { found, readBody, unwrap } from '../refusal.ts';
import * as input from './input.ts';
import { pageOf, pageQuery } from './paging.ts';
import { assignedPerson, byName, groupItem, person, personMatches } from './views.ts';

export function assignmentRoutes({ engine }: ApiContext): Hono {
  const { org } = engine;
  const app = (id: string): App => found(org.apps.get(id), 'AppInstance', id);
  const routes = new Hono();
  routes.get('/apps/:id/people', (c) => {
    const current = app(c.req.param('id'));
    const matches = (account: AppUser, q: string) => {
      const user = org.users.get(account.userId);
      return user !== undefined && isAssigned(account) && personMatches(user, q);
    };
    const accounts = org.appUsers.get(current.id)?.values() ?? [];
    const query = pageQuery(c);
    return c.json(pageOf(accounts, query, matches, (account) => assignedPerson(org, current, account)));
  });
  routes.get('/apps/:id/people/candidates', (c) => {
    const accounts = org.appUsers.get(app(c.req.param('id')).id);
    const matches = (user: OktaUser, q: string) => {
      const account = accounts?.get(user.id);
      return (
        user.status !== 'DEPROVISIONED' && personMatches(user, q) && !(account !== undefined && isAssigned(account))
      );
    };
    return c.json(pageOf(org.users.values(), pageQuery(c), matches, person));
  });
  routes.post('/apps/:id/people', async (c) => {
    const { userIds } = await readBody(c, input.userIds);
    for (const userId of userIds) unwrap(assignUser(org, c.req.param('id'), userId));
    return c.json({ count: userIds.length });
  });
  routes.delete('/apps/:id/people/:userId', (c) => {
    unwrap(unassignUser(org, c.req.param('id'), c.req.param('userId')));
    return c.json({});
  });
  routes.post('/apps/:id/provision', async (c) => {
    const body = await readBody(c, input.provision);
    return c.json({ count: unwrap(provisionUsers(org, c.req.param('id'), 'all' in body ? 'all' : body.userIds)) });
  });
  routes.get('/apps/:id/groups', (c) => {
    const items = app(c.req.param('id')).groupAssignments.flatMap(({ groupId, priority }) => {
      const group = org.groups.get(groupId);
      return group === undefined ? [] : [{ id: groupId, name: group.name, priority, members: memberCount(org, group) }];
    });
    return c.json({ items });
  });
  routes.get('/apps/:id/groups/candidates', (c) => {
    const current = app(c.req.param('id'));
    const matches = (group: OktaGroup, q: string) =>
      group.name.toLowerCase().includes(q) && !isAssignmentGroup(current, group.id);
    const sorted = [...org.groups.values()].sort(byName);
    return c.json(pageOf(sorted, pageQuery(c), matches, (group) => groupItem(org, group)));
  });
  routes.put('/apps/:id/groups/:groupId', async (c) => {
    const { priority } = await readBody(c, input.priority);
    unwrap(assignGroup(org, c.req.param('id'), c.req.param('groupId'), priority));
    return c.json({});
  });
  routes.delete('/apps/:id/groups/:groupId', (c) => {
    unwrap(unassignGroup(org, c.req.param('id'), c.req.param('groupId')));
    return c.json({});
  });
  return routes;
}
