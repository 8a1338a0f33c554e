import { type ScimError, scimError } from '../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { fail, ok, type Result } from '../result.ts';
import { memberOf, namesSchema, syntaxError } from './message-reader.ts';

export const SEARCH_REQUEST_URN = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/** RFC 7644 §3.4.3 and RFC 9865 §2: the parameters of a listing in a body. Undefined where one is not given. */
export interface SearchRequest {
  readonly attributes: readonly string[] | undefined;
  readonly excludedAttributes: readonly string[] | undefined;
  readonly filter: string | undefined;
  readonly sortBy: string | undefined;
  readonly sortOrder: string | undefined;
  readonly startIndex: number | undefined;
  readonly count: number | undefined;
  readonly cursor: string | undefined;
}

export const readSearchRequest = (body: JsonValue | undefined): Result<SearchRequest, ScimError> => {
  if (!isJsonObject(body)) return fail(syntaxError('The body must be a JSON object.'));
  if (!namesSchema(memberOf(body, 'schemas'), SEARCH_REQUEST_URN)) {
    return fail(syntaxError(`“schemas” must name ${SEARCH_REQUEST_URN}.`));
  }
  const reader = new Reader(body);
  const request: SearchRequest = {
    attributes: reader.names('attributes'),
    excludedAttributes: reader.names('excludedAttributes'),
    filter: reader.text('filter'),
    sortBy: reader.text('sortBy'),
    sortOrder: reader.text('sortOrder'),
    startIndex: reader.integer('startIndex'),
    count: reader.integer('count'),
    cursor: reader.text('cursor'),
  };
  return reader.error === null ? ok(request) : fail(reader.error);
};

class Reader {
  error: ScimError | null = null;
  readonly #body: JsonObject;

  constructor(body: JsonObject) {
    this.#body = body;
  }

  text(name: string): string | undefined {
    const value = memberOf(this.#body, name) ?? undefined;
    return value === undefined || typeof value === 'string' ? value : this.#refuse(name, 'a string');
  }

  integer(name: string): number | undefined {
    const value = memberOf(this.#body, name) ?? undefined;
    const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    return number === undefined || (typeof number === 'number' && Number.isSafeInteger(number))
      ? number
      : this.#refuse(name, 'an integer');
  }

  /** A text with commas is accepted where an array belongs: that is how the query parameter looks. */
  names(name: string): readonly string[] | undefined {
    const value = memberOf(this.#body, name) ?? undefined;
    if (value === undefined) return undefined;
    const names: string[] = [];
    for (const each of Array.isArray(value) ? value : [value]) {
      if (typeof each !== 'string') return this.#refuse(name, 'an array of strings');
      names.push(each);
    }
    return names;
  }

  #refuse(name: string, expected: string): undefined {
    this.error ??= scimError(400, `“${name}” must be ${expected}.`, 'invalidValue');
    return undefined;
  }
}
