/**
 * Bulk, RFC 7644 §3.7:
 *
 *   { "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "failOnErrors": 1,
 *     "Operations": [ { "method": "POST", "path": "/Users", "bulkId": "qwerty", "version": …, "data": { … } }, … ] }
 */
import { type ScimError, scimError } from '../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { fail, ok, type Result } from '../result.ts';
import { memberOf, namesSchema, syntaxError } from './message-reader.ts';

export const BULK_REQUEST_URN = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

export type BulkMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface BulkRequest {
  /** How many errors are tolerated before the rest is left undone; null for any number. */
  readonly failOnErrors: number | null;
  readonly operations: readonly BulkOperation[];
}

export interface BulkOperation {
  /** `POST` stands in for one that is none; `error` says so, and `sentMethod` what was there. */
  readonly method: BulkMethod;
  /** For the answer: a method that is none is shown as it was sent, as far as it is short. */
  readonly sentMethod: string;
  /** `/Users` or `/Users/{id}`, the id perhaps a `bulkId:…`. */
  readonly path: string;
  readonly bulkId: string | null;
  readonly version: string | null;
  readonly data: JsonObject | null;
  /** Why the operation can't even be tried; the others are. */
  readonly error: ScimError | null;
}

export const readBulkRequest = (
  body: JsonValue | undefined,
  limits: { readonly maxOperations: number },
): Result<BulkRequest, ScimError> => {
  if (!isJsonObject(body)) return fail(syntaxError('The body must be a JSON object.'));
  if (!namesSchema(memberOf(body, 'schemas'), BULK_REQUEST_URN)) {
    return fail(syntaxError(`“schemas” must name ${BULK_REQUEST_URN}.`));
  }
  const list = memberOf(body, 'Operations');
  if (!Array.isArray(list)) return fail(syntaxError('“Operations” must be an array.'));
  if (list.length > limits.maxOperations) {
    // RFC 7644 §3.7.4: the limit stands in the detail.
    return fail(scimError(413, `${list.length} operations are more than maxOperations (${limits.maxOperations}).`));
  }
  const failOnErrors = memberOf(body, 'failOnErrors') ?? null;
  if (failOnErrors !== null && !(typeof failOnErrors === 'number' && Number.isSafeInteger(failOnErrors))) {
    return fail(syntaxError('“failOnErrors” must be an integer.'));
  }
  const operations = withUniqueBulkIds(list.map(readOperation));
  return ok({ failOnErrors: failOnErrors === null || failOnErrors < 1 ? null : failOnErrors, operations });
};

const shownMethodLength = 16;

const readOperation = (json: JsonValue): BulkOperation => {
  const object = isJsonObject(json) ? json : {};
  const sent = memberOf(object, 'method');
  const method = methodOf(sent);
  const path = memberOf(object, 'path');
  const bulkId = textOf(memberOf(object, 'bulkId'));
  const data = memberOf(object, 'data');
  return {
    method: method ?? 'POST',
    sentMethod: method ?? (typeof sent === 'string' ? sent.slice(0, shownMethodLength).toWellFormed() : ''),
    path: typeof path === 'string' ? `/${path.replace(/^\/+|[/?&]+$/g, '')}` : '/',
    bulkId,
    version: textOf(memberOf(object, 'version')),
    data: isJsonObject(data) ? data : null,
    error: faultOf(method, path, bulkId, data),
  };
};

const faultOf = (
  method: BulkMethod | null,
  path: JsonValue | undefined,
  bulkId: string | null,
  data: JsonValue | undefined,
): ScimError | null => {
  if (method === null) return syntaxError('“method” must be POST, PUT, PATCH or DELETE.');
  if (typeof path !== 'string') return syntaxError('“path” must be a string.');
  if (method === 'POST' && bulkId === null) return syntaxError('A POST needs a “bulkId”.');
  return method !== 'DELETE' && !isJsonObject(data) ? syntaxError('“data” must be an object.') : null;
};

const methodOf = (json: JsonValue | undefined): BulkMethod | null => {
  const word = typeof json === 'string' ? json.toUpperCase() : '';
  return word === 'POST' || word === 'PUT' || word === 'PATCH' || word === 'DELETE' ? word : null;
};

const textOf = (json: JsonValue | undefined): string | null => (typeof json === 'string' && json !== '' ? json : null);

/** RFC 7644 §3.7: a bulkId is unique within the request. */
const withUniqueBulkIds = (operations: readonly BulkOperation[]): readonly BulkOperation[] => {
  const seen = new Set<string>();
  return operations.map((operation) => {
    if (operation.method !== 'POST' || operation.bulkId === null) return operation;
    if (!seen.has(operation.bulkId)) {
      seen.add(operation.bulkId);
      return operation;
    }
    return { ...operation, error: syntaxError('The “bulkId” is used by an earlier operation.') };
  });
};
