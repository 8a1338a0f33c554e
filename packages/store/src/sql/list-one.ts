import type { ResourceType } from '@rollcall/scim';
import type { ListPage, ListQuery, StoredResource } from '../ports/resources.ts';
import type { Access } from './filter-index.ts';
import type { ListSource } from './list.ts';
import { showsGroups, storedOf, type UnionRow, withGroups } from './resources/group-refs.ts';
import { type ResourceRow, resourceColumns, toStored } from './resources/resource-row.ts';

const which = {
  id: 'integration_no = ? and type = ? and id = ?',
  unique_key: 'integration_no = ? and type = ? and unique_key = ?',
};
const WITH_GROUPS = { id: withGroups(which.id), unique_key: withGroups(which.unique_key) };
const ALONE = {
  id: `select ${resourceColumns} from resource where ${which.id}`,
  unique_key: `select ${resourceColumns} from resource where ${which.unique_key}`,
};

/** `userName eq "…"`, what clients ask most: one row or none, whatever the order, in one statement of a fixed text. */
export async function listOne(
  source: ListSource,
  type: ResourceType,
  access: Access & { readonly kind: 'row' },
  query: ListQuery,
): Promise<ListPage> {
  const stored = await read(source, type, access, query.withGroups && showsGroups(type));
  const { page } = query;
  const isShown = page.count > 0 && (page.kind === 'index' ? page.startIndex === 1 : page.at === null);
  return {
    resources: stored !== null && isShown ? [stored] : [],
    totalResults: stored === null ? 0 : 1,
    next: null,
    previous: null,
  };
}

async function read(
  { db, integrationNo }: ListSource,
  type: ResourceType,
  { column, value }: Access & { readonly kind: 'row' },
  groups: boolean,
): Promise<StoredResource | null> {
  const key = [integrationNo, type.name, value];
  if (groups) {
    const rows = await db.lookUp.all<UnionRow>(WITH_GROUPS[column], [...key, integrationNo, ...key]);
    return storedOf(db.lookUp, integrationNo, rows);
  }
  const row = (await db.lookUp.all<ResourceRow>(ALONE[column], key))[0];
  return row === undefined ? null : toStored(row, []);
}
