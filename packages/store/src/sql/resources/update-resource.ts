import { fail, isJsonObject, type JsonObject, ok, type ResourceType, type Result } from '@rollcall/scim';
import type { AttributeChange } from '../../ports/change-log.ts';
import type { CurrentResource, Draft, Member, WriteFailure, WriteOptions, Written } from '../../ports/resources.ts';
import { activeOf, displayOf, externalIdOf } from './create-resource.ts';
import { documentDiff } from './document-diff.ts';
import { groupRefs, showsGroups } from './group-refs.ts';
import { changeIndexRows, type Indexing, searchForm } from './indexing.ts';
import { applyMembers, type MemberPlan, planMembers, readMembers } from './memberships.ts';
import { type ResourceRow, readResource, toStored } from './resource-row.ts';
import { settled } from './settled.ts';
import { findConflict, saveUniqueValues, uniqueKey } from './uniqueness.ts';
import type { WriteBatch } from './write-batch.ts';
import { again } from './write-rounds.ts';

export type Edit<E> = (current: CurrentResource) => Result<Draft, E> | Promise<Result<Draft, E>>;
export type UpdateFailure<E> = WriteFailure | { readonly kind: 'refused'; readonly error: E };

const TOUCH = 'update resource set version = ?, modified = ?, member_count = ? where integration_no = ? and ord = ?';
const SAVE = `update resource set version = ?, modified = ?, member_count = ?, unique_key = ?, active = ?, external_id = ?,
  display = ?, body = ?, search = ? where integration_no = ? and ord = ?`;

export async function updateResource<E>(
  batch: WriteBatch,
  indexing: Indexing,
  type: ResourceType,
  id: string,
  edit: Edit<E>,
  options: WriteOptions,
): Promise<Result<Written, UpdateFailure<E>> | typeof again> {
  const [row] = await settled([readResource(batch.tx.lookUp, batch.integrationNo, type.name, id), batch.opened]);
  if (row === null) return fail({ kind: 'notFound' });
  if (!versionFits(row.version, options)) return fail({ kind: 'versionMismatch', current: row.version });
  const before = parseBody(row.body);
  const edited = await edit({ resource: before, version: row.version, members: () => allMembers(batch, id) });
  if (!edited.ok) return fail({ kind: 'refused', error: edited.error });
  const after = edited.value.resource;
  const body = JSON.stringify(after);
  const members = await planMembers(batch, row.ord, edited.value.members);
  if (members.unknown.length > 0 && options.skipUnknownMembers !== true) {
    return fail({ kind: 'unknownMembers', ids: members.unknown });
  }
  const changes = body === row.body ? [] : documentDiff(before, after);
  if (changes.length > 0) {
    const conflict = await findConflict(batch, indexing, type, before, after);
    if (conflict === again) return again;
    if (conflict !== null) return fail(conflict);
  }
  const groups = showsGroups(type) ? await groupRefs(batch.tx.lookUp, batch.integrationNo, row.ord) : [];
  const skippedMembers = members.unknown;
  if (changes.length === 0 && members.added.size === 0 && members.removed.size === 0) {
    return ok({ stored: toStored(row, groups), changed: false, skippedMembers, changes: [] });
  }
  const saved: ResourceRow = {
    ...row,
    version: row.version + 1,
    modified: batch.now,
    member_count: row.member_count + members.added.size - members.removed.size,
    body: changes.length === 0 ? row.body : body,
  };
  if (changes.length > 0) await saveDocument(batch, indexing, type, saved, before, after);
  else batch.run(TOUCH, [saved.version, saved.modified, saved.member_count, batch.integrationNo, row.ord]);
  const all = [...changes, ...membershipChange(members)];
  logUpdate(batch, saved, all, options);
  await applyMembers(batch, row.ord, members);
  return ok({ stored: toStored(saved, groups), changed: true, skippedMembers, changes: all.map(({ path }) => path) });
}

export const versionFits = (version: number, { ifVersion }: WriteOptions): boolean =>
  ifVersion === undefined || ifVersion === '*' || ifVersion.includes(version);

/** What we stored ourselves is not validated again. */
export function parseBody(body: string): JsonObject {
  const parsed = JSON.parse(body);
  if (!isJsonObject(parsed)) throw new Error('a stored document is not an object');
  return parsed;
}

async function saveDocument(
  batch: WriteBatch,
  indexing: Indexing,
  type: ResourceType,
  row: ResourceRow,
  before: JsonObject,
  after: JsonObject,
): Promise<void> {
  const search = searchForm(indexing, type, after);
  batch.count(type.name, 0, Number(activeOf(after) === 1) - Number(activeOf(before) === 1));
  batch.run(SAVE, [
    row.version,
    row.modified,
    row.member_count,
    uniqueKey(type, after),
    activeOf(after),
    externalIdOf(after),
    displayOf(after),
    row.body,
    search.text,
    batch.integrationNo,
    row.ord,
  ]);
  await changeIndexRows(batch, row.ord, searchForm(indexing, type, before).rows, search.rows);
  saveUniqueValues(batch, indexing, type, row.ord, before, after);
}

function logUpdate(
  batch: WriteBatch,
  row: ResourceRow,
  changes: readonly AttributeChange[],
  { origin }: WriteOptions,
): void {
  const { type, ord, id, version } = row;
  batch.log({ action: 'update', seq: batch.nextSeq(), type, ord, id, version, origin, changes });
}

function membershipChange(plan: MemberPlan): readonly AttributeChange[] {
  if (plan.added.size === 0 && plan.removed.size === 0) return [];
  return [{ path: 'members', added: [...plan.added.keys()], removed: [...plan.removed.keys()] }];
}

async function allMembers(batch: WriteBatch, groupId: string): Promise<readonly Member[]> {
  const all: Member[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<typeof readMembers>> = await readMembers(batch.tx, batch.integrationNo, groupId, {
      after,
      limit: 2000,
    });
    all.push(...page.members);
    after = page.next;
    if (after !== null) await batch.breathe();
  }
  return all;
}
