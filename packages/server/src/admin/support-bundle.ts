import { setImmediate } from 'node:timers/promises';
import type { Integration, LoggedRequest, RequestLogQuery } from '@rollcall/store';
import { byteStream } from './byte-stream.ts';
import { explain } from './explain.ts';
import type { TenantCall } from './handler.ts';

/** Small, so that nobody waits while a page is made. */
const pageSize = 100;
const requestsAtMost = 20_000;

/**
 * Everything that helps somebody else to find a fault, as one JSON file: settings without secrets and the requests of
 * a span of time. Bodies were redacted before they were logged; people’s values are replaced by their kind here.
 */
export async function supportBundle(
  call: TenantCall,
  filter: Omit<RequestLogQuery, 'limit'>,
  integrations: readonly Integration[],
): Promise<Response> {
  const { server } = call.services;
  const head = {
    made: new Date().toISOString(),
    server: { publicUrl: server.origin(), apiDomains: server.config.apiDomains, database: server.db.dialect.name },
    requestLog: await server.requestLog.state(call.tenant.no),
    integrations: integrations.map(({ id, name, created, settings, lastContact, deleted }) => ({
      id,
      name,
      created,
      settings,
      lastContact,
      deleted,
    })),
  };
  const chunks = async function* (): AsyncGenerator<string, void, undefined> {
    yield `${JSON.stringify(head, null, 1).slice(0, -2)},\n "requests": [\n`;
    let before: number | undefined;
    for (let sent = 0; sent < requestsAtMost; ) {
      const page = await server.requestLog.list({
        ...filter,
        ...(before === undefined ? {} : { before }),
        limit: pageSize,
      });
      for (const request of page) yield `${sent++ === 0 ? '' : ',\n'}${JSON.stringify(redacted(request))}`;
      before = page.at(-1)?.no;
      if (page.length < pageSize) break;
      await setImmediate();
    }
    yield '\n]}\n';
  };
  return new Response(byteStream(chunks()), {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="rollcall-support-${head.made.slice(0, 10)}.json"`,
      'cache-control': 'no-store',
    },
  });
}

const redacted = (request: LoggedRequest) => ({
  requestId: request.requestId,
  at: new Date(request.time).toISOString(),
  integrationNo: request.integrationNo,
  method: request.method,
  path: request.path.replace(/"[^"]*"|%22.*?%22/g, '"…"'),
  status: request.status,
  durationMs: request.durationMicros / 1_000,
  userAgent: request.userAgent,
  ignored: request.detail?.ignored ?? [],
  cause: request.detail?.cause ?? null,
  explanation: explain(request)?.title ?? null,
  requestBody: withoutPersons(request.detail?.requestBody ?? null),
  responseBody: withoutPersons(request.detail?.responseBody ?? null),
});

/** Keys that say how a message is built; the values under all others are about people. */
const structural = new Set([
  'schemas',
  'op',
  'path',
  'status',
  'scimType',
  'type',
  'primary',
  'active',
  'resourceType',
  'id',
  'method',
]);

/** Replaces values by what they are, so that the form of a message can be read but nobody is named. */
export function withoutPersons(body: string | null): unknown {
  if (body === null) return null;
  try {
    const parsed: unknown = JSON.parse(body);
    return masked(parsed, null);
  } catch {
    return `${body.length} characters that are no JSON`;
  }
}

function masked(value: unknown, key: string | null): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => masked(item, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, masked(item, name)]));
  if (key !== null && structural.has(key)) return typeof value === 'string' ? value.replace(/"[^"]*"/g, '"…"') : value;
  return typeof value === 'string' ? `string(${value.length})` : typeof value;
}
