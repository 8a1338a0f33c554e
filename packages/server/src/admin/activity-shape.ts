import type { Response as Shape } from '@rollcall/admin-api';
import { isJsonObject, type JsonValue } from '@rollcall/scim';
import type { Integration, LoggedRequest, NamedResource, RequestLogQuery } from '@rollcall/store';
import { personFields } from '../product/person-fields.ts';
import { explain } from './explain.ts';

export type ActivityRow = Shape<'activity.list'>['items'][number];

export interface ActivityFilter {
  readonly integrationId?: readonly string[] | undefined;
  readonly method?: readonly string[] | undefined;
  readonly status?: readonly string[] | undefined;
  readonly userId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The contract's filter in the words of the log. Integrations that are not of the tenant match nothing. */
export function logQuery(
  tenantNo: number,
  filter: ActivityFilter,
  integrations: readonly Integration[],
): Omit<RequestLogQuery, 'limit'> {
  const wanted = filter.integrationId;
  const resourceId = filter.userId ?? filter.groupId;
  return {
    tenantNo,
    ...(wanted?.length
      ? { integrationNos: integrations.filter(({ id }) => wanted.includes(id)).map(({ no }) => no) }
      : {}),
    ...(filter.method?.length ? { methods: filter.method } : {}),
    ...(filter.status?.length ? { statuses: filter.status } : {}),
    ...(resourceId === undefined ? {} : { resourceId }),
    ...(filter.requestId ? { requestId: filter.requestId } : {}),
    ...(filter.from === undefined ? {} : { from: Date.parse(filter.from) }),
    ...(filter.to === undefined ? {} : { to: Date.parse(filter.to) }),
  };
}

/** The same filter for what arrives live. */
export function matches(query: Omit<RequestLogQuery, 'limit'>, request: LoggedRequest): boolean {
  const status = String(request.status);
  const wanted = query.statuses;
  return (
    request.tenantNo === query.tenantNo &&
    (query.integrationNos?.includes(request.integrationNo) ?? true) &&
    (query.methods?.includes(request.method) ?? true) &&
    (wanted?.some((one) => one === status || one === `${status[0]}xx`) ?? true) &&
    (query.resourceId === undefined || resourceIdOf(request) === query.resourceId)
  );
}

const pathPattern = /\/(Users|Groups)(?:\/([0-9a-f-]{36}))?(?:[/?]|$)/i;

const resourceIdOf = (request: LoggedRequest): string | null =>
  request.detail?.resourceId ?? pathPattern.exec(request.path)?.[2] ?? null;

export const resourceIds = (requests: readonly LoggedRequest[]): readonly string[] =>
  requests.flatMap((request) => resourceIdOf(request) ?? []);

const verbs: Readonly<Record<string, string>> = {
  POST: 'created',
  PUT: 'replaced',
  PATCH: 'changed',
  DELETE: 'deleted',
};

/** In an administrator's words. */
function summary(request: LoggedRequest): string {
  const why = explain(request);
  if (why) return request.status === 401 || request.status >= 500 ? why.title : `Refused: ${why.title.toLowerCase()}`;
  const path = request.path.split('?')[0] ?? '';
  if (/\/Bulk$/i.test(path)) return 'Several changes at once';
  if (/\/(Schemas|ResourceTypes|ServiceProviderConfig)/i.test(path)) return 'Asked what is supported';
  if (/\/\.search$/i.test(path)) return 'Searched';
  const [, collection, id] = pathPattern.exec(request.path) ?? [];
  const noun = collection?.toLowerCase() === 'groups' ? 'Group' : collection ? 'User' : 'Resource';
  if (request.method !== 'GET') return `${noun} ${verbs[request.method] ?? 'changed'}`;
  if (id) return `${noun} looked at`;
  return /[?&]filter=/.test(request.path) ? `${noun} looked for` : `${noun}s listed`;
}

/** Of who was created just now, and is not known by name until the read model has followed: the name that was sent. */
function sentName({ method, status, detail }: LoggedRequest): string | null {
  if (method !== 'POST' || status !== 201 || !detail?.requestBody) return null;
  try {
    const body: JsonValue = JSON.parse(detail.requestBody);
    if (!isJsonObject(body)) return null;
    if (detail.resourceType === 'Group') return typeof body.displayName === 'string' ? body.displayName : null;
    return personFields(body).name || null;
  } catch {
    // It was too long to be kept whole.
    return null;
  }
}

export function activityRow(
  request: LoggedRequest,
  integrations: ReadonlyMap<number, Integration>,
  names: ReadonlyMap<string, NamedResource>,
): ActivityRow {
  const integration = integrations.get(request.integrationNo);
  const id = resourceIdOf(request);
  const named = id === null ? undefined : names.get(id);
  const type = request.detail?.resourceType ?? named?.type ?? (/\/Groups/i.test(request.path) ? 'Group' : 'User');
  return {
    requestId: request.requestId,
    at: new Date(request.time).toISOString(),
    integration: integration ? { id: integration.id, name: integration.name } : null,
    method: request.method,
    path: request.path,
    status: request.status,
    durationMs: request.durationMicros / 1_000,
    userAgent: request.userAgent || null,
    summary: summary(request),
    resource: id === null ? null : { type, id, name: named?.name ?? sentName(request) },
    ignoredCount: request.detail?.ignored.length ?? 0,
  };
}
