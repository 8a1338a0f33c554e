import { randomBytes } from 'node:crypto';
import { type Filter, parseFilter } from '@rollcall/scim';
import type { Context } from 'hono';
import { invalid, type Problem } from '../../model/problem.ts';
import { Refusal } from '../refusal.ts';

const codes: Record<Problem['kind'], { readonly status: 400 | 403 | 404 | 409; readonly code: string }> = {
  invalid: { status: 400, code: 'E0000001' },
  forbidden: { status: 403, code: 'E0000038' },
  notFound: { status: 404, code: 'E0000007' },
  conflict: { status: 400, code: 'E0000001' },
};

/** Okta's error object. */
export const errorBody = (code: string, summary: string, causes: readonly string[] = []) => ({
  errorCode: code,
  errorSummary: summary,
  errorLink: code,
  errorId: `oae${randomBytes(16).toString('base64url')}`,
  errorCauses: causes.map((errorSummary) => ({ errorSummary })),
});

export function refusalResponse(c: Context, error: Refusal): Response {
  const { status, code } = codes[error.problem.kind];
  return c.json(errorBody(code, error.problem.summary, error.problem.causes), status);
}

const maxLimit = 200;

/** One page with Okta's `Link` headers. `after` is the position in the walk. */
export function listResponse<Entry>(
  c: Context,
  origin: string,
  entries: Iterable<Entry>,
  view: (entry: Entry) => unknown,
  matches: (entry: Entry) => boolean = () => true,
): Response {
  const limit = Math.min(Math.max(1, Number(c.req.query('limit') ?? maxLimit) || maxLimit), 10_000);
  const after = Number(c.req.query('after') ?? 0) || 0;
  const items: unknown[] = [];
  let seen = 0;
  let more = false;
  for (const entry of entries) {
    if (!matches(entry)) continue;
    if (seen++ < after) continue;
    if (items.length === limit) {
      more = true;
      break;
    }
    items.push(view(entry));
  }
  linkHeaders(c, origin, more ? String(after + items.length) : null);
  return c.json(items);
}

export function linkHeaders(c: Context, origin: string, after: string | null): void {
  const url = new URL(c.req.url);
  const path = (query: URLSearchParams) => `${origin}${url.pathname}${query.size === 0 ? '' : `?${query}`}`;
  c.header('link', `<${path(url.searchParams)}>; rel="self"`, { append: true });
  if (after === null) return;
  const next = new URLSearchParams(url.searchParams);
  next.set('after', after);
  c.header('link', `<${path(next)}>; rel="next"`, { append: true });
}

/** Okta's `filter` and `search` use SCIM's grammar. */
export function matcher(text: string | undefined): (fieldOf: (name: string) => string | undefined) => boolean {
  if (!text) return () => true;
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Refusal(invalid('Invalid search criteria.', parsed.error.detail));
  return (fieldOf) => holds(parsed.value, fieldOf);
}

function holds(filter: Filter, fieldOf: (name: string) => string | undefined): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.every((term) => holds(term, fieldOf));
    case 'or':
      return filter.terms.some((term) => holds(term, fieldOf));
    case 'not':
      return !holds(filter.term, fieldOf);
    case 'present':
      return fieldOf(pathText(filter.path)) !== undefined;
    case 'compare':
      return compare(fieldOf(pathText(filter.path)), filter.op, String(filter.value));
    case 'valuePath':
      throw new Refusal(invalid('Invalid search criteria.', 'Value paths are not supported here.'));
    default:
      return filter satisfies never;
  }
}

const pathText = (path: { readonly name: string; readonly sub: string | null }): string =>
  path.sub === null ? path.name : `${path.name}.${path.sub}`;

type CompareOp = Extract<Filter, { kind: 'compare' }>['op'];

function compare(value: string | undefined, op: CompareOp, wanted: string): boolean {
  if (value === undefined) return op === 'ne';
  const [left, right] = [value.toLowerCase(), wanted.toLowerCase()];
  switch (op) {
    case 'eq':
      return left === right;
    case 'ne':
      return left !== right;
    case 'co':
      return left.includes(right);
    case 'sw':
      return left.startsWith(right);
    case 'ew':
      return left.endsWith(right);
    case 'gt':
      return left > right;
    case 'ge':
      return left >= right;
    case 'lt':
      return left < right;
    case 'le':
      return left <= right;
    default:
      return op satisfies never;
  }
}
