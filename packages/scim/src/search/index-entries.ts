/**
 * The rows by which indexed attributes are found: one for each distinct value. An attribute is called by its resource
 * type and path, `User:emails.value`; userName and a group's displayName have a unique column of their own.
 */

import { parseAttributePath } from '../filter/parse.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Attribute } from '../schema/attribute.ts';
import { ENTERPRISE_USER_URN } from '../schema/enterprise-user.ts';
import { allAttributes, findAttribute, formatAttribute } from '../schema/lookup.ts';
import type { AttributeRef, Registry, ResourceType } from '../schema/registry.ts';
import { USER_URN } from '../schema/user.ts';
import type { Scalar } from './canonical.ts';

export interface IndexEntry {
  readonly attr: string;
  readonly value: string;
}

/** What an indexed attribute is called. */
export const indexName = (type: ResourceType, ref: AttributeRef): string => `${type.name}:${formatAttribute(ref)}`;

const userDefaults: readonly string[] = [
  'displayName',
  'emails.value',
  'name.familyName',
  'title',
  `${ENTERPRISE_USER_URN}:department`,
  `${ENTERPRISE_USER_URN}:employeeNumber`,
  `${ENTERPRISE_USER_URN}:manager.value`,
];

/** The attributes that are indexed without being asked for. What is found by columns or member rows isn't among them. */
export const defaultIndexed = (registry: Registry): readonly string[] =>
  registry.resourceTypes.flatMap((type) => {
    const paths = type.schema.id === USER_URN ? ['externalId', ...userDefaults] : ['externalId'];
    const usual = paths.flatMap((text) => refOf(type, text) ?? []);
    return [...new Set([...usual, ...uniqueOf(type)].map((ref) => indexName(type, ref)))];
  });

/** What an operator declares unique is looked up by it. The first of the core schema has a column of its own. */
const uniqueOf = (type: ResourceType): readonly AttributeRef[] => {
  const isUnique = ({ uniqueness, type: kind }: Attribute): boolean => uniqueness !== 'none' && kind !== 'complex';
  const column = type.schema.attributes.find((attribute) => isUnique(attribute) && !attribute.multiValued);
  return allAttributes(type).filter(
    ({ attribute, sub }) => sub === null && attribute !== column && attribute.name !== 'id' && isUnique(attribute),
  );
};

const refOf = (type: ResourceType, text: string): AttributeRef | null => {
  const path = parseAttributePath(text);
  return path === null ? null : findAttribute(type, path);
};

interface Indexed {
  readonly attr: string;
  readonly ref: AttributeRef;
}

const plans = new WeakMap<ReadonlySet<string>, Map<ResourceType, readonly Indexed[]>>();

const planFor = (type: ResourceType, indexed: ReadonlySet<string>): readonly Indexed[] => {
  const byType = plans.get(indexed) ?? new Map<ResourceType, readonly Indexed[]>();
  plans.set(indexed, byType);
  const known = byType.get(type);
  if (known !== undefined) return known;
  const prefix = `${type.name}:`;
  const plan = [...indexed].flatMap((attr) => {
    const ref = attr.startsWith(prefix) ? refOf(type, attr.slice(prefix.length)) : null;
    return ref === null ? [] : [{ attr, ref }];
  });
  byType.set(type, plan);
  return plan;
};

/** `search` is what `searchable` made of the resource; `indexed` holds names of `indexName` and is not changed later. */
export const indexEntries = (
  type: ResourceType,
  search: JsonObject,
  indexed: ReadonlySet<string>,
): readonly IndexEntry[] => {
  const entries: IndexEntry[] = [];
  for (const { attr, ref } of planFor(type, indexed)) {
    const holder = ref.extension === null ? search : search[ref.extension];
    const found = isJsonObject(holder) ? holder[ref.attribute.name] : undefined;
    if (found === undefined) continue;
    const values: Scalar[] = [];
    collect(found, ref.sub?.name ?? null, values);
    // The same address twice is one row.
    for (const value of values.length > 1 ? new Set(values) : values) entries.push({ attr, value: indexText(value) });
  }
  return entries;
};

const collect = (value: JsonValue | undefined, sub: string | null, into: Scalar[]): void => {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, sub, into);
  } else if (!isJsonObject(value)) {
    if (sub === null && typeof value !== 'object') into.push(value);
  } else if (sub !== null) {
    collect(value[sub], null, into);
  }
};

/** A value as index text whose order by code point is the order of the values. */
export const indexText = (value: Scalar): string => (typeof value === 'number' ? sortableNumber(value) : String(value));

/** IEEE 754 bits order as the numbers do once negative ones are inverted and positive ones get the top bit. */
const sortableNumber = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigUint64(0);
  const ordered = bits >> 63n === 1n ? bits ^ 0xffff_ffff_ffff_ffffn : bits | 0x8000_0000_0000_0000n;
  return ordered.toString(16).padStart(16, '0');
};
