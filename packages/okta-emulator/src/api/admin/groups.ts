import { Hono } from 'hono';
import type { OktaGroup } from '../../model/group.ts';
import { addMember, createGroup, deleteGroup, removeMember, updateGroup } from '../../model/groups.ts';
import { isMember, memberIds } from '../../model/memberships.ts';
import type { OktaUser } from '../../model/user.ts';
import type { ApiContext } from '../context.ts';
import type { Member } from '../contract.ts';
import { found, readBody, unwrap } from '../refusal.ts';
import * as input from './input.ts';
import { pageOf, pageQuery } from './paging.ts';
import { byName, groupDetail, groupItem, person, personMatches, ruleNames } from './views.ts';

export function groupRoutes({ engine }: ApiContext): Hono {
  const { org } = engine;
  const group = (id: string): OktaGroup => found(org.groups.get(id), 'UserGroup', id);
  const routes = new Hono();
  routes.get('/groups', (c) => {
    const sorted = [...org.groups.values()].sort(byName);
    const own = c.req.query('own') === 'true';
    const matches = (entry: OktaGroup, q: string) =>
      entry.name.toLowerCase().includes(q) && (!own || entry.type === 'OKTA_GROUP');
    return c.json(pageOf(sorted, pageQuery(c), matches, (entry) => groupItem(org, entry)));
  });
  routes.post('/groups', async (c) => {
    const body = await readBody(c, input.groupInput);
    return c.json(groupDetail(org, unwrap(createGroup(org, body.name, body.description))), 201);
  });
  routes.get('/groups/:id', (c) => c.json(groupDetail(org, group(c.req.param('id')))));
  routes.put('/groups/:id', async (c) => {
    const body = await readBody(c, input.groupInput);
    return c.json(groupDetail(org, unwrap(updateGroup(org, group(c.req.param('id')).id, body))));
  });
  routes.delete('/groups/:id', (c) => {
    unwrap(deleteGroup(org, c.req.param('id')));
    return c.json({});
  });
  routes.get('/groups/:id/members', (c) => {
    const { id, ...rest } = group(c.req.param('id'));
    const member = (user: OktaUser): Member => {
      const membership = org.members.get(id)?.get(user.id);
      return { ...person(user), manual: membership?.manual ?? false, rules: ruleNames(org, membership?.ruleIds ?? []) };
    };
    const users = function* () {
      for (const userId of memberIds(org, { id, ...rest })) {
        const user = org.users.get(userId);
        if (user !== undefined) yield user;
      }
    };
    return c.json(pageOf(users(), pageQuery(c), personMatches, member));
  });
  routes.get('/groups/:id/candidates', (c) => {
    const { id } = group(c.req.param('id'));
    const matches = (user: OktaUser, q: string) =>
      user.status !== 'DEPROVISIONED' && personMatches(user, q) && !isMember(org, id, user.id);
    return c.json(pageOf(org.users.values(), pageQuery(c), matches, person));
  });
  routes.put('/groups/:id/members/:userId', (c) => {
    unwrap(addMember(org, c.req.param('id'), c.req.param('userId')));
    return c.json({});
  });
  routes.delete('/groups/:id/members/:userId', (c) => {
    unwrap(removeMember(org, c.req.param('id'), c.req.param('userId')));
    return c.json({});
  });
  return routes;
}
