import { randomUUID } from 'node:crypto';
import { fail, ok } from '@rollcall/scim';
import type { LibraryDraft, LibraryItem, LibraryKind, LibraryStore } from '../../ports/product-library.ts';
import type { Database, SqlReader, SqlValue, SqlWriter } from '../database.ts';
import { takeNumbers } from './batch.ts';
import { tagsIn } from './device-rows.ts';
import { markBlueprint } from './dirty.ts';
import { keyOf } from './keys.ts';

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
  readonly created: string;
  readonly updated: string;
};

const columns = `no, id, name, kind, platforms, version, description, active, conflict_key, reference, file_name, file_type,
  file_size, file_sha256, created, updated`;
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
    row.file_sha256 === null
      ? null
      : {
          name: row.file_name ?? 'payload',
          type: row.file_type ?? 'application/octet-stream',
          size: row.file_size ?? 0,
          sha256: row.file_sha256,
        },
  created: row.created,
  updated: row.updated,
});

const valuesOf = (draft: LibraryDraft): readonly (readonly [string, SqlValue])[] => [
  ['name', draft.name],
  ['name_key', keyOf(draft.name)],
  ['kind', draft.kind],
  ['platforms', JSON.stringify(draft.platforms)],
  ['version', draft.version],
  ['description', draft.description],
  ['active', draft.active ? 1 : 0],
  ['conflict_key', draft.conflictKey],
  ['reference', draft.reference],
];

export function openLibrary(db: Database, tenantNo: number): LibraryStore {
  return {
    list: () => listItems(db.read, tenantNo),
    get: (id) => find(db.read, tenantNo, id),
    create: (draft) =>
      db.write('product', async (tx) => {
        const no = await takeNumbers(tx, tenantNo, 'item', 1);
        await takeNumbers(tx, tenantNo, 'items', 1);
        const now = new Date().toISOString();
        const id = randomUUID();
        const all = [
          ['tenant_no', tenantNo],
          ['no', no],
          ['id', id],
          ...valuesOf(draft),
          ['created', now],
          ['updated', now],
        ] as const;
        await tx.run(
          `insert into library_item (${all.map(([name]) => name).join(', ')}) values (${all.map(() => '?').join(', ')})`,
          all.map(([, value]) => value),
        );
        return { ...draft, id, no, file: null, created: now, updated: now };
      }),
    update: (id, change, cause) =>
      db.write('product', async (tx) => {
        const item = await find(tx, tenantNo, id);
        if (!item) return fail({ kind: 'notFound' });
        const { no, file, created, updated, id: _, ...before } = item;
        const draft: LibraryDraft = { ...before, ...change };
        const values = [...valuesOf(draft), ['updated', cause.at]] as const;
        await tx.run(
          `update library_item set ${values.map(([name]) => `${name} = ?`).join(', ')} where tenant_no = ? and no = ?`,
          [...values.map(([, value]) => value), tenantNo, no],
        );
        await takeNumbers(tx, tenantNo, 'items', 1);
        if (decides(before, draft))
          for (const blueprint of await blueprintsWith(tx, tenantNo, id))
            await markBlueprint(tx, tenantNo, blueprint.no, cause);
        return ok({ ...draft, id, no, file, created, updated: cause.at });
      }),
    remove: (id) =>
      db.write('product', async (tx) => {
        const item = await find(tx, tenantNo, id);
        if (!item) return fail({ kind: 'notFound' });
        const holders = await blueprintsWith(tx, tenantNo, id);
        if (holders.length > 0) return fail({ kind: 'inUse', blueprints: holders.map(({ name }) => name) });
        await tx.run('delete from library_item where tenant_no = ? and no = ?', [tenantNo, item.no]);
        await takeNumbers(tx, tenantNo, 'items', 1);
        if (item.file) await dropFile(tx, tenantNo, item.file.sha256);
        return ok(undefined);
      }),
    putPiece: async (sha256, piece, bytes) => {
      await db.write('product', (tx) =>
        tx.run(
          `insert into library_file (tenant_no, sha256, piece, bytes) values (?, ?, ?, ?)
           on conflict (tenant_no, sha256, piece) do nothing`,
          [tenantNo, sha256, piece, bytes],
        ),
      );
    },
    attach: (id, file) =>
      db.write('product', async (tx) => {
        const item = await find(tx, tenantNo, id);
        if (!item) return fail({ kind: 'notFound' });
        const now = new Date().toISOString();
        await tx.run(
          `update library_item set file_name = ?, file_type = ?, file_size = ?, file_sha256 = ?, updated = ?
           where tenant_no = ? and no = ?`,
          [file?.name ?? null, file?.type ?? null, file?.size ?? null, file?.sha256 ?? null, now, tenantNo, item.no],
        );
        if (item.file && item.file.sha256 !== file?.sha256) await dropFile(tx, tenantNo, item.file.sha256);
        return ok({ ...item, file, updated: now });
      }),
    pieces: (sha256) => pieces(db.read, tenantNo, sha256),
  };
}

export const listItems = async (reader: SqlReader, tenantNo: number): Promise<readonly LibraryItem[]> =>
  (
    await reader.all<ItemRow>(`select ${columns} from library_item where tenant_no = ? order by name_key, no`, [
      tenantNo,
    ])
  ).map(itemOf);

async function find(reader: SqlReader, tenantNo: number, id: string): Promise<LibraryItem | null> {
  const [row] = await reader.all<ItemRow>(`select ${columns} from library_item where id = ? and tenant_no = ?`, [
    id,
    tenantNo,
  ]);
  return row ? itemOf(row) : null;
}

/** Whether the change can alter what a device gets. */
const decides = (before: LibraryDraft, now: LibraryDraft): boolean =>
  before.active !== now.active ||
  before.conflictKey !== now.conflictKey ||
  JSON.stringify(before.platforms) !== JSON.stringify(now.platforms);

/** Ids are UUIDs: one that occurs in the text of a map is placed there. */
const blueprintsWith = (tx: SqlReader, tenantNo: number, itemId: string) =>
  tx.all<{ no: number; name: string }>('select no, name from blueprint where tenant_no = ? and map like ?', [
    tenantNo,
    `%${itemId}%`,
  ]);

async function dropFile(tx: SqlWriter, tenantNo: number, sha256: string): Promise<void> {
  await tx.run(
    `delete from library_file where tenant_no = ? and sha256 = ?
       and not exists (select 1 from library_item i where i.tenant_no = library_file.tenant_no and i.file_sha256 = library_file.sha256)`,
    [tenantNo, sha256],
  );
}

async function* pieces(reader: SqlReader, tenantNo: number, sha256: string): AsyncGenerator<Uint8Array> {
  for (let piece = 0; ; piece++) {
    const [row] = await reader.all<{ bytes: Uint8Array }>(
      'select bytes from library_file where tenant_no = ? and sha256 = ? and piece = ?',
      [tenantNo, sha256, piece],
    );
    if (!row) return;
    yield row.bytes;
  }
}
