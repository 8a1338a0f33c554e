import { isJsonObject, type JsonObject, type JsonValue } from '@rollcall/scim';
import type { MappedUser } from '../model/mapping.ts';

const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

/** The element that is ours: of our type, else the primary one. */
function ownElement(list: readonly JsonValue[], ours: JsonObject): number {
  const byType = list.findIndex(
    (element) => isJsonObject(element) && ours.type !== undefined && element.type === ours.type,
  );
  if (byType >= 0) return byType;
  return list.findIndex((element) => isJsonObject(element) && element.primary === true);
}

function mergeList(theirs: JsonValue | undefined, ours: readonly JsonValue[]): JsonValue {
  if (!isList(theirs)) return ours;
  const merged: JsonValue[] = [...theirs];
  for (const element of ours) {
    if (!isJsonObject(element)) continue;
    const at = ownElement(merged, element);
    const existing = merged[at];
    if (at < 0 || !isJsonObject(existing)) merged.push(element);
    else merged[at] = { ...existing, ...element };
  }
  return merged;
}

function mergeValue(theirs: JsonValue | undefined, ours: JsonValue): JsonValue {
  if (isList(ours)) return mergeList(theirs, ours);
  if (isJsonObject(ours) && isJsonObject(theirs)) return { ...theirs, ...ours };
  return ours;
}

function withoutPath(resource: JsonObject, path: readonly string[]): JsonObject {
  const [name = '', child] = path;
  const value = resource[name];
  if (value === undefined) return resource;
  const { [name]: _, ...rest } = resource;
  if (child === undefined) {
    if (!isList(value)) return rest;
    // Of a list only the element goes that Okta had put there.
    const kept = value.filter((_element, index) => index !== ownElement(value, { type: 'work' }));
    return kept.length === 0 ? rest : { ...resource, [name]: kept };
  }
  if (!isJsonObject(value)) return resource;
  const { [child]: __, ...inner } = value;
  return Object.keys(inner).length === 0 ? rest : { ...resource, [name]: inner };
}

function mergeSchemas(theirs: JsonValue | undefined, needed: readonly string[]): JsonValue {
  const listed = isList(theirs) ? theirs : [];
  return [...listed, ...needed.filter((urn) => !listed.includes(urn))];
}

/**
 * The body of a PUT: the server's own representation with the provider's values laid over it. What the server says and
 * the provider does not map goes back as it came (`id`, `meta`, `groups` included); the server's key order is kept.
 */
export function mergeUser(
  representation: JsonObject,
  mapped: MappedUser,
  overlay: JsonObject,
  schemas: readonly string[],
): JsonObject {
  let merged: JsonObject = { ...representation, schemas: mergeSchemas(representation.schemas, schemas) };
  for (const path of mapped.absent) merged = withoutPath(merged, path);
  for (const [name, value] of Object.entries({ ...mapped.values, ...overlay })) {
    merged = { ...merged, [name]: mergeValue(merged[name], value) };
  }
  return merged;
}

export function mergeGroup(representation: JsonObject, overlay: JsonObject, schemas: readonly string[]): JsonObject {
  return { ...representation, schemas: mergeSchemas(representation.schemas, schemas), ...overlay };
}
