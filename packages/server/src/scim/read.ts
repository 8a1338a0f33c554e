import type { ResourceType } from '@rollcall/scim';
import type { StoredResource } from '@rollcall/store';
import { type Call, locationOf } from './call.ts';
import { etagOf, notModified } from './etag.ts';
import { notFound } from './failures.ts';
import { type Projection, projectionOf, renderStored } from './render.ts';
import { type Reply, refusal, replied } from './reply.ts';

/** `GET /Users/{id}`, RFC 7644 §3.4.1. */
export async function getResource(call: Call, type: ResourceType, id: string): Promise<Reply> {
  const projection = projectionOf(type, call.query.attributes, call.query.excludedAttributes);
  if (!projection.ok) return refusal(projection.error);
  const stored = await call.store.get(type, id, { withGroups: projection.value?.withGroups ?? true });
  if (stored === null) return refusal(notFound(type, id));
  if (notModified(call.headers, stored.version)) return replied(304, null, ['ETag', etagOf(stored.version)]);
  return resourceReply(call, type, stored, 200, projection.value);
}

/** The answer that carries a resource, whatever made it (#37, #49). */
export async function resourceReply(
  call: Call,
  type: ResourceType,
  stored: StoredResource,
  status: 200 | 201,
  projection: Projection | null,
): Promise<Reply> {
  const location = locationOf(call, type, stored.id);
  const headers = ['ETag', etagOf(stored.version), 'Content-Location', location];
  if (status === 201) headers.push('Location', location);
  return replied(status, await renderStored(call, stored, projection), headers);
}
