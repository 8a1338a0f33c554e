import type { AssignmentMap } from '@rollcall/blueprint';
import { fail, ok, type Result } from '@rollcall/scim';
import type { Blueprint } from '@rollcall/store';
import { mapOf } from '../product/rule-book.ts';
import { type Failure, failure } from './failure.ts';
import type { Handlers, TenantCall } from './handler.ts';
import { findBlueprint, saveMap } from './product-blueprint-change.ts';
import { namer, productCall } from './product-call.ts';

type Ids = 'blueprints.listLibraryItems' | 'blueprints.assignLibraryItem' | 'blueprints.removeLibraryItem';

/** The Library Items of a Blueprint's nodes, one at a time; each change saves the map as its next version. */
export const blueprintItemHandlers: Handlers<Ids> = {
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
