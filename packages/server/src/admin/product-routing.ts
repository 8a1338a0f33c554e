import { type Problem, type Routing, validateRouting } from '@rollcall/blueprint';
import { fail, ok } from '@rollcall/scim';
import type { StoredRouting } from '@rollcall/store';
import { emptyRoutingText, routingOf } from '../product/group-care.ts';
import { knownTo } from '../product/known.ts';
import type { Handlers, IdsOf, TenantCall } from './handler.ts';
import { activityPage } from './product-activity.ts';
import { blueprintFailure } from './product-blueprint-change.ts';
import { productCall } from './product-call.ts';
import { invalidMap, problemsShape, ruleShape } from './product-explain.ts';

const rulesOfRoutes = (routing: Routing) => routing.routes.flatMap((route) => route.rules);

async function problemsOf(call: TenantCall, routing: Routing, before: Routing): Promise<readonly Problem[]> {
  const { store, integrations } = productCall(call);
  const known = await knownTo(store, await integrations(), rulesOfRoutes(routing), rulesOfRoutes(before));
  return validateRouting(routing, known);
}

function shape({ version, updated }: StoredRouting, routing: Routing, problems: readonly Problem[]) {
  return {
    version,
    updated_at: updated || null,
    routing: {
      routes: routing.routes.map((route) => ({ ...route, rules: route.rules.map(ruleShape) })),
      fallbackBlueprintId: routing.fallbackBlueprintId,
    },
    problems: problemsShape(problems),
  };
}

export const routingHandlers: Handlers<IdsOf<'routing'>> = {
  async 'routing.get'(_, call) {
    const stored = await productCall(call).store.routing(emptyRoutingText).get();
    const routing = routingOf(stored.routing);
    return ok(shape(stored, routing, await problemsOf(call, routing, routing)));
  },

  async 'routing.save'({ body }, call) {
    const { store, cause } = productCall(call);
    const routings = store.routing(emptyRoutingText);
    const before = routingOf((await routings.get()).routing);
    const problems = await problemsOf(call, body.routing, before);
    const invalid = invalidMap(problems);
    if (invalid) return fail(invalid);
    const saved = await routings.save(body.version, JSON.stringify(body.routing));
    if (!saved.ok) return fail(blueprintFailure(saved.error));
    const entry = { blueprintNo: 0, at: cause.at, kind: 'saved', cause: cause.cause, actor: call.caller.name };
    await store.activity.add({ ...entry, detail: JSON.stringify({ version: saved.value.version }) });
    const name = 'Blueprint Routing';
    await call.audit({ action: 'update', type: 'blueprintRouting', id: 'routing', name, after: body.routing });
    return ok(shape(saved.value, body.routing, problems));
  },

  async 'routing.activity'({ query }, call) {
    return ok(await activityPage(call, 0, query));
  },
};
