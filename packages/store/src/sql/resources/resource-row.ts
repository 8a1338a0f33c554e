import type { GroupRef, StoredResource } from '../../ports/resources.ts';
import type { SqlReader } from '../database.ts';
import { ordOfId } from './resource-id.ts';

/** The columns of a resource that reads need. */
export type ResourceRow = {
  readonly ord: number;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly created: string;
  readonly modified: string;
  readonly member_count: number;
  readonly body: string;
};

export const resourceColumns = 'ord, type, id, version, created, modified, member_count, body';

const BY_ORD = `select ${resourceColumns} from resource where integration_no = ? and ord = ?`;

/** Null also when the id belongs to a resource of another type: `/Users/{id of a group}` is 404. */
export async function readResource(
  sql: SqlReader,
  integrationNo: number,
  typeName: string,
  id: string,
): Promise<ResourceRow | null> {
  const row = (await sql.all<ResourceRow>(BY_ORD, [integrationNo, ordOfId(id)]))[0];
  return row !== undefined && row.id === id && row.type === typeName ? row : null;
}

export const toStored = (row: ResourceRow, groups: readonly GroupRef[]): StoredResource => ({
  type: row.type,
  id: row.id,
  body: row.body,
  created: row.created,
  lastModified: row.modified,
  version: row.version,
  groups,
  memberCount: row.member_count,
});
