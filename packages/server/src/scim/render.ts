import { type Projection, parseProjection, type ResourceType, type Result, type ScimError } from '@rollcall/scim';
import type { Member, StoredResource } from '@rollcall/store';
import type { Call } from './call.ts';

export type { Projection } from '@rollcall/scim';

const membersAtOnce = 5_000;

export const projectionOf = (
  type: ResourceType,
  attributes: string | undefined,
  excluded: string | undefined,
): Result<Projection | null, ScimError> => parseProjection(type, attributes, excluded);

/** A promise only where members have to be read, so that the usual answer is put together at once. */
export function renderStored(
  call: Call,
  stored: StoredResource,
  projection: Projection | null,
): string | Promise<string> {
  const { renderer } = call.services;
  const showsMembers = projection === null || projection.withMembers;
  if (stored.memberCount === 0 || !showsMembers)
    return renderer.resource(
      stored,
      call.base,
      projection,
      showsMembers && call.services.isGroup(stored.type) ? [] : null,
    );
  return renderGroup(call, stored, projection);
}

/** Members are read and written in pieces: a group of 100,000 is 10 MB of text, and others are served in between. */
async function renderGroup(call: Call, stored: StoredResource, projection: Projection | null): Promise<string> {
  const { renderer } = call.services;
  const { head, tail } = renderer.parts(stored, call.base, projection);
  const pieces: string[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: { readonly members: readonly Member[]; readonly next: number | null } = await call.store.members(
      stored.id,
      { after, limit: membersAtOnce },
    );
    if (page.members.length > 0) pieces.push(renderer.members(page.members, call.base, projection));
    after = page.next;
    if (after !== null) await new Promise((resolve) => setImmediate(resolve));
  }
  return `${head}${pieces.join(',')}${tail}`;
}
