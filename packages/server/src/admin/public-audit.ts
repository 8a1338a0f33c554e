import type { Response as Shape } from '@rollcall/admin-api';
import type { JsonValue } from '@rollcall/scim';
import type { AuditEvent, DirectoryEvent, Integration } from '@rollcall/store';
import type { TenantCall } from './handler.ts';
import { allIntegrations } from './handlers/people.ts';

type EventPage = Shape<'auditEvents.list'>;
type EventShape = EventPage['results'][number];

interface Query {
  readonly limit: number;
  readonly sort_by: 'occurred_at' | '-occurred_at';
  readonly start_date?: string | undefined;
  readonly end_date?: string | undefined;
  readonly cursor?: string | undefined;
}

/** How far each source was read: the audit log under 0, integrations under their numbers. */
type Positions = ReadonlyMap<number, number>;

interface Sourced {
  readonly source: number;
  readonly position: number;
  readonly event: EventShape;
}

const consoleSource = 0;

/** Of one source, events of the same millisecond keep their order. */
const byTime = (a: Sourced, b: Sourced): number =>
  a.event.occurred_at < b.event.occurred_at
    ? -1
    : a.event.occurred_at > b.event.occurred_at
      ? 1
      : a.source - b.source || a.position - b.position;

function decode(cursor: string): Positions | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts)) return null;
    const positions = new Map<number, number>();
    for (const part of parts) {
      if (!Array.isArray(part)) return null;
      const [source, position]: unknown[] = part;
      if (typeof source !== 'number' || typeof position !== 'number') return null;
      if (!Number.isSafeInteger(source) || !Number.isSafeInteger(position)) return null;
      positions.set(source, position);
    }
    return positions;
  } catch {
    return null;
  }
}

const encode = (positions: Positions): string => Buffer.from(JSON.stringify([...positions])).toString('base64url');

const fromConsole = (event: AuditEvent): Sourced => ({
  source: consoleSource,
  position: event.no,
  event: {
    id: event.id,
    action: event.action,
    occurred_at: event.at,
    actor_id: event.actorId,
    actor_type: event.actorType,
    target_id: event.targetId,
    target_type: event.targetType,
    target_component: event.component,
    new_state: event.after,
    metadata: {
      actor_name: event.actorName,
      target_name: event.targetName,
      old_state: event.before,
      ip_address: event.ipAddress,
      request_id: event.requestId,
    },
  },
});

/** An id that stays the same: the integration’s with its last part replaced by the sequence number. */
const eventId = (integration: Integration, seq: number): string =>
  integration.id.slice(0, 24) + seq.toString(16).padStart(12, '0');

function newState(event: DirectoryEvent): JsonValue {
  const state: Record<string, JsonValue> = {};
  for (const change of event.changes) {
    if ('added' in change) {
      state.members_added = change.added;
      state.members_removed = change.removed;
    } else state[change.path] = change.new;
  }
  return state;
}

const fromDirectory = (event: DirectoryEvent, integration: Integration): Sourced => ({
  source: event.integrationNo,
  position: event.seq,
  event: {
    id: eventId(integration, event.seq),
    action: event.action,
    occurred_at: event.at,
    actor_id: event.actorType === 'scim' ? integration.id : event.actorId,
    actor_type: event.actorType === 'scim' ? 'integration' : event.actorType,
    target_id: event.resourceId,
    target_type: event.type === 'User' ? 'directory_user' : event.type === 'Group' ? 'directory_group' : event.type,
    target_component: null,
    new_state: event.action === 'delete' ? null : newState(event),
    metadata: { integration: integration.name, version: event.version, request_id: event.requestId || null },
  },
});

/** Every source in time order; each is ordered by itself already, so their heads are merged. */
export async function publicAuditEvents(call: TenantCall, query: Query): Promise<EventPage | null> {
  const positions = query.cursor === undefined ? new Map<number, number>() : decode(query.cursor);
  if (!positions) return null;
  const ascending = query.sort_by === 'occurred_at';
  const limit = query.limit + 1;
  const at = positions.get(consoleSource);
  const audit = await call.services.store.audit.list(call.tenant.id, {
    ascending,
    limit,
    ...(at === undefined ? {} : { fromNo: at }),
  });
  const history = call.services.history(call.tenant.no);
  const sources = await Promise.all(
    (await allIntegrations(call)).map(async (integration) => {
      const page = { seq: positions.get(integration.no) ?? null, ascending, limit };
      return (await history.events(integration.no, page)).map((event) => fromDirectory(event, integration));
    }),
  );
  const from = query.start_date === undefined ? '' : new Date(query.start_date).toISOString();
  const to = query.end_date === undefined ? '~' : new Date(query.end_date).toISOString();
  const merged = [...audit.map(fromConsole), ...sources.flat()]
    .filter(({ event }) => event.occurred_at >= from && event.occurred_at < to)
    .sort((a, b) => byTime(a, b) * (ascending ? 1 : -1));
  const shown = merged.slice(0, query.limit);
  const reached = new Map(positions);
  for (const { source, position } of shown) reached.set(source, position);
  const more = merged.length > shown.length;
  return {
    next: more ? pageUrl(call, query, encode(reached)) : null,
    previous: null,
    results: shown.map(({ event }) => event),
  };
}

function pageUrl(call: TenantCall, query: Query, cursor: string): string {
  const url = new URL('/api/v1/audit/events', call.info.origin);
  url.searchParams.set('limit', String(query.limit));
  url.searchParams.set('sort_by', query.sort_by);
  if (query.start_date !== undefined) url.searchParams.set('start_date', query.start_date);
  if (query.end_date !== undefined) url.searchParams.set('end_date', query.end_date);
  url.searchParams.set('cursor', cursor);
  return url.href;
}
