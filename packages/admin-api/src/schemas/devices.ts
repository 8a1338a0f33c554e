import { z } from 'zod';
import { chipNames, enrollmentNames, familyNames } from './blueprint-map.ts';
import { id, many, time } from './common.ts';

const short = z.string().trim().max(200);
const maybe = short.nullable().optional();

/** Facts that rules read. Absent ones stay as they are; null clears. */
const facts = {
  serial_number: maybe,
  asset_tag: maybe,
  device_family: z.enum(familyNames).nullable().optional(),
  model: maybe,
  os_version: z.string().trim().max(50).nullable().optional(),
  chip_type: z.enum(chipNames).nullable().optional(),
  supervised: z.boolean().nullable().optional(),
  enrollment_type: z.enum(enrollmentNames).nullable().optional(),
  filevault_enabled: z.boolean().nullable().optional(),
  tags: z.array(short.min(1)).max(100).optional(),
};
/** Whose it is: the id of a user, or null. `user_name`: an e-mail or userName, also of somebody who is yet to come. */
const owner = { user: id.nullable().optional(), user_name: z.string().trim().max(254).nullable().optional() };

export const newDevice = z.object({
  device_name: short.min(1),
  ...facts,
  ...owner,
  blueprint_id: id.nullable().optional(),
});
export const deviceChange = z.object({
  device_name: short.min(1).optional(),
  ...facts,
  ...owner,
  blueprint_id: id.nullable().optional(),
});

export const device = z.object({
  device_id: id,
  device_name: z.string(),
  serial_number: z.string().nullable(),
  asset_tag: z.string().nullable(),
  device_family: z.string().nullable(),
  model: z.string().nullable(),
  os_version: z.string().nullable(),
  chip_type: z.string().nullable(),
  supervised: z.boolean().nullable(),
  enrollment_type: z.string().nullable(),
  filevault_enabled: z.boolean().nullable(),
  tags: z.array(z.string()),
  user: z
    .object({
      id,
      name: z.string(),
      email: z.string().nullable(),
      is_archived: z.boolean(),
      integration: z.object({ id, name: z.string() }),
    })
    .nullable(),
  /** The e-mail or userName of a user who has not been delivered yet. */
  awaited_user: z.string().nullable(),
  blueprint_id: id.nullable(),
  blueprint_name: z.string().nullable(),
  created_at: time,
  updated_at: time,
});

export const deviceQuery = z.object({
  limit: z.coerce.number<number>().int().min(1).max(300).default(300),
  offset: z.coerce.number<number>().int().min(0).default(0),
  search: z.string().max(200).optional(),
  serial_number: z.string().max(200).optional(),
  device_family: z.string().max(50).optional(),
  blueprint_id: id.optional(),
  user_id: id.optional(),
  tag: z.string().max(200).optional(),
  assigned: z.enum(['true', 'false']).optional(),
  ids: many(id).optional(),
  sort: z
    .enum([
      'device_name',
      '-device_name',
      'serial_number',
      '-serial_number',
      'updated_at',
      '-updated_at',
      'created_at',
      '-created_at',
    ])
    .default('device_name'),
});
export const devicePage = z.object({
  count: z.number().int(),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  results: z.array(device),
});

export const bulkUpdate = z.object({
  device_ids: z.array(id).min(1).max(10_000),
  ...owner,
  blueprint_id: id.nullable().optional(),
  add_tags: z.array(short.min(1)).max(100).optional(),
  remove_tags: z.array(short.min(1)).max(100).optional(),
});
export const bulkUpdated = z.object({ updated: z.number().int(), missing: z.array(id) });

export const importLine = z.object({
  line: z.number().int(),
  /** `error`: the line is left out. */
  action: z.enum(['create', 'update', 'error']),
  device_name: z.string(),
  serial_number: z.string().nullable(),
  user: z.string().nullable(),
  /** `awaited`: linked when that user arrives. */
  user_state: z.enum(['none', 'found', 'awaited']),
  messages: z.array(z.string()),
});
export const importPreview = z.object({
  columns: z.array(z.string()),
  unknown_columns: z.array(z.string()),
  total: z.number().int(),
  creates: z.number().int(),
  updates: z.number().int(),
  errors: z.number().int(),
  /** The first 200, lines with errors first. */
  lines: z.array(importLine),
});
export const deviceImport = z.object({
  id,
  state: z.enum(['running', 'done', 'interrupted']),
  total: z.number().int(),
  done: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  errors: z.array(z.object({ line: z.number().int(), message: z.string() })),
  started_at: time,
  finished_at: time.nullable(),
});

export const tags = z.object({
  results: z.array(z.object({ id, name: z.string(), device_count: z.number().int() })),
});

const side = z.object({
  id,
  name: z.string(),
  email: z.string().nullable(),
  integration: z.object({ id, name: z.string() }),
});
export const deviceMoves = z.object({
  results: z.array(
    z.object({ from: side, to: side, matched_by: z.enum(['email', 'userName']), devices: z.number().int() }),
  ),
});
export const moveQuery = z.object({ user_id: id.optional(), integration_id: id.optional() });
/** Either pairs, or everything that is proposed for an integration. */
export const runMoves = z.union([
  z.object({
    moves: z
      .array(z.object({ from: id, to: id }))
      .min(1)
      .max(1_000),
  }),
  z.object({ integration_id: id }),
]);
export const movesDone = z.object({ people: z.number().int(), devices: z.number().int() });
