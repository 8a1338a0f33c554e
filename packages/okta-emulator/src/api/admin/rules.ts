import { Hono } from 'hono';
import { holds } from '../../model/expression/evaluate.ts';
import { parseExpression } from '../../model/expression/parse.ts';
import { conditionExpression, type GroupRule } from '../../model/group.ts';
import {
  activateRule,
  createRule,
  deactivateRule,
  deleteRule,
  membershipOf,
  ruleBudget,
  updateRule,
} from '../../model/group-rules.ts';
import { invalid } from '../../model/problem.ts';
import type { ApiContext } from '../context.ts';
import type { Person } from '../contract.ts';
import { found, Refusal, readBody, unwrap } from '../refusal.ts';
import * as input from './input.ts';
import { pageOf, pageQuery } from './paging.ts';
import { byName, person, ruleView } from './views.ts';

export function ruleRoutes({ engine }: ApiContext): Hono {
  const { org } = engine;
  const rule = (id: string): GroupRule => found(org.rules.get(id), 'GroupRule', id);
  const routes = new Hono();
  routes.get('/rules', (c) => {
    const matches = (entry: GroupRule, q: string) => entry.name.toLowerCase().includes(q);
    const query = pageQuery((name) => c.req.query(name));
    return c.json(pageOf([...org.rules.values()].sort(byName), query, matches, (entry) => ruleView(org, entry)));
  });
  routes.post('/rules', async (c) => {
    return c.json(ruleView(org, unwrap(createRule(org, await readBody(c, input.ruleBody)))), 201);
  });
  routes.post('/rules/preview', async (c) => {
    const { condition } = await readBody(c, input.ruleBody.pick({ condition: true }));
    const text = condition.kind === 'expression' ? condition.text : conditionExpression(condition);
    const parsed = parseExpression(text);
    if (!parsed.ok) throw new Refusal(invalid('The expression is not valid', parsed.error.message));
    const sample: Person[] = [];
    let matches = 0;
    const budget = ruleBudget(org.users.size);
    for (const user of org.users.values()) {
      if (user.status === 'DEPROVISIONED') continue;
      const held = holds(parsed.value, user.profile, membershipOf(org, user.id), budget);
      if (!held.ok) throw new Refusal(invalid('The expression takes too long to work out.'));
      if (!held.value) continue;
      matches++;
      if (sample.length < 10) sample.push(person(user));
    }
    return c.json({ matches, sample });
  });
  routes.get('/rules/:id', (c) => c.json(ruleView(org, rule(c.req.param('id')))));
  routes.put('/rules/:id', async (c) => {
    const body = await readBody(c, input.ruleBody);
    return c.json(ruleView(org, unwrap(updateRule(org, c.req.param('id'), body))));
  });
  routes.post('/rules/:id/activate', (c) => c.json(ruleView(org, unwrap(activateRule(org, c.req.param('id'))))));
  routes.post('/rules/:id/deactivate', (c) => c.json(ruleView(org, unwrap(deactivateRule(org, c.req.param('id'))))));
  routes.delete('/rules/:id', (c) => {
    unwrap(deleteRule(org, c.req.param('id'), c.req.query('removeUsers') === 'true'));
    return c.json({});
  });
  return routes;
}
