/**
 * The PATCH message, RFC 7644 §3.5.2:
 *
 *   { "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
 *     "Operations": [ { "op": "add" / "remove" / "replace", "path": …, "value": … }, … ] }
 */
import type { ScimError } from '../error.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { memberOf, namesSchema, syntaxError } from '../message/message-reader.ts';
import { fail, ok, type Result } from '../result.ts';

export const PATCH_OP_URN = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export type PatchOp = 'add' | 'remove' | 'replace';

export interface Operation {
  readonly op: PatchOp;
  /** Null where there is none; Entra and Okta leave it out or send "". */
  readonly path: string | null;
  /** Undefined where there is none. */
  readonly value: JsonValue | undefined;
}

export const readOperations = (body: JsonValue | undefined): Result<readonly Operation[], ScimError> => {
  if (!isJsonObject(body)) return syntax('The body must be a JSON object.');
  const schemas = memberOf(body, 'schemas');
  // authentik leaves `schemas` out (decision 8).
  if (schemas !== undefined && schemas !== null && !namesSchema(schemas, PATCH_OP_URN)) {
    return syntax(`“schemas” must name ${PATCH_OP_URN}.`);
  }
  const list = memberOf(body, 'Operations');
  if (!Array.isArray(list) || list.length === 0) {
    return syntax('“Operations” must be an array with an operation in it.');
  }
  const operations: Operation[] = [];
  for (const [at, each] of list.entries()) {
    const operation = readOperation(each);
    if (!operation.ok) return syntax(`Operation ${at + 1}: ${operation.error}`);
    operations.push(operation.value);
  }
  return ok(operations);
};

const syntax = (detail: string): { readonly ok: false; readonly error: ScimError } => fail(syntaxError(detail));

const readOperation = (json: JsonValue): Result<Operation, string> => {
  if (!isJsonObject(json)) return fail('an object with “op” is expected.');
  const op = opOf(memberOf(json, 'op'));
  if (op === null) return fail('“op” must be add, remove or replace.');
  const path = memberOf(json, 'path') ?? '';
  if (typeof path !== 'string') return fail('“path” must be a string.');
  return ok({ op, path: path.trim() === '' ? null : path, value: memberOf(json, 'value') });
};

/** Entra sends "Replace" capitalised. */
const opOf = (json: JsonValue | undefined): PatchOp | null => {
  const word = typeof json === 'string' ? json.toLowerCase() : '';
  return word === 'add' || word === 'remove' || word === 'replace' ? word : null;
};
