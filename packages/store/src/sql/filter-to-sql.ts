/**
 * A checked filter as a predicate on rows of `resource`, with the meaning that `evaluateFilter` has in memory. Every
 * predicate is true or false, never unknown, wherever `not` could stand above it.
 */
import {
  type AttributeRef,
  type CheckedFilter,
  type CompareOp,
  canonicalScalar,
  compares,
  evaluateElement,
  isMembership,
  type ResourceType,
} from '@rollcall/scim';
import type { FilterFragments } from './filter-fragments.ts';
import { membershipPredicate } from './filter-membership.ts';
import { comparison, type Value } from './filter-values.ts';
import { concat, join, type Sql, sql } from './sql-text.ts';

type Compare = CheckedFilter & { readonly kind: 'compare' };

/** Where a filter's attributes are to be found. */
export interface Scope {
  readonly fragments: FilterFragments;
  readonly present: (ref: AttributeRef) => Sql;
  readonly compare: (filter: Compare) => Sql;
  readonly valuePath: (ref: AttributeRef, filter: CheckedFilter) => Sql;
}

/** `row` is the alias under which `resource` stands in the statement. */
export const filterToSql = (filter: CheckedFilter, type: ResourceType, fragments: FilterFragments, row = 'r'): Sql =>
  predicate(filter, resourceScope({ type, fragments, row }));

export const predicate = (filter: CheckedFilter, scope: Scope): Sql => {
  switch (filter.kind) {
    case 'present':
      return scope.present(filter.ref);
    case 'compare':
      return scope.compare(filter);
    case 'valuePath':
      return scope.valuePath(filter.ref, filter.filter);
    case 'not':
      return concat('not ((', predicate(filter.term, scope), ') is true)');
    case 'and':
    case 'or': {
      if (filter.terms.length === 0) return sql(filter.kind === 'and' ? 'true' : 'false');
      const terms = filter.terms.map((term) => concat('(', predicate(term, scope), ')'));
      return join(terms, ` ${filter.kind} `);
    }
    default:
      return filter satisfies never;
  }
};

interface Row {
  readonly type: ResourceType;
  readonly fragments: FilterFragments;
  readonly row: string;
}

const resourceScope = (row: Row): Scope => {
  const document = jsonScope(row.fragments, `${row.row}.search`);
  const scope: Scope = {
    fragments: row.fragments,
    present: (ref) => {
      if (ref.extension === null && ['id', 'meta', 'schemas'].includes(ref.attribute.name)) return sql('true');
      if (isMembership(row.type, ref.extension, ref.attribute))
        return membershipPredicate(row, ref.attribute.name, present(ref));
      return document.present(ref);
    },
    compare: (filter) => {
      const { ref, op } = filter;
      if (ref.extension !== null) return document.compare(filter);
      if (ref.attribute.name === 'schemas') return schemasPredicate(row, (urn) => comparesUrn(ref, urn, op, filter));
      const column = columnOf(row, ref);
      if (column !== null) return comparison(column, op, filter.value, row.fragments);
      if (!isMembership(row.type, null, ref.attribute)) return document.compare(filter);
      const any = membershipPredicate(row, ref.attribute.name, inElement(filter));
      if (op !== 'ne') return any;
      return concat('(', any, ') or not (', membershipPredicate(row, ref.attribute.name, present(ref)), ')');
    },
    valuePath: (ref, filter) => {
      if (isMembership(row.type, ref.extension, ref.attribute)) {
        return membershipPredicate(row, ref.attribute.name, filter);
      }
      if (ref.extension === null && ref.attribute.name === 'schemas') {
        return schemasPredicate(row, (urn) => evaluateElement(filter, urn));
      }
      // The one element of a single-valued attribute is the attribute: `name[familyName eq "x"]`, `meta[created gt …]`.
      if (!ref.attribute.multiValued) {
        return concat('(', scope.present(ref), ') and (', predicate(lifted(filter, ref), scope), ')');
      }
      return document.valuePath(ref, filter);
    },
  };
  return scope;
};

/** What is held in columns. Host and prefix of `location` are the client's, so what it is compared with counts by its end. */
const columnOf = ({ type, row }: Row, { attribute, sub }: AttributeRef): Value | null => {
  if (attribute.name === 'id') return { kind: 'text', sql: `${row}.id` };
  if (attribute.name !== 'meta' || sub === null) return null;
  switch (sub.name) {
    case 'created':
      return { kind: 'text', sql: `${row}.created` };
    case 'lastModified':
      return { kind: 'text', sql: `${row}.modified` };
    case 'version':
      return { kind: 'text', sql: `('W/"' || cast(${row}.version as text) || '"')` };
    case 'resourceType':
      return { kind: 'constant', value: type.name };
    case 'location':
      return { kind: 'location', sql: `${row}.id`, endpoint: type.endpoint };
    default:
      return null;
  }
};

const present = (ref: AttributeRef): CheckedFilter =>
  ref.sub === null ? { kind: 'and', terms: [] } : { kind: 'present', ref: subRef(ref.sub) };

const subRef = (attribute: AttributeRef['attribute']): AttributeRef => ({ extension: null, attribute, sub: null });

const inElement = (filter: Compare): CheckedFilter => ({
  ...filter,
  ref: subRef(filter.ref.sub ?? filter.ref.attribute),
});

/** The filter of a value path, with its sub-attributes named from outside. */
export const lifted = (filter: CheckedFilter, outer: AttributeRef): CheckedFilter => {
  switch (filter.kind) {
    case 'present':
    case 'compare':
      return { ...filter, ref: { extension: outer.extension, attribute: outer.attribute, sub: filter.ref.attribute } };
    case 'not':
      return { kind: 'not', term: lifted(filter.term, outer) };
    case 'and':
    case 'or':
      return { kind: filter.kind, terms: filter.terms.map((term) => lifted(term, outer)) };
    case 'valuePath':
      return filter;
    default:
      return filter satisfies never;
  }
};

const comparesUrn = (ref: AttributeRef, urn: string, op: CompareOp, { value }: Compare): boolean => {
  const canonical = canonicalScalar(ref.attribute, urn);
  return canonical !== null && compares(canonical, op, value);
};

/** The core schema is always one of a resource's `schemas`, an extension when the resource has a value of it. */
const schemasPredicate = ({ type, fragments, row }: Row, matches: (urn: string) => boolean): Sql => {
  if (matches(type.schema.id)) return sql('true');
  const extensions = type.extensions.filter(({ schema }) => matches(schema.id));
  if (extensions.length === 0) return sql('false');
  return sql(extensions.map(({ schema }) => fragments.has(`${row}.search`, [schema.id])).join(' or '));
};

/** Attributes inside a JSON object: the shadow document, or an element of one of its lists. */
const jsonScope = (fragments: FilterFragments, json: string, depth = 1): Scope => {
  const pathTo = (ref: AttributeRef): readonly string[] =>
    ref.extension === null ? [ref.attribute.name] : [ref.extension, ref.attribute.name];
  const anyElement = (path: readonly string[], inner: (element: string) => Sql): Sql => {
    const alias = `e${depth}`;
    return concat(
      `exists (select 1 from ${fragments.each(json, path, alias)} where `,
      inner(fragments.element(alias)),
      ')',
    );
  };
  const scope: Scope = {
    fragments,
    present: (ref) => {
      if (ref.sub === null) return sql(fragments.has(json, pathTo(ref)));
      const { sub } = ref;
      if (!ref.attribute.multiValued) return sql(fragments.has(json, [...pathTo(ref), sub.name]));
      return anyElement(pathTo(ref), (element) => sql(fragments.has(element, [sub.name])));
    },
    compare: (filter) => {
      const { ref, op, value } = filter;
      const attribute = ref.sub ?? ref.attribute;
      const compared = (holder: string, path: readonly string[]): Sql =>
        comparison(jsonValue(fragments, attribute.type, holder, path), op, value, fragments);
      const path = ref.sub === null || ref.attribute.multiValued ? pathTo(ref) : [...pathTo(ref), ref.sub.name];
      if (!ref.attribute.multiValued && !attribute.multiValued) return compared(json, path);
      const any =
        ref.attribute.multiValued && ref.sub !== null
          ? anyElement(path, (element) => elementCompare(fragments, element, ref.sub ?? attribute, filter, depth + 1))
          : anyElement(path, (element) => compared(element, []));
      return op === 'ne' ? concat('(', any, ') or not (', scope.present(ref), ')') : any;
    },
    valuePath: (ref, filter) =>
      anyElement(pathTo(ref), (element) =>
        ref.attribute.type === 'complex'
          ? predicate(filter, jsonScope(fragments, element, depth + 1))
          : predicate(filter, plainScope(fragments, element)),
      ),
  };
  return scope;
};

/** One element's sub-attribute; an element without it says nothing, also to `ne`. */
const elementCompare = (
  fragments: FilterFragments,
  element: string,
  sub: AttributeRef['attribute'],
  filter: Compare,
  depth: number,
): Sql => {
  const inner = jsonScope(fragments, element, depth);
  const compared = inner.compare({ ...filter, ref: subRef(sub) });
  return filter.op === 'ne' ? concat(fragments.has(element, [sub.name]), ' and (', compared, ')') : compared;
};

/** An element that is a plain value: the one attribute there is, `value`, is the element itself (RFC 7643 §2.4). */
const plainScope = (fragments: FilterFragments, element: string): Scope => ({
  fragments,
  present: () => sql('true'),
  compare: ({ ref, op, value }) =>
    comparison(jsonValue(fragments, ref.attribute.type, element, []), op, value, fragments),
  valuePath: () => sql('false'),
});

export const jsonValue = (
  fragments: FilterFragments,
  type: AttributeRef['attribute']['type'],
  json: string,
  path: readonly string[],
): Value => {
  switch (type) {
    case 'boolean':
      return { kind: 'boolean', sql: fragments.boolean(json, path) };
    case 'integer':
    case 'decimal':
      return { kind: 'number', sql: fragments.number(json, path) };
    case 'string':
    case 'reference':
    case 'binary':
    case 'dateTime':
    case 'complex':
      return { kind: 'text', sql: fragments.text(json, path) };
    default:
      return type satisfies never;
  }
};
