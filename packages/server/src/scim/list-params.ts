import { fail, type JsonObject, ok, type Result, readSearchRequest, type ScimError, scimError } from '@rollcall/scim';
import { limits } from './limits.ts';
import type { QueryText } from './query.ts';

type Paging =
  | { readonly kind: 'index'; readonly startIndex: number; readonly count: number }
  /** `count` is null where the client named none; `cursor` is null for the first page. */
  | { readonly kind: 'cursor'; readonly cursor: string | null; readonly count: number | null };

/** A list request, from a query string or a `.search` body: RFC 7644 §3.4.2 and §3.4.3, RFC 9865 §2. */
export interface ListParams {
  readonly filter: string | null;
  readonly sortBy: string | null;
  readonly descending: boolean;
  readonly paging: Paging;
  readonly attributes: string | undefined;
  readonly excludedAttributes: string | undefined;
}

/** `.search` has the same parameters in a body; from here on the two are one. */
export function searchQuery(body: JsonObject): Result<QueryText, ScimError> {
  const request = readSearchRequest(body);
  if (!request.ok) return request;
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.value)) {
    if (value !== undefined) query[name] = Array.isArray(value) ? value.join(',') : String(value);
  }
  return ok(query);
}

export function listParams(query: QueryText): Result<ListParams, ScimError> {
  const order = query.sortOrder?.toLowerCase() ?? '';
  if (order !== '' && order !== 'ascending' && order !== 'descending')
    return fail(scimError(400, '“sortOrder” must be ascending or descending.', 'invalidValue'));
  const paging = pagingOf(query);
  if (!paging.ok) return paging;
  return ok({
    filter: query.filter?.trim() || null,
    sortBy: query.sortBy?.trim() || null,
    descending: order === 'descending',
    paging: paging.value,
    attributes: query.attributes,
    excludedAttributes: query.excludedAttributes,
  });
}

function pagingOf(query: QueryText): Result<Paging, ScimError> {
  const count = whole(query.count);
  if (query.cursor !== undefined) {
    if (count === null) return fail(scimError(400, '“count” must be a whole number.', 'invalidCount'));
    return ok({ kind: 'cursor', cursor: query.cursor || null, count: count === undefined ? null : capped(count) });
  }
  const startIndex = whole(query.startIndex);
  if (count === null || startIndex === null)
    return fail(scimError(400, `“${count === null ? 'count' : 'startIndex'}” must be a whole number.`, 'invalidValue'));
  return ok({ kind: 'index', startIndex: Math.max(1, startIndex ?? 1), count: capped(count ?? limits.pageSize) });
}

const capped = (count: number): number => Math.min(Math.max(0, count), limits.pageSizeAtMost);

/** Undefined where there is none, null where it is no whole number. */
function whole(text: string | undefined): number | null | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return null;
  return Math.min(Math.max(Number(text), -1), Number.MAX_SAFE_INTEGER);
}
