/**
 * A checked filter over a resource in memory, with the meaning of decision "Filters": a comparison holds if any value of the
 * attribute satisfies it; `ne` also holds where there is no value; `not` negates the whole. The SQL has the same meaning.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Attribute } from '../schema/attribute.ts';
import type { AttributeRef } from '../schema/registry.ts';
import { canonicalScalar, type Scalar } from '../search/canonical.ts';
import { compareText } from '../search/fold.ts';
import type { CheckedFilter, Comparand, CompareOp } from './ast.ts';

/** Whether a whole resource, as it is sent to clients, satisfies the filter. */
export const evaluateFilter = (filter: CheckedFilter, resource: JsonObject): boolean => {
  switch (filter.kind) {
    case 'present':
      return isPresent(filter.ref, resource);
    case 'compare':
      return comparesAny(valuesOf(filter.ref, resource), filter.op, filter.value);
    case 'valuePath':
      return elementsOf(filter.ref, resource).some((element) => evaluateElement(filter.filter, element));
    case 'and':
      return filter.terms.every((term) => evaluateFilter(term, resource));
    case 'or':
      return filter.terms.some((term) => evaluateFilter(term, resource));
    case 'not':
      return !evaluateFilter(filter.term, resource);
    default:
      return filter satisfies never;
  }
};

/** Whether one element of a multi-valued attribute satisfies the filter of a value path (`checkValueFilter`). */
export const evaluateElement = (filter: CheckedFilter, element: JsonValue): boolean =>
  // A plain value is its element's `value` (RFC 7643 §2.4).
  evaluateFilter(filter, isJsonObject(element) ? element : { value: element });

/** Whether one value satisfies a comparison; both in the form of `canonicalScalar`. */
export const compares = (value: Scalar, op: CompareOp, comparand: Comparand): boolean => {
  switch (op) {
    case 'eq':
      return value === comparand;
    case 'ne':
      return value !== comparand;
    case 'co':
      return typeof value === 'string' && typeof comparand === 'string' && value.includes(comparand);
    case 'sw':
      return typeof value === 'string' && typeof comparand === 'string' && value.startsWith(comparand);
    case 'ew':
      return typeof value === 'string' && typeof comparand === 'string' && value.endsWith(comparand);
    case 'gt':
      return order(value, comparand) > 0;
    case 'ge':
      return order(value, comparand) >= 0;
    case 'lt':
      return order(value, comparand) < 0;
    case 'le':
      return order(value, comparand) <= 0;
    default:
      return op satisfies never;
  }
};

/** NaN, which satisfies no comparison, for values of different types. */
const order = (value: Scalar, comparand: Comparand): number => {
  if (typeof value === 'string' && typeof comparand === 'string') return compareText(value, comparand);
  if (typeof value === 'number' && typeof comparand === 'number') return Math.sign(value - comparand);
  return Number.NaN;
};

const comparesAny = (values: readonly Scalar[], op: CompareOp, comparand: Comparand): boolean =>
  values.some((value) => compares(value, op, comparand)) || (op === 'ne' && values.length === 0);

const isPresent = (ref: AttributeRef, resource: JsonObject): boolean =>
  ref.sub === null && ref.attribute.type === 'complex'
    ? elementsOf(ref, resource).length > 0
    : valuesOf(ref, resource).length > 0;

/** Every value of an attribute, in the form of `canonicalScalar`. */
export const valuesOf = (ref: AttributeRef, resource: JsonObject): readonly Scalar[] => {
  const found = listOf(container(ref, resource)?.[ref.attribute.name]);
  const { sub } = ref;
  if (sub === null) return scalars(ref.attribute, found);
  return found.flatMap((element) => (isJsonObject(element) ? scalars(sub, listOf(element[sub.name])) : []));
};

const container = (ref: AttributeRef, resource: JsonObject): JsonObject | null => {
  if (ref.extension === null) return resource;
  const extension = resource[ref.extension];
  return isJsonObject(extension) ? extension : null;
};

const listOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

const scalars = (attribute: Attribute, values: readonly JsonValue[]): readonly Scalar[] =>
  values.map((value) => canonicalScalar(attribute, value)).filter((value) => value !== null);

/** The elements that hold a value at all; `{}` and `{ "value": "" }` are none. */
const elementsOf = (ref: AttributeRef, resource: JsonObject): readonly JsonValue[] => {
  const found = listOf(container(ref, resource)?.[ref.attribute.name]);
  if (ref.attribute.type !== 'complex') return scalars(ref.attribute, found);
  return found.filter(
    (element) =>
      isJsonObject(element) &&
      ref.attribute.subAttributes.some((sub) => scalars(sub, listOf(element[sub.name])).length > 0),
  );
};
