/**
 * Resources as text. A body is kept exactly as it is sent, so the usual answer is put together without parsing:
 *
 *   {"schemas":[…]  ,"id":"…"  …the rest of the body…  ,"groups":[…] or ,"members":[…]  ,"meta":{…}}
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { GROUP_URN } from '../schema/group.ts';
import type { Registry, ResourceType } from '../schema/registry.ts';
import { USER_URN } from '../schema/user.ts';
import type { BodySelection, Projection, Selection } from './projection.ts';

/** A resource as a store keeps it. `body` starts with `{"schemas":[…]`, as `readResource` and `applyPatch` put it. */
export interface KeptResource {
  readonly type: string;
  readonly id: string;
  readonly body: string;
  readonly created: string;
  readonly lastModified: string;
  readonly version: number;
  readonly groups: readonly KeptGroup[];
}

export interface KeptGroup {
  readonly id: string;
  readonly display: string;
  readonly direct: boolean;
}

export interface KeptMember {
  readonly id: string;
  /** Name of its resource type. */
  readonly type: string;
  readonly display: string | null;
}

export interface Renderer {
  /** `base` is the URL up to the endpoint, as the client wrote it. `members` is for groups; null where they are not shown. */
  resource(
    kept: KeptResource,
    base: string,
    projection: Projection | null,
    members: readonly KeptMember[] | null,
  ): string;
  /** A group whose members are sent in pieces, each the text of `members`, commas between them. */
  parts(
    kept: KeptResource,
    base: string,
    projection: Projection | null,
  ): { readonly head: string; readonly tail: string };
  members(members: readonly KeptMember[], base: string, projection: Projection | null): string;
  /** The URL of a resource, RFC 7643 §3.1 (`meta.location`). */
  location(base: string, typeName: string, id: string): string;
}

/** The version of a resource as `ETag` and `meta.version` carry it, RFC 7644 §3.14. */
export const versionTag = (version: number): string => `W/"${version}"`;

export const createRenderer = (registry: Registry): Renderer => {
  const types = new Map<string, ResourceType>(registry.resourceTypes.map((type) => [type.name, type]));
  const endpointOf = (typeName: string): string => types.get(typeName)?.endpoint ?? `/${typeName}`;
  const location = (base: string, typeName: string, id: string): string => `${base}${endpointOf(typeName)}/${id}`;

  const memberText = (member: KeptMember, base: string, selection: Selection): string => {
    const display = member.display === null ? '' : `,"display":${JSON.stringify(member.display)}`;
    const reference = location(base, member.type, member.id);
    if (selection === 'all') {
      return `{"value":"${member.id}","$ref":"${reference}","type":"${member.type}"${display}}`;
    }
    return pick({ value: member.id, $ref: reference, type: member.type, display: member.display }, selection);
  };

  const groupText = (group: KeptGroup, base: string, selection: Selection): string => {
    const reference = location(base, 'Group', group.id);
    const type = group.direct ? 'direct' : 'indirect';
    if (selection === 'all') {
      return `{"value":"${group.id}","$ref":"${reference}","display":${JSON.stringify(group.display)},"type":"${type}"}`;
    }
    return pick({ value: group.id, $ref: reference, display: group.display, type }, selection);
  };

  const metaText = (kept: KeptResource, base: string, selection: Selection): string => {
    const url = location(base, kept.type, kept.id);
    if (selection === 'all') {
      return `,"meta":{"resourceType":"${kept.type}","created":"${kept.created}","lastModified":"${kept.lastModified}","location":"${url}","version":"W/\\"${kept.version}\\""}}`;
    }
    if (selection === null) return '}';
    const { type, created, lastModified, version } = kept;
    return `,"meta":${pick({ resourceType: type, created, lastModified, location: url, version: versionTag(version) }, selection)}}`;
  };

  const bodyText = (kept: KeptResource, projection: Projection | null): string => {
    const body = projection === null || projection.body === null ? kept.body : projectBody(kept.body, projection.body);
    // URNs have no brackets, so the first one closes `schemas`.
    const at = body.indexOf(']') + 1;
    return `${body.slice(0, at)},"id":"${kept.id}"${body.slice(at, -1)}`;
  };

  const groupsText = (kept: KeptResource, base: string, projection: Projection | null): string => {
    const selection = projection === null ? 'all' : projection.groups;
    if (types.get(kept.type)?.schema.id !== USER_URN || selection === null) return '';
    return `,"groups":[${kept.groups.map((group) => groupText(group, base, selection)).join(',')}]`;
  };

  const members = (list: readonly KeptMember[], base: string, projection: Projection | null): string => {
    const safe = escaped(base);
    const selection = projection === null ? 'all' : projection.members;
    return list.map((member) => memberText(member, safe, selection)).join(',');
  };

  const membersText = (
    list: readonly KeptMember[] | null,
    kept: KeptResource,
    base: string,
    projection: Projection | null,
  ) =>
    list === null || projection?.members === null || types.get(kept.type)?.schema.id !== GROUP_URN
      ? ''
      : `,"members":[${members(list, base, projection)}]`;

  return {
    location,
    members,
    resource: (kept, base, projection, list) => {
      const safe = escaped(base);
      const views = `${groupsText(kept, safe, projection)}${membersText(list, kept, base, projection)}`;
      return `${bodyText(kept, projection)}${views}${metaText(kept, safe, projection === null ? 'all' : projection.meta)}`;
    },
    parts: (kept, base, projection) => ({
      head: `${bodyText(kept, projection)},"members":[`,
      tail: `]${metaText(kept, escaped(base), projection === null ? 'all' : projection.meta)}`,
    }),
  };
};

/** A base URL comes from a client's Host header: nothing in it may end the string that it is put into. */
const escaped = (text: string): string => (/["\\\p{Cc}]/u.test(text) ? JSON.stringify(text).slice(1, -1) : text);

const pick = (values: Readonly<Record<string, JsonValue>>, selection: ReadonlySet<string> | null): string => {
  const picked: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && selection?.has(name)) picked[name] = value;
  }
  return JSON.stringify(picked);
};

/** `schemas` names only what is left (RFC 7643 §3), the core schema always. */
const projectBody = (body: string, selection: BodySelection): string => {
  const resource: JsonValue = JSON.parse(body);
  if (!isJsonObject(resource)) return body;
  const { schemas, ...rest } = resource;
  const projected: Record<string, JsonValue> = {};
  for (const name in rest) {
    const value = rest[name];
    const extension = selection.extensions.get(name);
    const shown =
      extension !== undefined && isJsonObject(value)
        ? projectObject(value, extension)
        : projectValue(value, selection.core.get(name) ?? null);
    if (shown !== undefined) projected[name] = shown;
  }
  const present = Array.isArray(schemas)
    ? schemas.filter((urn, at) => at === 0 || (typeof urn === 'string' && Object.hasOwn(projected, urn)))
    : [];
  return JSON.stringify({ schemas: present, ...projected });
};

const projectObject = (object: JsonObject, selections: ReadonlyMap<string, Selection>): JsonObject | undefined => {
  const projected: Record<string, JsonValue> = {};
  for (const name in object) {
    const shown = projectValue(object[name], selections.get(name) ?? null);
    if (shown !== undefined) projected[name] = shown;
  }
  return Object.keys(projected).length === 0 ? undefined : projected;
};

const projectValue = (value: JsonValue | undefined, selection: Selection): JsonValue | undefined => {
  if (selection === null || value === undefined) return undefined;
  if (selection === 'all') return value;
  if (!Array.isArray(value)) return isJsonObject(value) ? projectParts(value, selection) : value;
  const elements = value.flatMap((element) =>
    isJsonObject(element) ? (projectParts(element, selection) ?? []) : [element],
  );
  return elements.length === 0 ? undefined : elements;
};

const projectParts = (object: JsonObject, selection: ReadonlySet<string>): JsonObject | undefined => {
  const projected: Record<string, JsonValue> = {};
  for (const name in object) {
    const value = object[name];
    if (value !== undefined && selection.has(name)) projected[name] = value;
  }
  return Object.keys(projected).length === 0 ? undefined : projected;
};
