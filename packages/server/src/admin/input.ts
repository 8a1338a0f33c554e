import type { Shape } from '@rollcall/admin-api';
import { fail, ok, type Result } from '@rollcall/scim';
import { z } from 'zod';
import { readWithin } from '../http/read-within.ts';
import { type Failure, failure } from './failure.ts';

/** Bodies of the admin API are small; uploads have endpoints of their own. */
const bodyLimit = 1_048_576;

/** What an endpoint takes, checked against the contract. */
export interface Checked {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

type Parts = Readonly<Record<string, unknown>>;

function isRepeatable(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    const inner = schema.unwrap();
    return inner instanceof z.ZodType && isRepeatable(inner);
  }
  return schema instanceof z.ZodArray;
}

/** `?status=a&status=b` is a list where the contract has one; else the last value counts. */
function queryParts(schema: z.ZodObject, search: URLSearchParams): Parts {
  const parts: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(schema.shape)) {
    const values = search.getAll(key);
    if (values.length === 0) continue;
    parts[key] = field instanceof z.ZodType && isRepeatable(field) ? values : values.at(-1);
  }
  return parts;
}

/** NUL and halves of characters are no text: PostgreSQL takes neither, and nobody types them. */
function isText(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, item]) => isText(key) && isText(item));
}

function check(schema: z.ZodType, value: unknown): Result<unknown, Failure> {
  const parsed = schema.safeParse(value);
  if (parsed.success && !isText(parsed.data))
    return fail(failure('invalidRequest', 'There is a character in it that is no text (NUL or half of a character).'));
  if (parsed.success) return ok(parsed.data);
  const issues = parsed.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const first = issues[0];
  const detail = first ? `${first.path === '' ? 'The body' : first.path}: ${first.message}` : undefined;
  return fail({ ...failure('invalidRequest', detail), issues });
}

async function readJson(request: Request): Promise<Result<unknown, Failure>> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return fail(failure('unsupportedMediaType'));
  const body = await readWithin(request, bodyLimit);
  if (body === null) return fail(failure('tooLarge'));
  try {
    const value: unknown = JSON.parse(body.toString());
    return ok(value);
  } catch {
    return fail(failure('invalidRequest', 'The body is not valid JSON.'));
  }
}

export async function readInput(
  shape: Shape,
  request: Request,
  pathParams: Readonly<Record<string, string>>,
): Promise<Result<Checked, Failure>> {
  const params = shape.params ? check(shape.params, pathParams) : ok(undefined);
  // What is no id can't exist.
  if (!params.ok) return fail(failure('notFound'));
  const search = new URL(request.url).searchParams;
  const query = shape.query ? check(shape.query, queryParts(shape.query, search)) : ok(undefined);
  if (!query.ok) return query;
  if (!shape.body) return ok({ params: params.value, query: query.value, body: undefined });
  const json = await readJson(request);
  if (!json.ok) return json;
  const body = check(shape.body, json.value);
  return body.ok ? ok({ params: params.value, query: query.value, body: body.value }) : body;
}
