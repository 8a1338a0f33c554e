import type { Result } from '@rollcall/scim';
import type { Context } from 'hono';
import type { z } from 'zod';
import { invalid, notFound, type Problem } from '../model/problem.ts';

/** Carries a refused operation to the one place that turns it into a response. */
export class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.summary);
    this.problem = problem;
  }
}

export function unwrap<Value>(result: Result<Value, Problem>): Value {
  if (!result.ok) throw new Refusal(result.error);
  return result.value;
}

export function found<Value>(value: Value | undefined | null, what: string, id: string): Value {
  if (value === undefined || value === null) throw new Refusal(notFound(what, id));
  return value;
}

/** The request's JSON body, checked. An empty body counts as `{}`. */
export async function readBody<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const text = await c.req.text();
  let json: unknown;
  try {
    json = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Refusal(invalid('The request body was not well-formed.'));
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const causes = parsed.error.issues.map((issue) => `${issue.path.map(String).join('.') || 'body'}: ${issue.message}`);
  throw new Refusal(invalid(`Api validation failed: ${String(parsed.error.issues[0]?.path[0] ?? 'body')}`, ...causes));
}
