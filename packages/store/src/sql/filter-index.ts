/**
 * Which part of a filter an index can answer. An access yields every resource that the filter matches, and others
 * too unless it is exact; the whole filter then sorts those out.
 */
import { type CheckedFilter, indexName, indexText, isMembership, type ResourceType } from '@rollcall/scim';
import { boundedKey, ORDERED_LENGTH } from './bounded-key.ts';
import { lifted } from './filter-to-sql.ts';
import { afterPrefix } from './filter-values.ts';
import { uniqueAttributes } from './resources/unique-attributes.ts';
import { concat, join, type Sql, sql } from './sql-text.ts';

export interface IndexContext {
  readonly integrationNo: number;
  readonly type: ResourceType;
  /** Numbers of the attributes that have index rows, by `indexName`. */
  readonly attrs: ReadonlyMap<string, number>;
}

type Reach =
  /** One resource at most, by a unique column. */
  | { readonly kind: 'row'; readonly column: 'id' | 'unique_key'; readonly value: string }
  /** All rows of one attribute and value, in the order of creation. */
  | { readonly kind: 'index'; readonly attr: number; readonly value: string }
  /** A statement that yields `ord`s. */
  | {
      readonly kind: 'set';
      readonly ords: Sql;
      /** A column beside it says the same, so that going through everything costs little more than the set does. */
      readonly inRow: boolean;
    };

export type Access = Reach & { readonly exact: boolean };

type Compare = CheckedFilter & { readonly kind: 'compare' };

/** `active eq true`: nearly everybody, so no index narrows it; there is a column and a count. */
export const asksForActive = (filter: CheckedFilter): boolean =>
  filter.kind === 'compare' && filter.op === 'eq' && filter.value === true && isActive(filter);

const isActive = ({ ref }: Compare): boolean =>
  ref.extension === null && ref.attribute.name === 'active' && ref.attribute.type === 'boolean' && ref.sub === null;

export const accessOf = (filter: CheckedFilter, context: IndexContext): Access | null => {
  switch (filter.kind) {
    case 'compare':
      return compareAccess(filter, context);
    case 'valuePath':
      return valuePathAccess(filter, context);
    case 'and':
      return best(filter.terms.map((term) => accessOf(term, context)));
    case 'or':
      return unionAccess(filter.terms, context);
    case 'present':
    case 'not':
      return null;
    default:
      return filter satisfies never;
  }
};

/** The statement that yields the `ord`s of an access. */
export const ordsOf = (access: Access, { integrationNo, type }: IndexContext): Sql => {
  switch (access.kind) {
    case 'row':
      return concat(ofType(integrationNo, type), sql(`r.${access.column} = ?`, [access.value]));
    case 'index':
      return sql('select ord from attribute_index where integration_no = ? and attr = ? and value = ?', [
        integrationNo,
        access.attr,
        access.value,
      ]);
    case 'set':
      return access.ords;
    default:
      return access satisfies never;
  }
};

const ofType = (integrationNo: number, type: ResourceType): Sql =>
  sql('select r.ord as ord from resource r where r.integration_no = ? and r.type = ? and ', [integrationNo, type.name]);

/** Of an `and`, the term that narrows most; the others make it inexact. */
const best = (accesses: readonly (Access | null)[]): Access | null => {
  const found = accesses.filter((access) => access !== null).toSorted((a, b) => breadth(a) - breadth(b))[0];
  return found === undefined ? null : { ...found, exact: found.exact && accesses.length === 1 };
};

const breadth = ({ kind }: Access): number => (kind === 'row' ? 0 : kind === 'index' ? 1 : 2);

export const isInRow = (access: Access): boolean => access.kind === 'row' || (access.kind === 'set' && access.inRow);

const unionAccess = (terms: readonly CheckedFilter[], context: IndexContext): Access | null => {
  const accesses = terms.map((term) => accessOf(term, context));
  const found = accesses.filter((access) => access !== null);
  if (found.length === 0 || found.length < accesses.length) return null;
  const ords = join(
    found.map((access) => ordsOf(access, context)),
    ' union all ',
  );
  return { kind: 'set', ords, inRow: found.every(isInRow), exact: found.every(({ exact }) => exact) };
};

/** An element that satisfies the whole inner filter satisfies each term of it. */
const valuePathAccess = (filter: CheckedFilter & { kind: 'valuePath' }, context: IndexContext): Access | null => {
  const { ref } = filter;
  if (ref.attribute.type !== 'complex') return null;
  const access = accessOf(lifted(filter.filter, ref), context);
  return access === null ? null : { ...access, exact: access.exact && filter.filter.kind === 'compare' };
};

const compareAccess = (filter: Compare, context: IndexContext): Access | null => {
  const { ref, op, value } = filter;
  const { attribute, sub } = ref;
  if (ref.extension === null) {
    if (isMembership(context.type, null, attribute)) return membershipAccess(filter, context);
    if (attribute.name === 'meta') return metaAccess(filter, context);
    if (attribute.name === 'id') return op === 'eq' ? row('id', String(value)) : null;
    if (isActive(filter) && op === 'eq' && value === false) {
      return {
        kind: 'set',
        ords: concat(ofType(context.integrationNo, context.type), 'r.active = 0'),
        inRow: true,
        exact: true,
      };
    }
  }
  const { key } = uniqueAttributes(context.type);
  if (key !== null && key.attribute === attribute && sub === null) return keyAccess(filter, context);
  const attr = context.attrs.get(indexName(context.type, ref));
  return attr === undefined ? null : attributeAccess(filter, attr, context);
};

const row = (column: 'id' | 'unique_key', value: string): Access => ({ kind: 'row', column, value, exact: true });

/** userName, a group's displayName: the folded text in `unique_key`. */
const keyAccess = ({ op, value }: Compare, { integrationNo, type }: IndexContext): Access | null => {
  if (op === 'eq') return row('unique_key', boundedKey(String(value)));
  const range = typeof value === 'string' ? rangeOf('r.unique_key', op, value) : null;
  const ords = range === null ? null : concat(ofType(integrationNo, type), range);
  return ords === null ? null : { kind: 'set', ords, inRow: false, exact: true };
};

const attributeAccess = ({ op, value }: Compare, attr: number, { integrationNo }: IndexContext): Access | null => {
  if (value === null) return null;
  const text = indexText(value);
  if (op === 'eq') return { kind: 'index', attr, value: boundedKey(text), exact: true };
  const range = rangeOf('value', op, text);
  if (range === null) return null;
  const rows = sql('select ord from attribute_index where integration_no = ? and attr = ? and ', [integrationNo, attr]);
  return { kind: 'set', ords: concat(rows, range), inRow: false, exact: true };
};

/** Longer texts are kept cut, and in no order among those that share the beginning. */
const rangeOf = (column: string, op: Compare['op'], value: string): Sql | null => {
  if (value.length > ORDERED_LENGTH) return null;
  switch (op) {
    case 'sw': {
      const end = afterPrefix(value);
      return end === null ? null : sql(`${column} >= ? and ${column} < ?`, [value, end]);
    }
    case 'gt':
      return sql(`${column} > ?`, [value]);
    case 'ge':
      return sql(`${column} >= ?`, [value]);
    case 'lt':
      return sql(`${column} < ?`, [value]);
    case 'le':
      return sql(`${column} <= ?`, [value]);
    case 'eq':
    case 'ne':
    case 'co':
    case 'ew':
      return null;
    default:
      return op satisfies never;
  }
};

const metaAccess = ({ ref, op, value }: Compare, { integrationNo, type }: IndexContext): Access | null => {
  const column = ref.sub?.name === 'created' ? 'r.created' : ref.sub?.name === 'lastModified' ? 'r.modified' : null;
  if (column === null) return null;
  const range = op === 'eq' ? sql(`${column} = ?`, [String(value)]) : rangeOf(column, op, String(value));
  const ords = range === null ? null : concat(ofType(integrationNo, type), range);
  return ords === null ? null : { kind: 'set', ords, inRow: true, exact: true };
};

/** `members.value eq` and `groups.value eq`: the rows at the other end of one resource. */
const membershipAccess = ({ ref, op, value }: Compare, { integrationNo }: IndexContext): Access | null => {
  if (op !== 'eq' || ref.sub?.name !== 'value') return null;
  const one = sql('(select ord from resource where integration_no = ? and id = ?)', [integrationNo, String(value)]);
  const ords =
    ref.attribute.name === 'members'
      ? concat(
          sql('select group_ord as ord from member where integration_no = ? and member_ord = ', [integrationNo]),
          one,
        )
      : concat(
          'select ord from (with recursive below (ord) as (select member_ord from member where integration_no = ',
          sql('? and group_ord = ', [integrationNo]),
          one,
          ' union select m.member_ord from below join member m on m.integration_no = ',
          sql('? and m.group_ord = below.ord) select ord from below) b', [integrationNo]),
        );
  // Below a group are groups as well, which the type sorts out.
  return { kind: 'set', ords, inRow: false, exact: false };
};
