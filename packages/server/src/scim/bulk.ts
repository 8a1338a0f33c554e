/**
 * RFC 7644 §3.7. Each operation is atomic by itself; `planBulk` says in which order they run, so that every `bulkId:…`
 * reference is an id by the time it is needed.
 */
import {
  type BulkCall,
  type BulkOperation,
  type BulkRequest,
  type BulkResult,
  type BulkStep,
  bulkCall,
  type JsonObject,
  planBulk,
  type ResourceType,
  readBulkRequest,
  renderBulkResponse,
  scimError,
} from '@rollcall/scim';
import { type Call, locationOf } from './call.ts';
import { limits } from './limits.ts';
import { emptyQuery } from './query.ts';
import { type Reply, refusal, replied } from './reply.ts';
import { createResource, patchResource, removeResource, replaceAll } from './write.ts';

export async function bulk(call: Call, body: JsonObject): Promise<Reply> {
  const request = readBulkRequest(body, { maxOperations: limits.bulkOperations });
  if (!request.ok) return refusal(request.error);
  return replied(200, renderBulkResponse(await new BulkRun(call, request.value).all()));
}

interface Target {
  readonly type: ResourceType;
  /** Null for the endpoint itself. */
  readonly id: string | null;
}

class BulkRun {
  readonly #call: Call;
  readonly #request: BulkRequest;
  readonly #results: (BulkResult | undefined)[];
  /** What the operations made, by bulkId. */
  readonly #ids = new Map<string, string>();
  #errors = 0;

  constructor(call: Call, request: BulkRequest) {
    this.#call = call;
    this.#request = request;
    this.#results = request.operations.map(() => undefined);
  }

  async all(): Promise<readonly BulkResult[]> {
    for (const step of planBulk(this.#request.operations)) {
      const operation = this.#request.operations[step.at];
      if (operation === undefined) continue;
      if (step.kind === 'complete') await this.#complete(step, operation);
      else if (!this.#isStopped()) await this.#run(step, operation);
    }
    return this.#results.filter((result) => result !== undefined);
  }

  #isStopped(): boolean {
    const { failOnErrors } = this.#request;
    return failOnErrors !== null && this.#errors >= failOnErrors;
  }

  async #run(step: BulkStep, operation: BulkOperation): Promise<void> {
    const resolved = bulkCall(step, this.#request.operations, this.#ids);
    if (!resolved.ok) return this.#finish(step, operation, null, refusal(resolved.error));
    const target = this.#targetOf(resolved.value.path);
    if (target === null) {
      return this.#finish(
        step,
        operation,
        null,
        refusal(scimError(404, `There is nothing at “${shown(operation.path)}”.`)),
      );
    }
    const reply = await this.#perform(resolved.value, target, operation);
    const id = target.id ?? (reply.status === 201 ? (reply.note?.resourceId ?? null) : null);
    if (operation.bulkId !== null && reply.status === 201 && id !== null) this.#ids.set(operation.bulkId, id);
    this.#finish(step, operation, id === null ? null : locationOf(this.#call, target.type, id), reply);
  }

  async #perform({ method, data }: BulkCall, { type, id }: Target, operation: BulkOperation): Promise<Reply> {
    const call = this.#callWith(operation.version);
    if ((method === 'POST') !== (id === null)) {
      return refusal(scimError(405, `${method} is not possible at “${shown(operation.path)}”.`));
    }
    if (id === null) return createResource(call, type, data ?? {});
    if (method === 'DELETE') return removeResource(call, type, id);
    return method === 'PUT' ? replaceAll(call, type, id, data ?? {}) : patchResource(call, type, id, data ?? {});
  }

  /** Adds what a circle of references had left out. Where that fails the operation did, so what it made goes again. */
  async #complete(step: BulkStep, operation: BulkOperation): Promise<void> {
    const made = this.#results[step.at];
    if (made === undefined || made.status >= 400) return;
    const id = operation.bulkId === null ? undefined : this.#ids.get(operation.bulkId);
    const target = id === undefined ? null : this.#targetOf(`${operation.path}/${id}`);
    if (target === null || target.id === null) return;
    const resolved = bulkCall(step, this.#request.operations, this.#ids);
    const call = this.#callWith(null);
    const reply = resolved.ok
      ? await patchResource(call, target.type, target.id, resolved.value.data ?? {})
      : refusal(resolved.error);
    if (reply.status < 400) {
      this.#results[step.at] = { ...made, version: versionOf(reply) };
      return;
    }
    await removeResource(call, target.type, target.id);
    this.#finish(step, operation, null, reply);
  }

  #callWith(version: string | null): Call {
    return { ...this.#call, query: emptyQuery, headers: version === null ? {} : { 'if-match': version } };
  }

  #targetOf(path: string): Target | null {
    const [endpoint = '', id = null, more] = path
      .replace(/^\/?v2(?=\/)/, '')
      .split('/')
      .filter((part) => part !== '');
    const type = this.#call.services.endpoints.get(endpoint);
    return type === undefined || more !== undefined ? null : { type, id };
  }

  #finish(step: BulkStep, { sentMethod, bulkId }: BulkOperation, location: string | null, reply: Reply): void {
    const { status } = reply;
    if (status >= 400) this.#errors += 1;
    // A response is required for errors only (§3.7.3); resources would make the answer many times larger.
    const response = status >= 400 ? reply.body : null;
    this.#results[step.at] = { method: sentMethod, bulkId, status, location, version: versionOf(reply), response };
  }
}

/** A path as a message can quote it: it may be as long as the body. */
const shown = (path: string): string => (path.length > 200 ? `${path.slice(0, 200)}…` : path);

/** Headers are name, value, name, value, …. */
function versionOf({ headers }: Reply): string | null {
  const at = headers.indexOf('ETag');
  return at < 0 ? null : (headers[at + 1] ?? null);
}
