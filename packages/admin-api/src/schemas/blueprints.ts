import { z } from 'zod';
import * as map from './blueprint-map.ts';
import { id, name, time } from './common.ts';

export const libraryKind = z.enum(['app', 'profile', 'script', 'setting']);
const itemFacts = {
  kind: libraryKind,
  /** Device families that it installs on; empty for all. */
  platforms: z.array(z.enum(map.familyNames)).max(20),
  version: z.string().trim().max(100).nullable(),
  description: z.string().trim().max(2_000).nullable(),
  active: z.boolean(),
  /** Items with the same key exclude one another: the one farthest right in a map wins. */
  conflict_key: z.string().trim().min(1).max(100).nullable(),
  /** Where the payload is, when it is not uploaded. */
  reference: z.string().trim().max(2_000).nullable(),
};
export const newItem = z.object({
  name,
  kind: libraryKind,
  platforms: itemFacts.platforms.default([]),
  version: itemFacts.version.default(null),
  description: itemFacts.description.default(null),
  active: itemFacts.active.default(true),
  conflict_key: itemFacts.conflict_key.default(null),
  reference: itemFacts.reference.default(null),
});
export const itemChange = z.object({ name, ...itemFacts }).partial();
export const libraryItem = z.object({
  id,
  name: z.string(),
  kind: libraryKind,
  platforms: z.array(z.string()),
  version: z.string().nullable(),
  description: z.string().nullable(),
  active: z.boolean(),
  conflict_key: z.string().nullable(),
  reference: z.string().nullable(),
  file: z
    .object({ name: z.string(), type: z.string(), size: z.number().int(), sha256: z.string(), url: z.string() })
    .nullable(),
  created_at: time,
  updated_at: time,
});
export const libraryItems = z.object({ results: z.array(libraryItem) });
export const fileQuery = z.object({ name: z.string().min(1).max(255).default('payload') });

export const blueprintRow = z.object({
  id,
  name: z.string(),
  description: z.string(),
  version: z.number().int(),
  device_count: z.number().int(),
  library_item_count: z.number().int(),
  /** Names of the groups in its rules that no longer exist. */
  vanished_groups: z.array(z.string()),
  created_at: time,
  updated_at: time,
});
export const blueprint = blueprintRow.extend({ map: map.assignmentMap, problems: z.array(map.problem) });
export const blueprints = z.object({ results: z.array(blueprintRow) });
export const newBlueprint = z.object({
  name,
  description: z.string().trim().max(2_000).default(''),
  template: z.string().max(100).optional(),
  map: map.assignmentMap.optional(),
});
export const blueprintChange = z.object({
  name: name.optional(),
  description: z.string().trim().max(2_000).optional(),
  /** The version that the map was read from; needed with `map`. */
  version: z.number().int().optional(),
  map: map.assignmentMap.optional(),
  note: z.string().trim().max(500).optional(),
});
export const templates = z.object({
  results: z.array(z.object({ id: z.string(), name: z.string(), description: z.string(), map: map.assignmentMap })),
});
export const inputs = z.object({
  inputs: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      type: z.enum(['group', 'text', 'choice', 'version', 'list', 'record']),
      source: z.enum(['user', 'device']),
      operators: z.array(z.object({ id: z.enum(map.operators), label: z.string(), several: z.boolean() })),
      choices: z.array(z.object({ value: z.string(), label: z.string() })),
    }),
  ),
});
export const countRule = z.object({
  rules: z.array(map.rule).min(1).max(50),
  /** Only devices of this blueprint. */
  blueprint_id: id.optional(),
});
export const ruleCount = z.object({ devices: z.number().int(), of: z.number().int(), problems: z.array(map.problem) });

export const preview = z.object({
  problems: z.array(map.problem),
  changes: z.array(map.mapChange),
  devices: z.number().int(),
  changed_devices: z.number().int(),
  /** Most affected first. */
  items: z.array(z.object({ id, name: z.string(), added: z.number().int(), removed: z.number().int() })),
  /** "37 devices will change: +Slack 30, −Zoom 7". */
  summary: z.string(),
  /** The first 50. */
  samples: z.array(
    z.object({ device_id: id, device_name: z.string(), added: z.array(z.string()), removed: z.array(z.string()) }),
  ),
});

export const nodeItems = z.object({
  results: z.array(
    z.object({ id, name: z.string(), kind: libraryKind, assignment_node_id: z.string(), assignment_node: z.string() }),
  ),
});
export const assignItem = z.object({ library_item_id: id, assignment_node_id: z.string().min(1).max(100).optional() });

const explainedItem = z.object({
  id,
  name: z.string(),
  assignment_node_id: z.string(),
  /** Node ids from All Devices down. */
  path: z.array(z.string()),
});
const dropped = z.object({
  id,
  name: z.string(),
  assignment_node_id: z.string(),
  reason: z.enum(['inactive', 'platform', 'overridden', 'unknown']),
  by: z.object({ id, name: z.string(), assignment_node_id: z.string() }).nullable(),
});
export const evaluation = z.object({
  subject: z.object({ type: z.enum(['device', 'user']), id, name: z.string() }),
  items: z.array(explainedItem),
  dropped: z.array(dropped),
  reached: z.array(z.string()),
  decisions: z.array(map.decision),
});
export const deviceItems = z.object({
  device_id: id,
  blueprint: z.object({ id, name: z.string() }).nullable(),
  /** True while a change that may alter it has not been worked through. */
  pending: z.boolean(),
  /** Of the feed of results. */
  seq: z.number().int(),
  changed_at: time.nullable(),
  library_items: z.array(
    z.object({
      id,
      name: z.string(),
      kind: libraryKind,
      version: z.string().nullable(),
      assignment_node_id: z.string(),
      file: z.object({ name: z.string(), size: z.number().int(), sha256: z.string(), url: z.string() }).nullable(),
      reference: z.string().nullable(),
      path: z.array(z.string()),
    }),
  ),
  dropped: z.array(dropped),
  decisions: z.array(map.decision),
});
export const evaluateQuery = z.object({ device: id.optional(), user: id.optional() });

export const feedQuery = z.object({
  after: z.coerce.number<number>().int().min(0).default(0),
  limit: z.coerce.number<number>().int().min(1).max(1_000).default(300),
});
export const feed = z.object({
  results: z.array(
    z.object({
      seq: z.number().int(),
      device_id: id,
      removed: z.boolean(),
      blueprint_id: id.nullable(),
      library_items: z.array(z.object({ id, assignment_node_id: z.string() })),
      changed_at: time,
    }),
  ),
  /** For `after`; poll again with it. */
  next: z.number().int(),
});

export const version = z.object({
  version: z.number().int(),
  at: time,
  actor: z.string(),
  note: z.string(),
  /** What was changed from the version before. */
  changes: z.array(map.mapChange),
});
export const versions = z.object({ results: z.array(version) });
export const oneVersion = version.extend({
  map: map.assignmentMap,
  /** What was changed from this version to the present one. */
  since: z.array(map.mapChange),
});

export const activityQuery = z.object({
  before: z.coerce.number<number>().int().optional(),
  limit: z.coerce.number<number>().int().min(1).max(200).default(50),
});
export const activity = z.object({
  results: z.array(
    z.object({
      no: z.number().int(),
      at: time,
      kind: z.string(),
      actor: z.string(),
      /** In a sentence. */
      summary: z.string(),
      /** The SCIM request that caused it. */
      request_id: z.string().nullable(),
      devices: z.number().int().nullable(),
      items: z.array(
        z.object({ id: z.string(), name: z.string(), added: z.number().int(), removed: z.number().int() }),
      ),
      /** From the request to the last new result. */
      took_ms: z.number().nullable(),
      version: z.number().int().nullable(),
      changes: z.array(map.mapChange),
    }),
  ),
  next: z.number().int().nullable(),
});

export const groupBlueprints = z.object({
  blueprints: z.array(
    z.object({ id, name: z.string(), nodes: z.array(z.object({ id: z.string(), label: z.string() })) }),
  ),
  routes: z.array(z.object({ id: z.string(), label: z.string() })),
});

export const routing = z.object({
  version: z.number().int(),
  updated_at: time.nullable(),
  routing: map.routing,
  problems: z.array(map.problem),
});
export const saveRouting = z.object({ version: z.number().int(), routing: map.routing });
