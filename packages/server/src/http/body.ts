import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/** A body as it arrived, or why it was not taken. */
export type Body =
  | { readonly kind: 'text'; readonly text: string; readonly bytes: number }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'notUtf8' }
  | { readonly kind: 'aborted' };

/** Reads a request's body. Beyond `limit` bytes it stops keeping them and says so at once. */
export function readBody(req: IncomingMessage, limit: number): Promise<Body> {
  const declared = Number(req.headers['content-length'] ?? 0);
  if (declared > limit) return Promise.resolve({ kind: 'tooLarge' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve({ kind: 'tooLarge' });
      }
    });
    req.on('end', () => {
      const [only] = chunks;
      const whole = chunks.length === 1 && only ? only : Buffer.concat(chunks);
      resolve(isUtf8(whole) ? { kind: 'text', text: whole.toString('utf8'), bytes } : { kind: 'notUtf8' });
    });
    req.on('error', () => resolve({ kind: 'aborted' }));
    req.on('close', () => resolve({ kind: 'aborted' }));
  });
}

export type MediaType = 'json' | 'none' | 'other';

/** `application/scim+json` and `application/json` with any parameters; some clients send no type at all. */
export function mediaTypeOf(req: IncomingMessage): MediaType {
  const header = req.headers['content-type'];
  if (header === undefined || header === '') return 'none';
  if (header === 'application/scim+json' || header === 'application/json') return 'json';
  const type = (header.split(';', 1)[0] ?? '').trim().toLowerCase();
  return type === 'application/scim+json' || type === 'application/json' ? 'json' : 'other';
}
