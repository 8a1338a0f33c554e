import { z } from 'zod';
import { chaos, dialect } from '../api/admin/input.ts';

/**
 * A scenario file: an org, a target, steps. After each step the emulator runs until nothing is left to do but what
 * waits on the clock; `settle` puts the clock ahead until that is done as well.
 */
const member = z.union([z.string(), z.array(z.string())]);

export const step = z.union([
  z.strictObject({
    user: z.strictObject({ login: z.string(), profile: z.record(z.string(), z.string()).default({}) }),
  }),
  z.strictObject({ group: z.strictObject({ name: z.string(), members: member.default([]) }) }),
  z.strictObject({ rule: z.strictObject({ name: z.string(), expression: z.string(), groups: z.array(z.string()) }) }),
  z.strictObject({ assign: z.strictObject({ user: z.string().optional(), group: z.string().optional() }) }),
  z.strictObject({ unassign: z.strictObject({ user: z.string().optional(), group: z.string().optional() }) }),
  z.strictObject({
    push: z.strictObject({
      group: z.string(),
      link: z.string().optional(),
      members: z.boolean().default(true),
      acceptConflict: z.boolean().default(false),
    }),
  }),
  z.strictObject({ pushNow: z.string() }),
  z.strictObject({ pause: z.string() }),
  z.strictObject({ resume: z.string() }),
  z.strictObject({ unlink: z.strictObject({ group: z.string(), delete: z.boolean() }) }),
  z.strictObject({ rename: z.strictObject({ group: z.string(), to: z.string() }) }),
  z.strictObject({ add: z.strictObject({ group: z.string(), members: member }) }),
  z.strictObject({ remove: z.strictObject({ group: z.string(), members: member }) }),
  z.strictObject({
    update: z.strictObject({ user: z.string(), profile: z.record(z.string(), z.string().nullable()) }),
  }),
  z.strictObject({ suspend: z.string() }),
  z.strictObject({ unsuspend: z.string() }),
  z.strictObject({ deactivate: z.string() }),
  z.strictObject({ activate: z.string() }),
  z.strictObject({ delete: z.string() }),
  z.strictObject({ chaos: chaos.partial() }),
  z.strictObject({ advance: z.string() }),
  z.strictObject({ settle: z.literal(true) }),
  z.strictObject({
    expect: z.strictObject({
      user: z.strictObject({ login: z.string(), attributes: z.record(z.string(), z.unknown()).nullable() }).optional(),
      group: z.strictObject({ name: z.string(), members: z.number().nullable() }).optional(),
      failed: z.number().optional(),
      requests: z.array(z.string()).optional(),
    }),
  }),
]);

export const scenario = z.strictObject({
  name: z.string().default('Scenario'),
  url: z.string().optional(),
  token: z.string().optional(),
  dialect: dialect.default('okta-aiw'),
  seed: z.union([z.literal('demo'), z.number().int().min(0).max(200_000)]).default(0),
  steps: z.array(step),
});

export type Step = z.output<typeof step>;
export type Scenario = z.output<typeof scenario>;

/** `90s`, `5m`, `40m`, `2h`, `30d`. */
export function durationMs(text: string): number | null {
  const match = /^(\d+)(s|m|h|d)$/.exec(text);
  if (match === null) return null;
  const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] ?? 's'] ?? 1000;
  return Number(match[1]) * unit;
}
