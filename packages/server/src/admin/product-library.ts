import { createHash, randomUUID } from 'node:crypto';
import { libraryFileLimit } from '@rollcall/admin-api';
import { fail, ok } from '@rollcall/scim';
import type { LibraryDraft, LibraryFiles } from '@rollcall/store';
import { ABANDONED_MS } from '../product/product-engine.ts';
import { failure } from './failure.ts';
import type { Handlers, IdsOf } from './handler.ts';
import { itemShape, productCall } from './product-call.ts';

const pieceSize = 1_048_576;

/** Pieces of the same size as they arrive; no more than one is held. */
async function* piecesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  let piece = Buffer.alloc(pieceSize);
  let filled = 0;
  for await (const chunk of body ?? [])
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + pieceSize - filled);
      piece.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < pieceSize) continue;
      yield piece;
      piece = Buffer.alloc(pieceSize);
      filled = 0;
    }
  if (filled > 0) yield piece.subarray(0, filled);
}

/** Puts a body into the store as it arrives. Null when it is larger than a file may be. */
async function receive(
  files: LibraryFiles,
  key: string,
  body: ReadableStream<Uint8Array> | null,
): Promise<{ readonly size: number; readonly sha256: string } | null> {
  const hash = createHash('sha256');
  let [size, count] = [0, 0];
  for await (const piece of piecesOf(body)) {
    size += piece.length;
    if (size > libraryFileLimit) return null;
    hash.update(piece);
    await files.put(key, count++, piece);
  }
  return { size, sha256: hash.digest('hex') };
}

/**
 * Reads the next piece when the last one was taken. A file that is replaced or removed meanwhile ends before its size: the connection
 * is cut then, or the client would wait for the rest.
 */
function streamOf(pieces: AsyncIterable<Uint8Array>, size: number): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next();
      if (!next.done) {
        sent += next.value.length;
        controller.enqueue(next.value);
      } else if (sent < size)
        controller.error(new Error('A Library file was replaced or removed during its download.'));
      else controller.close();
    },
  });
}

export const libraryHandlers: Handlers<IdsOf<'library'>> = {
  async 'library.list'(_, call) {
    return ok({ results: (await productCall(call).store.library.list()).map(itemShape) });
  },

  async 'library.create'({ body }, call) {
    const { conflict_key, ...facts } = body;
    const item = await productCall(call).store.library.create({ ...facts, conflictKey: conflict_key });
    const shape = itemShape(item);
    await call.audit({ action: 'create', type: 'libraryItem', id: item.id, name: item.name, after: shape });
    return ok(shape);
  },

  async 'library.get'({ params }, call) {
    const item = await productCall(call).store.library.get(params.itemId);
    return item ? ok(itemShape(item)) : fail(failure('notFound'));
  },

  async 'library.update'({ params, body }, call) {
    const { store, engine, cause } = productCall(call);
    const before = await store.library.get(params.itemId);
    if (!before) return fail(failure('notFound'));
    const change: Partial<LibraryDraft> = {
      name: body.name ?? before.name,
      kind: body.kind ?? before.kind,
      platforms: body.platforms ?? before.platforms,
      version: body.version === undefined ? before.version : body.version,
      description: body.description === undefined ? before.description : body.description,
      active: body.active ?? before.active,
      conflictKey: body.conflict_key === undefined ? before.conflictKey : body.conflict_key,
      reference: body.reference === undefined ? before.reference : body.reference,
    };
    const changed = await store.library.update(params.itemId, change, cause);
    if (!changed.ok) return fail(failure('notFound'));
    engine.wake();
    const [was, shape] = [itemShape(before), itemShape(changed.value)];
    await call.audit({
      action: 'update',
      type: 'libraryItem',
      id: shape.id,
      name: shape.name,
      before: was,
      after: shape,
    });
    return ok(shape);
  },

  async 'library.delete'({ params }, call) {
    const { store } = productCall(call);
    const item = await store.library.get(params.itemId);
    const removed = await store.library.remove(params.itemId);
    if (!removed.ok)
      return removed.error.kind === 'inUse'
        ? fail(failure('itemInUse', `It is on the Assignment Maps of ${removed.error.blueprints.join(', ')}.`))
        : fail(failure('notFound'));
    await call.audit({ action: 'delete', type: 'libraryItem', id: params.itemId, name: item?.name ?? '' });
    return ok(undefined);
  },

  async 'library.upload'({ params, query }, call) {
    const { store } = productCall(call);
    const files = store.libraryFiles;
    if (!(await store.library.get(params.itemId))) return fail(failure('notFound'));
    const limit = `The limit is ${libraryFileLimit / 1_048_576} MiB.`;
    if (Number(call.request.headers.get('content-length') ?? 0) > libraryFileLimit)
      return fail(failure('fileTooLarge', limit));
    await files.sweep(new Date(Date.now() - ABANDONED_MS).toISOString());
    const key = randomUUID();
    let attached = false;
    try {
      const received = await receive(files, key, call.request.body);
      if (!received) return fail(failure('fileTooLarge', limit));
      const type = call.request.headers.get('content-type') ?? 'application/octet-stream';
      const now = await files.attach(params.itemId, { key, name: query.name, type, ...received });
      if (!now.ok) return fail(failure('notFound'));
      attached = true;
      const shape = itemShape(now.value);
      const { id, name } = shape;
      const after = { name: query.name, ...received };
      await call.audit({ action: 'update', type: 'libraryItem', id, name, component: 'file', after });
      return ok(shape);
    } catch (error) {
      // Whoever sent it has gone: nobody reads the answer, and it is no fault of ours.
      if (call.request.signal.aborted) return fail(failure('invalidRequest', 'The file did not arrive whole.'));
      throw error;
    } finally {
      if (!attached) await files.discard(key);
    }
  },

  async 'library.download'({ params }, call) {
    const { store } = productCall(call);
    const item = await store.library.get(params.itemId);
    if (!item?.file) return fail(failure('notFound'));
    const { key, name, size, sha256 } = item.file;
    return ok(
      new Response(streamOf(store.libraryFiles.pieces(key), size), {
        headers: {
          // Never what the uploader called it: a page of ours must not be made of somebody's file.
          'content-type': 'application/octet-stream',
          'content-length': String(size),
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
          etag: `"${sha256}"`,
          'x-content-type-options': 'nosniff',
        },
      }),
    );
  },
};
