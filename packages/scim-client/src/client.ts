import { fail, isJsonObject, type JsonObject, type JsonValue, ok, type Result, type ScimError } from '@rollcall/scim';

/** One exchange as the client sees it; how it travels is the caller's affair (`fetch` will do). */
export interface ScimRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}
export interface ScimResponse {
  readonly status: number;
  header(name: string): string | null;
  readonly text: string;
}
export type Transport = (request: ScimRequest) => Promise<ScimResponse>;

export interface ScimClientOptions {
  readonly baseUrl: string;
  readonly token: string | null;
  readonly transport: Transport;
  /** Of requests with a body; RFC 7644 §3.1 asks for `application/scim+json`. */
  readonly contentType?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: JsonObject | null;
  readonly text: string;
  header(name: string): string | null;
}

/** RFC 7644 §3.4.2. */
export interface ListResponse {
  readonly totalResults: number;
  readonly startIndex: number | null;
  readonly itemsPerPage: number | null;
  readonly nextCursor: string | null;
  readonly resources: readonly JsonObject[];
}

export interface ListOptions {
  readonly filter?: string;
  readonly sortBy?: string;
  readonly sortOrder?: 'ascending' | 'descending';
  readonly startIndex?: number;
  readonly count?: number;
  readonly cursor?: string;
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
}

/** One operation of RFC 7644 §3.5.2. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path?: string;
  readonly value?: JsonValue;
}

const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** A client over SCIM's messages. What the server refuses is a value (`ScimError`), not an exception. */
export class ScimClient {
  readonly #options: ScimClientOptions;

  constructor(options: ScimClientOptions) {
    this.#options = options;
  }

  /** Any request; `path` follows the base URL. */
  async send(
    method: ScimRequest['method'],
    path: string,
    body: JsonValue | null = null,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const { baseUrl, token, transport, contentType = 'application/scim+json' } = this.#options;
    const response = await transport({
      method,
      url: baseUrl.replace(/\/+$/, '') + path,
      headers: {
        accept: 'application/scim+json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === null ? {} : { 'content-type': contentType }),
        ...headers,
      },
      body: body === null ? null : JSON.stringify(body),
    });
    const { status, text } = response;
    return { status, text, body: parseObject(text), header: (name) => response.header(name) };
  }

  async get(path: string, options: Pick<ListOptions, 'attributes' | 'excludedAttributes'> = {}) {
    return resource(await this.send('GET', path + queryOf(options)));
  }

  async list(path: string, options: ListOptions = {}): Promise<Result<ListResponse, ScimError>> {
    return listResponse(await this.send('GET', path + queryOf(options)));
  }

  /** Every resource, page after page (index paging). */
  async *each(path: string, options: ListOptions = {}): AsyncIterable<JsonObject> {
    let seen = 0;
    for (;;) {
      const page = await this.list(path, { ...options, startIndex: seen + 1 });
      if (!page.ok) throw new Error(`${page.error.status}: ${page.error.detail}`);
      yield* page.value.resources;
      seen += page.value.resources.length;
      if (page.value.resources.length === 0 || seen >= page.value.totalResults) return;
    }
  }

  async create(path: string, value: JsonObject) {
    return resource(await this.send('POST', path, value));
  }

  async replace(path: string, value: JsonObject, version?: string) {
    return resource(await this.send('PUT', path, value, version === undefined ? {} : { 'if-match': version }));
  }

  /** The resource, or null where the server answers 204. */
  async patch(path: string, operations: readonly PatchOperation[]): Promise<Result<JsonObject | null, ScimError>> {
    const Operations = operations.map((operation): JsonObject => ({ ...operation }));
    const answer = await this.send('PATCH', path, { schemas: [patchUrn], Operations });
    return answer.status === 204 ? ok(null) : resource(answer);
  }

  async remove(path: string): Promise<Result<null, ScimError>> {
    const answer = await this.send('DELETE', path);
    return answer.status === 204 ? ok(null) : fail(errorOf(answer));
  }
}

function parseObject(text: string): JsonObject | null {
  if (text === '') return null;
  try {
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function queryOf(options: ListOptions): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) query.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
  return query.size === 0 ? '' : `?${query}`;
}

/** What the server says it refused, whether or not it says so in SCIM's form. */
export function errorOf(answer: Answer): ScimError {
  const detail = answer.body?.detail;
  return { status: answer.status, detail: typeof detail === 'string' ? detail : answer.text.slice(0, 200) };
}

function resource(answer: Answer): Result<JsonObject, ScimError> {
  if (answer.status < 200 || answer.status > 299) return fail(errorOf(answer));
  if (answer.body === null) return fail({ status: answer.status, detail: 'The server returned no JSON object.' });
  return ok(answer.body);
}

const integer = (value: JsonValue | undefined): number | null => (Number.isInteger(value) ? Number(value) : null);

function listResponse(answer: Answer): Result<ListResponse, ScimError> {
  const whole = resource(answer);
  if (!whole.ok) return whole;
  const { totalResults, startIndex, itemsPerPage, nextCursor, Resources } = whole.value;
  return ok({
    totalResults: integer(totalResults) ?? 0,
    startIndex: integer(startIndex),
    itemsPerPage: integer(itemsPerPage),
    nextCursor: typeof nextCursor === 'string' ? nextCursor : null,
    resources: (Array.isArray(Resources) ? Resources : []).filter(isJsonObject),
  });
}
