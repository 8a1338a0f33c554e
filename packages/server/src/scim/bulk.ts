/**
 * RFC 7644 §3.7. Each operation is atomic by itself. A `bulkId` that is used before its POST makes that POST go first;
 * where two operations refer to each other, the first is created without what refers to the second, and gets it
 * once both exist (§3.7.1).
 */
import {
  fail,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  ok,
  type ResourceType,
  type Result,
  type ScimError,
  scimError,
} from '@rollcall/scim';
import { type Call, locationOf } from './call.ts';
import { limits } from './limits.ts';
import { emptyQuery } from './query.ts';
import { type Reply, refusal, replied } from './reply.ts';
import { createResource, patchResource, removeResource, replaceAll } from './write.ts';

const requestUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const responseUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

type BulkMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Operation {
  readonly method: BulkMethod;
  readonly path: string;
  readonly bulkId: string | null;
  readonly version: string | null;
  readonly data: JsonObject | null;
}

interface BulkRequest {
  readonly failOnErrors: number;
  /** What is wrong with an operation is that operation’s result. */
  readonly operations: readonly Result<
    Operation,
    { readonly method: string; readonly bulkId: string | null; readonly error: ScimError }
  >[];
}

export async function bulk(call: Call, body: JsonObject): Promise<Reply> {
  const request = readBulk(body);
  if (!request.ok) return refusal(request.error);
  const run = new BulkRun(call, request.value);
  return replied(200, `{"schemas":["${responseUrn}"],"Operations":[${(await run.all()).join(',')}]}`);
}

function readBulk(body: JsonObject): Result<BulkRequest, ScimError> {
  const members = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  const schemas = members.get('schemas');
  if (!Array.isArray(schemas) || !schemas.some((urn) => String(urn).toLowerCase() === requestUrn.toLowerCase()))
    return fail(scimError(400, `“schemas” must name ${requestUrn}.`, 'invalidSyntax'));
  const operations = members.get('operations');
  if (!Array.isArray(operations)) return fail(scimError(400, '“Operations” must be an array.', 'invalidSyntax'));
  if (operations.length > limits.bulkOperations)
    return fail(
      scimError(
        413,
        `At most ${limits.bulkOperations} operations fit in one request (maxOperations); these are ${operations.length}.`,
      ),
    );
  const failOnErrors = members.get('failonerrors') ?? 0;
  if (typeof failOnErrors !== 'number' || !Number.isInteger(failOnErrors) || failOnErrors < 0)
    return fail(scimError(400, '“failOnErrors” must be a whole number.', 'invalidValue'));
  return ok({ failOnErrors, operations: operations.map(readOperation) });
}

const isMethod = (text: string): text is BulkMethod => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(text);

function readOperation(value: JsonValue): BulkRequest['operations'][number] {
  const members = new Map(
    isJsonObject(value) ? Object.entries(value).map(([name, item]) => [name.toLowerCase(), item]) : [],
  );
  const text = (name: string) => {
    const found = members.get(name);
    return typeof found === 'string' && found !== '' ? found : null;
  };
  const method = (text('method') ?? '').toUpperCase();
  const bulkId = text('bulkid');
  const refuse = (detail: string) => fail({ method, bulkId, error: scimError(400, detail, 'invalidSyntax') });
  const path = text('path');
  const data = members.get('data');
  if (!isMethod(method)) return refuse('“method” must be POST, PUT, PATCH or DELETE.');
  if (path === null) return refuse('“path” is missing.');
  if (method === 'POST' && bulkId === null) return refuse('A POST needs a “bulkId”.');
  if (method !== 'DELETE' && !isJsonObject(data)) return refuse('“data” is missing.');
  return ok({ method, path, bulkId, version: text('version'), data: isJsonObject(data) ? data : null });
}

const referencePattern = /bulkId:([^\s"\]/]+)/g;

class BulkRun {
  readonly #call: Call;
  readonly #request: BulkRequest;
  readonly #results: (string | undefined)[];
  readonly #postOf = new Map<string, number>();
  readonly #idOf = new Map<string, string>();
  readonly #running = new Set<number>();
  /** Created without some references; to be completed when those exist. */
  readonly #incomplete: { readonly operation: Operation; readonly type: ResourceType; readonly id: string }[] = [];
  #errors = 0;

  constructor(call: Call, request: BulkRequest) {
    this.#call = call;
    this.#request = request;
    this.#results = request.operations.map(() => undefined);
    request.operations.forEach((operation, at) => {
      if (
        operation.ok &&
        operation.value.method === 'POST' &&
        operation.value.bulkId !== null &&
        !this.#postOf.has(operation.value.bulkId)
      )
        this.#postOf.set(operation.value.bulkId, at);
    });
  }

  async all(): Promise<readonly string[]> {
    for (let at = 0; at < this.#results.length; at++) await this.#run(at);
    for (const { operation, type, id } of this.#incomplete) {
      const data = this.#resolved(operation.data ?? {});
      if (data.ok && isJsonObject(data.value)) await replaceAll(this.#callWith(null), type, id, data.value);
    }
    return this.#results.filter((result) => result !== undefined);
  }

  get #stopped(): boolean {
    return this.#request.failOnErrors > 0 && this.#errors >= this.#request.failOnErrors;
  }

  async #run(at: number): Promise<void> {
    const operation = this.#request.operations[at];
    if (operation === undefined || this.#results[at] !== undefined || this.#running.has(at) || this.#stopped) return;
    if (!operation.ok)
      return this.#finish(at, operation.error.method, operation.error.bulkId, null, refusal(operation.error.error));
    this.#running.add(at);
    for (const bulkId of referencesIn(operation.value)) {
      const first = this.#postOf.get(bulkId);
      if (first !== undefined) await this.#run(first);
    }
    // What had to go first may have used up the errors that are allowed.
    if (!this.#stopped) await this.#execute(at, operation.value);
    this.#running.delete(at);
  }

  async #execute(at: number, operation: Operation): Promise<void> {
    const { method, bulkId } = operation;
    const done = (reply: Reply, location: string | null = null) => this.#finish(at, method, bulkId, location, reply);
    const path = this.#resolved(operation.path);
    if (!path.ok) return done(refusal(path.error));
    const target = this.#targetOf(String(path.value));
    if (target === null) return done(refusal(scimError(404, `There is nothing at “${operation.path}”.`)));
    const { type, id } = target;
    if ((method === 'POST') !== (id === null))
      return done(refusal(scimError(405, `${method} is not possible at “${operation.path}”.`)));
    const unresolved = method === 'POST' && this.#waitsFor(operation).length > 0;
    const data = this.#resolved(
      unresolved ? withoutReferences(operation.data ?? {}, this.#waitsFor(operation)) : (operation.data ?? {}),
    );
    if (!data.ok) return done(refusal(data.error));
    const body = isJsonObject(data.value) ? data.value : {};
    const call = this.#callWith(operation.version);
    if (id === null) {
      const reply = await createResource(call, type, body);
      const created = reply.status === 201 ? (reply.note?.resourceId ?? null) : null;
      if (created === null) return done(reply);
      if (bulkId !== null) this.#idOf.set(bulkId, created);
      if (unresolved) this.#incomplete.push({ operation, type, id: created });
      return done(reply, locationOf(call, type, created));
    }
    const location = locationOf(call, type, id);
    if (method === 'DELETE') return done(await removeResource(call, type, id), location);
    return done(
      method === 'PUT' ? await replaceAll(call, type, id, body) : await patchResource(call, type, id, body),
      location,
    );
  }

  #callWith(version: string | null): Call {
    return { ...this.#call, query: emptyQuery, headers: version === null ? {} : { 'if-match': version } };
  }

  #targetOf(path: string): { readonly type: ResourceType; readonly id: string | null } | null {
    const [endpoint = '', id = null, more] = path
      .replace(/^\/?v2(?=\/)/, '')
      .split('/')
      .filter((part) => part !== '');
    const type = this.#call.services.endpoints.get(endpoint);
    return type === undefined || more !== undefined ? null : { type, id };
  }

  /** References to operations that are under way themselves: a circle. */
  #waitsFor(operation: Operation): readonly string[] {
    return referencesIn(operation).filter((bulkId) => {
      const at = this.#postOf.get(bulkId);
      return at !== undefined && !this.#idOf.has(bulkId) && this.#results[at] === undefined;
    });
  }

  /** Puts ids where `bulkId:…` stands. */
  #resolved(value: JsonValue): Result<JsonValue, ScimError> {
    let unknown: string | null = null;
    const resolve = (item: JsonValue): JsonValue => {
      if (typeof item === 'string')
        return item.includes('bulkId:')
          ? item.replaceAll(referencePattern, (whole, bulkId: string) => {
              const id = this.#idOf.get(bulkId);
              if (id === undefined) unknown ??= bulkId;
              return id ?? whole;
            })
          : item;
      if (Array.isArray(item)) return item.map(resolve);
      return isJsonObject(item)
        ? Object.fromEntries(Object.entries(item).map(([name, part]) => [name, resolve(part)]))
        : item;
    };
    const resolved = resolve(value);
    return unknown === null
      ? ok(resolved)
      : fail(scimError(409, `“bulkId:${unknown}” names no resource that this request created.`, 'invalidValue'));
  }

  #finish(at: number, method: string, bulkId: string | null, location: string | null, reply: Reply): void {
    if (reply.status >= 400) this.#errors += 1;
    const etag = reply.headers[reply.headers.indexOf('ETag') + 1];
    const result = {
      method,
      ...(location === null ? {} : { location }),
      ...(bulkId === null ? {} : { bulkId }),
      ...(reply.headers.includes('ETag') && etag !== undefined ? { version: etag } : {}),
      status: String(reply.status),
    };
    const text = JSON.stringify(result);
    // A response is required for errors only (§3.7.3); resources would make the answer many times larger.
    this.#results[at] =
      reply.status >= 400 && reply.body !== null ? `${text.slice(0, -1)},"response":${reply.body}}` : text;
  }
}

function referencesIn({ path, data }: Operation): readonly string[] {
  const text = path + (data === null ? '' : JSON.stringify(data));
  return text.includes('bulkId:')
    ? [...new Set([...text.matchAll(referencePattern)].map((match) => match[1]?.replace(/\\$/, '') ?? ''))]
    : [];
}

/** The data less what refers to any of those: such an element of a list, or such an attribute. */
function withoutReferences(data: JsonObject, bulkIds: readonly string[]): JsonObject {
  const refers = (value: JsonValue): boolean => {
    const text = JSON.stringify(value);
    return bulkIds.some((bulkId) => text.includes(`bulkId:${bulkId}"`));
  };
  const clean = (object: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(object).flatMap(([name, value]): [string, JsonValue][] => {
        if (Array.isArray(value)) return [[name, value.filter((item) => !refers(item))]];
        if (!refers(value)) return [[name, value]];
        return name.includes(':') && isJsonObject(value) ? [[name, clean(value)]] : [];
      }),
    );
  return clean(data);
}
