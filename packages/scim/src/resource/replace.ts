import { type ScimError, scimError } from '../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { jsonEqual } from '../json-equal.ts';
import { fail, ok, type Result } from '../result.ts';
import type { ResourceType } from '../schema/registry.ts';
import { assemble } from './read.ts';
import { type Field, shapeOf, type TypeShape } from './shape.ts';

/**
 * What a PUT makes of the current resource, RFC 7644 §3.5.1: everything is the client's, but immutable attributes must match,
 * and attributes with an initial value (`active`) stay where the client says nothing of them (decision 17).
 */
export const replaceResource = (
  type: ResourceType,
  next: JsonObject,
  current: JsonObject,
): Result<JsonObject, ScimError> => {
  const shape = shapeOf(type);
  const kept: [Field, JsonValue][] = [];
  for (const field of shape.initial) {
    if (valueAt(field, next) === undefined) {
      kept.push([field, valueAt(field, current) ?? field.attribute.initial ?? null]);
    }
  }
  for (const field of shape.immutable) {
    const before = valueAt(field, current);
    if (before === undefined) continue;
    const after = valueAt(field, next);
    if (after === undefined) kept.push([field, before]);
    else if (!jsonEqual(before, after)) return fail(immutableError(field));
  }
  return ok(kept.length === 0 ? next : withValues(shape, next, kept));
};

export const immutableError = (field: Field): ScimError =>
  scimError(400, `“${field.path}” can’t be changed once it is set.`, 'mutability');

export const valueAt = (field: Field, resource: JsonObject): JsonValue | undefined => {
  if (field.extension === null) return resource[field.name];
  const object = resource[field.extension];
  return isJsonObject(object) ? object[field.name] : undefined;
};

const withValues = (
  shape: TypeShape,
  resource: JsonObject,
  values: readonly (readonly [Field, JsonValue])[],
): JsonObject => {
  const slots = toSlots(shape, resource);
  for (const [field, value] of values) {
    const { extension } = field;
    const at = extension === null ? undefined : shape.byUrn.get(extension)?.at;
    if (at === undefined) slots.core[field.slot] = value;
    else slots.extensions[at] = { ...slots.extensions[at], [field.name]: value };
  }
  return assemble(shape, slots.core, slots.extensions);
};

/** A stored resource taken apart, to be put together again by `assemble`. */
export const toSlots = (
  shape: TypeShape,
  resource: JsonObject,
): { readonly core: (JsonValue | undefined)[]; readonly extensions: (JsonObject | undefined)[] } => ({
  core: shape.core.fields.map((field) => (field.name === 'schemas' ? undefined : resource[field.name])),
  extensions: shape.extensions.map(({ urn }) => {
    const object = resource[urn];
    return isJsonObject(object) ? object : undefined;
  }),
});
