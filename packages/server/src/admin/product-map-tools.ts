import {
  type Choice,
  checkRules,
  diff,
  evaluate,
  inputIds,
  inputs,
  operatorLabels,
  operatorsOf,
  type rulesOf,
  takesSeveral,
} from '@rollcall/blueprint';
import { fail, ok } from '@rollcall/scim';
import { countMatches, dryRun, summaryOf } from '../product/dry-run.ts';
import { emptyRoutingText, routingOf } from '../product/group-care.ts';
import { knownTo } from '../product/known.ts';
import { deviceSubject, personSubject } from '../product/lookup.ts';
import { itemOf, mapOf } from '../product/rule-book.ts';
import { failure } from './failure.ts';
import type { Handlers } from './handler.ts';
import { activityPage } from './product-activity.ts';
import { findBlueprint, problemsOf } from './product-blueprint-change.ts';
import { namer, productCall } from './product-call.ts';
import { changeShape, decisionsShape, droppedShape, problemsShape } from './product-explain.ts';

const choicesShape = (choices: readonly Choice[]) => choices.map((choice) => ({ ...choice }));

type Ids =
  | 'blueprints.inputs'
  | 'blueprints.countRule'
  | 'blueprints.preview'
  | 'blueprints.evaluate'
  | 'blueprints.activity'
  | 'groupBlueprints.list';

/** What helps whoever edits a map: what rules can say, what a change would do, why a device gets what it gets. */
export const mapToolHandlers: Handlers<Ids> = {
  async 'blueprints.inputs'() {
    return ok({
      inputs: inputIds.map((id) => {
        const { label, type, source, choices } = inputs[id];
        const operators = operatorsOf[type].map((operator) => ({
          id: operator,
          label: operatorLabels[operator],
          several: takesSeveral.has(operator),
        }));
        return { id, label, type, source, operators, choices: choicesShape(choices) };
      }),
    });
  },

  async 'blueprints.countRule'({ body }, call) {
    const { store, integrations } = productCall(call);
    const blueprint = body.blueprint_id === undefined ? null : await store.blueprints.get(body.blueprint_id);
    const known = await knownTo(store, await integrations(), body.rules, body.rules);
    const problems = problemsShape(checkRules(body.rules, known));
    if (problems.some((problem) => problem.severity === 'error')) return ok({ devices: 0, of: 0, problems });
    return ok({ ...(await countMatches(store, body.rules, blueprint)), problems });
  },

  async 'blueprints.preview'({ params, body }, call) {
    const { store } = productCall(call);
    const found = await findBlueprint(call, params.blueprintId);
    if (!found.ok) return found;
    const before = mapOf(found.value.map);
    const { problems, vanished } = await problemsOf(call, body.map, before);
    const changes = diff(before, body.map).map(changeShape);
    const nameOf = namer(await store.library.list());
    if (problems.some((problem) => problem.severity === 'error'))
      return ok({
        problems: problemsShape(problems),
        changes,
        devices: found.value.devices,
        changed_devices: 0,
        items: [],
        summary: 'The map can’t be saved yet.',
        samples: [],
      });
    const run = await dryRun(store, found.value, body.map, vanished);
    return ok({
      problems: problemsShape(problems),
      changes,
      devices: run.devices,
      changed_devices: run.changedDevices,
      items: [...run.items]
        .map(([id, counts]) => ({ id, name: nameOf(id), ...counts }))
        .toSorted((a, b) => b.added + b.removed - a.added - a.removed),
      summary: summaryOf(run, nameOf),
      samples: run.samples.map(({ id, name, added, removed }) => ({
        device_id: id,
        device_name: name,
        added: added.map(nameOf),
        removed: removed.map(nameOf),
      })),
    });
  },

  async 'blueprints.evaluate'({ params, query }, call) {
    const { store, integrations } = productCall(call);
    const found = await findBlueprint(call, params.blueprintId);
    if (!found.ok) return found;
    const device = query.device === undefined ? null : await store.devices.get(query.device);
    const person = query.user === undefined ? null : await store.people.get(query.user);
    const known = await integrations();
    const subject = device
      ? await deviceSubject(store, known, device)
      : person
        ? await personSubject(store, known, person)
        : null;
    if (!subject) return fail(failure('notFound', 'Choose a device or a user that exists: `?device=` or `?user=`.'));
    const library = await store.library.list();
    const nameOf = namer(library);
    // A device is looked at as if it were in this blueprint already.
    const asIf = { ...subject, device: { ...subject.device, blueprintId: found.value.id } };
    // Of a user without a device every platform is shown.
    const items = library.map(itemOf).map((item) => (device ? item : { ...item, platforms: [] }));
    const why = evaluate(mapOf(found.value.map), asIf, items, new Set(found.value.vanished));
    return ok({
      subject: device
        ? { type: 'device' as const, id: device.id, name: device.name }
        : { type: 'user' as const, id: person?.id ?? '', name: person?.name ?? '' },
      items: why.items.map(({ itemId, nodeId, path }) => ({
        id: itemId,
        name: nameOf(itemId),
        assignment_node_id: nodeId,
        path: [...path],
      })),
      dropped: droppedShape(why.dropped, nameOf),
      reached: [...why.reached],
      decisions: decisionsShape(why.decisions),
    });
  },

  async 'blueprints.activity'({ params, query }, call) {
    const found = await findBlueprint(call, params.blueprintId);
    return found.ok ? ok(await activityPage(call, found.value.no, query)) : found;
  },

  async 'groupBlueprints.list'({ params }, call) {
    const { store } = productCall(call);
    const names = (rules: ReturnType<typeof rulesOf>) =>
      rules.some((rule) => rule.input === 'userGroup' && rule.groups.some(({ groupId }) => groupId === params.groupId));
    const blueprints = (await store.blueprints.list()).flatMap((blueprint) => {
      const nodes = mapOf(blueprint.map).nodes.filter((node) => names(node.rules));
      if (nodes.length === 0) return [];
      const { id, name } = blueprint;
      return [{ id, name, nodes: nodes.map((node) => ({ id: node.id, label: node.label })) }];
    });
    const { routes } = routingOf((await store.routing(emptyRoutingText).get()).routing);
    const using = routes.filter((route) => names(route.rules)).map(({ id, label }) => ({ id, label }));
    return ok({ blueprints, routes: using });
  },
};
