/**
 * In which order a bulk request's operations run, so that each `bulkId:…` reference can be resolved (RFC 7644 §3.7.1 and
 * §3.7.2). What an operation refers to runs before it. Where that goes round in a circle, one operation runs without the
 * attributes that refer forward, and is completed by a PATCH as soon as the circle is done.
 */
import { type ScimError, scimError } from '../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { PATCH_OP_URN } from '../patch/operation.ts';
import { fail, ok, type Result } from '../result.ts';
import type { BulkMethod, BulkOperation } from './bulk-request.ts';

export interface BulkStep {
  /** `complete` adds to the resource that the operation made what was left out. */
  readonly kind: 'run' | 'complete';
  /** Index of the operation. */
  readonly at: number;
  /** Top-level attributes of `data` that are left for `complete`; or that it is about. */
  readonly deferred: readonly string[];
}

export const planBulk = (operations: readonly BulkOperation[]): readonly BulkStep[] => {
  const makers = new Map<string, number>();
  for (const [at, { method, bulkId, error }] of operations.entries()) {
    if (method === 'POST' && bulkId !== null && error === null) makers.set(bulkId, at);
  }
  const steps: BulkStep[] = [];
  const state = new Map<number, 'running' | 'done'>();
  let incomplete: BulkStep[] = [];
  const visit = (at: number): void => {
    const operation = operations[at];
    if (operation === undefined || state.has(at)) return;
    state.set(at, 'running');
    const deferred: string[] = [];
    for (const [name, bulkIds] of referencesByName(operation)) {
      const needed = bulkIds.map((bulkId) => makers.get(bulkId)).filter((maker) => maker !== undefined);
      for (const maker of needed) visit(maker);
      if (name !== null && needed.some((maker) => state.get(maker) === 'running')) deferred.push(name);
    }
    state.set(at, 'done');
    steps.push({ kind: 'run', at, deferred });
    if (deferred.length > 0) incomplete.push({ kind: 'complete', at, deferred });
  };
  for (const at of operations.keys()) {
    visit(at);
    steps.push(...incomplete);
    incomplete = [];
  }
  return steps;
};

/** By top-level attribute of the data; null stands for the path. */
const referencesByName = ({ path, data }: BulkOperation): ReadonlyMap<string | null, readonly string[]> => {
  const references = new Map<string | null, readonly string[]>();
  const inPath = collect(path.split('/'));
  if (inPath.length > 0) references.set(null, inPath);
  for (const [name, value] of Object.entries(data ?? {})) {
    const found = collect(value);
    if (found.length > 0) references.set(name, found);
  }
  return references;
};

const wholeReference = /^bulkId:(.+)$/;
/** In the filter of a PATCH path: `members[value eq "bulkId:qwerty"]`. */
const quotedReference = /"bulkId:([^"]+)"/g;

const collect = (value: JsonValue): readonly string[] => {
  if (typeof value === 'string') {
    const whole = wholeReference.exec(value)?.[1];
    return whole === undefined ? [...value.matchAll(quotedReference)].map((match) => match[1] ?? '') : [whole];
  }
  if (Array.isArray(value)) return value.flatMap(collect);
  return isJsonObject(value) ? Object.values(value).flatMap(collect) : [];
};

/** A request that can be sent: all references resolved. */
export interface BulkCall {
  readonly method: BulkMethod;
  readonly path: string;
  readonly data: JsonObject | null;
}

/**
 * `ids` holds what the operations made so far, by bulkId. A `complete` step also needs the id of the resource that
 * its own operation made, which is in `ids` as well.
 */
export const bulkCall = (
  step: BulkStep,
  operations: readonly BulkOperation[],
  ids: ReadonlyMap<string, string>,
): Result<BulkCall, ScimError> => {
  const operation = operations[step.at];
  if (operation === undefined) return fail(scimError(400, 'There is no such operation.', 'invalidSyntax'));
  if (operation.error !== null) return fail(operation.error);
  const resolver = new Resolver(ids);
  const { method, path, bulkId, data } = operation;
  const left = data === null ? null : resolver.object(pickNames(data, step));
  const call: BulkCall =
    step.kind === 'run'
      ? { method, path: resolver.path(path), data: left }
      : {
          method: 'PATCH',
          path: `${path}/${ids.get(bulkId ?? '') ?? ''}`,
          data: { schemas: [PATCH_OP_URN], Operations: [{ op: 'add', value: left ?? {} }] },
        };
  const [missing] = resolver.missing;
  // RFC 7644 §3.7.1 has 409 for what can't be resolved.
  return missing === undefined
    ? ok(call)
    : fail(scimError(409, `“bulkId:${missing}” refers to no operation that succeeded.`, 'invalidValue'));
};

const pickNames = (data: JsonObject, { kind, deferred }: BulkStep): JsonObject =>
  deferred.length === 0
    ? data
    : Object.fromEntries(Object.entries(data).filter(([name]) => deferred.includes(name) === (kind === 'complete')));

class Resolver {
  readonly missing: string[] = [];
  readonly #ids: ReadonlyMap<string, string>;

  constructor(ids: ReadonlyMap<string, string>) {
    this.#ids = ids;
  }

  path(path: string): string {
    return path
      .split('/')
      .map((segment) => this.#text(segment))
      .join('/');
  }

  object(object: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, this.#value(value)]));
  }

  #value(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return value.map((each) => this.#value(each));
    return isJsonObject(value) ? this.object(value) : value;
  }

  #text(text: string): string {
    if (!text.includes('bulkId:')) return text;
    const whole = wholeReference.exec(text)?.[1];
    if (whole !== undefined) return this.#idOf(whole);
    return text.replaceAll(quotedReference, (_, bulkId: string) => JSON.stringify(this.#idOf(bulkId)));
  }

  #idOf(bulkId: string): string {
    const id = this.#ids.get(bulkId);
    if (id === undefined) this.missing.push(bulkId.slice(0, 100).toWellFormed());
    return id ?? '';
  }
}
