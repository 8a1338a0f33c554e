import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { pageHeaders, strictTransport } from './security-headers.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
const compressible = /^(text\/|application\/(json|manifest)|image\/svg)/;
const compress = promisify(gzip);

interface StaticFile {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  /** Vite puts a hash of the content into the names below `assets/`. */
  readonly immutable: boolean;
  gzipped: Promise<Buffer> | null;
}

function readFolder(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  if (!existsSync(folder)) return files;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    const url = `/${relative(folder, path).split(sep).join('/')}`;
    const body = readFileSync(path);
    files.set(url, {
      body,
      type: types[extname(name)] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      immutable: url.startsWith('/assets/'),
      gzipped: null,
    });
  }
  return files;
}

/** The built console: hashed files for ever, everything else asked for again, and unknown pages get `index.html`. */
export class StaticFiles {
  readonly #files: ReadonlyMap<string, StaticFile>;

  constructor(folder: string) {
    this.#files = readFolder(folder);
  }

  get empty(): boolean {
    return !this.#files.has('/index.html');
  }

  /** False when there is nothing to serve under that path. */
  async serve(req: IncomingMessage, res: ServerResponse, path: string, secure: boolean): Promise<boolean> {
    const file = this.#find(path);
    if (file === undefined) return false;
    const headers: Record<string, string | number> = {
      ...pageHeaders,
      ...(secure ? strictTransport : {}),
      'Content-Type': file.type,
      'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      ETag: file.etag,
      Vary: 'Accept-Encoding',
    };
    if (req.headers['if-none-match']?.includes(file.etag)) {
      res.writeHead(304, headers).end();
      return true;
    }
    let body = file.body;
    if (compressible.test(file.type) && /\bgzip\b/.test(req.headers['accept-encoding']?.toString() ?? '')) {
      file.gzipped ??= compress(file.body);
      body = await file.gzipped;
      headers['Content-Encoding'] = 'gzip';
    }
    headers['Content-Length'] = body.length;
    res.writeHead(200, headers).end(req.method === 'HEAD' ? undefined : body);
    return true;
  }

  #find(path: string): StaticFile | undefined {
    const exact = this.#files.get(path === '/' ? '/index.html' : path);
    // A missing file with an ending is missing; anything else is a page of the console.
    return exact ?? (extname(path) === '' ? this.#files.get('/index.html') : undefined);
  }
}
