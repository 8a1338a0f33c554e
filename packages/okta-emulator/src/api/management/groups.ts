import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { GroupRule, OktaGroup } from '../../model/group.ts';
import { activateRule, createRule, deactivateRule, deleteRule, updateRule } from '../../model/group-rules.ts';
import { addMember, createGroup, deleteGroup, removeMember, updateGroup } from '../../model/groups.ts';
import { memberIds } from '../../model/memberships.ts';
import type { RuleInput } from '../../model/rule-input.ts';
import { findUser } from '../../model/users.ts';
import type { ApiContext } from '../context.ts';
import { found, readBody, unwrap } from '../refusal.ts';
import { listResponse, matcher } from './http.ts';
import { appObject, groupObject, ruleObject, userObject } from './objects.ts';

const groupBody = z.object({ profile: z.object({ name: z.string(), description: z.string().nullish() }) });
const ruleBody = z.object({
  name: z.string(),
  conditions: z.object({
    expression: z.object({ value: z.string() }),
    people: z.object({ users: z.object({ exclude: z.array(z.string()).nullish() }).nullish() }).nullish(),
  }),
  actions: z.object({ assignUserToGroups: z.object({ groupIds: z.array(z.string()) }) }),
});

const ruleInput = (body: z.output<typeof ruleBody>): RuleInput => ({
  name: body.name,
  condition: { kind: 'expression', text: body.conditions.expression.value },
  groupIds: body.actions.assignUserToGroups.groupIds,
  excludedUserIds: body.conditions.people?.users?.exclude ?? undefined,
});

export function groupRoutes(context: ApiContext): Hono {
  const { org } = context.engine;
  const routes = new Hono();
  const param = (c: Context, name: string) => c.req.param(name) ?? '';
  const group = (c: Context): OktaGroup => found(org.groups.get(param(c, 'id')), 'UserGroup', param(c, 'id'));
  const json = (c: Context, value: OktaGroup) => c.json(groupObject(context.origin(), value));

  routes.get('/groups/rules', (c) => {
    const q = c.req.query('search')?.toLowerCase() ?? '';
    const matches = (rule: GroupRule) => rule.name.toLowerCase().includes(q);
    return listResponse(c, context.origin(), org.rules.values(), ruleObject, matches);
  });
  routes.post('/groups/rules', async (c) =>
    c.json(ruleObject(unwrap(createRule(org, ruleInput(await readBody(c, ruleBody)))))),
  );
  routes.get('/groups/rules/:id', (c) =>
    c.json(ruleObject(found(org.rules.get(param(c, 'id')), 'GroupRule', param(c, 'id')))),
  );
  routes.put('/groups/rules/:id', async (c) =>
    c.json(ruleObject(unwrap(updateRule(org, param(c, 'id'), ruleInput(await readBody(c, ruleBody)))))),
  );
  routes.delete('/groups/rules/:id', async (c) => {
    unwrap(await deleteRule(org, param(c, 'id'), c.req.query('removeUsers') === 'true'));
    return c.body(null, 202);
  });
  routes.post('/groups/rules/:id/lifecycle/activate', async (c) => {
    unwrap(await activateRule(org, param(c, 'id')));
    return c.body(null, 204);
  });
  routes.post('/groups/rules/:id/lifecycle/deactivate', (c) => {
    unwrap(deactivateRule(org, param(c, 'id')));
    return c.body(null, 204);
  });

  routes.get('/groups', (c) => {
    const [byFilter, bySearch] = [matcher(c.req.query('filter')), matcher(c.req.query('search'))];
    const q = c.req.query('q')?.toLowerCase() ?? '';
    const fieldOf = (entry: OktaGroup) => (name: string) => {
      const known: Readonly<Record<string, string | undefined>> = {
        id: entry.id,
        type: entry.type,
        'profile.name': entry.name,
        'profile.description': entry.description ?? undefined,
        lastUpdated: entry.lastUpdated,
        lastMembershipUpdated: entry.lastMembershipUpdated,
        created: entry.created,
      };
      return known[name];
    };
    const matches = (entry: OktaGroup) =>
      entry.name.toLowerCase().startsWith(q) && byFilter(fieldOf(entry)) && bySearch(fieldOf(entry));
    const view = (entry: OktaGroup) => groupObject(context.origin(), entry);
    return listResponse(c, context.origin(), org.groups.values(), view, matches);
  });
  routes.post('/groups', async (c) => {
    const { profile } = await readBody(c, groupBody);
    return json(c, unwrap(createGroup(org, profile.name, profile.description ?? null)));
  });
  routes.get('/groups/:id', (c) => json(c, group(c)));
  routes.put('/groups/:id', async (c) => {
    const { profile } = await readBody(c, groupBody);
    const change = { name: profile.name, description: profile.description ?? null };
    return json(c, unwrap(updateGroup(org, group(c).id, change)));
  });
  routes.delete('/groups/:id', (c) => {
    unwrap(deleteGroup(org, param(c, 'id')));
    return c.body(null, 204);
  });
  routes.get('/groups/:id/users', (c) => {
    const current = group(c);
    const users = function* () {
      for (const id of memberIds(org, current)) {
        const user = org.users.get(id);
        if (user !== undefined) yield user;
      }
    };
    return listResponse(c, context.origin(), users(), (user) => userObject(context.origin(), user));
  });
  routes.put('/groups/:id/users/:userId', (c) => {
    const user = found(findUser(org, param(c, 'userId')), 'User', param(c, 'userId'));
    unwrap(addMember(org, param(c, 'id'), user.id));
    return c.body(null, 204);
  });
  routes.delete('/groups/:id/users/:userId', (c) => {
    const user = found(findUser(org, param(c, 'userId')), 'User', param(c, 'userId'));
    unwrap(removeMember(org, param(c, 'id'), user.id));
    return c.body(null, 204);
  });
  routes.get('/groups/:id/apps', (c) => {
    const { id } = group(c);
    const apps = [...org.apps.values()].filter((app) => app.groupAssignments.some((entry) => entry.groupId === id));
    return listResponse(c, context.origin(), apps, (app) => appObject(context.origin(), app));
  });
  return routes;
}
