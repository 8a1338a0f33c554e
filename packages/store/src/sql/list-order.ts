/** The order of a listing, RFC 7644 §3.4.2.3, and where a page begins in it (keyset paging). */
import { type AttributeRef, isMembership } from '@rollcall/scim';
import type { ListQuery, ListTarget } from '../ports/resources.ts';
import type { SqlValue } from './database.ts';
import type { FilterFragments } from './filter-fragments.ts';
import { jsonValue } from './filter-to-sql.ts';
import type { Value } from './filter-values.ts';
import { uniqueAttributes } from './resources/unique-attributes.ts';
import { concat, type Sql, sql } from './sql-text.ts';

export interface SortColumn {
  /** Over `resource r`. */
  readonly sql: string;
  readonly nullable: boolean;
  /** True where an index has the rows in this order. */
  readonly indexed: boolean;
  readonly param: string;
}

/** Ascending, what has no value last; `descending` turns all of it round, the order of creation included. */
export interface Order {
  readonly column: SortColumn | null;
  readonly descending: boolean;
  /** Where a row's `ord` is read: it settles what the column leaves open. */
  readonly ord: string;
}

/** The place of a row in an order. */
export interface Place {
  readonly key: SqlValue;
  readonly ord: number;
}

export const orderOf = ({ targets, descending }: ListQuery, fragments: FilterFragments): Order => {
  const columns = targets.map((target) => columnOf(target, fragments));
  const [only] = columns;
  const column = targets.length === 1 ? (only ?? null) : combined(targets, columns);
  return { column, descending: column !== null && descending, ord: 'r.ord' };
};

/** Several types may sort by different columns. */
const combined = (targets: readonly ListTarget[], columns: readonly (SortColumn | null)[]): SortColumn | null => {
  const cases = columns.map((column, at) =>
    column === null ? '' : `when ${literal(targets[at]?.type.name ?? '')} then cast(${column.sql} as text)`,
  );
  if (cases.every((text) => text === '')) return null;
  return { sql: `(case r.type ${cases.join(' ')} end)`, nullable: true, indexed: false, param: '?' };
};

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const columnOf = ({ type, sortBy }: ListTarget, fragments: FilterFragments): SortColumn | null => {
  if (sortBy === null || isMembership(type, sortBy.extension, sortBy.attribute)) return null;
  if (sortBy.extension === null) {
    const { name } = sortBy.attribute;
    if (name === 'id') return indexedColumn('r.id', false);
    if (name === 'meta') return metaColumn(sortBy.sub?.name ?? '');
    if (name === 'schemas') return null;
  }
  const { key } = uniqueAttributes(type);
  if (key !== null && key.attribute === sortBy.attribute && key.attribute.required && key.attribute.type === 'string') {
    return indexedColumn('r.unique_key', true);
  }
  return jsonColumn(sortBy, fragments);
};

const indexedColumn = (column: string, indexed: boolean): SortColumn => ({
  sql: column,
  nullable: false,
  indexed,
  param: '?',
});

const metaColumn = (sub: string): SortColumn | null => {
  switch (sub) {
    case 'created':
      return indexedColumn('r.created', true);
    case 'lastModified':
      return indexedColumn('r.modified', true);
    case 'version':
      return indexedColumn('r.version', false);
    case 'location':
      return indexedColumn('r.id', false);
    case 'resourceType':
      return indexedColumn('r.type', false);
    default:
      return null;
  }
};

const jsonColumn = ({ extension, attribute, sub }: AttributeRef, fragments: FilterFragments): SortColumn => {
  const path = extension === null ? [attribute.name] : [extension, attribute.name];
  const leaf = sub ?? attribute;
  const scalar = (json: string, at: readonly string[]): string => {
    if (sub?.multiValued !== true) return sortable(jsonValue(fragments, leaf.type, json, at));
    return `(select ${sortable(jsonValue(fragments, leaf.type, fragments.element('f'), []))}
      from ${fragments.each(json, at, 'f')} order by ${fragments.position('f')} limit 1)`;
  };
  const column = attribute.multiValued
    ? `(select ${scalar(fragments.element('e'), sub === null ? [] : [sub.name])} from ${fragments.each('r.search', path, 'e')}
        order by ${hasPrimary(attribute) ? `(${fragments.boolean(fragments.element('e'), ['primary'])} is true) desc, ` : ''}${fragments.position('e')} limit 1)`
    : scalar('r.search', sub === null ? path : [...path, sub.name]);
  const isNumber = leaf.type === 'integer' || leaf.type === 'decimal';
  return { sql: column, nullable: true, indexed: false, param: isNumber ? fragments.numberParam : '?' };
};

const hasPrimary = (attribute: AttributeRef['attribute']): boolean =>
  attribute.subAttributes.some((sub) => sub.name === 'primary' && sub.type === 'boolean');

/** Booleans as 0 and 1, so that a cursor can hold them. */
const sortable = (value: Value): string => {
  if (value.kind === 'constant') return literal(value.value);
  return value.kind === 'boolean' ? `(case when ${value.sql} then 1 when not ${value.sql} then 0 end)` : value.sql;
};

/** `order by` for a page; a page before a cursor is read backwards. */
export const orderBy = ({ column, descending, ord }: Order, backwards: boolean): string => {
  const direction = descending !== backwards ? 'desc' : 'asc';
  if (column === null) return `${ord} ${direction}`;
  const nulls = column.nullable ? `(${column.sql} is null) ${direction}, ` : '';
  return `${nulls}${column.sql} ${direction}, ${ord} ${direction}`;
};

/** What comes after a place, or before it. */
export const beyond = ({ column, descending, ord: own }: Order, { key, ord }: Place, backwards: boolean): Sql => {
  const falling = descending !== backwards;
  const than = falling ? '<' : '>';
  if (column === null) return sql(`${own} ${than} ?`, [ord]);
  const { sql: text, param } = column;
  if (!column.nullable) return sql(`(${text}, ${own}) ${than} (${param}, ?)`, [key, ord]);
  const nulls = `${text} is null`;
  if (key === null)
    return concat(`(${nulls} and ${own} ${than} `, sql('?)', [ord]), falling ? ` or ${text} is not null` : '');
  const among = concat(
    `${text} ${than} `,
    sql(`${param} or (${text} = ${param} and ${own} ${than} ?)`, [key, key, ord]),
  );
  return falling ? among : concat(among, ` or ${nulls}`);
};
