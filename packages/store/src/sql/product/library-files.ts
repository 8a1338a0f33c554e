import { fail, ok } from '@rollcall/scim';
import type { LibraryFiles } from '../../ports/product-library.ts';
import type { Database, SqlReader, SqlWriter } from '../database.ts';
import { findItem } from './library-rows.ts';

/** So many pieces are removed in one transaction: it must not hold other writes up for long. */
const PORTION = 8;
/** Older than every moment: of an item's no longer, so that the next sweep takes it if the server stops now. */
const LONG_AGO = '';

export function openLibraryFiles(db: Database, tenantNo: number): LibraryFiles {
  return {
    put: async (key, piece, bytes) => {
      await db.write('product', async (tx) => {
        await touch(tx, tenantNo, key, new Date().toISOString());
        await tx.run('insert into library_file (tenant_no, file_key, piece, bytes) values (?, ?, ?, ?)', [
          tenantNo,
          key,
          piece,
          bytes,
        ]);
      });
    },
    attach: async (itemId, file) => {
      const attached = await db.write('product', async (tx) => {
        const item = await findItem(tx, tenantNo, itemId);
        if (!item) return fail({ kind: 'notFound' as const });
        // An empty file has no piece and so no upload.
        if (!(await endUpload(tx, tenantNo, file.key)) && file.size > 0) return fail({ kind: 'notFound' as const });
        const now = new Date().toISOString();
        await tx.run(
          `update library_item set file_name = ?, file_type = ?, file_size = ?, file_sha256 = ?, file_key = ?, updated = ?
           where tenant_no = ? and no = ?`,
          [file.name, file.type, file.size, file.sha256, file.key, now, tenantNo, item.no],
        );
        if (item.file) await releaseFile(tx, tenantNo, item.file.key);
        return ok({ before: item.file, item: { ...item, file, updated: now } });
      });
      if (!attached.ok) return attached;
      const { before, item } = attached.value;
      if (before) await dropReleased(db, tenantNo, before.key);
      return ok(item);
    },
    pieces: (key) => pieces(db.read, tenantNo, key),
    discard: (key) => dropUpload(db, tenantNo, key),
    async sweep(before) {
      const left = await db.read.all<{ file_key: string }>(
        'select file_key from library_upload where tenant_no = ? and touched < ?',
        [tenantNo, before],
      );
      for (const { file_key } of left) await dropUpload(db, tenantNo, file_key);
    },
  };
}

const touch = (tx: SqlWriter, tenantNo: number, key: string, at: string) =>
  tx.run(
    `insert into library_upload (tenant_no, file_key, touched) values (?, ?, ?)
     on conflict (tenant_no, file_key) do update set touched = excluded.touched`,
    [tenantNo, key, at],
  );

const endUpload = async (tx: SqlWriter, tenantNo: number, key: string): Promise<boolean> =>
  (await tx.run('delete from library_upload where tenant_no = ? and file_key = ?', [tenantNo, key])) > 0;

/** Says that an item no longer has the file; items of before uploads had keys may share one. */
export async function releaseFile(tx: SqlWriter, tenantNo: number, key: string): Promise<void> {
  const [other] = await tx.all('select 1 as one from library_item where tenant_no = ? and file_key = ?', [
    tenantNo,
    key,
  ]);
  if (!other) await touch(tx, tenantNo, key, LONG_AGO);
}

/**
 * Removes what `releaseFile` named. Best effort: the change that released it is committed, so neither its answer nor its audit event may
 * depend on this.
 */
export async function dropReleased(db: Database, tenantNo: number, key: string): Promise<void> {
  try {
    await dropUpload(db, tenantNo, key);
  } catch {
    // The row of LONG_AGO is still there: the next sweep finishes it.
  }
}

/** In portions; the upload's row goes last, so that a sweep finishes what was begun. Nothing happens to a file that is an item's. */
async function dropUpload(db: Database, tenantNo: number, key: string): Promise<void> {
  for (let more = true; more; )
    more = await db.write('product', async (tx) => {
      const [upload] = await tx.all('select 1 as one from library_upload where tenant_no = ? and file_key = ?', [
        tenantNo,
        key,
      ]);
      if (!upload) return false;
      const [first] = await tx.all<{ piece: number | null }>(
        'select min(piece) as piece from library_file where tenant_no = ? and file_key = ?',
        [tenantNo, key],
      );
      if (first?.piece === null || first?.piece === undefined) {
        await endUpload(tx, tenantNo, key);
        return false;
      }
      await tx.run('delete from library_file where tenant_no = ? and file_key = ? and piece < ?', [
        tenantNo,
        key,
        first.piece + PORTION,
      ]);
      return true;
    });
}

async function* pieces(reader: SqlReader, tenantNo: number, key: string): AsyncGenerator<Uint8Array> {
  for (let piece = 0; ; piece++) {
    const [row] = await reader.all<{ bytes: Uint8Array }>(
      'select bytes from library_file where tenant_no = ? and file_key = ? and piece = ?',
      [tenantNo, key, piece],
    );
    if (!row) return;
    yield row.bytes;
  }
}
