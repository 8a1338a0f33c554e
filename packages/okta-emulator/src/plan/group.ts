/** What a pushed group needs next; asked again after each answer, as plan/user.ts. */
import { fail, isJsonObject, type JsonObject, ok, type Result } from '@rollcall/scim';
import { Digest } from './digest.ts';
import { mergeGroup } from './merge.ts';
import { patchBody } from './patch.ts';
import type { ProviderProfile } from './profile.ts';
import { type Answer, get, type PlanFailure, type PlannedRequest } from './request.ts';
import { firstResource, matchPath } from './user.ts';

export interface DesiredMember {
  /** The id of the account on the other side. */
  readonly value: string;
  readonly display: string;
}

export interface DesiredGroup {
  readonly externalId: string;
  readonly name: string;
  readonly members: readonly DesiredMember[];
  /** *Push group memberships*; without it the target's members are left alone. */
  readonly pushMembers: boolean;
  /** Link Group: how the group on the other side is called. */
  readonly linkName: string | null;
  /** *Rename app groups to match group name in Okta*. */
  readonly rename: boolean;
  readonly overwrite: boolean;
  readonly remove: boolean;
}

export interface KnownGroupRun {
  readonly remoteId: string | null;
  readonly name: string | null;
  readonly digest: string | null;
  readonly memberIds: readonly string[];
  /** A creation was sent under this name and its answer never came. */
  readonly perhaps: string | null;
  /** Of this run: the names that were searched for. */
  readonly searched: readonly string[];
  readonly representation: JsonObject | null;
  readonly overwritten: boolean;
  readonly deleted: boolean;
}

type Kept = Pick<KnownGroupRun, 'remoteId' | 'name' | 'digest' | 'memberIds' | 'perhaps'>;

export const knownGroup = (group: Kept): KnownGroupRun => ({
  ...group,
  searched: [],
  representation: null,
  overwritten: false,
  deleted: false,
});

/** A linked group keeps its own name while renaming is off. */
const nameFor = (desired: DesiredGroup, known: KnownGroupRun): string =>
  desired.rename || known.remoteId === null ? desired.name : (known.name ?? desired.name);

export function groupDigest(desired: DesiredGroup, known: KnownGroupRun): string {
  const digest = new Digest().add(nameFor(desired, known)).add(desired.pushMembers ? 'members' : 'none');
  if (desired.pushMembers) for (const id of desired.members.map((member) => member.value).sort()) digest.add(id);
  return digest.text();
}

const groupPath = (id: string) => `/Groups/${encodeURIComponent(id)}`;

export function planGroup(
  desired: DesiredGroup,
  known: KnownGroupRun,
  profile: ProviderProfile,
): readonly PlannedRequest[] {
  if (known.deleted) return [];
  if (desired.remove) {
    // A creation whose answer was lost may have left the group there.
    if (known.remoteId === null) return search(desired, known, profile);
    return [{ method: 'DELETE', path: groupPath(known.remoteId), body: null, purpose: 'delete' }];
  }
  if (known.remoteId === null) return planUnknown(desired, known, profile);
  const overwrite = desired.overwrite && !known.overwritten;
  if (!overwrite && known.digest === groupDigest(desired, known)) return [];
  return profile.groups.update === 'put'
    ? planPut(desired, known, known.remoteId, overwrite, profile)
    : planPatch(desired, known, known.remoteId, overwrite, profile);
}

/** The name that is looked for next: first the one of a creation whose answer was lost. */
function nextName(desired: DesiredGroup, known: KnownGroupRun): string | null {
  const names = [known.perhaps, desired.remove ? null : (desired.linkName ?? desired.name)];
  return names.find((name) => name !== null && !known.searched.includes(name)) ?? null;
}

function search(desired: DesiredGroup, known: KnownGroupRun, profile: ProviderProfile): readonly PlannedRequest[] {
  const name = nextName(desired, known);
  return name === null ? [] : [get(matchPath('Groups', 'displayName', name, profile.groups.match), 'match')];
}

function planUnknown(desired: DesiredGroup, known: KnownGroupRun, profile: ProviderProfile): readonly PlannedRequest[] {
  const searches = search(desired, known, profile);
  if (searches.length > 0) return searches;
  const { schemas, sendsExternalId, createsWithMembers } = profile.groups;
  const withMembers = createsWithMembers && desired.pushMembers;
  const body: JsonObject = {
    schemas: [...schemas],
    displayName: desired.name,
    ...(sendsExternalId ? { externalId: desired.externalId } : {}),
    members: withMembers ? membersOf(desired) : [],
  };
  return [{ method: 'POST', path: '/Groups', body, purpose: 'create' }];
}

const membersOf = (desired: DesiredGroup): JsonObject[] =>
  desired.members.map((member) => ({ value: member.value, display: member.display }));

function planPut(
  desired: DesiredGroup,
  known: KnownGroupRun,
  id: string,
  overwrite: boolean,
  profile: ProviderProfile,
): readonly PlannedRequest[] {
  // "Push now" does not look first: it overwrites.
  if (known.representation === null && !overwrite) return [get(groupPath(id) + profile.groups.readSuffix, 'read')];
  const base: JsonObject = known.representation ?? { schemas: [...profile.groups.schemas], id };
  const overlay: JsonObject = {
    displayName: nameFor(desired, known),
    ...(desired.pushMembers ? { members: membersOf(desired) } : {}),
  };
  const body = mergeGroup(base, overlay, profile.groups.schemas);
  return [{ method: 'PUT', path: groupPath(id), body, purpose: 'write' }];
}

function targetMembers(representation: JsonObject | null): string[] {
  const members = representation?.members;
  return (Array.isArray(members) ? members : []).flatMap((member) =>
    isJsonObject(member) && typeof member.value === 'string' ? [member.value] : [],
  );
}

function planPatch(
  desired: DesiredGroup,
  known: KnownGroupRun,
  id: string,
  overwrite: boolean,
  profile: ProviderProfile,
): readonly PlannedRequest[] {
  const habits = profile.groups.patch;
  if (habits.comparesTarget && known.representation === null) return [get(groupPath(id), 'read')];
  const op = (name: 'add' | 'remove' | 'replace') =>
    habits.capitalised ? name.charAt(0).toUpperCase() + name.slice(1) : name;
  const member = (entry: DesiredMember): JsonObject =>
    habits.display ? { value: entry.value, display: entry.display } : { value: entry.value };
  const operations: JsonObject[] = [];
  const name = nameFor(desired, known);
  if (known.name !== name) {
    operations.push(
      habits.rename === 'path'
        ? { op: op('replace'), path: 'displayName', value: name }
        : { op: op('replace'), value: { id, displayName: name } },
    );
  }
  if (overwrite && desired.pushMembers) {
    operations.push({ op: op('replace'), path: 'members', value: desired.members.map(member) });
  } else if (desired.pushMembers) {
    const before = new Set(habits.comparesTarget ? targetMembers(known.representation) : known.memberIds);
    const wanted = new Set(desired.members.map((entry) => entry.value));
    const removed = [...before].filter((value) => !wanted.has(value));
    const added = desired.members.filter((entry) => habits.repeatsAdds || !before.has(entry.value));
    operations.push(...removals(removed, op('remove'), habits));
    for (let at = 0; at < added.length; at += habits.batch) {
      operations.push({ op: op('add'), path: 'members', value: added.slice(at, at + habits.batch).map(member) });
    }
  }
  if (operations.length === 0) return [];
  const body = patchBody(operations, habits.sendsSchemas);
  return [{ method: 'PATCH', path: groupPath(id), body, purpose: 'write' }];
}

function removals(ids: readonly string[], op: string, habits: ProviderProfile['groups']['patch']): JsonObject[] {
  if (ids.length === 0) return [];
  if (habits.removal === 'filter') {
    return ids.map((id) => ({ op, path: `members[value eq ${JSON.stringify(id)}]` }));
  }
  // Entra adds a null `$ref` in this form.
  const entries = ids.map((value): JsonObject => (habits.capitalised ? { $ref: null, value } : { value }));
  return [{ op, path: 'members', value: entries }];
}

const problem = (answer: Answer): string => {
  const detail = answer.body?.detail;
  return typeof detail === 'string' ? detail : `The server answered ${answer.status}.`;
};

export function learnGroup(
  desired: DesiredGroup,
  known: KnownGroupRun,
  request: PlannedRequest,
  answer: Answer,
): Result<KnownGroupRun, PlanFailure> {
  if (request.purpose === 'delete' && (answer.status === 404 || answer.status < 300)) {
    return ok({ ...known, deleted: true });
  }
  if (answer.status < 200 || answer.status > 299) {
    return fail({ message: problem(answer), gone: answer.status === 404 && known.remoteId !== null });
  }
  const textOf = (name: string): string | null => {
    const value = answer.body?.[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  switch (request.purpose) {
    case 'match': {
      const found = firstResource(answer.body);
      const searched = [...known.searched, nextName(desired, known) ?? ''];
      if (found === null && desired.linkName !== null && !desired.remove) {
        return fail({ message: `The application has no group "${desired.linkName}" to link with.`, gone: false });
      }
      if (found === null || typeof found.id !== 'string') return ok({ ...known, searched });
      const name = typeof found.displayName === 'string' ? found.displayName : null;
      // The list's answer may lack members: the group is read again before it is written.
      return ok({ ...known, searched, remoteId: found.id, name, memberIds: targetMembers(found) });
    }
    case 'create': {
      const id = textOf('id');
      if (id === null) return fail({ message: 'The server returned no id for the new group.', gone: false });
      const sent = request.body?.members;
      const memberIds = Array.isArray(sent) && sent.length > 0 ? desired.members.map((member) => member.value) : [];
      return ok({ ...known, remoteId: id, name: desired.name, memberIds, perhaps: null });
    }
    case 'read':
      return ok({ ...known, representation: answer.body, name: textOf('displayName') ?? known.name });
    case 'write': {
      const next = { ...known, name: nameFor(desired, known), representation: null, overwritten: true };
      const memberIds = desired.pushMembers ? desired.members.map((member) => member.value) : known.memberIds;
      return ok({ ...next, memberIds, digest: groupDigest(desired, next) });
    }
    case 'delete':
      return ok(known);
    default:
      return request.purpose satisfies never;
  }
}

export function settledGroup(desired: DesiredGroup, known: KnownGroupRun): Kept {
  const { remoteId, name, memberIds } = known;
  return { remoteId, name, memberIds, perhaps: null, digest: remoteId === null ? null : groupDigest(desired, known) };
}
