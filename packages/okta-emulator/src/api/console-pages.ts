import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

const built = fileURLToPath(new URL('../../dist/ui/', import.meta.url));

const contentSecurityPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** The built console; any path without a file of its own is a page of it. */
export function consolePages(): Hono {
  const routes = new Hono();
  routes.get('*', async (c) => {
    const path = decoded(c.req.path);
    if (path === null)
      return c.text('The address has a % that is not followed by two hexadecimal digits of a text.', 400);
    const index = join(built, 'index.html');
    if (!existsSync(index)) {
      return c.text('The emulator’s console is not built. Its API is at /api/v1 and /admin/api.', 404);
    }
    const wanted = join(built, normalize(path));
    const isFile = extname(wanted) !== '' && wanted.startsWith(built);
    if (isFile && !existsSync(wanted)) return c.notFound();
    const asset = isFile ? wanted : index;
    c.header('content-type', types[extname(asset)] ?? 'application/octet-stream');
    // Only what carries a hash in its name may be kept for ever.
    c.header('cache-control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    c.header('content-security-policy', contentSecurityPolicy);
    c.header('x-content-type-options', 'nosniff');
    return c.body(new Uint8Array(await readFile(asset)));
  });
  return routes;
}
