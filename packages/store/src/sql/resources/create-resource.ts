import { cleanText, fail, type JsonObject, ok, type ResourceType, type Result } from '@rollcall/scim';
import type { Draft, WriteFailure, WriteOptions, Written } from '../../ports/resources.ts';
import { Insertion } from '../insertion.ts';
import { type Indexing, insertIndexRows, type SearchForm, searchForm } from './indexing.ts';
import { applyMembers, planMembers } from './memberships.ts';
import { newResourceId } from './resource-id.ts';
import { settled } from './settled.ts';
import { findConflict, saveUniqueValues, uniqueKey } from './uniqueness.ts';
import type { WriteBatch } from './write-batch.ts';
import { again } from './write-rounds.ts';

const RESOURCE = new Insertion('resource', [
  'integration_no',
  'ord',
  'type',
  'id',
  'unique_key',
  'version',
  'created',
  'modified',
  'active',
  'member_count',
  'external_id',
  'display',
  'body',
  'search',
]);

/** What is kept of a new resource, as far as nobody else's writes have a say in it: worked out while the transaction before is committed. */
export interface NewResource {
  readonly type: ResourceType;
  readonly draft: Draft;
  readonly body: string;
  readonly key: string | null;
  readonly search: SearchForm;
}

export const newResource = (indexing: Indexing, type: ResourceType, draft: Draft): NewResource => ({
  type,
  draft,
  body: JSON.stringify(draft.resource),
  key: uniqueKey(type, draft.resource),
  search: searchForm(indexing, type, draft.resource),
});

export async function createResource(
  batch: WriteBatch,
  indexing: Indexing,
  { type, draft, body, key, search }: NewResource,
  options: WriteOptions,
): Promise<Result<Written, WriteFailure> | typeof again> {
  const { resource } = draft;
  const [conflict, members] = await settled([
    findConflict(batch, indexing, type, null, resource),
    planMembers(batch, null, draft.members),
    batch.opened,
  ]);
  if (conflict === again) return again;
  if (conflict !== null) return fail(conflict);
  if (members.unknown.length > 0 && options.skipUnknownMembers !== true) {
    return fail({ kind: 'unknownMembers', ids: members.unknown });
  }
  const ord = batch.nextSeq();
  const id = newResourceId(batch.nowMs, ord);
  batch.insert(RESOURCE, [
    batch.integrationNo,
    ord,
    type.name,
    id,
    key,
    1,
    batch.now,
    batch.now,
    activeOf(resource),
    members.added.size,
    externalIdOf(resource),
    displayOf(resource),
    body,
    search.text,
  ]);
  await insertIndexRows(batch, ord, search.rows);
  saveUniqueValues(batch, indexing, type, ord, null, resource);
  const { origin } = options;
  batch.log({ action: 'create', seq: ord, type: type.name, ord, id, version: 1, origin, changes: [] });
  batch.count(type.name, 1, activeOf(resource) === 1 ? 1 : 0);
  await applyMembers(batch, ord, members);
  const stored = {
    type: type.name,
    id,
    body,
    created: batch.now,
    lastModified: batch.now,
    version: 1,
    groups: [],
    memberCount: members.added.size,
  };
  return ok({ stored, changed: true, skippedMembers: members.unknown, changes: [] });
}

/**
 * 1 active, 0 inactive, 2 where the resource doesn't say (a group, or a user from whom it was removed). Only an explicit `false` is
 * inactive (RFC 7643 §4.1.1 leaves the default to us).
 */
export const activeOf = ({ active }: JsonObject): number => (active === true ? 1 : active === false ? 0 : 2);

export const externalIdOf = (resource: JsonObject): string | null => textOf(resource.externalId);

/** What a resource is shown as in `members` and `groups`. */
export const displayOf = (resource: JsonObject): string | null =>
  textOf(resource.displayName) ?? textOf(resource.userName);

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? cleanText(value) : null);
