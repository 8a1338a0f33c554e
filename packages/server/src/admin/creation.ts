import { isJsonObject, type JsonObject, type JsonValue } from '@rollcall/scim';
import type { AdminDirectory, AdminHistory, DirectoryEvent, DirectoryGroup } from '@rollcall/store';

/** What a resource was when it was created. The log keeps what each write changed, so it is found by going back from now. */
export interface Creation {
  readonly attributes: readonly { readonly path: string; readonly value: JsonValue }[];
  /** Ids of the members of a group. */
  readonly members: readonly string[];
}

const eventsAtMost = 1_000;
const membersAtMost = 5_000;

/** One level deep, an extension's attributes by `urn:…:name`: the paths that the change log writes. */
function attributesOf(body: JsonObject): Map<string, JsonValue> {
  const found = new Map<string, JsonValue>();
  for (const [name, value] of Object.entries(body)) {
    if (name === 'schemas') continue;
    if (name.includes(':') && isJsonObject(value))
      for (const [inner, deep] of Object.entries(value)) found.set(`${name}:${inner}`, deep);
    else found.set(name, value);
  }
  return found;
}

async function updatesSince(history: AdminHistory, integrationNo: number, id: string) {
  const found: DirectoryEvent[] = [];
  for (let before: number | null = null; found.length < eventsAtMost; ) {
    const page = await history.of(integrationNo, id, { before, limit: 200 });
    found.push(...page.events);
    if (page.next === null) return found;
    before = page.next;
  }
  return null;
}

async function membersNow(directory: AdminDirectory, group: DirectoryGroup): Promise<Set<string> | null> {
  if (group.memberCount > membersAtMost) return null;
  const ids = new Set<string>();
  for (let cursor: string | null = null; ; ) {
    const page = await directory.members(group, cursor, 500);
    for (const member of page?.members ?? []) ids.add(member.id);
    if (!page?.next) return ids;
    cursor = page.next;
  }
}

/** Null when it is deleted, or so much has happened since that going back would cost too much. */
export async function creationOf(
  directory: AdminDirectory,
  history: AdminHistory,
  integrationNo: number,
  id: string,
): Promise<Creation | null> {
  const resource = await directory.resource(integrationNo, id);
  const events = resource && (await updatesSince(history, integrationNo, id));
  if (!events) return null;
  const group = resource.type === 'Group' ? await directory.group(id) : null;
  const members = group ? await membersNow(directory, group) : null;
  const attributes = attributesOf(resource.body);
  for (const change of events.flatMap((event) => event.changes)) {
    if ('added' in change) {
      for (const added of change.added) members?.delete(added);
      for (const removed of change.removed) members?.add(removed);
    } else if (change.old === null) attributes.delete(change.path);
    else attributes.set(change.path, change.old);
  }
  return {
    attributes: [...attributes].map(([path, value]) => ({ path, value })),
    members: [...(members ?? [])],
  };
}
