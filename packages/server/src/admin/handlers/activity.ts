import { fail, ok } from '@rollcall/scim';
import type { DirectoryEvent, LoggedRequest } from '@rollcall/store';
import { activityRow, logQuery, resourceIds } from '../activity-shape.ts';
import { activityStream } from '../activity-stream.ts';
import { curlOf } from '../curl.ts';
import { explain } from '../explain.ts';
import { failure } from '../failure.ts';
import type { Handlers, IdsOf, TenantCall } from '../handler.ts';
import { attributeChanges, memberChange } from '../history.ts';
import { supportBundle } from '../support-bundle.ts';
import { allIntegrations, byNo } from './people.ts';

const hourMs = 3_600_000;

/** Rows with the names of what they are about. */
async function rowsOf(call: TenantCall, requests: readonly LoggedRequest[]) {
  if (requests.length === 0) return [];
  const names = await call.services.directory(call.tenant.no).names(resourceIds(requests));
  const integrations = byNo(await allIntegrations(call));
  return requests.map((request) => ({ no: request.no, data: activityRow(request, integrations, names) }));
}

/** A bulk request is about many resources, so its changes are found by its time. */
function eventsOf(call: TenantCall, request: LoggedRequest): Promise<readonly DirectoryEvent[]> {
  const { integrationNo, requestId } = request;
  const history = call.services.history(call.tenant.no);
  const id = request.detail?.resourceId;
  if (integrationNo === 0) return Promise.resolve([]);
  if (id) return history.byRequest(integrationNo, id, requestId);
  if (request.method !== 'POST' || !/\/Bulk$/i.test(request.path)) return Promise.resolve([]);
  const tolerance = 5_000;
  const at = (ms: number) => new Date(ms).toISOString();
  const took = request.durationMicros / 1_000;
  return history.byRequestAt(
    integrationNo,
    requestId,
    at(request.time - took - tolerance),
    at(request.time + took + tolerance),
  );
}

/** What a request changed, with the names of what it changed. */
async function changesOf(call: TenantCall, request: LoggedRequest) {
  const events = await eventsOf(call, request);
  if (events.length === 0) return [];
  const names = await call.services.directory(call.tenant.no).names(events.map((event) => event.resourceId));
  return events.map((event) => {
    const { added, removed } = memberChange(event.changes);
    return {
      type: event.type,
      id: event.resourceId,
      name: names.get(event.resourceId)?.name ?? null,
      action: event.action,
      attributes: attributeChanges(event.changes),
      addedCount: added.length,
      removedCount: removed.length,
    };
  });
}

const stepsSeconds = [1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400];

export const activityHandlers: Handlers<IdsOf<'activity'>> = {
  async 'activity.list'({ query }, call) {
    const before = query.cursor === undefined ? undefined : Number(query.cursor);
    if (before !== undefined && !Number.isSafeInteger(before)) return fail(failure('invalidCursor'));
    const filter = logQuery(call.tenant.no, query, await allIntegrations(call));
    const found = await call.services.server.requestLog.list({
      ...filter,
      ...(before === undefined ? {} : { before }),
      limit: query.limit + 1,
    });
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1);
    const next = found.length > query.limit && last ? String(last.no) : null;
    return ok({ items: (await rowsOf(call, shown)).map(({ data }) => data), next, previous: null });
  },

  async 'activity.get'({ params }, call) {
    const { requestLog } = call.services.server;
    await requestLog.flush();
    const request = await requestLog.byRequestId(call.tenant.no, params.requestId);
    if (!request) return fail(failure('notFound'));
    const [row] = await rowsOf(call, [request]);
    if (!row) return fail(failure('notFound'));
    const { detail } = request;
    return ok({
      ...row.data,
      remoteAddress: request.remoteAddress || null,
      requestBody: detail?.requestBody ?? null,
      responseBody: detail?.responseBody ?? null,
      bodyTruncated: [detail?.requestBody, detail?.responseBody].some((body) => body?.endsWith('…') ?? false),
      changed: await changesOf(call, request),
      ignored: [...(detail?.ignored ?? [])],
      explanation: explain(request),
      curl: curlOf(request, call.services.server.origin()),
    });
  },

  async 'activity.chart'({ query }, call) {
    const to = query.to === undefined ? Date.now() : Date.parse(query.to);
    const from = query.from === undefined ? to - 24 * hourMs : Date.parse(query.from);
    if (!(from < to)) return fail(failure('invalidRequest', 'from: must be before to'));
    const wanted = (to - from) / 1_000 / query.buckets;
    const bucketSeconds = stepsSeconds.find((step) => step >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400;
    const stepMs = bucketSeconds * 1_000;
    const start = Math.floor(from / stepMs) * stepMs;
    const { integrationNos } = logQuery(call.tenant.no, query, await allIntegrations(call));
    const scope = { tenantNo: call.tenant.no, ...(integrationNos ? { integrationNos } : {}) };
    const counts = await call.services.server.requestLog.counts({ ...scope, from: start, to, stepMs });
    const byTime = new Map(counts.map((count) => [count.time, count]));
    const buckets = Array.from({ length: Math.ceil((to - start) / stepMs) }, (_, at) => {
      const time = start + at * stepMs;
      const count = byTime.get(time);
      return { at: new Date(time).toISOString(), requests: count?.requests ?? 0, errors: count?.errors ?? 0 };
    });
    return ok({ from: new Date(start).toISOString(), to: new Date(to).toISOString(), bucketSeconds, buckets });
  },

  async 'activity.stream'({ query }, call) {
    const given = Number(call.request.headers.get('last-event-id') ?? Number.NaN);
    return ok(
      activityStream({
        log: call.services.server.requestLog,
        query: logQuery(call.tenant.no, query, await allIntegrations(call)),
        lastEventId: Number.isSafeInteger(given) ? given : null,
        render: (requests) => rowsOf(call, requests),
        closing: call.services.server.closing,
        stillAdmitted: () => call.stillAdmitted(),
      }),
    );
  },

  async 'activity.supportBundle'({ query }, call) {
    const integrations = await allIntegrations(call);
    const integrationId = query.integrationId === undefined ? undefined : [query.integrationId];
    const filter = logQuery(call.tenant.no, { ...query, integrationId }, integrations);
    return ok(await supportBundle(call, filter, integrations));
  },
};
