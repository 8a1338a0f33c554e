/**
 * Fits a parsed filter to a resource type: attributes are found, operators suit their types, comparands take the
 * form in which values are compared. What passes here can be evaluated and turned into SQL without a further failure.
 */
import { type ScimError, scimError } from '../error.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Attribute } from '../schema/attribute.ts';
import { findAttribute } from '../schema/lookup.ts';
import type { AttributeRef, ResourceType } from '../schema/registry.ts';
import { canonicalScalar } from '../search/canonical.ts';
import { canonicalDateTime } from '../search/date-time.ts';
import { cleanText } from '../search/fold.ts';
import { isSecret } from '../search/searchable.ts';
import type { AttributePath, CheckedFilter, Comparand, CompareOp, Filter } from './ast.ts';
import { formatPath } from './parse.ts';

/** Entra filters by `manager eq "…"` without the URN: a name that the core schema lacks is looked for in the extensions. */
const findFiltered = (type: ResourceType, path: AttributePath): AttributeRef | null => {
  const found = findAttribute(type, path);
  if (found !== null || path.urn !== null) return found;
  for (const { schema } of type.extensions) {
    const ref = findAttribute(type, { ...path, urn: schema.id });
    if (ref !== null) return ref;
  }
  return null;
};

/** Holds for no resource, and for each: `or` and `and` of nothing. */
const nothing: CheckedFilter = { kind: 'or', terms: [] };
const everything: CheckedFilter = { kind: 'and', terms: [] };

export const checkFilter = (filter: Filter, type: ResourceType): Result<CheckedFilter, ScimError> => {
  const checked = check(filter, { find: (path) => findFiltered(type, path), owner: type.name, lenient: false });
  return checked.ok ? checked : fail(invalidFilter(checked.error));
};

/**
 * For a search over several types (RFC 7644 §3.4.2.1): a type that lacks an attribute has no value there; refused only
 * what fits none of them. The answers are in the order of `types`.
 */
export const checkFilterForTypes = (
  filter: Filter,
  types: readonly ResourceType[],
): Result<readonly CheckedFilter[], ScimError> => {
  const answers: CheckedFilter[] = [];
  const find = (path: AttributePath): boolean => types.some((type) => findFiltered(type, path) !== null);
  const unknown = pathsOf(filter).find((path) => !find(path));
  if (unknown !== undefined) {
    return fail(invalidFilter(unknownAttribute(unknown, types.map((type) => type.name).join(' or '))));
  }
  for (const type of types) {
    const checked = check(filter, { find: (path) => findFiltered(type, path), owner: type.name, lenient: true });
    if (!checked.ok) return fail(invalidFilter(checked.error));
    answers.push(checked.value);
  }
  return ok(answers);
};

/** The filter in a PATCH path's brackets: its attributes are the sub-attributes of `ref`. */
export const checkValueFilter = (filter: Filter, ref: AttributeRef): Result<CheckedFilter, ScimError> => {
  const checked = check(filter, elementScope(ref, false));
  return checked.ok ? checked : fail(scimError(400, checked.error, 'invalidPath'));
};

const invalidFilter = (detail: string): ScimError => scimError(400, detail, 'invalidFilter');

interface Scope {
  readonly find: (path: AttributePath) => AttributeRef | null;
  /** Whose attributes these are, for the message. */
  readonly owner: string;
  /** True: an attribute that isn't there has no value. False: it is refused. */
  readonly lenient: boolean;
}

type Checked = Result<CheckedFilter, string>;

const elementScope = (ref: AttributeRef, lenient: boolean): Scope => ({
  owner: ref.attribute.name,
  lenient,
  find: (path) => {
    if (path.urn !== null || path.sub !== null) return null;
    const name = path.name.toLowerCase();
    const sub = elementAttributes(ref.attribute).find((candidate) => candidate.name.toLowerCase() === name);
    return sub === undefined ? null : { extension: null, attribute: sub, sub: null };
  },
});

/** RFC 7643 §2.4: an element of a multi-valued attribute of plain values has a `value` too. */
const elementAttributes = (attribute: Attribute): readonly Attribute[] =>
  attribute.type === 'complex' ? attribute.subAttributes : [{ ...attribute, name: 'value', multiValued: false }];

const check = (filter: Filter, scope: Scope): Checked => {
  switch (filter.kind) {
    case 'present': {
      const ref = find(filter.path, scope);
      if (!ref.ok) return ref;
      return ok(ref.value === null ? nothing : { kind: 'present', ref: ref.value });
    }
    case 'compare':
      return checkCompare(filter, scope);
    case 'valuePath':
      return checkValuePath(filter, scope);
    case 'not': {
      const term = check(filter.term, scope);
      return term.ok ? ok({ kind: 'not', term: term.value }) : term;
    }
    case 'and':
    case 'or': {
      const terms: CheckedFilter[] = [];
      for (const each of filter.terms) {
        const term = check(each, scope);
        if (!term.ok) return term;
        terms.push(term.value);
      }
      return ok({ kind: filter.kind, terms });
    }
    default:
      return filter satisfies never;
  }
};

/** Null where the scope is lenient and has no such attribute. */
const find = (path: AttributePath, scope: Scope): Result<AttributeRef | null, string> => {
  const ref = scope.find(path);
  if (ref === null) return scope.lenient ? ok(null) : fail(unknownAttribute(path, scope.owner));
  return isSecret(ref.attribute) || (ref.sub !== null && isSecret(ref.sub))
    ? fail(`“${formatPath(path)}” can’t be used in a filter.`)
    : ok(ref);
};

const unknownAttribute = (path: AttributePath, owner: string): string =>
  `${owner} has no attribute “${formatPath(path).slice(0, 200).toWellFormed()}”.`;

const checkValuePath = (filter: Filter & { kind: 'valuePath' }, scope: Scope): Checked => {
  const ref = find(filter.path, scope);
  if (!ref.ok) return ref;
  if (ref.value === null) return ok(nothing);
  const { attribute } = ref.value;
  if (attribute.type !== 'complex' && !attribute.multiValued) {
    return fail(`“${formatPath(filter.path)}” has no sub-attributes to filter by.`);
  }
  const inner = check(filter.filter, elementScope(ref.value, scope.lenient));
  return inner.ok ? ok({ kind: 'valuePath', ref: ref.value, filter: inner.value }) : inner;
};

const checkCompare = (filter: Filter & { kind: 'compare' }, scope: Scope): Checked => {
  const found = find(filter.path, scope);
  if (!found.ok) return found;
  if (found.value === null) return ok(withoutValue(filter.op, filter.value));
  const name = formatPath(filter.path);
  if (filter.value === null) return checkNull(filter.op, found.value, name);
  const ref = withDefaultSub(found.value);
  const attribute = ref.sub ?? ref.attribute;
  const misfit = misfitOf(attribute, filter.op);
  if (misfit !== null) return fail(`“${name}” ${misfit}.`);
  const value = comparandFor(attribute, filter.op, filter.value);
  if (value === null) return fail(`“${name}” is ${article[attribute.type]}; ${describe(filter.value)} is none.`);
  if (value === '') return ok(comparedWithEmpty(filter.op, ref));
  return ok({ kind: 'compare', ref, op: filter.op, value });
};

/** What a comparison says about an attribute that a type doesn't have. */
const withoutValue = (op: CompareOp, value: Comparand): CheckedFilter => {
  const isEmpty = value === null || value === '';
  return op === (isEmpty ? 'eq' : 'ne') ? everything : nothing;
};

const checkNull = (op: CompareOp, ref: AttributeRef, name: string): Checked => {
  if (op === 'eq') return ok({ kind: 'not', term: { kind: 'present', ref } });
  if (op === 'ne') return ok({ kind: 'present', ref });
  return fail(`“${name}” can be compared with null by eq and ne only.`);
};

/** An empty string counts as no value, and any text has it inside. */
const comparedWithEmpty = (op: CompareOp, ref: AttributeRef): CheckedFilter => {
  if (op === 'eq') return { kind: 'not', term: { kind: 'present', ref } };
  return op === 'lt' || op === 'le' ? nothing : { kind: 'present', ref };
};

/** RFC 7644 §3.10, and PingFederate's `emails eq "…"`: a complex attribute stands for its `value`. */
const withDefaultSub = (ref: AttributeRef): AttributeRef => {
  if (ref.sub !== null || ref.attribute.type !== 'complex') return ref;
  const value = ref.attribute.subAttributes.find((sub) => sub.name === 'value');
  return value === undefined ? ref : { extension: ref.extension, attribute: ref.attribute, sub: value };
};

/** RFC 7644 §3.4.2.2, table 3. */
const misfitOf = (attribute: Attribute, op: CompareOp): string | null => {
  const orders = op === 'gt' || op === 'ge' || op === 'lt' || op === 'le';
  const searches = op === 'co' || op === 'sw' || op === 'ew';
  switch (attribute.type) {
    case 'complex':
      return 'has sub-attributes; compare one of them';
    case 'boolean':
      return orders || searches ? `is a boolean and can’t be compared by ${op}` : null;
    case 'binary':
      return orders ? `is binary and can’t be compared by ${op}` : null;
    case 'integer':
    case 'decimal':
      return searches ? `is a number and can’t be compared by ${op}` : null;
    case 'string':
    case 'reference':
    case 'dateTime':
      return null;
    default:
      return attribute.type satisfies never;
  }
};

const article: Readonly<Record<Attribute['type'], string>> = {
  string: 'text',
  reference: 'a reference',
  binary: 'binary',
  boolean: 'a boolean',
  integer: 'a number',
  decimal: 'a number',
  dateTime: 'a date and time such as "2011-05-13T04:42:34Z"',
  complex: 'complex',
};

const describe = (value: Comparand): string => JSON.stringify(value).slice(0, 100).toWellFormed();

/** The comparand in the form of `canonicalScalar`; null where it can't be a value of the attribute. */
const comparandFor = (attribute: Attribute, op: CompareOp, value: string | number | boolean): Comparand => {
  switch (attribute.type) {
    case 'boolean':
      return booleanOf(value);
    case 'integer':
    case 'decimal':
      return numberOf(value);
    case 'dateTime':
      if (op === 'co' || op === 'sw' || op === 'ew') return value === '' ? '' : cleanText(String(value).toUpperCase());
      return canonicalDateTime(String(value));
    case 'string':
    case 'reference':
    case 'binary':
      return value === '' ? '' : canonicalScalar(attribute, String(value));
    case 'complex':
      return null;
    default:
      return attribute.type satisfies never;
  }
};

/** Entra writes booleans as "True" and "False". */
const booleanOf = (value: string | number | boolean): boolean | null => {
  const word = String(value).toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
};

const numberOf = (value: string | number | boolean): number | null => {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean' || !/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
};

/** Every attribute that a filter names outside of brackets. */
const pathsOf = (filter: Filter): readonly AttributePath[] => {
  switch (filter.kind) {
    case 'present':
    case 'compare':
    case 'valuePath':
      return [filter.path];
    case 'not':
      return pathsOf(filter.term);
    case 'and':
    case 'or':
      return filter.terms.flatMap(pathsOf);
    default:
      return filter satisfies never;
  }
};
