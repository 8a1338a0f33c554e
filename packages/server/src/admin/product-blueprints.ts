import { diff, emptyMap } from '@rollcall/blueprint';
import { fail, ok } from '@rollcall/scim';
import { emptyRoutingText, routingOf } from '../product/group-care.ts';
import { mapOf } from '../product/rule-book.ts';
import { templates } from '../product/templates.ts';
import { failure } from './failure.ts';
import type { Handlers } from './handler.ts';
import { blueprintFailure, findBlueprint, problemsOf, saveMap } from './product-blueprint-change.ts';
import { blueprintShape, mapShape, rowShape, versionShape } from './product-blueprint-shape.ts';
import { productCall } from './product-call.ts';
import { changeShape, invalidMap } from './product-explain.ts';

type Ids =
  | 'blueprints.list'
  | 'blueprints.create'
  | 'blueprints.templates'
  | 'blueprints.get'
  | 'blueprints.update'
  | 'blueprints.delete'
  | 'blueprints.versions'
  | 'blueprints.version'
  | 'blueprints.restore';

/** Blueprints with their maps and versions. */
export const blueprintHandlers: Handlers<Ids> = {
  async 'blueprints.list'(_, call) {
    return ok({ results: (await productCall(call).store.blueprints.list()).map(rowShape) });
  },

  async 'blueprints.templates'() {
    return ok({ results: templates.map((template) => ({ ...template, map: mapShape(template.map) })) });
  },

  async 'blueprints.create'({ body }, call) {
    const { store, cause } = productCall(call);
    const template = templates.find(({ id }) => id === body.template);
    const map = body.map ?? template?.map ?? emptyMap;
    const { problems, vanished } = await problemsOf(call, map, emptyMap);
    const invalid = invalidMap(problems);
    if (invalid) return fail(invalid);
    const first = { map: JSON.stringify(map), vanished, changes: '[]', actor: call.caller.name, note: '' };
    const made = await store.blueprints.create(body.name, body.description, first);
    if (!made.ok) return fail(blueprintFailure(made.error));
    const { no, id, name } = made.value;
    const detail = JSON.stringify({ version: 1 });
    const entry = {
      blueprintNo: no,
      at: cause.at,
      kind: 'created',
      cause: cause.cause,
      actor: call.caller.name,
      detail,
    };
    await store.activity.add(entry);
    await call.audit({ action: 'create', type: 'blueprint', id, name });
    return ok(await blueprintShape(call, made.value));
  },

  async 'blueprints.get'({ params }, call) {
    const found = await findBlueprint(call, params.blueprintId);
    return found.ok ? ok(await blueprintShape(call, found.value)) : found;
  },

  async 'blueprints.update'({ params, body }, call) {
    const { store } = productCall(call);
    const found = await findBlueprint(call, params.blueprintId);
    if (!found.ok) return found;
    let now = found.value;
    if (body.map) {
      const saved = await saveMap(call, now, body.version ?? now.version, body.map, body.note ?? '');
      if (!saved.ok) return saved;
      now = saved.value;
    }
    if (body.name !== undefined || body.description !== undefined) {
      const { name, description } = now;
      const renamed = await store.blueprints.rename(now.id, body.name ?? name, body.description ?? description);
      if (!renamed.ok) return fail(blueprintFailure(renamed.error));
      const before = { name, description };
      const after = { name: renamed.value.name, description: renamed.value.description };
      await call.audit({ action: 'update', type: 'blueprint', id: now.id, name: after.name, before, after });
      now = renamed.value;
    }
    return ok(await blueprintShape(call, now));
  },

  async 'blueprints.delete'({ params }, call) {
    const { store } = productCall(call);
    const found = await findBlueprint(call, params.blueprintId);
    if (!found.ok) return found;
    const { id, name } = found.value;
    const routing = routingOf((await store.routing(emptyRoutingText).get()).routing);
    if (routing.fallbackBlueprintId === id || routing.routes.some((route) => route.blueprintId === id))
      return fail(failure('blueprintInRouting'));
    const removed = await store.blueprints.remove(id);
    if (!removed.ok) return fail(blueprintFailure(removed.error));
    await call.audit({ action: 'delete', type: 'blueprint', id, name });
    return ok(undefined);
  },

  async 'blueprints.versions'({ params }, call) {
    const found = await findBlueprint(call, params.blueprintId);
    if (!found.ok) return found;
    const versions = await productCall(call).store.blueprints.versions(params.blueprintId);
    return ok({ results: versions.map(versionShape) });
  },

  async 'blueprints.version'({ params }, call) {
    const found = await findBlueprint(call, params.blueprintId);
    if (!found.ok) return found;
    const [wanted] = await productCall(call).store.blueprints.versions(params.blueprintId, params.version);
    if (!wanted) return fail(failure('notFound'));
    const map = mapOf(wanted.map);
    return ok({
      ...versionShape(wanted),
      map: mapShape(map),
      since: diff(map, mapOf(found.value.map)).map(changeShape),
    });
  },

  async 'blueprints.restore'({ params }, call) {
    const found = await findBlueprint(call, params.blueprintId);
    if (!found.ok) return found;
    const [wanted] = await productCall(call).store.blueprints.versions(params.blueprintId, params.version);
    if (!wanted) return fail(failure('notFound'));
    const note = `Restored version ${wanted.version}`;
    const saved = await saveMap(call, found.value, found.value.version, mapOf(wanted.map), note);
    return saved.ok ? ok(await blueprintShape(call, saved.value)) : saved;
  },
};
