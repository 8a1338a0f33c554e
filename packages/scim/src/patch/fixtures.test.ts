/**
 * fixtures/patch/*.json: `before` is a client's resource, on top of a least user or group; `operations` a PatchOp's (or `patch`
 * the whole body); then either `after` (on top of that least resource), `unchanged`, or `error`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../json.ts';
import { readResource } from '../resource/read.ts';
import { groupType, userType } from '../schema/registry.ts';
import { applyPatch } from './apply.ts';
import { compilePatch } from './compile.ts';
import type { CurrentMember } from './member-steps.ts';
import { PATCH_OP_URN } from './operation.ts';

interface Case {
  name: string;
  type?: 'User' | 'Group';
  before?: JsonObject;
  operations?: JsonValue;
  patch?: JsonValue;
  after?: JsonObject;
  unchanged?: true;
  error?: { status: number; scimType: string; detail?: string };
  ignored?: string[];
  members?: JsonValue;
  currentMembers?: CurrentMember[];
}

const folder = new URL('../../../../fixtures/patch/', import.meta.url);
const least: Record<string, JsonObject> = {
  User: { userName: 'bjensen', active: true },
  Group: { displayName: 'Tour Guides' },
};

const run = (each: Case) => {
  const type = each.type === 'Group' ? groupType : userType;
  const before = readResource(type, { ...least[type.name], ...each.before }, 'create');
  if (!before.ok) throw new Error(before.error.detail);
  const current = before.value.resource;
  const frozen = JSON.stringify(current);
  const plan = compilePatch(type, each.patch ?? { schemas: [PATCH_OP_URN], Operations: each.operations ?? [] });
  const patched = plan.ok ? applyPatch(plan.value, current, each.currentMembers ?? null) : plan;
  expect(JSON.stringify(current), 'the resource that is patched is never changed itself').toBe(frozen);
  if (plan.ok) expect(plan.value.needsMembers).toBe(each.currentMembers !== undefined);
  return { type, current, plan, patched };
};

for (const file of readdirSync(folder).sort()) {
  const cases: Case[] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  describe(`PATCH ${file.replace('.json', '')}`, () => {
    test.each(cases)('$name', (each) => {
      const { type, current, plan, patched } = run(each);
      if (each.error !== undefined) {
        const { detail = '', ...error } = each.error;
        expect(patched).toMatchObject({ ok: false, error });
        if (!patched.ok) expect(patched.error.detail).toContain(detail);
        return;
      }
      if (!patched.ok || !plan.ok) throw new Error(JSON.stringify(patched));
      const { resource, members } = patched.value;
      if (each.unchanged) expect(JSON.stringify(resource)).toBe(JSON.stringify(current));
      if (each.after !== undefined) {
        const { schemas, ...rest } = resource;
        const { schemas: expected = schemas, ...after } = each.after;
        expect(rest).toEqual({ ...least[type.name], ...after });
        expect(schemas).toEqual(expected);
      }
      expect(plan.value.ignored).toEqual(each.ignored ?? []);
      expect(members).toEqual(each.members ?? []);
    });

    test.each(cases.filter((each) => each.error === undefined))(
      'twice is as once, and what comes out is canonical: $name',
      (each) => {
        const { type, plan, patched } = run(each);
        if (!patched.ok || !plan.ok) throw new Error(JSON.stringify(patched));
        const once = JSON.stringify(patched.value.resource);
        const again = applyPatch(plan.value, patched.value.resource, each.currentMembers ?? null);
        expect(again.ok && JSON.stringify(again.value.resource)).toBe(once);
        const reread = readResource(type, patched.value.resource, 'create');
        expect(reread.ok && JSON.stringify(reread.value.resource)).toBe(once);
      },
    );
  });
}
