import { createHash } from 'node:crypto';
import { fail, ok } from '@rollcall/scim';
import type { LibraryDraft } from '@rollcall/store';
import { failure } from './failure.ts';
import type { Handlers, IdsOf } from './handler.ts';
import { itemShape, productCall } from './product-call.ts';

const fileLimit = 256 * 1_048_576;
const pieceSize = 1_048_576;

/** Pieces of the same size as they arrive; the whole is never held in memory. */
async function* piecesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  for await (const chunk of body ?? []) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= pieceSize) {
      yield rest.subarray(0, pieceSize);
      rest = rest.subarray(pieceSize);
    }
  }
  if (rest.length > 0) yield rest;
}

/** Reads the next piece when the last one was taken. */
function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
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
    if (!(await store.library.get(params.itemId))) return fail(failure('notFound'));
    const limit = `The limit is ${fileLimit / 1_048_576} MiB.`;
    if (Number(call.request.headers.get('content-length') ?? 0) > fileLimit)
      return fail(failure('fileTooLarge', limit));
    const hash = createHash('sha256');
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of piecesOf(call.request.body)) {
      size += piece.length;
      if (size > fileLimit) return fail(failure('fileTooLarge', limit));
      hash.update(piece);
      pieces.push(piece);
    }
    const sha256 = hash.digest('hex');
    for (const [i, piece] of pieces.entries()) await store.library.putPiece(sha256, i, piece);
    const type = call.request.headers.get('content-type') ?? 'application/octet-stream';
    const attached = await store.library.attach(params.itemId, { name: query.name, type, size, sha256 });
    if (!attached.ok) return fail(failure('notFound'));
    const shape = itemShape(attached.value);
    await call.audit({
      action: 'update',
      type: 'libraryItem',
      id: shape.id,
      name: shape.name,
      component: 'file',
      after: { name: query.name, size, sha256 },
    });
    return ok(shape);
  },

  async 'library.download'({ params }, call) {
    const { store } = productCall(call);
    const item = await store.library.get(params.itemId);
    if (!item?.file) return fail(failure('notFound'));
    const { name, size, sha256 } = item.file;
    return ok(
      new Response(streamOf(store.library.pieces(sha256)), {
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
