import { evaluateElement } from '../filter/evaluate.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { jsonEqual } from '../json-equal.ts';
import type { Field } from '../resource/shape.ts';
import { identityOf } from '../resource/value.ts';
import { mergeParts } from './draft.ts';
import type { Change } from './plan.ts';
import type { Selection } from './target.ts';
import type { Parts } from './template.ts';

/** Edits of an attribute's elements. A single complex value is treated as a list of one. */
export const elementsOf = (value: JsonValue | undefined): JsonValue[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? [...value] : [value];
};

/** Adding what is there already changes nothing (#103); the same type and value again brings its other parts. */
export const appendElements = (field: Field, list: JsonValue[], added: readonly JsonValue[]): void => {
  const places = new Map<string, number>();
  for (const [at, element] of list.entries()) if (!places.has(identityOf(element))) places.set(identityOf(element), at);
  let primary: number | null = null;
  for (const element of added) {
    const place = places.get(identityOf(element)) ?? list.length;
    const before = list[place];
    list[place] =
      before === undefined || field.shape === null || !isJsonObject(element)
        ? element
        : (mergeParts(field.shape, before, partsOf(field, element)) ?? element);
    places.set(identityOf(element), place);
    if (isPrimary(element)) primary = place;
  }
  if (primary !== null) clearOtherPrimaries(list, primary);
};

const partsOf = (field: Field, element: JsonObject): Parts => {
  const parts = new Map<Field, JsonValue | undefined>();
  for (const name in element) {
    const sub = field.shape?.byName.get(name);
    if (sub !== undefined) parts.set(sub, element[name]);
  }
  return parts;
};

const isPrimary = (element: JsonValue | undefined): boolean => isJsonObject(element) && element.primary === true;

/** RFC 7644 §3.5.2: setting primary on one takes it from the others. */
const clearOtherPrimaries = (list: JsonValue[], keep: number): void => {
  for (const [at, element] of list.entries()) {
    if (at !== keep && isJsonObject(element) && element.primary === true) list[at] = { ...element, primary: false };
  }
};

export const placesOf = (list: readonly JsonValue[], selection: Selection | null): readonly number[] => {
  const places: number[] = [];
  for (const [at, element] of list.entries()) {
    if (selection === null || evaluateElement(selection.filter, element)) places.push(at);
  }
  return places;
};

/** An immutable part that would change, or null when the edit was made. */
export const editElements = (
  field: Field,
  list: JsonValue[],
  places: readonly number[],
  change: Change,
  selection: Selection | null,
): Field | null => {
  for (const at of places) {
    if (change.kind === 'value') {
      list[at] = change.value;
      continue;
    }
    const before = list[at];
    const frozen = firstFrozen(change.parts, before);
    if (frozen !== null) return frozen;
    list[at] = edited(field, before, change, selection) ?? {};
  }
  const [first] = places;
  if (change.kind === 'parts' && first !== undefined && setsPrimary(change.parts)) clearOtherPrimaries(list, first);
  return null;
};

/** RFC 7644 §3.5.2.3: a replaced element is the new value; what the filter named of it stays true. */
const edited = (
  field: Field,
  before: JsonValue | undefined,
  change: Change & { kind: 'parts' },
  selection: Selection | null,
): JsonObject | undefined => {
  if (field.shape === null) return undefined;
  const pinned = selection?.template.parts;
  if (!change.replacesWhole || pinned === undefined || pinned.size === 0) {
    return mergeParts(field.shape, before, change.parts);
  }
  const kept = new Map(pinned);
  for (const part of pinned.keys()) if (isJsonObject(before)) kept.set(part, before[part.name]);
  return mergeParts(field.shape, {}, new Map([...kept, ...change.parts]));
};

const firstFrozen = (parts: Parts, before: JsonValue | undefined): Field | null => {
  for (const [part, value] of parts) {
    const earlier = isJsonObject(before) ? before[part.name] : undefined;
    if (part.attribute.mutability === 'immutable' && earlier !== undefined && !jsonEqual(earlier, value)) return part;
  }
  return null;
};

const setsPrimary = (parts: Parts): boolean => {
  for (const [part, value] of parts) if (part.name === 'primary' && value === true) return true;
  return false;
};

/** Decision 9: the element that a filter describes, made. False where it can't be meant so. */
export const createElement = (
  field: Field,
  list: JsonValue[],
  change: Change,
  selection: Selection | null,
): boolean => {
  if (change.kind === 'value') return false;
  if (selection !== null && !selection.template.isCreatable) return false;
  if (field.shape === null) return false;
  const parts: Parts = new Map([...(selection?.template.parts ?? []), ...change.parts]);
  const element = mergeParts(field.shape, {}, parts);
  if (element === undefined) return true;
  list.push(element);
  if (setsPrimary(parts)) clearOtherPrimaries(list, list.length - 1);
  return true;
};

export const isLike = (element: JsonValue, wanted: JsonValue): boolean => {
  if (!isJsonObject(element) || !isJsonObject(wanted)) return element === wanted;
  if (wanted.value !== undefined) return element.value === wanted.value;
  return Object.entries(wanted).every(([name, value]) => jsonEqual(element[name], value));
};
