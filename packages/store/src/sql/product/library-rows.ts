import type { LibraryItem, LibraryKind } from '../../ports/product-library.ts';
import type { SqlReader } from '../database.ts';
import { tagsIn } from './device-rows.ts';

type ItemRow = {
  readonly no: number;
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly platforms: string;
  readonly version: string | null;
  readonly description: string | null;
  readonly active: number;
  readonly conflict_key: string | null;
  readonly reference: string | null;
  readonly file_name: string | null;
  readonly file_type: string | null;
  readonly file_size: number | null;
  readonly file_sha256: string | null;
  readonly file_key: string | null;
  readonly created: string;
  readonly updated: string;
};

const columns = `no, id, name, kind, platforms, version, description, active, conflict_key, reference, file_name, file_type,
  file_size, file_sha256, file_key, created, updated`;
const kinds: readonly LibraryKind[] = ['app', 'profile', 'script', 'setting'];

const itemOf = (row: ItemRow): LibraryItem => ({
  id: row.id,
  no: row.no,
  name: row.name,
  kind: kinds.find((kind) => kind === row.kind) ?? 'setting',
  platforms: tagsIn(row.platforms),
  version: row.version,
  description: row.description,
  active: row.active === 1,
  conflictKey: row.conflict_key,
  reference: row.reference,
  file:
    row.file_sha256 === null || row.file_key === null
      ? null
      : {
          key: row.file_key,
          name: row.file_name ?? 'payload',
          type: row.file_type ?? 'application/octet-stream',
          size: row.file_size ?? 0,
          sha256: row.file_sha256,
        },
  created: row.created,
  updated: row.updated,
});

export const listItems = async (reader: SqlReader, tenantNo: number): Promise<readonly LibraryItem[]> =>
  (
    await reader.all<ItemRow>(`select ${columns} from library_item where tenant_no = ? order by name_key, no`, [
      tenantNo,
    ])
  ).map(itemOf);

export async function findItem(reader: SqlReader, tenantNo: number, id: string): Promise<LibraryItem | null> {
  const [row] = await reader.all<ItemRow>(`select ${columns} from library_item where id = ? and tenant_no = ?`, [
    id,
    tenantNo,
  ]);
  return row ? itemOf(row) : null;
}
