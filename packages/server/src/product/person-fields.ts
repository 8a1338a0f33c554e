import {
  checkValueFilter,
  ENTERPRISE_USER_URN,
  evaluateElement,
  findAttribute,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parsePatchPath,
  type ResourceType,
  userType,
} from '@rollcall/scim';
import type { PersonMore } from '@rollcall/store';

/** What the product shows and uses of a user. */
export interface PersonFields {
  readonly name: string;
  readonly email: string | null;
  readonly department: string | null;
  readonly jobTitle: string | null;
}

/** Which attribute feeds a field instead of the default: `{"email": "emails[type eq \"work\"].value"}`. */
export type AttributeSources = Readonly<Record<string, string>>;

export function personFields(
  body: JsonObject,
  sources: AttributeSources = {},
  type: ResourceType = userType,
): PersonFields {
  const from = (field: keyof PersonFields): string | null => {
    const source = sources[field];
    return source ? textAt(body, source, type) : null;
  };
  return {
    name: from('name') ?? nameOf(body),
    email: from('email') ?? emailOf(body),
    department: from('department') ?? text(enterprise(body).department),
    jobTitle: from('jobTitle') ?? text(body.title),
  };
}

export function personMore(body: JsonObject): PersonMore {
  const { employeeNumber, costCenter, organization, division, manager } = enterprise(body);
  const named = isJsonObject(manager) ? (text(manager.displayName) ?? text(manager.value)) : text(manager);
  return {
    employeeNumber: text(employeeNumber),
    costCenter: text(costCenter),
    organization: text(organization),
    division: text(division),
    manager: named,
  };
}

const enterprise = (body: JsonObject): JsonObject => {
  const extension = body[ENTERPRISE_USER_URN];
  return isJsonObject(extension) ? extension : {};
};

/** Okta may send neither formatted name nor displayName. */
function nameOf(body: JsonObject): string {
  const name = isJsonObject(body.name) ? body.name : {};
  const parts = [text(name.givenName), text(name.familyName)].filter((part) => part !== null).join(' ');
  return text(name.formatted) ?? text(body.displayName) ?? (parts || null) ?? text(body.userName) ?? '';
}

function emailOf(body: JsonObject): string | null {
  const userName = text(body.userName);
  return textOf(body.emails ?? null, 'value') ?? (userName && /^[^\s@]+@[^\s@]+$/.test(userName) ? userName : null);
}

/** Null as well where the path is none, or names nothing that is registered. */
function textAt(body: JsonObject, source: string, type: ResourceType): string | null {
  const path = parsePatchPath(source);
  if (!path.ok) return null;
  const ref = findAttribute(type, path.value.attribute);
  if (!ref) return null;
  const holder = ref.extension === null ? body : body[ref.extension];
  const value = isJsonObject(holder) ? holder[ref.attribute.name] : undefined;
  if (value === undefined) return null;
  const { filter } = path.value;
  const sub = ref.sub?.name ?? path.value.sub ?? 'value';
  if (!filter) return textOf(value, sub);
  const checked = checkValueFilter(filter, ref);
  if (!checked.ok) return null;
  const elements = Array.isArray(value) ? value : [value];
  return textOf(
    elements.filter((element) => evaluateElement(checked.value, element)),
    sub,
  );
}

/** A plain value; of a complex one its sub-attribute; of several the primary one, else the first. */
function textOf(value: JsonValue, sub: string): string | null {
  if (Array.isArray(value)) {
    const elements: readonly JsonValue[] = value;
    const primary = elements.find((element) => isJsonObject(element) && element.primary === true);
    const chosen = primary ?? elements[0];
    return chosen === undefined ? null : textOf(chosen, sub);
  }
  return isJsonObject(value) ? text(value[sub]) : text(value);
}

function text(value: JsonValue | undefined): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
