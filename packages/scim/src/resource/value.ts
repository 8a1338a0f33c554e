import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Intake } from './intake.ts';
import { readScalar } from './scalar.ts';
import type { Field, Shape } from './shape.ts';

/**
 * The value of an attribute as it is kept; undefined where it is unassigned (RFC 7643 §2.5: null, [] and, as clients
 * use it, "") or refused. Multi-valued attributes come as arrays that are not empty.
 */
export const readValue = (field: Field, json: JsonValue, intake: Intake): JsonValue | undefined => {
  if (json === null || json === '') return undefined;
  if (field.attribute.multiValued) return readElements(field, json, intake);
  return field.shape === null ? readScalar(field, json, intake) : readComplex(field, field.shape, json, intake);
};

/** More than any honest resource has; each is read, compared, indexed and sent, and others wait meanwhile. */
export const maxValues = 10_000;

/** Whether a list is short enough to be worked on. Members are rows and not counted here. */
export const isShortEnough = (field: Field, length: number, intake: Intake): boolean => {
  if (length <= maxValues) return true;
  intake.refuseWith(`“${field.path}” has ${length} values; ${maxValues} are the most that are kept.`);
  return false;
};

/** A list, tidied: values that say nothing and duplicates left out, at most one of them primary. */
export const readElements = (field: Field, json: JsonValue, intake: Intake): readonly JsonValue[] | undefined => {
  const elements: JsonValue[] = [];
  if (Array.isArray(json) && !isShortEnough(field, json.length, intake)) return undefined;
  // A single value where a list belongs stands for a list of one.
  for (const each of Array.isArray(json) ? json : [json]) {
    if (each === null || each === '') continue;
    const element = readElement(field, each, intake);
    if (element !== undefined) elements.push(element);
  }
  const tidy = tidyElements(field, elements);
  return tidy.length === 0 ? undefined : tidy;
};

const readElement = (field: Field, json: JsonValue, intake: Intake): JsonValue | undefined => {
  const { shape } = field;
  if (shape === null) return readScalar(field, json, intake);
  const object = asElement(field, json, intake);
  return object === undefined ? undefined : readObject(shape, object, intake);
};

const readComplex = (field: Field, shape: Shape, json: JsonValue, intake: Intake): JsonValue | undefined => {
  if (Array.isArray(json)) {
    const [first] = json;
    if (first === undefined || first === null || first === '') return undefined;
    if (json.length > 1 || Array.isArray(first)) return intake.refuse(field, 'one value', json);
    return readComplex(field, shape, first, intake);
  }
  const object = asObject(field, json, intake);
  return object === undefined ? undefined : readObject(shape, object, intake);
};

/** The object that an element of a list stands for. */
export const asElement = (field: Field, json: JsonValue, intake: Intake): JsonObject | undefined => {
  // What looks like a JSON text may be the whole role, which its value is too.
  const object = field.hasJsonText && typeof json === 'string' ? { value: json } : asObject(field, json, intake);
  return object === undefined ? undefined : unwrapJsonText(field, object);
};

/** A bare value stands for `{"value": …}`: Entra sends the manager so. A text may be the JSON of the whole (its app roles). */
const asObject = (field: Field, json: JsonValue, intake: Intake): JsonObject | undefined => {
  if (isJsonObject(json)) return json;
  if (field.value === null || typeof json !== 'string') return intake.refuse(field, 'an object', json);
  return parseObject(json) ?? { value: json };
};

/** Entra's AppRoleAssignmentsComplex: `{"value": "{\"id\":…,\"value\":\"Admin\",\"displayName\":…}"}`. */
const unwrapJsonText = (field: Field, element: JsonObject): JsonObject => {
  const text = field.hasJsonText ? element.value : undefined;
  if (typeof text !== 'string') return element;
  const inner = parseObject(text);
  if (inner === undefined || inner.value === undefined) return element;
  const { id: _, displayName = null, ...rest } = inner;
  return { display: displayName, ...element, ...rest };
};

const parseObject = (text: string): JsonObject | undefined => {
  if (!text.startsWith('{')) return undefined;
  try {
    const parsed: JsonValue = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

/** Undefined where nothing is left. Names in any case become canonical (RFC 7643 §2.1). */
export const readObject = (shape: Shape, json: JsonObject, intake: Intake): JsonObject | undefined => {
  const slots: (JsonValue | undefined)[] = new Array(shape.fields.length);
  for (const key in json) {
    const field = shape.byName.get(key);
    const value = json[key];
    if (field === undefined) intake.ignore(prefixOf(shape), key);
    else if (value !== undefined && field.intake !== 'ignore') readInto(slots, field, value, intake);
  }
  return fromSlots(shape, slots, intake);
};

export const readInto = (slots: (JsonValue | undefined)[], field: Field, json: JsonValue, intake: Intake): void => {
  const value = readValue(field, json, intake);
  if (value !== undefined && field.intake === 'keep') slots[field.slot] = value;
};

const prefixOf = (shape: Shape): string => {
  const first = shape.fields[0];
  return first === undefined ? '' : first.path.slice(0, first.path.length - first.name.length);
};

const fromSlots = (shape: Shape, slots: readonly (JsonValue | undefined)[], intake: Intake): JsonObject | undefined => {
  const object: Record<string, JsonValue> = {};
  let isEmpty = true;
  for (const field of shape.fields) {
    const value = slots[field.slot];
    if (value === undefined) continue;
    object[field.name] = value;
    isEmpty = false;
  }
  if (isEmpty) return undefined;
  checkRequired(shape, object, intake);
  return object;
};

export const checkRequired = (shape: Shape, object: JsonObject, intake: Intake): void => {
  for (const field of shape.required) {
    if (object[field.name] === undefined && field.intake === 'keep') {
      intake.refuseWith(`“${field.path}” is required.`);
    }
  }
};

/** RFC 7643 §2.4: one primary at most, no (type, value) twice. */
export const tidyElements = (field: Field, elements: readonly JsonValue[]): readonly JsonValue[] => {
  const telling = field.hasLabels ? elements.filter(saysSomething) : elements;
  const single = telling.length > 1 ? withoutDuplicates(telling) : telling;
  return field.hasPrimary && single.length > 1 ? withOnePrimary(single) : single;
};

/** An element that has but a type and a primary is what a cleared value leaves behind. */
const saysSomething = (element: JsonValue): boolean => {
  for (const key in element as object) if (key !== 'type' && key !== 'primary') return true;
  return false;
};

const withoutDuplicates = (elements: readonly JsonValue[]): readonly JsonValue[] => {
  const byKey = new Map<string, JsonValue>();
  for (const element of elements) {
    const key = identityOf(element);
    const earlier = byKey.get(key);
    byKey.set(
      key,
      earlier !== undefined && isPrimary(element) ? { ...asRecord(earlier), primary: true } : (earlier ?? element),
    );
  }
  return byKey.size === elements.length ? elements : [...byKey.values()];
};

const asRecord = (element: JsonValue): JsonObject => (isJsonObject(element) ? element : { value: element });

/** What an element is told from others by. */
export const identityOf = (element: JsonValue): string => {
  if (!isJsonObject(element) || element.value === undefined) return JSON.stringify(element);
  const { type, value } = element;
  return `${typeof type === 'string' ? type : ''}\0${typeof value}${String(value)}`;
};

const isPrimary = (element: JsonValue): boolean => isJsonObject(element) && element.primary === true;

/** The first stays primary. PingOne sends two e-mail addresses, both primary. */
const withOnePrimary = (elements: readonly JsonValue[]): readonly JsonValue[] => {
  const first = elements.findIndex(isPrimary);
  if (first < 0 || !elements.some((element, at) => at > first && isPrimary(element))) return elements;
  return elements.map((element, at) =>
    at > first && isPrimary(element) ? { ...asRecord(element), primary: false } : element,
  );
};
