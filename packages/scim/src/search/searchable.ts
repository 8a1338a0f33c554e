/**
 * The shadow document that is kept beside each resource and that filters and sorting look into: canonical names, values as
 * `canonicalScalar` compares them, multi-valued attributes always as arrays, nothing that counts as no value, nothing secret.
 * What is held in columns and rows is not in it: `id`, `schemas`, `meta`, a user's `groups`, a group's `members`.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Attribute } from '../schema/attribute.ts';
import { GROUP_URN } from '../schema/group.ts';
import { allAttributes } from '../schema/lookup.ts';
import type { ResourceType } from '../schema/registry.ts';
import { USER_URN } from '../schema/user.ts';
import { canonicalScalar } from './canonical.ts';

type MutableObject = { [key: string]: JsonValue };

/** Whether an attribute is a view of membership rows: the groups of a user, the members of a group. */
export const isMembership = (type: ResourceType, extension: string | null, attribute: Attribute): boolean =>
  extension === null &&
  ((attribute.name === 'groups' && type.schema.id === USER_URN) ||
    (attribute.name === 'members' && type.schema.id === GROUP_URN));

const inColumns = new Set(['id', 'schemas', 'meta']);

/** What a resource object may hold: attributes by name, and extensions (whose plans are nested) by URN. */
interface Plan {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly extensions: ReadonlyMap<string, Plan>;
}

const plans = new WeakMap<ResourceType, Plan>();

const planFor = (type: ResourceType): Plan => {
  const known = plans.get(type);
  if (known !== undefined) return known;
  const core = new Map<string, Attribute>();
  const extensions = new Map<string, { attributes: Map<string, Attribute>; extensions: ReadonlyMap<string, Plan> }>();
  for (const { extension, attribute, sub } of allAttributes(type)) {
    if (sub !== null || isSecret(attribute)) continue;
    if (extension === null) {
      if (!inColumns.has(attribute.name) && !isMembership(type, extension, attribute))
        core.set(attribute.name, attribute);
      continue;
    }
    const plan = extensions.get(extension) ?? { attributes: new Map<string, Attribute>(), extensions: new Map() };
    plan.attributes.set(attribute.name, attribute);
    extensions.set(extension, plan);
  }
  const plan: Plan = { attributes: core, extensions };
  plans.set(type, plan);
  return plan;
};

/** RFC 7643 §7.5: what is never returned must not be found out by asking either. */
export const isSecret = (attribute: Attribute): boolean =>
  attribute.returned === 'never' || attribute.mutability === 'writeOnly';

export const searchable = (type: ResourceType, resource: JsonObject): JsonObject =>
  shadowOf(planFor(type), resource) ?? {};

/** Null where nothing would be in it. */
const shadowOf = (plan: Plan, object: JsonObject): MutableObject | null => {
  let shadow: MutableObject | null = null;
  for (const name in object) {
    const attribute = plan.attributes.get(name);
    const value = attribute === undefined ? extensionOf(plan, name, object) : shadowValue(attribute, object[name]);
    if (value === null) continue;
    shadow ??= {};
    shadow[name] = value;
  }
  return shadow;
};

const extensionOf = (plan: Plan, name: string, object: JsonObject): MutableObject | null => {
  const extension = plan.extensions.get(name);
  const value = object[name];
  return extension !== undefined && isJsonObject(value) ? shadowOf(extension, value) : null;
};

const shadowValue = (attribute: Attribute, value: JsonValue | undefined): JsonValue | null => {
  if (!attribute.multiValued) return shadowElement(attribute, Array.isArray(value) ? value[0] : value);
  const elements: JsonValue[] = [];
  for (const item of Array.isArray(value) ? value : [value]) {
    const element = shadowElement(attribute, item);
    if (element !== null) elements.push(element);
  }
  return elements.length === 0 ? null : elements;
};

const shadowElement = (attribute: Attribute, value: JsonValue | undefined): JsonValue | null => {
  if (attribute.type !== 'complex') return canonicalScalar(attribute, value);
  if (!isJsonObject(value)) return null;
  let shadow: MutableObject | null = null;
  for (const sub of attribute.subAttributes) {
    if (isSecret(sub)) continue;
    const found = value[sub.name];
    if (found === undefined) continue;
    const canonical = shadowValue(sub, found);
    if (canonical === null) continue;
    shadow ??= {};
    shadow[sub.name] = canonical;
  }
  return shadow;
};
