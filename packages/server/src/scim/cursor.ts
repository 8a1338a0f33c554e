import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { fail, ok, type Result, type ScimError, scimError } from '@rollcall/scim';
import { limits } from './limits.ts';

/**
 * cursor = base64url( mac[16] expiry[4] position )      ; RFC 9865 §2: URL-unreserved characters only
 *
 * The MAC covers what the cursor belongs to (integration, query, count), so one that is forged, of another tenant or
 * of another query is refused without the database being asked.
 */
export class Cursors {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = Buffer.from(hash('sha256', `cursor ${secret}`, 'hex'), 'hex');
  }

  seal(position: string, belongsTo: string, nowMs: number = Date.now()): string {
    const expiry = Buffer.alloc(4);
    expiry.writeUInt32BE(Math.floor(nowMs / 1000) + limits.cursorSeconds);
    const payload = Buffer.concat([expiry, Buffer.from(position)]);
    return Buffer.concat([this.#mac(payload, belongsTo), payload]).toString('base64url');
  }

  open(cursor: string, belongsTo: string, nowMs: number = Date.now()): Result<string, ScimError> {
    const bytes = Buffer.from(cursor, 'base64url');
    const payload = bytes.subarray(16);
    if (
      payload.length < 4 ||
      !/^[\w-]+$/.test(cursor) ||
      !timingSafeEqual(bytes.subarray(0, 16), this.#mac(payload, belongsTo))
    )
      return fail(scimError(400, 'The cursor was not made for this query, or was changed.', 'invalidCursor'));
    if (payload.readUInt32BE(0) * 1000 < nowMs)
      return fail(scimError(400, 'The cursor has expired: start again with the first page.', 'expiredCursor'));
    return ok(payload.subarray(4).toString());
  }

  #mac(payload: Buffer, belongsTo: string): Buffer {
    return createHmac('sha256', this.#key).update(belongsTo).update('\0').update(payload).digest().subarray(0, 16);
  }
}
