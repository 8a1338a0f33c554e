/**
 * Sends one request through `node:http`, header lines exactly as given: `fetch` would add lines that no provider sends
 * (decision 27).
 */

import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';

export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** `*.localhost` is this machine (RFC 6761 §6.3), though the resolver of the system may not know it. */
const lookupHost: LookupFunction = (hostname, options, callback) => {
  if (!hostname.endsWith('.localhost')) return lookup(hostname, options, callback);
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

const agentOptions = { keepAlive: true, maxSockets: 64, lookup: lookupHost };

export class Transport implements Disposable {
  readonly #http = new http.Agent(agentOptions);
  readonly #https = new https.Agent(agentOptions);

  /** `cutAfterBytes`: breaks the connection in the middle of the request (chaos). */
  send(request: WireRequest, signal: AbortSignal, cutAfterBytes?: number): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      const url = new URL(request.url);
      const body = request.body === null ? null : Buffer.from(request.body);
      const secure = url.protocol === 'https:';
      const lines = [...request.headers, ['host', url.host] as const, ['connection', 'keep-alive'] as const];
      const flat = lines.flat();
      if (body !== null) flat.push('content-length', String(body.length));
      const options = { method: request.method, headers: flat, signal, agent: secure ? this.#https : this.#http };
      const outgoing = (secure ? https : http).request(url, options, (incoming) => {
        readAnswer(incoming).then(resolve, reject);
      });
      outgoing.once('error', reject);
      if (cutAfterBytes !== undefined) {
        outgoing.flushHeaders();
        if (body !== null) outgoing.write(body.subarray(0, cutAfterBytes));
        outgoing.once('socket', (socket) => setTimeout(() => socket.destroy(new Error('the connection was cut')), 5));
        return;
      }
      outgoing.end(body ?? undefined);
    });
  }

  [Symbol.dispose](): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

const unzip = { gzip: promisify(gunzip), deflate: promisify(inflate) };

/** By events: an async iterator a response costs as much as the request itself. */
function bytesOf(incoming: http.IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    incoming.once('error', reject);
    incoming.once('close', () => reject(new Error('the connection was closed within the answer')));
  });
}

async function readAnswer(incoming: http.IncomingMessage): Promise<WireAnswer> {
  const whole = await bytesOf(incoming);
  const encoding = incoming.headers['content-encoding'];
  const body = encoding === 'gzip' || encoding === 'deflate' ? await unzip[encoding](whole) : whole;
  const headers: (readonly [string, string])[] = [];
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
    headers.push([incoming.rawHeaders[i] ?? '', incoming.rawHeaders[i + 1] ?? '']);
  }
  return { status: incoming.statusCode ?? 0, headers, body: body.toString('utf8') };
}

/** The connector's base URL may carry a query of its own (Entra's flag); it follows every path. */
export function joinUrl(baseUrl: string, path: string): string {
  const [base = '', query] = baseUrl.split('?', 2);
  const joined = base.replace(/\/+$/, '') + path;
  if (!query) return joined;
  return `${joined}${path.includes('?') ? '&' : '?'}${query}`;
}

export const headerOf = (answer: WireAnswer, name: string): string | undefined =>
  answer.headers.find(([key]) => key.toLowerCase() === name)?.[1];
