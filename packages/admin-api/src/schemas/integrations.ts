import { z } from 'zod';
import { id, name, opaqueId, time } from './common.ts';

export const provider = z.enum(['okta', 'entra', 'onelogin', 'jumpcloud', 'google', 'other']);

/** `unfinished`: Generate token was pressed and Done was not. */
export const integrationStatus = z.enum(['unfinished', 'neverContacted', 'healthy', 'failing', 'tokenExpiring']);

export const integration = z.object({
  id,
  name: z.string(),
  type: z.literal('scim'),
  provider,
  status: integrationStatus,
  /** Why it is failing or what is about to expire, in a sentence. */
  statusReason: z.string().nullable(),
  setupFinished: z.boolean(),
  createdAt: time,
  lastContactAt: time.nullable(),
  users: z.number().int(),
  groups: z.number().int(),
});

export const token = z.object({
  id: opaqueId,
  /** First characters of the token's hash: enough to tell tokens apart, not to use one. */
  fingerprint: z.string(),
  createdAt: time,
  lastUsedAt: time.nullable(),
  lastUserAgent: z.string().nullable(),
  expiresAt: time.nullable(),
  /** `retiring`: rotated, alive until `expiresAt`. */
  state: z.enum(['current', 'retiring']),
});

export const integrationSwitches = z.object({
  /** PATCH answers: by size (200; 204 for a group of more than 1,000 members), always 200, or always 204. */
  patchAnswer: z.enum(['bySize', 'resource', 'noContent']),
  /** Members that do not exist are skipped and logged; off: the write is refused. */
  skipUnknownMembers: z.boolean(),
});

export const integrationDetails = integration.extend({
  /** The first is the one to give to the identity provider. */
  scimUrls: z.array(z.string()).min(1),
  tokens: z.array(token),
  switches: integrationSwitches,
  rateLimitPerSecond: z.number().nullable(),
});

export const shownToken = z.object({
  integration: integrationDetails,
  /** Plain text: shown once, kept only as a hash. */
  token: z.string(),
});

export const createIntegration = z.object({ name, provider: provider.default('okta') });
export const updateIntegration = z.object({ name, provider, switches: integrationSwitches.partial() }).partial();
export const rotateToken = z.object({
  graceHours: z.number().min(0).max(24).default(0),
  /** Null: the new token does not expire. */
  expiresAt: time.nullable().default(null),
  /** Absent: as before. */
  rateLimitPerSecond: z.number().int().min(1).max(100_000).nullable().optional(),
});
export const nameAvailability = z.object({ available: z.boolean(), reason: z.string().nullable() });
export const deletePreview = z.object({
  name: z.string(),
  users: z.number().int(),
  groups: z.number().int(),
  /** Users with devices are archived and stay on their devices. */
  usersWithDevices: z.number().int(),
  devices: z.number().int(),
});

export const oauthClient = z.object({
  id: opaqueId,
  name: z.string(),
  createdAt: time,
  /** At most two live at once. */
  secrets: z.array(z.object({ fingerprint: z.string(), createdAt: time, expiresAt: time.nullable() })),
});
export const shownSecret = z.object({
  client: oauthClient,
  clientSecret: z.string(),
  tokenUrl: z.string(),
});

export const checkStep = z.enum(['connectionTested', 'firstUser', 'firstUpdate', 'firstDeactivation', 'firstGroup']);
export const hint = z.object({
  /** Stays the same while the hint is about the same thing, so a list can be keyed and a hint dismissed. */
  key: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  /** A sentence; `*…*` marks a name. */
  text: z.string(),
  todo: z.string(),
  at: time,
  requestId: opaqueId.nullable(),
  groupId: id.nullable(),
  userId: id.nullable(),
});
export const guide = z.object({
  provider,
  scimUrl: z.string(),
  status: integrationStatus,
  checklist: z.array(
    z.object({ step: checkStep, done: z.boolean(), at: time.nullable(), requestId: opaqueId.nullable() }),
  ),
  hints: z.array(hint),
});

export const feedTarget = z.enum(['name', 'email', 'department', 'jobTitle']);
/** SCIM attribute path for each target; null is the built-in choice. */
export const feedOverrides = z.partialRecord(feedTarget, z.string().max(200).nullable());
export const attributeFeed = z.object({
  targets: z.array(
    z.object({
      target: feedTarget,
      /** What feeds it when there is no override, in words. */
      standard: z.string(),
      override: z.string().nullable(),
      /** Attributes that were received and could feed it. */
      candidates: z.array(z.object({ path: z.string(), people: z.number().int(), sample: z.string() })),
    }),
  ),
  samples: z.array(
    z.object({
      id,
      userName: z.string(),
      current: z.record(feedTarget, z.string().nullable()),
      preview: z.record(feedTarget, z.string().nullable()),
    }),
  ),
});
