import {
  checkFilterForTypes,
  checkSortForTypes,
  fail,
  ok,
  parseFilter,
  type ResourceType,
  type Result,
  renderList,
  type ScimError,
  scimError,
} from '@rollcall/scim';
import type { ListPage, ListQuery, Page, StoredResource } from '@rollcall/store';
import type { Call } from './call.ts';
import { listRefusal } from './failures.ts';
import { limits } from './limits.ts';
import { type ListParams, listParams } from './list-params.ts';
import type { QueryText } from './query.ts';
import { type Projection, projectionOf, renderStored } from './render.ts';
import { type Reply, refusal, replied } from './reply.ts';

/** RFC 7644 §3.4.2: one resource type, or all of them at the base. */
export async function listResources(call: Call, types: readonly ResourceType[], query: QueryText): Promise<Reply> {
  const params = listParams(query);
  if (!params.ok) return refusal(params.error);
  const projections = projectionsOf(types, params.value);
  if (!projections.ok) return refusal(projections.error);
  const targets = targetsOf(types, params.value);
  if (!targets.ok) return refusal(targets.error);
  const page = pageOf(call, types, params.value);
  if (!page.ok) return refusal(page.error);
  const withGroups = [...projections.value.values()].some((projection) => projection?.withGroups ?? true);
  const found = await call.store.list({
    targets: targets.value,
    descending: params.value.descending,
    page: page.value,
    withGroups,
  });
  if (!found.ok) return listRefusal(found.error);
  const texts: string[] = [];
  for (const stored of found.value.resources) {
    const text = renderOne(call, types, projections.value, stored);
    texts.push(typeof text === 'string' ? text : await text);
  }
  return replied(200, listBody(call, types, params.value, { page: page.value, found: found.value, texts }));
}

/** What a cursor is bound to beside its position. */
const cursorScope = (call: Call, types: readonly ResourceType[], params: ListParams): string =>
  JSON.stringify([call.integrationNo, types.map((type) => type.id), params.filter, params.sortBy, params.descending]);

function renderOne(
  call: Call,
  types: readonly ResourceType[],
  projections: ReadonlyMap<ResourceType, Projection | null>,
  stored: StoredResource,
): Promise<string> | string {
  const type = types.find((candidate) => candidate.name === stored.type);
  if (type === undefined) throw new Error(`a list held a resource of the type ${stored.type}, which was not asked for`);
  return renderStored(call, stored, projections.get(type) ?? null);
}

type Targets = ListQuery['targets'];

function targetsOf(types: readonly ResourceType[], params: ListParams): Result<Targets, ScimError> {
  let filters: readonly Targets[number]['filter'][] = types.map(() => null);
  if (params.filter !== null) {
    const parsed = parseFilter(params.filter);
    if (!parsed.ok) return parsed;
    const checked = checkFilterForTypes(parsed.value, types);
    if (!checked.ok) return checked;
    filters = checked.value;
  }
  let sorts: readonly Targets[number]['sortBy'][] = types.map(() => null);
  if (params.sortBy !== null) {
    const checked = checkSortForTypes(params.sortBy, types);
    if (!checked.ok) return checked;
    sorts = checked.value;
  }
  return ok(types.map((type, at) => ({ type, filter: filters[at] ?? null, sortBy: sorts[at] ?? null })));
}

function projectionsOf(
  types: readonly ResourceType[],
  params: ListParams,
): Result<ReadonlyMap<ResourceType, Projection | null>, ScimError> {
  const projections = new Map<ResourceType, Projection | null>();
  for (const type of types) {
    const projection = projectionOf(type, params.attributes, params.excludedAttributes);
    if (!projection.ok) return projection;
    projections.set(type, projection.value);
  }
  return ok(projections);
}

/** A cursor holds its page size, so that one that was changed in between is noticed (RFC 9865 §2.1). */
function pageOf(call: Call, types: readonly ResourceType[], params: ListParams): Result<Page, ScimError> {
  const { paging } = params;
  if (paging.kind === 'index') return ok(paging);
  if (paging.cursor === null) return ok({ kind: 'cursor', at: null, count: paging.count ?? limits.pageSize });
  const opened = call.services.cursors.open(paging.cursor, cursorScope(call, types, params));
  if (!opened.ok) return opened;
  const colon = opened.value.indexOf(':');
  const count = Number(opened.value.slice(0, colon));
  if (paging.count !== null && paging.count !== count)
    return fail(scimError(400, `This cursor was made for count=${count}.`, 'invalidCount'));
  return ok({ kind: 'cursor', at: opened.value.slice(colon + 1), count });
}

interface Answer {
  readonly page: Page;
  readonly found: ListPage;
  readonly texts: readonly string[];
}

function listBody(call: Call, types: readonly ResourceType[], params: ListParams, answer: Answer): string {
  const { page, found, texts } = answer;
  const { totalResults } = found;
  if (page.kind === 'index') return renderList(texts, { totalResults, startIndex: page.startIndex });
  const scope = cursorScope(call, types, params);
  const seal = (at: string | null) => (at === null ? null : call.services.cursors.seal(`${page.count}:${at}`, scope));
  return renderList(texts, { totalResults, nextCursor: seal(found.next), previousCursor: seal(found.previous) });
}
