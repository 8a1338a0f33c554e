import { z } from 'zod';
import { cursor, id, json, limit, many, opaqueId, page, ref, time } from './common.ts';

export const activityFilter = z.object({
  integrationId: many(id).optional(),
  method: many(z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])).optional(),
  /** `2xx`, `4xx`, `5xx` or a status code. */
  status: many(z.string().regex(/^[1-5](xx|\d\d)$/)).optional(),
  userId: id.optional(),
  groupId: id.optional(),
  requestId: z.string().max(100).optional(),
  from: time.optional(),
  to: time.optional(),
});
export const activityQuery = activityFilter.extend({ cursor: cursor.optional(), limit: limit(500, 100) });

export const activityRow = z.object({
  requestId: opaqueId,
  at: time,
  /** Null when no token was recognised. */
  integration: ref.nullable(),
  method: z.string(),
  /** With its query; never a token. */
  path: z.string(),
  status: z.number().int(),
  durationMs: z.number(),
  userAgent: z.string().nullable(),
  /** In an administrator's words: "User created", "Refused: 3 unknown members". */
  summary: z.string(),
  resource: z.object({ type: z.string(), id, name: z.string().nullable() }).nullable(),
  ignoredCount: z.number().int(),
});
export const activityPage = page(activityRow);

export const explanation = z.object({
  title: z.string(),
  /** Why, in an administrator's words. */
  why: z.string(),
  todo: z.string(),
  /** A page of the console that helps, as a path. */
  link: z.string().nullable(),
});

export const activityDetail = activityRow.extend({
  remoteAddress: z.string().nullable(),
  /** Redacted; null when there was none or it is not kept (reads). */
  requestBody: z.string().nullable(),
  responseBody: z.string().nullable(),
  bodyTruncated: z.boolean(),
  changed: z.array(
    z.object({
      type: z.string(),
      id,
      name: z.string().nullable(),
      action: z.enum(['create', 'update', 'delete', 'restore']),
      attributes: z.array(
        z.object({ attribute: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
      ),
      addedCount: z.number().int(),
      removedCount: z.number().int(),
    }),
  ),
  ignored: z.array(z.string()),
  /** Null when it succeeded. */
  explanation: explanation.nullable(),
  curl: z.string(),
});

export const chartQuery = z.object({
  integrationId: many(id).optional(),
  from: time.optional(),
  to: time.optional(),
  buckets: limit(200, 60),
});
export const chart = z.object({
  from: time,
  to: time,
  bucketSeconds: z.number().int(),
  buckets: z.array(z.object({ at: time, requests: z.number().int(), errors: z.number().int() })),
});
export const streamQuery = activityFilter.omit({ from: true, to: true, requestId: true });
export const bundleQuery = z.object({ from: time, to: time, integrationId: id.optional() });

export const auditFilter = z.object({
  id: id.optional(),
  search: z.string().max(200).optional(),
  action: many(z.enum(['create', 'update', 'delete'])).optional(),
  targetType: many(z.string().max(60)).optional(),
  actorId: z.string().max(200).optional(),
  from: time.optional(),
  to: time.optional(),
});
export const auditQuery = auditFilter.extend({ cursor: cursor.optional(), limit: limit(500, 100) });
export const auditRow = z.object({
  id,
  at: time,
  action: z.enum(['create', 'update', 'delete']),
  /** `user`, `apiToken`, `integration`, `cli` or `system`. */
  actorType: z.string(),
  actorId: opaqueId,
  actorName: z.string(),
  targetType: z.string(),
  targetId: z.string(),
  targetName: z.string(),
  /** What of it: `name`, `token`, `role` …; null for the whole. */
  component: z.string().nullable(),
  before: json.nullable(),
  after: json.nullable(),
  ipAddress: z.string().nullable(),
  requestId: opaqueId.nullable(),
});
export const auditPage = page(auditRow);

/** `GET /api/v1/audit/events` as documented publicly. */
export const auditEventsQuery = z.object({
  limit: limit(500, 500),
  sort_by: z.enum(['occurred_at', '-occurred_at']).default('-occurred_at'),
  start_date: time.optional(),
  end_date: time.optional(),
  cursor: cursor.optional(),
});
export const auditEvent = z.object({
  id,
  action: z.enum(['create', 'update', 'delete']),
  occurred_at: time,
  actor_id: opaqueId,
  actor_type: z.string(),
  target_id: z.string(),
  target_type: z.string(),
  target_component: z.string().nullable(),
  new_state: json.nullable(),
  metadata: json,
});
export const auditEventPage = z.object({
  next: z.string().nullable(),
  previous: z.string().nullable(),
  results: z.array(auditEvent),
});
