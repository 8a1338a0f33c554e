import { isJsonObject, type JsonObject, type JsonValue } from '@rollcall/scim';
import type { AttributeChange } from '../../ports/change-log.ts';

/** What changed between two documents, attribute by attribute; an extension's attributes one by one. */
export function documentDiff(before: JsonObject, after: JsonObject): readonly AttributeChange[] {
  return diffOf(before, after, '');
}

function diffOf(before: JsonObject, after: JsonObject, prefix: string): AttributeChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const [from, to] = [before[name], after[name]];
    // Only the name of an extension, its URN, has a colon.
    if (name.includes(':') && isExtension(from) && isExtension(to)) return diffOf(from ?? {}, to ?? {}, `${name}:`);
    return sameJson(from, to) ? [] : [{ path: prefix + name, old: from ?? null, new: to ?? null }];
  });
}

const isExtension = (value: JsonValue | undefined): value is JsonObject | undefined =>
  value === undefined || isJsonObject(value);

/** Equal as JSON: the order of an object's keys doesn't count, that of an array's elements does. */
export function sameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element: JsonValue, i: number) => sameJson(element, b[i]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}
