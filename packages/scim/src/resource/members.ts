import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Intake } from './intake.ts';
import type { Field } from './shape.ts';

/** How a group's members are to change; applied to rows, so its cost is that of the ids it names. */
export type MemberChange =
  | { readonly kind: 'add'; readonly ids: readonly string[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | { readonly kind: 'replace'; readonly ids: readonly string[] };

/**
 * The ids that a `members` value names, each once. Only the id counts: type and display are looked up. Accepted beside
 * RFC 7643 §4.2: bare ids, one object instead of a list, and `$ref` alone.
 */
export const readMemberIds = (field: Field, json: JsonValue, intake: Intake): readonly string[] => {
  const ids = new Set<string>();
  for (const each of Array.isArray(json) ? json : [json]) {
    if (each === null || each === '') continue;
    const id = isJsonObject(each) ? idOf(each) : each;
    if (typeof id === 'string' && id !== '') ids.add(id);
    else if (id !== null && id !== '') intake.refuse(field, 'a list of objects with the id of a member as value', each);
  }
  return [...ids];
};

const idOf = (member: JsonObject): JsonValue => {
  const value = member.value ?? valueInAnyCase(member, 'value');
  if (value !== undefined && value !== null) return value;
  const reference = member.$ref ?? valueInAnyCase(member, '$ref');
  return typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : (value ?? 0);
};

const valueInAnyCase = (object: JsonObject, name: string): JsonValue | undefined => {
  for (const key in object) if (key.toLowerCase() === name) return object[key];
  return undefined;
};
