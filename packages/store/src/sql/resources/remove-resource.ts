import { fail, ok, type ResourceType, type Result } from '@rollcall/scim';
import type { DeletedDocument } from '../../ports/change-log.ts';
import type { WriteFailure, WriteOptions } from '../../ports/resources.ts';
import { chunks, inList, MAX_IN_LIST } from '../in-lists.ts';
import { activeOf } from './create-resource.ts';
import { hasMembers } from './group-refs.ts';
import { deleteIndexRows, type Indexing, searchForm } from './indexing.ts';
import { memberPages } from './memberships.ts';
import { type ResourceRow, readResource } from './resource-row.ts';
import { settled } from './settled.ts';
import { saveUniqueValues } from './uniqueness.ts';
import { parseBody, versionFits } from './update-resource.ts';
import type { WriteBatch } from './write-batch.ts';

type GroupRow = { readonly ord: number; readonly id: string; readonly type: string; readonly version: number };

const GROUPS_OF = `select g.ord as ord, g.id as id, g.type as type, g.version as version from member m
  join resource g on g.integration_no = m.integration_no and g.ord = m.group_ord
  where m.integration_no = ? and m.member_ord = ? order by g.ord`;
const LEAVE = 'delete from member where integration_no = ? and member_ord = ?';
const DELETE = 'delete from resource where integration_no = ? and ord = ?';

export async function removeResource(
  batch: WriteBatch,
  indexing: Indexing,
  type: ResourceType,
  id: string,
  options: WriteOptions,
): Promise<Result<void, WriteFailure>> {
  const [row] = await settled([readResource(batch.tx, batch.integrationNo, type.name, id), batch.opened]);
  if (row === null) return fail({ kind: 'notFound' });
  if (!versionFits(row.version, options)) return fail({ kind: 'versionMismatch', current: row.version });
  const groups = await leaveGroups(batch, row, options);
  const memberIds = hasMembers(type) ? await dropMembers(batch, row.ord) : [];
  const resource = parseBody(row.body);
  await deleteIndexRows(batch, row.ord, searchForm(indexing, type, resource).rows);
  saveUniqueValues(batch, indexing, type, row.ord, resource, null);
  batch.run(DELETE, [batch.integrationNo, row.ord]);
  batch.count(type.name, -1, activeOf(resource) === 1 ? -1 : 0);
  const document: DeletedDocument = {
    body: row.body,
    created: row.created,
    groupIds: groups.map((group) => group.id),
    memberIds,
  };
  batch.log({
    action: 'delete',
    seq: batch.nextSeq(),
    type: type.name,
    ord: row.ord,
    id,
    version: row.version + 1,
    origin: options.origin,
    changes: [],
    document: JSON.stringify(document),
  });
  return ok(undefined);
}

const SHRINK = (
  list: string,
) => `update resource set version = version + 1, modified = ?, member_count = member_count - 1
  where integration_no = ? and ord in ${list}`;

/** Each group that loses the member changes: it gets a new version and a row in the change log. */
async function leaveGroups(batch: WriteBatch, row: ResourceRow, options: WriteOptions): Promise<readonly GroupRow[]> {
  const no = batch.integrationNo;
  const all = await batch.tx.all<GroupRow>(GROUPS_OF, [no, row.ord]);
  // A group may be a member of itself; it is going anyway.
  const groups = all.filter((group) => group.ord !== row.ord);
  for (const part of chunks(groups, MAX_IN_LIST)) {
    const ords = part.map(({ ord }) => ord);
    batch.run(SHRINK(inList(ords).sql), [batch.now, no, ...inList(ords).params]);
    for (const group of part) {
      batch.log({
        ...group,
        action: 'update',
        seq: batch.nextSeq(),
        version: group.version + 1,
        origin: options.origin,
        changes: [{ path: 'members', added: [], removed: [row.id] }],
      });
    }
    if (groups.length > MAX_IN_LIST) await batch.breathe();
  }
  if (all.length > 0) batch.run(LEAVE, [no, row.ord]);
  return groups;
}

async function dropMembers(batch: WriteBatch, groupOrd: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const page of memberPages(batch, groupOrd)) {
    for (const { id } of page) ids.push(id);
    const last = page.at(-1);
    if (last === undefined) break;
    batch.run('delete from member where integration_no = ? and group_ord = ? and member_ord <= ?', [
      batch.integrationNo,
      groupOrd,
      last.ord,
    ]);
  }
  return ids;
}
