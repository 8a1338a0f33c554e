import type { JsonObject, JsonValue } from '../json.ts';
import { applyPatch, type Patched } from '../patch/apply.ts';
import { compilePatch } from '../patch/compile.ts';
import { type ReadResource, readResource } from '../resource/read.ts';
import { replaceResource } from '../resource/replace.ts';
import type { ResourceType } from '../schema/registry.ts';

/** What tests ask of a body that should be accepted; a refusal throws. */
export const created = (type: ResourceType, body: JsonValue): ReadResource => {
  const read = readResource(type, body, 'create');
  if (!read.ok) throw new Error(read.error.detail);
  return read.value;
};

export const replaced = (type: ResourceType, current: JsonObject, body: JsonValue): ReadResource => {
  const read = readResource(type, body, 'replace');
  if (!read.ok) throw new Error(read.error.detail);
  const resource = replaceResource(type, read.value.resource, current);
  if (!resource.ok) throw new Error(resource.error.detail);
  return { ...read.value, resource: resource.value };
};

export const patched = (type: ResourceType, current: JsonObject, body: JsonValue): Patched => {
  const plan = compilePatch(type, body);
  if (!plan.ok) throw new Error(plan.error.detail);
  const result = applyPatch(plan.value, current, null);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};
