import type { Response as Shape } from '@rollcall/admin-api';
import type { Activity } from '@rollcall/store';
import type { TenantCall } from './handler.ts';
import { namer, productCall } from './product-call.ts';

type Page = Shape<'blueprints.activity'>;
type Entry = Page['results'][number];

/** What the writers of activities put into `detail`. */
interface Detail {
  readonly devices?: number;
  readonly added?: Readonly<Record<string, number>>;
  readonly removed?: Readonly<Record<string, number>>;
  readonly tookMs?: number;
  readonly version?: number;
  readonly note?: string;
  readonly changes?: Entry['changes'];
  readonly deviceName?: string;
  readonly route?: string | null;
  readonly blueprint?: string | null;
}

export async function activityPage(
  call: TenantCall,
  blueprintNo: number,
  query: { readonly before?: number | undefined; readonly limit: number },
): Promise<Page> {
  const { store } = productCall(call);
  const nameOf = namer(await store.library.list());
  const entries = await store.activity.list(blueprintNo, query.before ?? null, query.limit);
  const results: Entry[] = [];
  for (const entry of entries) {
    const request = await requestOf(call, entry.cause);
    results.push(entryShape(entry, request, nameOf));
  }
  return { results, next: entries.length === query.limit ? (entries.at(-1)?.no ?? null) : null };
}

/** The request behind a cause, and who sent it. */
async function requestOf(call: TenantCall, cause: string): Promise<{ id: string; actor: string } | null> {
  const [kind, first = '', second = ''] = cause.split(':');
  if (kind === 'request') return { id: first, actor: '' };
  if (kind !== 'scim') return null;
  const integrationNo = Number(first);
  const [change] = await call.services.server.directory.changes(integrationNo).since(Number(second) - 1, 1);
  const integrations = await productCall(call).integrations();
  const actor = integrations.find(({ no }) => no === integrationNo)?.name ?? '';
  return change ? { id: change.origin.requestId, actor } : null;
}

function entryShape(
  entry: Activity,
  request: { readonly id: string; readonly actor: string } | null,
  nameOf: (id: string) => string,
): Entry {
  // Written by our own code only.
  const detail: Detail = JSON.parse(entry.detail);
  const ids = new Set([...Object.keys(detail.added ?? {}), ...Object.keys(detail.removed ?? {})]);
  const items = [...ids].map((id) => ({
    id,
    name: nameOf(id),
    added: detail.added?.[id] ?? 0,
    removed: detail.removed?.[id] ?? 0,
  }));
  return {
    no: entry.no,
    at: entry.at,
    kind: entry.kind,
    actor: entry.actor || request?.actor || '',
    summary: summary(entry.kind, detail, items),
    request_id: request?.id ?? null,
    devices: detail.devices ?? null,
    items,
    took_ms: detail.tookMs ?? null,
    version: detail.version ?? null,
    changes: detail.changes ?? [],
  };
}

function summary(kind: string, detail: Detail, items: Entry['items']): string {
  switch (kind) {
    case 'created':
      return 'Blueprint created';
    case 'saved':
      return [`Saved version ${detail.version}`, detail.note].filter(Boolean).join(': ');
    case 'evaluated': {
      const parts = items.flatMap(({ name, added, removed }) => [
        ...(added > 0 ? [`+${name} ${added}`] : []),
        ...(removed > 0 ? [`−${name} ${removed}`] : []),
      ]);
      const devices = `${detail.devices} ${detail.devices === 1 ? 'device' : 'devices'} changed`;
      return parts.length > 0 ? `${devices}: ${parts.join(', ')}` : devices;
    }
    case 'routed':
      return `${detail.deviceName} went to ${detail.blueprint ?? 'no Blueprint'} by ${
        detail.route === null ? 'Fallback' : `route “${detail.route}”`
      }`;
    default:
      return detail.note ?? kind;
  }
}
