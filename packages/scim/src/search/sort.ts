/** `sortBy` and `sortOrder`, RFC 7644 §3.4.2.3. */
import { type ScimError, scimError } from '../error.ts';
import { valuesOf } from '../filter/evaluate.ts';
import { parseAttributePath } from '../filter/parse.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { fail, ok, type Result } from '../result.ts';
import { findAttribute } from '../schema/lookup.ts';
import type { AttributeRef, ResourceType } from '../schema/registry.ts';
import type { Scalar } from './canonical.ts';
import { compareText } from './fold.ts';
import { isSecret } from './searchable.ts';

/** The attribute to sort by in each of the types, null where a type lacks it; refused when all do. */
export const checkSortForTypes = (
  text: string,
  types: readonly ResourceType[],
): Result<readonly (AttributeRef | null)[], ScimError> => {
  const path = parseAttributePath(text);
  const found = types.map((type) => (path === null ? null : sortable(findAttribute(type, path))));
  return found.every((ref) => ref === null)
    ? fail(scimError(400, `“${text.slice(0, 200).toWellFormed()}” is not an attribute to sort by.`, 'invalidValue'))
    : ok(found);
};

/** A complex attribute is sorted by its `value`; one without, and one that is never returned, by nothing. */
const sortable = (ref: AttributeRef | null): AttributeRef | null => {
  if (ref === null || isSecret(ref.attribute) || (ref.sub !== null && isSecret(ref.sub))) return null;
  if (ref.sub !== null || ref.attribute.type !== 'complex') return ref;
  const value = ref.attribute.subAttributes.find((sub) => sub.name === 'value');
  return value === undefined ? null : { extension: ref.extension, attribute: ref.attribute, sub: value };
};

/** What a resource is sorted by: of several values that of the primary element, else the first; null for none. */
export const sortKey = (ref: AttributeRef, resource: JsonObject): Scalar | null => {
  const holder = ref.extension === null ? resource : resource[ref.extension];
  const value = isJsonObject(holder) ? holder[ref.attribute.name] : undefined;
  const elements: readonly JsonValue[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const own = (element: JsonValue): JsonObject => ({ [ref.attribute.name]: element });
  const whole: AttributeRef = { extension: null, attribute: ref.attribute, sub: ref.sub };
  const present = elements.filter((element) => hasValue(ref, own(element)));
  const chosen = present.find((element) => isJsonObject(element) && element.primary === true) ?? present[0];
  return chosen === undefined ? null : (valuesOf(whole, own(chosen))[0] ?? null);
};

const hasValue = ({ attribute }: AttributeRef, own: JsonObject): boolean =>
  attribute.type === 'complex'
    ? attribute.subAttributes.some((sub) => valuesOf({ extension: null, attribute, sub }, own).length > 0)
    : valuesOf({ extension: null, attribute, sub: null }, own).length > 0;

/** Ascending; what has no value comes last, and so first when the order is turned round. */
export const compareSortKeys = (left: Scalar | null, right: Scalar | null): number => {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  return Number(left) - Number(right);
};
