import {
  type Attribute,
  cleanText,
  fold,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ResourceType,
} from '@rollcall/scim';
import { boundedKey } from '../bounded-key.ts';

/** An attribute whose values no two resources of a type may share (RFC 7643 §2.2, uniqueness `server` or `global`). */
export interface UniqueAttribute {
  /** For the error and for `attribute_name`: `userName`, `urn:…:employeeNumber`. */
  readonly path: string;
  readonly extension: string | null;
  readonly attribute: Attribute;
}

export interface UniqueAttributes {
  /** Kept in `resource.unique_key`. */
  readonly key: UniqueAttribute | null;
  /** Kept in `unique_value`. */
  readonly others: readonly UniqueAttribute[];
}

const cache = new WeakMap<ResourceType, UniqueAttributes>();

export function uniqueAttributes(type: ResourceType): UniqueAttributes {
  const known = cache.get(type);
  if (known !== undefined) return known;
  const of = (attributes: readonly Attribute[], extension: string | null): UniqueAttribute[] =>
    attributes
      .filter((attribute) => attribute.uniqueness !== 'none' && attribute.type !== 'complex' && attribute.name !== 'id')
      .map((attribute) => ({
        path: extension === null ? attribute.name : `${extension}:${attribute.name}`,
        extension,
        attribute,
      }));
  const core = of(type.schema.attributes, null);
  const key = core.find(({ attribute }) => !attribute.multiValued) ?? null;
  const found = {
    key,
    others: [...core, ...type.extensions.flatMap(({ schema }) => of(schema.attributes, schema.id))].filter(
      (one) => one !== key,
    ),
  };
  cache.set(type, found);
  return found;
}

/** The name under which a type's unique attribute has its number in `attribute_name`. */
export const uniqueName = (type: ResourceType, unique: UniqueAttribute): string => `unique:${type.name}:${unique.path}`;

function rawValues(unique: UniqueAttribute, resource: JsonObject): readonly JsonValue[] {
  const holder = unique.extension === null ? resource : resource[unique.extension];
  const value = isJsonObject(holder) ? holder[unique.attribute.name] : undefined;
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** As it was sent, for the error; and as the index holds it. */
export interface UniqueValue {
  readonly value: string;
  readonly key: string;
}

export function uniqueValues(unique: UniqueAttribute, resource: JsonObject): readonly UniqueValue[] {
  return rawValues(unique, resource).map((raw) => {
    const value = String(raw);
    return { value, key: boundedKey(unique.attribute.caseExact ? cleanText(value) : fold(value)) };
  });
}
