import { type AssignmentMap, diff, emptyMap, type Problem, rulesOf, validate } from '@rollcall/blueprint';
import { fail, ok, type Result } from '@rollcall/scim';
import type { Blueprint, BlueprintFailure, BlueprintVersion } from '@rollcall/store';
import { emptyRoutingText, routingOf } from '../product/group-care.ts';
import { itemsIn, knownTo } from '../product/known.ts';
import { mapOf } from '../product/rule-book.ts';
import { templates } from '../product/templates.ts';
import { type Failure, failure } from './failure.ts';
import type { Handlers, TenantCall } from './handler.ts';
import { namer, productCall } from './product-call.ts';
import { changeShape, invalidMap, problemsShape, ruleShape } from './product-explain.ts';

/** A map that says how a device came to what it gets must not be saved half-read. */
export function blueprintFailure(failed: BlueprintFailure): Failure {
  switch (failed.kind) {
    case 'notFound':
      return failure('notFound');
    case 'nameTaken':
      return failure('nameTaken', `A Blueprint is called ${failed.name} already.`);
    case 'versionMismatch':
      return failure('versionConflict', `The present version is ${failed.current}.`);
    case 'hasDevices':
      return failure('blueprintHasDevices', `${failed.devices} devices are in it.`);
    default:
      return failed satisfies never;
  }
}

export const mapShape = (map: AssignmentMap) => ({
  nodes: map.nodes.map((node) => ({
    ...node,
    rules: node.rules.map(ruleShape),
    items: [...node.items],
    blocks: [...node.blocks],
  })),
  blocks: map.blocks.map((block) => ({ ...block, nodes: [...block.nodes] })),
});

/** `changes` is written by `saveMap` only. */
const versionShape = ({ version, at, actor, note, changes }: BlueprintVersion) => ({
  version,
  at,
  actor,
  note,
  changes: JSON.parse(changes),
});

const vanishedNames = (blueprint: Blueprint, map: AssignmentMap): string[] => [
  ...new Set(
    rulesOf(map).flatMap((rule) =>
      rule.input === 'userGroup'
        ? rule.groups
            .filter((group) => blueprint.vanished.includes(`${group.integrationId}/${group.groupId}`))
            .map((group) => group.name)
        : [],
    ),
  ),
];

function rowShape(blueprint: Blueprint) {
  const map = mapOf(blueprint.map);
  return {
    id: blueprint.id,
    name: blueprint.name,
    description: blueprint.description,
    version: blueprint.version,
    device_count: blueprint.devices,
    library_item_count: itemsIn(map).length,
    vanished_groups: vanishedNames(blueprint, map),
    created_at: blueprint.created,
    updated_at: blueprint.updated,
  };
}

/** What is wrong with a map that is to replace another. */
export async function problemsOf(
  call: TenantCall,
  map: AssignmentMap,
  before: AssignmentMap,
): Promise<{ readonly problems: readonly Problem[]; readonly vanished: readonly string[] }> {
  const { store, integrations } = productCall(call);
  const known = await knownTo(store, await integrations(), rulesOf(map), rulesOf(before));
  return { problems: validate(map, known), vanished: known.vanished };
}

export async function blueprintShape(call: TenantCall, blueprint: Blueprint) {
  const map = mapOf(blueprint.map);
  const { problems } = await problemsOf(call, map, map);
  return { ...rowShape(blueprint), map: mapShape(map), problems: problemsShape(problems) };
}

export async function findBlueprint(call: TenantCall, id: string): Promise<Result<Blueprint, Failure>> {
  const found = await productCall(call).store.blueprints.get(id);
  return found ? ok(found) : fail(failure('notFound'));
}

/** Checks and saves a map as the next version, and says so in activity and audit log. */
export async function saveMap(
  call: TenantCall,
  blueprint: Blueprint,
  expected: number,
  map: AssignmentMap,
  note: string,
): Promise<Result<Blueprint, Failure>> {
  const { store, engine, cause } = productCall(call);
  const before = mapOf(blueprint.map);
  const { problems, vanished } = await problemsOf(call, map, before);
  const invalid = invalidMap(problems);
  if (invalid) return fail(invalid);
  const changes = diff(before, map);
  const saved = await store.blueprints.save(
    blueprint.id,
    expected,
    { map: JSON.stringify(map), vanished, changes: JSON.stringify(changes), actor: call.caller.name, note },
    cause,
  );
  if (!saved.ok) return fail(blueprintFailure(saved.error));
  engine.wake();
  await store.activity.add({
    blueprintNo: blueprint.no,
    at: cause.at,
    kind: 'saved',
    cause: cause.cause,
    actor: call.caller.name,
    detail: JSON.stringify({ version: saved.value.version, note, changes }),
  });
  const name = saved.value.name;
  const after = { version: saved.value.version, changes: JSON.parse(JSON.stringify(changes)) };
  await call.audit({ action: 'update', type: 'blueprint', id: blueprint.id, name, component: 'map', after });
  return saved;
}

type Ids =
  | 'blueprints.list'
  | 'blueprints.create'
  | 'blueprints.templates'
  | 'blueprints.get'
  | 'blueprints.update'
  | 'blueprints.delete'
  | 'blueprints.listLibraryItems'
  | 'blueprints.assignLibraryItem'
  | 'blueprints.removeLibraryItem'
  | 'blueprints.versions'
  | 'blueprints.version'
  | 'blueprints.restore';

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

  async 'blueprints.listLibraryItems'({ params }, call) {
    const found = await findBlueprint(call, params.blueprintId);
    return found.ok ? ok(await nodeItems(call, found.value)) : found;
  },

  async 'blueprints.assignLibraryItem'({ params, body }, call) {
    const found = await findBlueprint(call, params.blueprintId);
    if (!found.ok) return found;
    const node = nodeOf(found.value, body.assignment_node_id);
    if (!node.ok) return node;
    const item = await productCall(call).store.library.get(body.library_item_id);
    if (!item) return fail(failure('unknownLibraryItem'));
    if (node.value.items.includes(item.id)) return fail(failure('itemInNode'));
    const map = withItems(found.value, node.value.id, [...node.value.items, item.id]);
    const saved = await saveMap(call, found.value, found.value.version, map, `Added ${item.name}`);
    return saved.ok ? ok(await nodeItems(call, saved.value)) : saved;
  },

  async 'blueprints.removeLibraryItem'({ params, body }, call) {
    const found = await findBlueprint(call, params.blueprintId);
    if (!found.ok) return found;
    const node = nodeOf(found.value, body.assignment_node_id);
    if (!node.ok) return node;
    const { id, items } = node.value;
    if (!items.includes(body.library_item_id)) return fail(failure('itemNotInNode'));
    const map = withItems(
      found.value,
      id,
      items.filter((itemId) => itemId !== body.library_item_id),
    );
    const nameOf = namer(await productCall(call).store.library.list());
    const saved = await saveMap(call, found.value, found.value.version, map, `Removed ${nameOf(body.library_item_id)}`);
    return saved.ok ? ok(await nodeItems(call, saved.value)) : saved;
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

function nodeOf(blueprint: Blueprint, id: string | undefined): Result<AssignmentMap['nodes'][number], Failure> {
  if (id === undefined) return fail(failure('nodeRequired'));
  const node = mapOf(blueprint.map).nodes.find((candidate) => candidate.id === id);
  return node ? ok(node) : fail(failure('nodeUnknown'));
}

function withItems(blueprint: Blueprint, nodeId: string, items: readonly string[]): AssignmentMap {
  const map = mapOf(blueprint.map);
  return { ...map, nodes: map.nodes.map((node) => (node.id === nodeId ? { ...node, items } : node)) };
}

async function nodeItems(call: TenantCall, blueprint: Blueprint) {
  const items = new Map((await productCall(call).store.library.list()).map((item) => [item.id, item]));
  return {
    results: mapOf(blueprint.map).nodes.flatMap((node) =>
      node.items.map((id) => ({
        id,
        name: items.get(id)?.name ?? 'Removed item',
        kind: items.get(id)?.kind ?? ('setting' as const),
        assignment_node_id: node.id,
        assignment_node: node.label,
      })),
    ),
  };
}
