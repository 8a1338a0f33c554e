import { isJsonObject, type JsonObject, type JsonValue } from '@rollcall/scim';
import { enterpriseUrn, type MappedUser } from '../model/mapping.ts';
import type { PatchStyle } from './profile.ts';

export const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export const patchBody = (operations: readonly JsonObject[], sendsSchemas = true): JsonObject => ({
  ...(sendsSchemas ? { schemas: [patchUrn] } : {}),
  Operations: operations,
});

interface Leaf {
  /** As PATCH addresses it. */
  readonly path: string;
  /** Inside a multi-valued attribute: cannot be grouped. */
  readonly element: boolean;
  readonly value: JsonValue | undefined;
}

function elementLeaves(name: string, value: JsonValue | undefined, keys: readonly string[]): Leaf[] {
  const list = Array.isArray(value) ? value : [];
  const element = list.find((entry) => isJsonObject(entry) && (entry.type === 'work' || entry.primary === true));
  return keys.map((key) => ({
    path: `${name}[type eq "work"].${key}`,
    element: true,
    value: isJsonObject(element) ? element[key] : undefined,
  }));
}

const elementKeys: Readonly<Record<string, readonly string[]>> = {
  emails: ['value', 'primary'],
  phoneNumbers: ['value'],
  addresses: ['streetAddress', 'locality', 'region', 'postalCode', 'country'],
};

/** A user as the list of its addressable values. */
function leaves(user: JsonObject, names: readonly string[]): Leaf[] {
  return names.flatMap((name): Leaf[] => {
    const value = user[name];
    const keys = elementKeys[name];
    if (keys !== undefined) return elementLeaves(name, value, keys);
    if (name === 'name') {
      const inner = isJsonObject(value) ? value : {};
      return ['givenName', 'familyName', 'middleName'].map((key) => ({
        path: `name.${key}`,
        element: false,
        value: inner[key],
      }));
    }
    if (name === enterpriseUrn) {
      const inner = isJsonObject(value) ? value : {};
      return ['employeeNumber', 'costCenter', 'organization', 'division', 'department', 'manager'].map((key) => ({
        path: `${enterpriseUrn}:${key}`,
        element: false,
        value: inner[key],
      }));
    }
    return [{ path: name, element: false, value }];
  });
}

const managerId = (value: JsonValue | undefined): JsonValue | undefined =>
  isJsonObject(value) ? (value.value ?? value.displayName) : value;

const same = (a: JsonValue | undefined, b: JsonValue | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

interface Change {
  readonly path: string;
  readonly element: boolean;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

function changes(theirs: JsonObject, mapped: MappedUser, overlay: JsonObject): Change[] {
  const wanted: JsonObject = { ...mapped.values, ...overlay };
  const names = [...new Set([...Object.keys(wanted), ...mapped.absent.map((path) => path[0] ?? '')])];
  const before = new Map(leaves(theirs, names).map((leaf) => [leaf.path, leaf.value]));
  return leaves(wanted, names).flatMap((leaf) => {
    const manager = leaf.path.endsWith(':manager');
    const old = manager ? managerId(before.get(leaf.path)) : before.get(leaf.path);
    const value = manager ? managerId(leaf.value) : leaf.value;
    return same(old, value) ? [] : [{ path: leaf.path, element: leaf.element, before: old, after: value }];
  });
}

/** Entra without the flag writes booleans as text. */
const asText = (value: JsonValue): JsonValue => (value === true ? 'True' : value === false ? 'False' : value);

function withPaths(all: readonly Change[]): JsonObject[] {
  return all.map((change) =>
    change.after === undefined
      ? { op: 'Remove', path: change.path }
      : {
          op: change.before === undefined ? 'Add' : 'Replace',
          path: change.path,
          value: asText(change.after),
        },
  );
}

function grouped(all: readonly Change[]): JsonObject[] {
  const values: Record<string, JsonValue> = {};
  const operations: JsonObject[] = [];
  for (const change of all) {
    if (change.after === undefined) operations.push({ op: 'remove', path: change.path });
    else if (change.element) {
      operations.push({ op: change.before === undefined ? 'add' : 'replace', path: change.path, value: change.after });
    } else values[change.path] = change.after;
  }
  return Object.keys(values).length === 0 ? operations : [{ op: 'replace', value: values }, ...operations];
}

/** The operations that turn the target's user into the wanted one; none where nothing differs. */
export function userOperations(
  style: PatchStyle,
  theirs: JsonObject,
  mapped: MappedUser,
  overlay: JsonObject,
): JsonObject[] {
  switch (style) {
    case 'entra-paths':
      return withPaths(changes(theirs, mapped, overlay));
    case 'entra-grouped':
    case 'pathless':
      return grouped(changes(theirs, mapped, overlay));
    default:
      return style satisfies never;
  }
}

/** (De)activation alone. */
export function activeOperation(style: PatchStyle, active: boolean): JsonObject {
  switch (style) {
    case 'entra-paths':
      return { op: 'Replace', path: 'active', value: active ? 'True' : 'False' };
    case 'entra-grouped':
      return { op: 'replace', path: 'active', value: active };
    case 'pathless':
      return { op: 'replace', value: { active } };
    default:
      return style satisfies never;
  }
}
