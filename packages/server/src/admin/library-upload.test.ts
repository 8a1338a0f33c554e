import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { databaseNames, send, type TestServer } from '../testing/test-server.ts';
import { type Browser, refusal } from './testing/browser.ts';
import { serverWithOwner } from './testing/server-with-owner.ts';
import { until } from './testing/world.ts';

const mebibyte = Buffer.alloc(1_048_576, 'a');

describe.each(databaseNames)('uploads to the Library on %s', (database) => {
  let server: TestServer;
  let owner: Browser;

  serverWithOwner(database, (made) => {
    ({ server, owner } = made);
  });

  const rows = async (table: 'library_file' | 'library_upload') => {
    const [row] = await server.server.context.db.read.all<{ n: number }>(`select count(*) as n from ${table}`);
    return row?.n ?? 0;
  };
  const run = (sql: string) => server.server.context.db.write('product', (tx) => tx.run(sql));
  /** A request whose body the test writes as it likes. */
  const upload = (itemId: string, headers: Readonly<Record<string, string>> = {}) => {
    const path = `/api/v1/library-items/${itemId}/file?name=app.pkg`;
    const own = { cookie: owner.cookies, origin: owner.origin, host: new URL(owner.origin).host, ...headers };
    const req = request({ host: '127.0.0.1', port: server.port, method: 'PUT', path, headers: own });
    const answered = new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
      req.on('error', reject);
      req.on('response', async (res) => {
        let text = '';
        for await (const chunk of res) text += chunk;
        resolve({ status: res.statusCode ?? 0, text });
      });
    });
    return { req, answered };
  };
  const item = async (name: string) => (await owner.api.call('library.create', { body: { name, kind: 'app' } })).id;

  test('pieces are in the store while the rest is on its way, and the hash is known at the end', async () => {
    const id = await item('Streamed');
    const { req, answered } = upload(id);
    for (let i = 0; i < 3; i++) req.write(mebibyte);
    await until('the first pieces', async () => (await rows('library_file')) >= 2);
    expect((await owner.api.call('library.get', { params: { itemId: id } })).file).toBeNull();
    req.end('the end');
    const answer = await answered;
    const sha256 = createHash('sha256')
      .update(mebibyte)
      .update(mebibyte)
      .update(mebibyte)
      .update('the end')
      .digest('hex');
    const file = { name: 'app.pkg', size: 3 * mebibyte.length + 7, sha256 };
    expect(JSON.parse(answer.text)).toMatchObject({ file });
    expect(await rows('library_upload')).toBe(0);
    expect(await rows('library_file')).toBe(4);
    await owner.api.call('library.delete', { params: { itemId: id } });
    expect(await rows('library_file')).toBe(0);
  });

  test('an upload that is broken off leaves nothing, and the item keeps the file that it had', async () => {
    const id = await item('Broken off');
    const whole = upload(id);
    whole.req.end('version 1');
    expect((await whole.answered).status).toBe(200);
    const { req, answered } = upload(id);
    const failed = expect(answered).rejects.toThrow();
    for (let i = 0; i < 4; i++) req.write(mebibyte);
    await until('the first pieces', async () => (await rows('library_file')) >= 3);
    req.destroy();
    await failed;
    await until('they are gone', async () => (await rows('library_upload')) === 0);
    expect(await rows('library_file')).toBe(1);
    expect((await owner.api.call('library.get', { params: { itemId: id } })).file).toMatchObject({ size: 9 });
    expect(server.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  test('replacing and removing are answered and in the audit log also when the file before can’t be cleared away', async () => {
    const id = await item('Full disk');
    const whole = upload(id);
    whole.req.end('version 1');
    expect((await whole.answered).status).toBe(200);
    const events = async () =>
      (await owner.api.call('audit.list', { query: { search: 'Full disk' } })).items.map(({ action }) => action);
    expect(await events()).toEqual(['update', 'create']);
    const kept = await rows('library_file');
    // Without its table no piece can be removed. An empty file has none to put there.
    await run('alter table library_file rename to away');
    const empty = upload(id);
    empty.req.end();
    expect((await empty.answered).status).toBe(200);
    await owner.api.call('library.delete', { params: { itemId: id } });
    await run('alter table away rename to library_file');
    expect(await events()).toEqual(['delete', 'update', 'update', 'create']);
    // The next upload finishes it.
    const next = await item('Next');
    const sweeping = upload(next);
    sweeping.req.end('version 1');
    expect((await sweeping.answered).status).toBe(200);
    expect(await rows('library_upload')).toBe(0);
    expect(await rows('library_file')).toBe(kept);
    await owner.api.call('library.delete', { params: { itemId: next } });
  });

  test('a download whose file is removed meanwhile is cut off instead of left waiting for the rest', async () => {
    const id = await item('Vanishing');
    const { req, answered } = upload(id);
    for (let i = 0; i < 6; i++) req.write(mebibyte);
    req.end();
    expect((await answered).status).toBe(200);
    const path = `/api/v1/library-items/${id}/file`;
    const headers = { cookie: owner.cookies, host: new URL(owner.origin).host };
    const download = () => send(server.port, 'GET', path, { headers });
    expect((await download()).text).toHaveLength(6 * mebibyte.length);
    // As far as removing the file has come when the download gets there.
    await run('delete from library_file where piece >= 3');
    await expect(download()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await owner.api.call('library.delete', { params: { itemId: id } });
  });

  test('a file above the limit is refused before it is sent', async () => {
    const id = await item('Large');
    const { req, answered } = upload(id, { 'content-length': String(256 * mebibyte.length + 1) });
    req.flushHeaders();
    const answer = await answered;
    req.destroy();
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('256 MiB');
    const missing = await refusal(owner.api.call('library.get', { params: { itemId: crypto.randomUUID() } }));
    expect(missing.status).toBe(404);
  });
});
