import { randomUUID } from 'node:crypto';
import { fail, ok, type Result } from '@rollcall/scim';
import type { LibraryDraft, LibraryFailure, LibraryFile, LibraryStore } from '../../ports/product-library.ts';
import type { Database, SqlReader, SqlValue } from '../database.ts';
import { takeNumbers } from './counters.ts';
import { markBlueprint } from './dirty.ts';
import { keyOf } from './keys.ts';
import { dropReleased, releaseFile } from './library-files.ts';
import { findItem, listItems } from './library-rows.ts';

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
    get: (id) => findItem(db.read, tenantNo, id),
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
        const item = await findItem(tx, tenantNo, id);
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
    remove: async (id) => {
      const removed = await db.write<Result<LibraryFile | null, LibraryFailure>>('product', async (tx) => {
        const item = await findItem(tx, tenantNo, id);
        if (!item) return fail({ kind: 'notFound' });
        const holders = await blueprintsWith(tx, tenantNo, id);
        if (holders.length > 0) return fail({ kind: 'inUse', blueprints: holders.map(({ name }) => name) });
        await tx.run('delete from library_item where tenant_no = ? and no = ?', [tenantNo, item.no]);
        await takeNumbers(tx, tenantNo, 'items', 1);
        if (item.file) await releaseFile(tx, tenantNo, item.file.key);
        return ok(item.file);
      });
      if (!removed.ok) return removed;
      if (removed.value) await dropReleased(db, tenantNo, removed.value.key);
      return ok(undefined);
    },
  };
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
