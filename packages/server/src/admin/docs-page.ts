import { type Access, contract, type EndpointId, type Route, routes, type Shape } from '@rollcall/admin-api';
import { z } from 'zod';
import { pageHeaders } from '../http/security-headers.ts';
import { endpointIds } from './app.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const schemaBlock = (title: string, schema: z.ZodType | undefined, io: 'input' | 'output'): string => {
  if (!schema) return '';
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return `<details><summary>${title}</summary><pre>${escaped(JSON.stringify(rest, null, 2))}</pre></details>`;
};

const accessWords: Readonly<Record<Access, string>> = {
  public: 'anybody',
  signedIn: 'session',
  auditor: 'auditor',
  admin: 'admin',
  owner: 'owner',
};

function entry(id: EndpointId): string {
  const route: Route = routes[id];
  const shape: Shape = contract[id];
  return `<article id="${id}"><h3><code>${route.method} ${escaped(route.path)}</code></h3>
<p>${escaped(route.summary)}. <em>${accessWords[route.access]}</em></p>
${schemaBlock('Query', shape.query, 'input')}${schemaBlock('Body', shape.body, 'input')}${schemaBlock('Answer', shape.response, 'output')}
${shape.errors?.length ? `<p>Errors: ${shape.errors.map((code) => `<code>${code}</code>`).join(', ')}</p>` : ''}</article>`;
}

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:2rem auto;padding:0 1rem}
article{border-top:1px solid #8884;padding:.5rem 0}h3{margin:.5rem 0;font-size:1rem;overflow-wrap:anywhere}em{opacity:.75;font-style:normal}
pre{overflow:auto;background:#8882;padding:1rem;border-radius:.4rem;max-height:30rem}summary{cursor:pointer;padding:.25rem 0}nav a{margin-right:1rem}`;

/** The same table as the OpenAPI document, to read. It runs no script, so the strictest policy holds. */
export function docsPage(): Response {
  const stable = endpointIds.filter((id) => !routes[id].path.startsWith('/api/v1/console'));
  const internal = endpointIds.filter((id) => routes[id].path.startsWith('/api/v1/console'));
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Rollcall admin API</title><style>${style}</style>
<h1>Rollcall admin API</h1>
<p>Send an API token from Settings as <code>Authorization: Bearer rck_…</code>. Lists are paged: follow <code>next</code>. Times are ISO 8601 in UTC.
The same as a document for machines: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<nav><a href="#stable">Stable</a><a href="#console">Console</a></nav>
<h2 id="stable">Stable</h2>${stable.map(entry).join('\n')}
<h2 id="console">Of the console</h2><p>These may change with the console.</p>${internal.map(entry).join('\n')}</html>`;
  return new Response(html, { headers: { ...pageHeaders, 'content-type': 'text/html; charset=utf-8' } });
}
