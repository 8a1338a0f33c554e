import { Hono } from 'hono';
import { parseExpression } from '../../model/expression/parse.ts';
import { conditionExpression, type GroupRule } from '../../model/group.ts';
import {
  activateRule,
  createRule,
  deactivateRule,
  deleteRule,
  previewRule,
  updateRule,
} from '../../model/group-rules.ts';
import { invalid } from '../../model/problem.ts';
import type { ApiContext } from '../context.ts';
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
    const query = pageQuery(c);
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
    const { matches, sample } = unwrap(await previewRule(org, parsed.value));
    return c.json({ matches, sample: sample.map(person) });
  });
  routes.get('/rules/:id', (c) => c.json(ruleView(org, rule(c.req.param('id')))));
  routes.put('/rules/:id', async (c) => {
    const body = await readBody(c, input.ruleBody);
    return c.json(ruleView(org, unwrap(updateRule(org, c.req.param('id'), body))));
  });
  routes.post('/rules/:id/activate', async (c) =>
    c.json(ruleView(org, unwrap(await activateRule(org, c.req.param('id'))))),
  );
  routes.post('/rules/:id/deactivate', (c) => c.json(ruleView(org, unwrap(deactivateRule(org, c.req.param('id'))))));
  routes.delete('/rules/:id', async (c) => {
    unwrap(await deleteRule(org, c.req.param('id'), c.req.query('removeUsers') === 'true'));
    return c.json({});
  });
  return routes;
}
