import type { Response as Shape } from '@rollcall/admin-api';
import { isJsonObject, type JsonValue } from '@rollcall/scim';
import type { AttributeChange, DirectoryEvent, Integration, NamedResource } from '@rollcall/store';

export type ChangeShape = Shape<'people.history'>['items'][number];

/** How many members of a change are named; the counts say how many there are. */
const namedMembers = 50;

const text = (value: JsonValue): string | null =>
  value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);

const isMembers = (
  change: AttributeChange,
): change is Extract<AttributeChange, { readonly added: readonly string[] }> => 'added' in change;

export const attributeChanges = (changes: readonly AttributeChange[]): ChangeShape['attributes'] =>
  changes.flatMap((change) =>
    isMembers(change) ? [] : [{ attribute: change.path, before: text(change.old), after: text(change.new) }],
  );

export const memberChange = (changes: readonly AttributeChange[]) => {
  const found = changes.find(isMembers);
  return { added: found?.added ?? [], removed: found?.removed ?? [] };
};

/** The ids that a page of changes will want names for. */
export const memberIds = (events: readonly DirectoryEvent[]): readonly string[] =>
  events.flatMap((event) => {
    const { added, removed } = memberChange(event.changes);
    return [...added.slice(0, namedMembers), ...removed.slice(0, namedMembers)];
  });

export function changeShape(
  event: DirectoryEvent,
  integration: Integration,
  names: ReadonlyMap<string, NamedResource>,
): ChangeShape {
  const { added, removed } = memberChange(event.changes);
  const named = (ids: readonly string[]) =>
    ids.slice(0, namedMembers).map((id) => ({ id, name: names.get(id)?.name ?? id }));
  const membership = added.length + removed.length > 0;
  return {
    seq: event.seq,
    at: event.at,
    action: event.action,
    actorType: event.actorType,
    actor: event.actorType === 'scim' ? integration.name : event.actorId,
    requestId: event.requestId || null,
    attributes: attributeChanges(event.changes),
    members: membership
      ? {
          added: named(added),
          removed: named(removed),
          addedCount: added.length,
          removedCount: removed.length,
        }
      : null,
  };
}

/** `{a: {b: 1}}` as `a.b = 1`, for showing; lists of objects are numbered by their type. */
export function flatten(value: JsonValue, path = ''): readonly { readonly path: string; readonly value: string }[] {
  if (value === null) return [];
  if (Array.isArray(value)) {
    if (value.every((item) => !isJsonObject(item) && !Array.isArray(item))) return [{ path, value: value.join(', ') }];
    return value.flatMap((item: JsonValue, at) => flatten(item, `${path}[${labelOf(item, at)}]`));
  }
  if (!isJsonObject(value)) return [{ path, value: String(value) }];
  const separator = path.startsWith('urn:') && !path.includes('[') ? ':' : '.';
  return Object.entries(value).flatMap(([key, item]) => flatten(item, path === '' ? key : path + separator + key));
}

const labelOf = (item: JsonValue, at: number): string =>
  isJsonObject(item) && typeof item.type === 'string' ? item.type : String(at + 1);
