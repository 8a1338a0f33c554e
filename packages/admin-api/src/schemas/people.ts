import { z } from 'zod';
import { groupSorts, personSorts } from '../sorts.ts';
import { cursor, id, json, limit, many, opaqueId, page, ref, time } from './common.ts';

export const peopleTab = z.enum(['all', 'withDevices', 'withoutDevices', 'archived']);
export const personStatus = z.enum(['active', 'archived', 'deleted']);

export const integrationRef = ref.extend({ type: z.literal('scim') });

export const personRow = z.object({
  id,
  name: z.string(),
  userName: z.string(),
  email: z.string().nullable(),
  department: z.string().nullable(),
  jobTitle: z.string().nullable(),
  /** The first few; `groupCount` says how many there are. */
  groups: z.array(ref),
  groupCount: z.number().int(),
  deviceCount: z.number().int(),
  integration: integrationRef,
  /** `deleted`: gone over SCIM, kept because of its devices. */
  status: personStatus,
  updatedAt: time,
});

/** What narrows the list; also understood by counts, facets and export. */
export const peopleFilter = z.object({
  search: z.string().max(200).optional(),
  integrationId: many(id).optional(),
  /** `''`: without a department. */
  department: many(z.string().max(500)).optional(),
  jobTitle: many(z.string().max(500)).optional(),
  groupId: many(id).optional(),
  status: many(personStatus).optional(),
});
export const peopleQuery = peopleFilter.extend({
  tab: peopleTab.default('all'),
  sort: z.enum(personSorts).default('name'),
  cursor: cursor.optional(),
  limit: limit(500, 100),
});
export const peopleExportQuery = peopleFilter.extend({ tab: peopleTab.default('all') });
export const peoplePage = page(personRow);
export const peopleCounts = z.object({
  all: z.number().int(),
  withDevices: z.number().int(),
  withoutDevices: z.number().int(),
  archived: z.number().int(),
});
export const facetField = z.enum(['department', 'jobTitle', 'group']);
export const facets = z.object({
  /** `value` is what the filter takes (an id for groups), `label` what is shown. */
  values: z.array(z.object({ value: z.string(), label: z.string(), count: z.number().int() })),
});

export const person = personRow.extend({
  externalId: z.string().nullable(),
  createdAt: time,
  /** Attributes as received, flattened to paths, in the order of the schemas. */
  attributes: z.array(
    z.object({
      path: z.string(),
      value: z.string(),
      /** Which product field it feeds, if any. */
      feeds: z.string().nullable(),
    }),
  ),
  allGroups: z.array(ref.extend({ direct: z.boolean() })),
});

/** One attribute of a change. Values are JSON text; null is "none". */
export const attributeChange = z.object({
  attribute: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export const change = z.object({
  /** Sequence number in the integration's change log. */
  seq: z.number().int(),
  at: time,
  action: z.enum(['create', 'update', 'delete', 'restore']),
  actorType: z.string(),
  /** Who: an integration's name for SCIM, a person's for the console. */
  actor: z.string(),
  requestId: opaqueId.nullable(),
  attributes: z.array(attributeChange),
  members: z
    .object({
      added: z.array(ref),
      removed: z.array(ref),
      addedCount: z.number().int(),
      removedCount: z.number().int(),
    })
    .nullable(),
});
export const historyQuery = z.object({ cursor: cursor.optional(), limit: limit(200, 50) });
export const changePage = page(change);

export const rawPerson = z.object({
  /** The SCIM document as the identity provider sees it; null when it is deleted over SCIM. */
  document: json.nullable(),
  lastPayload: z
    .object({
      requestId: opaqueId,
      at: time,
      method: z.string(),
      path: z.string(),
      /** Redacted; null when it was too large to keep. */
      body: z.string().nullable(),
      ignored: z.array(z.string()),
    })
    .nullable(),
});

export const groupsQuery = z.object({
  search: z.string().max(200).optional(),
  integrationId: many(id).optional(),
  sort: z.enum(groupSorts).default('name'),
  cursor: cursor.optional(),
  limit: limit(500, 100),
});
export const groupRow = z.object({
  id,
  name: z.string(),
  memberCount: z.number().int(),
  integration: integrationRef,
  updatedAt: time,
});
export const groupPage = page(groupRow);
export const group = groupRow.extend({
  externalId: z.string().nullable(),
  createdAt: time,
  /** Groups that this one is a member of. */
  parents: z.array(ref),
  document: json,
});
export const membersQuery = z.object({ cursor: cursor.optional(), limit: limit(500, 100) });
export const memberPage = page(
  z.object({ id, type: z.string(), name: z.string(), userName: z.string().nullable(), active: z.boolean() }),
);

export const searchQuery = z.object({ q: z.string().trim().min(1).max(200), limit: limit(20, 6) });
export const searchResult = z.object({
  users: z.array(z.object({ id, name: z.string(), email: z.string().nullable(), archived: z.boolean() })),
  groups: z.array(ref),
  integrations: z.array(ref),
});

/** `GET /api/v1/users` as documented publicly. */
export const publicUser = z.object({
  id,
  active: z.boolean(),
  archived: z.boolean(),
  created_at: time,
  updated_at: time,
  department: z.string().nullable(),
  job_title: z.string().nullable(),
  email: z.string().nullable(),
  name: z.string(),
  device_count: z.number().int(),
  integration: z.object({ id: z.number().int(), name: z.string(), uuid: id, type: z.literal('scim') }),
});
export const publicUserQuery = z.object({
  /** Contains, without regard to case. */
  email: z.string().max(254).optional(),
  id: id.optional(),
  integration_id: z.union([id, z.string().regex(/^\d{1,15}$/)]).optional(),
  archived: z.enum(['true', 'false']).optional(),
  cursor: cursor.optional(),
});
export const publicUserPage = z.object({
  /** URLs of the neighbouring pages. */
  next: z.string().nullable(),
  previous: z.string().nullable(),
  results: z.array(publicUser),
});
