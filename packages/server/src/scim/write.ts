import {
  applyPatch,
  compilePatch,
  type JsonObject,
  ok,
  type ResourceType,
  type Result,
  readResource,
  replaceResource,
  type ScimError,
} from '@rollcall/scim';
import type { Draft, WriteFailure, WriteOptions, Written } from '@rollcall/store';
import { type Call, originOf } from './call.ts';
import { etagOf, ifMatchOf } from './etag.ts';
import { failureError } from './failures.ts';
import { limits } from './limits.ts';
import { resourceReply } from './read.ts';
import { type Projection, projectionOf } from './render.ts';
import { type Reply, type ReplyNote, refusal, replied, withNote } from './reply.ts';

function optionsOf(call: Call): WriteOptions {
  const ifVersion = ifMatchOf(call.headers);
  return {
    origin: originOf(call),
    ...(ifVersion === undefined ? {} : { ifVersion }),
    ...(call.settings.skipUnknownMembers ? { skipUnknownMembers: true } : {}),
  };
}

const noteOf = (type: ResourceType, id: string, ignored: readonly string[], written?: Written): ReplyNote => ({
  resourceType: type.name,
  resourceId: id,
  ignored: [...ignored, ...(written?.skippedMembers ?? []).map((member) => `members: unknown id ${member}`)],
  // `schemas` follows the extensions, which are named themselves.
  changed: (written?.changes ?? []).filter((path) => path !== 'schemas'),
});

/** `POST /Users`, RFC 7644 §3.3. */
export async function createResource(call: Call, type: ResourceType, body: JsonObject): Promise<Reply> {
  const projection = projectionOf(type, call.query.attributes, call.query.excludedAttributes);
  if (!projection.ok) return refusal(projection.error);
  const read = readResource(type, body, 'create');
  if (!read.ok) return refusal(read.error);
  const { resource, members, ignored } = read.value;
  const created = await call.store.create(type, { resource, members }, optionsOf(call));
  if (!created.ok) {
    const { error } = created;
    const existing = error.kind === 'conflict' ? { resourceType: type.name, resourceId: error.existing.id } : {};
    return refusal(failureError(type, null, error), undefined, { ...existing, ignored });
  }
  const reply = await resourceReply(call, type, created.value.stored, 201, projection.value);
  return withNote(reply, noteOf(type, created.value.stored.id, ignored, created.value));
}

/** `PUT /Users/{id}`, RFC 7644 §3.5.1. */
export async function replaceAll(call: Call, type: ResourceType, id: string, body: JsonObject): Promise<Reply> {
  const projection = projectionOf(type, call.query.attributes, call.query.excludedAttributes);
  if (!projection.ok) return refusal(projection.error);
  const read = readResource(type, body, 'replace');
  if (!read.ok) return refusal(read.error, undefined, noteOf(type, id, []));
  const { resource, members, ignored } = read.value;
  const written = await call.store.update<ScimError>(
    type,
    id,
    (current) => {
      const next = replaceResource(type, resource, current.resource);
      return next.ok ? ok({ resource: next.value, members }) : next;
    },
    optionsOf(call),
  );
  if (!written.ok) return updateRefusal(type, id, written.error, ignored);
  const reply = await resourceReply(call, type, written.value.stored, 200, projection.value);
  return withNote(reply, noteOf(type, id, ignored, written.value));
}

/** `PATCH /Users/{id}`, RFC 7644 §3.5.2. */
export async function patchResource(call: Call, type: ResourceType, id: string, body: JsonObject): Promise<Reply> {
  const projection = projectionOf(type, call.query.attributes, call.query.excludedAttributes);
  if (!projection.ok) return refusal(projection.error);
  const patch = compilePatch(type, body);
  if (!patch.ok) return refusal(patch.error, undefined, noteOf(type, id, []));
  const { ignored } = patch.value;
  const written = await call.store.update<ScimError>(
    type,
    id,
    async (current): Promise<Result<Draft, ScimError>> => {
      const members = patch.value.needsMembers ? await current.members() : null;
      return applyPatch(patch.value, current.resource, members);
    },
    optionsOf(call),
  );
  if (!written.ok) return updateRefusal(type, id, written.error, ignored);
  return withNote(
    await patchedReply(call, type, written.value, projection.value),
    noteOf(type, id, ignored, written.value),
  );
}

/** Decision 7: the resource, but nothing for a large group, unless the request says which attributes it wants. */
async function patchedReply(
  call: Call,
  type: ResourceType,
  { stored }: Written,
  projection: Projection | null,
): Promise<Reply> {
  const answer = call.settings.patchAnswer ?? 'auto';
  const silent = answer === 'nothing' || (answer === 'auto' && stored.memberCount > limits.patchedGroupMembers);
  if (silent && projection === null) return replied(204, null, ['ETag', etagOf(stored.version)]);
  return resourceReply(call, type, stored, 200, projection);
}

/** `DELETE /Users/{id}`, RFC 7644 §3.6. */
export async function removeResource(call: Call, type: ResourceType, id: string): Promise<Reply> {
  const removed = await call.store.remove(type, id, optionsOf(call));
  if (!removed.ok) return refusal(failureError(type, id, removed.error), undefined, noteOf(type, id, []));
  return replied(204, null, undefined, noteOf(type, id, []));
}

type UpdateFailure = WriteFailure | { readonly kind: 'refused'; readonly error: ScimError };

const updateRefusal = (type: ResourceType, id: string, failure: UpdateFailure, ignored: readonly string[]): Reply =>
  refusal(
    failure.kind === 'refused' ? failure.error : failureError(type, id, failure),
    undefined,
    noteOf(type, id, ignored),
  );
