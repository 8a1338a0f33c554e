import { isJsonObject, type JsonObject } from '@rollcall/scim';
import { type App, isAssigned } from '../model/app.ts';
import { mapUser } from '../model/mapping.ts';
import { memberIds } from '../model/memberships.ts';
import type { Org } from '../model/org.ts';

/** Reads a SCIM server's whole directory, as any client would. */
async function readAll(base: string, token: string, type: 'Users' | 'Groups'): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  for (;;) {
    const response = await fetch(`${base}/${type}?startIndex=${found.length + 1}&count=500`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const list: JsonObject = await response.json();
    const page = Array.isArray(list.Resources) ? list.Resources.filter(isJsonObject) : [];
    found.push(...page);
    if (page.length === 0 || found.length >= Number(list.totalResults)) return found;
  }
}

/** Takes over what the org maps: the server may know more of a person than the org says. */
function asMapped(theirs: JsonObject, ours: JsonObject): JsonObject {
  const picked: Record<string, JsonObject[string]> = {};
  for (const [name, value] of Object.entries(ours)) {
    const there = theirs[name];
    if (isJsonObject(value)) picked[name] = isJsonObject(there) ? asMapped(there, value) : (there ?? null);
    else if (Array.isArray(value) && Array.isArray(there)) {
      picked[name] = value.map((element, index) => {
        const other = there[index];
        return isJsonObject(element) && isJsonObject(other) ? asMapped(other, element) : (other ?? null);
      });
    } else picked[name] = there ?? null;
  }
  return picked;
}

export interface Directory {
  readonly users: Readonly<Record<string, JsonObject>>;
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/** What the target should hold: everybody who is or was assigned, and the pushed groups with their members. */
export function expectedDirectory({ org, app }: { readonly org: Org; readonly app: App }): Directory {
  const users: Record<string, JsonObject> = {};
  const externalIds = new Map<string, string>();
  for (const account of org.appUsers.get(app.id)?.values() ?? []) {
    const user = org.users.get(account.userId);
    if (user === undefined) continue;
    externalIds.set(user.id, user.profile.login);
    // Whoever left before there was an account has none.
    if (!isAssigned(account) && account.known.remoteId === null) continue;
    if (!isAssigned(account)) users[user.id] = { active: false };
    else users[user.id] = { ...mapUser(user, app.mappings, 'update').values, active: true };
  }
  const groups: Record<string, string[]> = {};
  for (const mapping of org.pushMappings.values()) {
    const group = org.groups.get(mapping.groupId);
    if (group === undefined) continue;
    const accounts = org.appUsers.get(app.id);
    groups[group.name] = [...memberIds(org, group)]
      .filter((id) => {
        const account = accounts?.get(id);
        return account !== undefined && isAssigned(account);
      })
      .sort();
  }
  return { users, groups };
}

/** The same shape, read from the server: people by their externalId, members by it too. */
export async function actualDirectory(base: string, token: string, expected: Directory): Promise<Directory> {
  const users: Record<string, JsonObject> = {};
  const externalIds = new Map<string, string>();
  for (const user of await readAll(base, token, 'Users')) {
    const externalId = String(user.externalId);
    externalIds.set(String(user.id), externalId);
    const ours = expected.users[externalId];
    // Somebody who left the org keeps an inactive account.
    if (ours === undefined && user.active === false) continue;
    users[externalId] = ours === undefined ? user : asMapped(user, ours);
  }
  const groups: Record<string, string[]> = {};
  for (const group of await readAll(base, token, 'Groups')) {
    const members = Array.isArray(group.members) ? group.members.filter(isJsonObject) : [];
    groups[String(group.displayName)] = members.map((member) => externalIds.get(String(member.value)) ?? '?').sort();
  }
  return { users, groups };
}
