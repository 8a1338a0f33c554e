import {
  fail,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  ok,
  type Result,
  type ScimError,
  scimError,
} from '@rollcall/scim';
import { limits } from './limits.ts';

/** A body that is one JSON object, small enough in depth and strings. */
export function parseJsonBody(text: string): Result<JsonObject, ScimError> {
  if (text.trim() === '')
    return fail(scimError(400, 'The request needs a JSON body; this one is empty.', 'invalidSyntax'));
  let value: JsonValue;
  try {
    // Some clients put a byte order mark in front.
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    return fail(scimError(400, `The body is not valid JSON: ${positionOf(error)}.`, 'invalidSyntax'));
  }
  if (!isJsonObject(value)) return fail(scimError(400, 'The body must be a JSON object.', 'invalidSyntax'));
  const problem = problemOf(value, 1, text.length > limits.stringLength);
  return problem === null ? ok(value) : fail(problem);
}

/** The parser's message says where; it also quotes the text, which may hold a password. */
function positionOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const place = /at position \d+(?: \(line \d+ column \d+\))?/.exec(message)?.[0];
  if (/Unexpected end|Unterminated/.test(message)) return 'it ends too early';
  return place === undefined ? 'it can’t be read' : `unexpected text ${place}`;
}

function problemOf(value: JsonValue, depth: number, longStrings: boolean): ScimError | null {
  if (typeof value === 'string')
    return longStrings && value.length > limits.stringLength
      ? scimError(400, `A string is longer than ${limits.stringLength} characters.`, 'invalidValue')
      : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth > limits.jsonDepth)
    return scimError(400, `The body is nested more than ${limits.jsonDepth} levels deep.`, 'invalidSyntax');
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    const problem = problemOf(item, depth + 1, longStrings);
    if (problem !== null) return problem;
  }
  return null;
}
