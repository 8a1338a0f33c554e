import { Hono } from 'hono';
import { appGroupsOf } from '../../model/app-groups.ts';
import { retryTask } from '../../model/apps.ts';
import type { Task, TaskState } from '../../model/task.ts';
import type { ApiContext } from '../context.ts';
import type { Dashboard, TaskCounts } from '../contract.ts';
import { found, readBody, unwrap } from '../refusal.ts';
import * as input from './input.ts';
import { pageOf, pageQuery } from './paging.ts';
import { byName, groupItem, taskItem } from './views.ts';

export function reportRoutes(context: ApiContext): Hono {
  const { engine, imports } = context;
  const { org, reports, store } = engine;
  const routes = new Hono();
  routes.get('/dashboard', (c) => {
    const dashboard: Dashboard = {
      people: org.users.size,
      groups: org.groups.size,
      apps: org.apps.size,
      tasks: taskCounts(org.tasks.values()),
      clock: engine.clockView(),
      chaos: engine.chaos.settings,
    };
    return c.json(dashboard);
  });
  routes.get('/logs', (c) => {
    store.flush();
    const query = (name: string) => c.req.query(name);
    const { limit } = pageQuery(c);
    const [q, eventType, since, until, after] = ['q', 'eventType', 'since', 'until', 'after'].map(query);
    const { items, next, total } = reports.logs({ q, eventType, since, until, after, limit });
    return c.json({ items, next, total });
  });
  routes.get('/tasks', (c) => {
    const [state, appId] = [c.req.query('state'), c.req.query('appId')];
    const matches = (task: Task, q: string) =>
      (!state || task.state === state) &&
      (!appId || task.appId === appId) &&
      (q === '' || taskItem(org, task).subjectName.toLowerCase().includes(q));
    return c.json(pageOf(org.tasks.values(), pageQuery(c), matches, (task) => taskItem(org, task)));
  });
  routes.post('/tasks/retry', async (c) => {
    const { appId } = await readBody(c, input.retryAll);
    const failed = [...org.tasks.values()].filter(
      (task) => task.state === 'FAILED' && (!appId || task.appId === appId),
    );
    for (const task of failed) unwrap(retryTask(org, task.id));
    return c.json({ count: failed.length });
  });
  routes.get('/tasks/:id', (c) => {
    store.flush();
    const task = found(org.tasks.get(c.req.param('id')), 'Task', c.req.param('id'));
    const { items } = reports.exchanges({ appId: task.appId, subjectId: task.subjectId, limit: 100 });
    return c.json({ ...taskItem(org, task), exchanges: items });
  });
  routes.post('/tasks/:id/retry', (c) => {
    unwrap(retryTask(org, c.req.param('id')));
    return c.json({});
  });
  routes.get('/exchanges', (c) => {
    store.flush();
    const query = (name: string) => c.req.query(name);
    const [appId, subjectId, q, after] = ['appId', 'subjectId', 'q', 'after'].map(query);
    const failed = query('failed') === 'true';
    return c.json(reports.exchanges({ appId, subjectId, q, after, failed, limit: pageQuery(c).limit }));
  });
  routes.get('/exchanges/:id', (c) => {
    store.flush();
    return c.json(found(reports.exchange(Number(c.req.param('id'))), 'exchange', c.req.param('id')));
  });
  routes.post('/apps/:id/import', async (c) => c.json(unwrap(await imports.run(c.req.param('id')))));
  routes.get('/apps/:id/import', (c) =>
    c.json(imports.last(c.req.param('id')) ?? { at: null, scanned: 0, skippedInactive: 0, groups: 0, items: [] }),
  );
  routes.get('/apps/:id/imported-groups', (c) => {
    const query = pageQuery(c);
    const sorted = appGroupsOf(org, c.req.param('id')).sort(byName);
    return c.json(
      pageOf(
        sorted,
        query,
        () => true,
        (group) => groupItem(org, group),
      ),
    );
  });
  routes.post('/apps/:id/import/confirm', async (c) => {
    const body = await readBody(c, input.confirmImport);
    const id = c.req.param('id');
    return c.json(unwrap(imports.confirm(id, 'ids' in body ? imports.proposed(id, body.ids) : body.assignments)));
  });
  routes.get('/chaos', (c) => c.json(engine.chaos.settings));
  routes.put('/chaos', async (c) => {
    engine.setChaos(await readBody(c, input.chaos));
    return c.json(engine.chaos.settings);
  });
  routes.get('/clock', (c) => c.json(engine.clockView()));
  routes.post('/clock/advance', async (c) => {
    await engine.advance((await readBody(c, input.advance)).ms);
    return c.json(engine.clockView());
  });
  return routes;
}

export function taskCounts(tasks: Iterable<Task>): TaskCounts {
  const counts: Record<TaskState, number> = { QUEUED: 0, RUNNING: 0, WAITING: 0, FAILED: 0 };
  for (const task of tasks) counts[task.state]++;
  return { queued: counts.QUEUED, running: counts.RUNNING, waiting: counts.WAITING, failed: counts.FAILED };
}
