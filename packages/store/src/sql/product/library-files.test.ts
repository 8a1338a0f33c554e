import { describe, expect, inject, test } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';
import { openControlStore } from '../control/control-store.ts';
import type { Database } from '../database.ts';
import { migrate } from '../migrations/migrate.ts';
import { openProductStore } from './product-store.ts';

const piece = (text: string) => new TextEncoder().encode(text);
const facts = {
  kind: 'app',
  platforms: [],
  version: null,
  description: null,
  active: true,
  conflictKey: null,
} as const;
/** Without its table no piece can be removed. */
const rename = (db: Database, from: string, to: string) =>
  db.write('product', (tx) => tx.run(`alter table ${from} rename to ${to}`));
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

describe.each(testDatabases(inject('postgresUrl')))('payloads on $name', (kind) => {
  const open = async (db: Database) => {
    await migrate(db);
    const tenant = await openControlStore(db).tenants.create({ subdomain: 'default', name: 'Default' });
    if (!tenant.ok) throw new Error('no tenant');
    const store = openProductStore(db, tenant.value.no);
    const item = (name: string) => store.library.create({ name, reference: null, ...facts });
    /** A file of that many pieces, under its name. */
    const put = async (key: string, pieces: number) => {
      for (let i = 0; i < pieces; i++) await store.libraryFiles.put(key, i, piece(`${key} ${i};`));
      return { key, name: `${key}.pkg`, type: 'text/plain', size: pieces, sha256: `sha of ${key}` };
    };
    const keys = async () =>
      (await db.read.all<{ file_key: string }>('select distinct file_key from library_file order by file_key')).map(
        ({ file_key }) => file_key,
      );
    const uploads = async () => (await db.read.all('select file_key from library_upload')).length;
    const read = async (key: string) => {
      let text = '';
      for await (const bytes of store.libraryFiles.pieces(key)) text += new TextDecoder().decode(bytes);
      return text;
    };
    return { store, files: store.libraryFiles, item, put, keys, uploads, read };
  };

  test('what was put is read in order once it is an item’s, and the file before is gone', async () => {
    await using database = await kind.open();
    const { files, item, put, keys, uploads, read } = await open(database.db);
    const { id } = await item('Slack');
    expect(await files.attach(id, await put('first', 20))).toMatchObject({
      ok: true,
      value: { file: { key: 'first' } },
    });
    expect(await read('first')).toMatch(/^first 0;first 1;.*first 19;$/);
    await files.attach(id, await put('second', 1));
    expect(await keys()).toEqual(['second']);
    expect(await uploads()).toBe(0);
  });

  test('an upload that is discarded or left lying leaves nothing, and an item’s file is never taken for one', async () => {
    await using database = await kind.open();
    const { files, item, put, keys, uploads } = await open(database.db);
    const { id } = await item('Slack');
    await files.attach(id, await put('kept', 2));
    await put('aborted', 20);
    await files.discard('aborted');
    await files.discard('kept');
    const late = await put('left', 20);
    await files.sweep('2000-01-01T00:00:00.000Z');
    expect(await keys()).toEqual(['kept', 'left']);
    await files.sweep(tomorrow());
    expect(await keys()).toEqual(['kept']);
    expect(await files.attach(id, late)).toMatchObject({ ok: false, error: { kind: 'notFound' } });
    expect(await uploads()).toBe(0);
  });

  test('what can’t be cleared away at once fails neither replacing nor removing, and a sweep finishes it', async () => {
    await using database = await kind.open();
    const { db } = database;
    const { store, files, item, put, keys, uploads } = await open(db);
    const [replaced, removed] = [await item('Replaced'), await item('Removed')];
    await files.attach(replaced.id, await put('before', 20));
    await files.attach(removed.id, await put('of removed', 20));
    const now = await put('now', 1);
    await rename(db, 'library_file', 'away');
    expect(await files.attach(replaced.id, now)).toMatchObject({ ok: true, value: { file: { key: 'now' } } });
    expect(await store.library.remove(removed.id)).toMatchObject({ ok: true });
    await rename(db, 'away', 'library_file');
    expect(await keys()).toEqual(['before', 'now', 'of removed']);
    await files.sweep('2000-01-01T00:00:00.000Z');
    expect(await keys()).toEqual(['now']);
    expect(await uploads()).toBe(0);
  });

  test('a file that two items share stays until the second is removed', async () => {
    await using database = await kind.open();
    const { db } = database;
    const { store, files, item, put, keys } = await open(db);
    const [one, two] = [await item('One'), await item('Two')];
    await files.attach(one.id, await put('shared', 3));
    // As items had them whose files were kept by their hash.
    await db.write('product', (tx) =>
      tx.run(
        `update library_item set file_name = 'f', file_type = 't', file_size = 3, file_sha256 = 's', file_key = 'shared' where id = ?`,
        [two.id],
      ),
    );
    expect((await store.library.remove(one.id)).ok).toBe(true);
    expect(await keys()).toEqual(['shared']);
    expect((await store.library.remove(two.id)).ok).toBe(true);
    expect(await keys()).toEqual([]);
  });
});
