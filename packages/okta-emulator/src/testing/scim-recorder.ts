import { once } from 'node:events';
import http from 'node:http';
import { isJsonObject, type JsonObject, type JsonValue } from '@rollcall/scim';

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly text: string;
  readonly body: JsonObject | null;
}

type Resource = Record<string, JsonValue>;

/**
 * A small SCIM server that writes down every request: what the emulator's tests look at. It knows `eq` filters, paging,
 * PUT, and the PATCH forms that the emulator sends; it is no reference for how a server should behave.
 */
export class ScimRecorder implements AsyncDisposable {
  readonly requests: RecordedRequest[] = [];
  readonly users = new Map<string, Resource>();
  readonly groups = new Map<string, Resource>();
  token = 'secret-token';
  /** Answers instead of the server, once for each entry. */
  readonly scripted: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }[] =
    [];
  /** So many of the next requests get no answer at all. */
  silent = 0;
  #next = 1;
  readonly #server = http.createServer((request, response) => void this.#handle(request, response));

  static async start(): Promise<ScimRecorder> {
    const recorder = new ScimRecorder();
    recorder.#server.listen(0, '127.0.0.1');
    await once(recorder.#server, 'listening');
    return recorder;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return `http://127.0.0.1:${address.port}/scim/v2`;
  }

  /** Method and path of everything since the last call. */
  taken(): string[] {
    return this.requests.splice(0).map((request) => `${request.method} ${decodeURIComponent(request.url)}`);
  }

  async #handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return;
    }
    const text = Buffer.concat(chunks).toString();
    const parsed: JsonValue = text === '' ? null : JSON.parse(text);
    const body = isJsonObject(parsed) ? parsed : null;
    const url = (request.url ?? '').replace('/scim/v2', '');
    this.requests.push({ method: request.method ?? '', url, rawHeaders: request.rawHeaders, text, body });
    if (this.silent > 0) {
      this.silent--;
      return;
    }
    const scripted = this.scripted.shift();
    const answer = scripted ?? this.#answer(request, url, body);
    const json = answer.body ?? '';
    response.writeHead(answer.status, { 'content-type': 'application/scim+json', ...answer.headers });
    response.end(json);
  }

  #answer(request: http.IncomingMessage, url: string, body: JsonObject | null) {
    if (request.headers.authorization !== `Bearer ${this.token}`) return failure(401, 'Not authorized');
    const { pathname, searchParams } = new URL(url, 'http://scim');
    const [, type = '', id] = pathname.split('/');
    const store = type === 'Users' ? this.users : type === 'Groups' ? this.groups : null;
    if (type === 'ServiceProviderConfig') return json(200, { patch: { supported: true } });
    if (store === null) return failure(404, 'No such endpoint');
    if (id === undefined) {
      if (request.method === 'GET') return this.#list(store, searchParams);
      return this.#create(type, store, body ?? {});
    }
    const existing = store.get(decodeURIComponent(id));
    if (existing === undefined) return failure(404, `Resource ${id} not found`);
    switch (request.method) {
      case 'GET':
        return json(200, existing);
      case 'PUT':
        store.set(id, { ...body, id, meta: existing.meta ?? {} });
        return json(200, store.get(id) ?? {});
      case 'PATCH':
        for (const operation of Array.isArray(body?.Operations) ? body.Operations : []) apply(existing, operation);
        return json(200, existing);
      case 'DELETE':
        store.delete(id);
        if (type === 'Users') this.#forget(id);
        return { status: 204, body: '', headers: {} };
      default:
        return failure(405, 'Method not allowed');
    }
  }

  #forget(userId: string): void {
    for (const group of this.groups.values()) group.members = membersOf(group).filter((m) => m.value !== userId);
  }

  #list(store: Map<string, Resource>, query: URLSearchParams) {
    const match = /^(\w+) eq "?(.*?)"?$/.exec(query.get('filter') ?? '');
    const all = [...store.values()].filter((resource) => {
      if (match === null) return true;
      return String(resource[match[1] ?? '']).toLowerCase() === JSON.parse(`"${match[2]}"`).toLowerCase();
    });
    const start = Number(query.get('startIndex') ?? 1);
    const page = all.slice(start - 1, start - 1 + Number(query.get('count') ?? 100));
    return json(200, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: all.length,
      startIndex: start,
      itemsPerPage: page.length,
      Resources: page,
    });
  }

  #create(type: string, store: Map<string, Resource>, body: JsonObject) {
    const key = type === 'Users' ? 'userName' : 'displayName';
    for (const other of store.values()) {
      if (String(other[key]).toLowerCase() === String(body[key]).toLowerCase()) {
        return failure(409, `${key} is taken`, 'uniqueness');
      }
    }
    const id = `${type === 'Users' ? 'u' : 'g'}${this.#next++}`;
    const { password: _, ...kept } = body;
    const meta = { resourceType: type.slice(0, -1), location: `/${type}/${id}` };
    const resource: Resource = { ...kept, id, meta };
    store.set(id, resource);
    return json(201, resource);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const json = (status: number, body: object) => ({ status, body: JSON.stringify(body), headers: {} });
const failure = (status: number, detail: string, scimType?: string) =>
  json(status, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    ...(scimType === undefined ? {} : { scimType }),
    detail,
    status: String(status),
  });

const membersOf = (group: Resource): { value: string; display?: string }[] =>
  (Array.isArray(group.members) ? group.members : []) as { value: string }[];

const unquoteBoolean = (value: JsonValue | undefined): JsonValue =>
  value === 'True' ? true : value === 'False' ? false : (value ?? null);

/** The operations that the emulator's profiles send, and no more. */
function apply(resource: Resource, operation: JsonValue): void {
  if (!isJsonObject(operation)) return;
  const op = String(operation.op).toLowerCase();
  const path = typeof operation.path === 'string' ? operation.path : undefined;
  const value = operation.value;
  if (path === undefined) {
    for (const [key, inner] of Object.entries(isJsonObject(value) ? value : {})) {
      if (key !== 'id') setPath(resource, key, unquoteBoolean(inner));
    }
    return;
  }
  const filtered = /^members\[value eq "(.*)"\]$/.exec(path);
  if (path === 'members' || filtered !== null) {
    const given = (Array.isArray(value) ? value : []) as { value: string }[];
    const ids = new Set(filtered === null ? given.map((member) => member.value) : [filtered[1] ?? '']);
    const others = membersOf(resource).filter((member) => !ids.has(member.value));
    resource.members = op === 'remove' ? others : op === 'replace' ? given : [...others, ...given];
    return;
  }
  setPath(resource, path, op === 'remove' ? undefined : unquoteBoolean(value));
}

function setPath(resource: Resource, path: string, value: JsonValue | undefined): void {
  const element = /^(\w+)\[type eq "work"\]\.(\w+)$/.exec(path);
  if (element !== null) {
    const [, list = '', key = ''] = element;
    const items = (resource[list] ?? []) as Resource[];
    let item = items.find((entry) => entry.type === 'work');
    if (item === undefined) {
      item = { type: 'work' };
      items.push(item);
    }
    put(item, key, value);
    resource[list] = items;
    return;
  }
  const urn = /^(urn:.+:User):(\w+)$/.exec(path);
  const [parent, child] = urn === null ? path.split('.') : [urn[1], urn[2]];
  if (child === undefined) {
    put(resource, path, value);
    return;
  }
  const inner = { ...((resource[parent ?? ''] ?? {}) as Resource) };
  put(inner, child, value);
  resource[parent ?? ''] = inner;
}

function put(target: Resource, key: string, value: JsonValue | undefined): void {
  if (value === undefined) delete target[key];
  else target[key] = value;
}
