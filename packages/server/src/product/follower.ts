import { isJsonObject, type JsonObject, type JsonValue } from '@rollcall/scim';
import type {
  Applied,
  Cause,
  DirectoryBatch,
  DirectoryChange,
  DirectoryModel,
  DirectoryResource,
  GroupDraft,
  PersonDraft,
} from '@rollcall/store';
import type { Nesting } from './nesting.ts';
import { type AttributeSources, personFields, personMore } from './person-fields.ts';
import type { RuleBook } from './rule-book.ts';

/** Bounds how long one transaction of the follower holds the others up. */
export const FOLLOW_BATCH = 200;
const MARK_CHUNK = 2_000;

export interface Followed {
  readonly integrationNo: number;
  readonly directory: DirectoryModel;
  readonly sources: AttributeSources;
}

/** `stale`: a map was changed meanwhile; read the rule book again and repeat. */
export type Step = { readonly kind: 'done'; readonly changes: number } | { readonly kind: 'stale' };

function bodyOf(text: string): JsonObject {
  const value: JsonValue = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

export function personDraft(resource: DirectoryResource, sources: AttributeSources): PersonDraft {
  const body = bodyOf(resource.body);
  return {
    ord: resource.ord,
    id: resource.id,
    userName: typeof body.userName === 'string' ? body.userName : '',
    externalId: typeof body.externalId === 'string' ? body.externalId : null,
    ...personFields(body, sources),
    more: personMore(body),
    active: resource.active,
    created: resource.created,
    updated: resource.modified,
  };
}

export function groupDraft(resource: DirectoryResource): GroupDraft {
  const { displayName } = bodyOf(resource.body);
  return {
    ord: resource.ord,
    id: resource.id,
    name: typeof displayName === 'string' ? displayName : '',
    memberCount: resource.memberCount,
    updated: resource.modified,
  };
}

const causeOf = (integrationNo: number, { seq, at }: DirectoryChange): Cause => ({
  cause: `scim:${integrationNo}:${seq}`,
  at,
});

/** One batch of the change log, in order: people and groups as they are now, and whose devices that may touch. */
export async function followStep(followed: Followed, nesting: Nesting, book: RuleBook): Promise<Step> {
  const { directory } = followed;
  const { seq } = await directory.checkpoint();
  const changes = await directory.changes(seq, FOLLOW_BATCH);
  const last = changes.at(-1);
  if (!last) return { kind: 'done', changes: 0 };
  const batch = await batchOf(followed, changes, seq);
  const marks = await marksOf(followed, nesting, book, changes);
  const applied = await directory.apply({ ...batch, advanceTo: marks.length === 0 ? last.seq : null }, book);
  if (applied === 'stale') return { kind: 'stale' };
  for (const mark of marks) if ((await place(directory, mark, book)) === 'stale') return { kind: 'stale' };
  if (marks.length > 0) {
    const rest = { people: [], gonePeople: [], groups: [], goneGroups: [], from: seq, advanceTo: last.seq };
    if ((await directory.apply(rest, book)) === 'stale') return { kind: 'stale' };
  }
  return { kind: 'done', changes: changes.length };
}

async function place(directory: DirectoryModel, { ids, blueprints, cause }: Mark, book: RuleBook): Promise<Applied> {
  if (ids === 'all') return directory.markBlueprints(blueprints, cause, book);
  for (let at = 0; at < ids.length; at += MARK_CHUNK) {
    const part = ids.slice(at, at + MARK_CHUNK);
    if ((await directory.markPeople(part, blueprints, cause, book)) === 'stale') return 'stale';
  }
  return 'ok';
}

async function batchOf(
  { directory, integrationNo, sources }: Followed,
  changes: readonly DirectoryChange[],
  from: number,
): Promise<DirectoryBatch> {
  const latest = new Map<number, DirectoryChange>();
  for (const change of changes) if (change.type === 'User' || change.type === 'Group') latest.set(change.ord, change);
  const present = new Map((await directory.resources([...latest.keys()])).map((resource) => [resource.ord, resource]));
  const people: { draft: PersonDraft; cause: Cause }[] = [];
  const gonePeople: { ord: number; cause: Cause }[] = [];
  const groups: GroupDraft[] = [];
  const goneGroups: { ord: number; at: string }[] = [];
  for (const [ord, change] of latest) {
    const resource = present.get(ord);
    const cause = causeOf(integrationNo, change);
    if (change.type === 'User') {
      if (resource) people.push({ draft: personDraft(resource, sources), cause });
      else gonePeople.push({ ord, cause });
    } else if (resource) groups.push(groupDraft(resource));
    else goneGroups.push({ ord, at: change.at });
  }
  return { people, gonePeople, groups, goneGroups, from, advanceTo: null };
}

interface Mark {
  /** Of people; `all`: whoever has a device in one of the blueprints. */
  readonly ids: readonly string[] | 'all';
  readonly blueprints: readonly number[];
  readonly cause: Cause;
}

/** Who joined or left a group that a rule names, or one that is nested in such a group. */
async function marksOf(
  { directory, integrationNo }: Followed,
  nesting: Nesting,
  book: RuleBook,
  changes: readonly DirectoryChange[],
): Promise<readonly Mark[]> {
  const reading = book.readingIntegration(integrationNo);
  if (reading.length === 0) return [];
  const marks: Mark[] = [];
  for (const change of changes) {
    const cause = causeOf(integrationNo, change);
    if (change.type === 'Group' && change.action === 'delete') {
      // Which groups held it can no longer be seen.
      nesting.forget();
      marks.push({ ids: 'all', blueprints: reading, cause });
      continue;
    }
    const ids = [...(change.members?.added ?? []), ...(change.members?.removed ?? [])];
    if (ids.length === 0) continue;
    const blueprints = book.readingGroups(integrationNo, new Set(await directory.groupAndHolders(change.ord)));
    if (blueprints.length === 0) continue;
    const nested = await directory.anyGroup(ids);
    if (nested) nesting.forget();
    marks.push({ ids: nested ? 'all' : ids, blueprints, cause });
  }
  return marks;
}
