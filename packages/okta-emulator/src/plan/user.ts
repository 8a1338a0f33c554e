/**
 * What an account needs next. `planUser` is asked again after each answer, with what `learnUser` made of it, until it
 * plans nothing more: so every row of Okta's table is a chain of pure steps.
 */
import { fail, isJsonObject, type JsonObject, ok, type Result } from '@rollcall/scim';
import { enterpriseUrn, type MappedUser } from '../model/mapping.ts';
import { digestOf } from './digest.ts';
import { mergeUser } from './merge.ts';
import { activeOperation, patchBody, userOperations } from './patch.ts';
import type { MatchHabits, ProviderProfile } from './profile.ts';
import { type Answer, get, type PlanFailure, type PlannedRequest } from './request.ts';

export interface DesiredUser {
  readonly externalId: string;
  readonly active: boolean;
  /** For the create body. */
  readonly create: MappedUser;
  /** For updates: without what is mapped at creation only. */
  readonly update: MappedUser;
  /** The random password of a new account. */
  readonly newPassword: string;
  /** Sync Password: to be sent with the next write. */
  readonly password: string | null;
  readonly matchField: string;
  readonly matchValue: string;
  readonly may: { readonly create: boolean; readonly update: boolean; readonly deactivate: boolean };
}

export interface KnownUser {
  readonly remoteId: string | null;
  readonly active: boolean | null;
  readonly digest: string | null;
  /** A creation was sent under this name and its answer never came: the account may be there. */
  readonly perhaps: string | null;
  /** Of this run: the names that were searched for, and how the target describes the account. */
  readonly searched: readonly string[];
  readonly representation: JsonObject | null;
  readonly passwordSent: boolean;
  readonly deleted: boolean;
}

type Account = Pick<KnownUser, 'remoteId' | 'active' | 'digest' | 'perhaps'>;

export const knownUser = (account: Account): KnownUser => ({
  ...account,
  searched: [],
  representation: null,
  passwordSent: false,
  deleted: false,
});

/** Asked for at each step of a chain; what is desired does not change on the way. */
const digests = new WeakMap<DesiredUser, string>();

export function userDigest(desired: DesiredUser): string {
  const known = digests.get(desired);
  if (known !== undefined) return known;
  const digest = digestOf(JSON.stringify(desired.update.values), JSON.stringify(desired.update.absent));
  digests.set(desired, digest);
  return digest;
}

export function matchPath(type: 'Users' | 'Groups', field: string, value: string, habits: MatchHabits): string {
  const text = habits.quoted ? JSON.stringify(value) : value;
  return `/${type}?filter=${encodeURIComponent(`${habits.attribute ?? field} eq ${text}`)}${habits.suffix}`;
}

const userPath = (id: string) => `/Users/${encodeURIComponent(id)}`;

export function planUser(desired: DesiredUser, known: KnownUser, profile: ProviderProfile): readonly PlannedRequest[] {
  if (known.deleted) return [];
  if (known.remoteId === null) return planUnknown(desired, known, profile);
  if (!desired.active) return planLeaving(desired, known, known.remoteId, profile);
  return planKnown(desired, known, known.remoteId, profile);
}

function planUnknown(desired: DesiredUser, known: KnownUser, profile: ProviderProfile): readonly PlannedRequest[] {
  const names = [known.perhaps, desired.active && desired.may.create ? desired.matchValue : null];
  for (const name of names) {
    if (name === null || known.searched.includes(name)) continue;
    return [get(matchPath('Users', desired.matchField, name, profile.users.match), 'match')];
  }
  if (!desired.active || !desired.may.create) return [];
  return [{ method: 'POST', path: '/Users', body: createBody(desired, profile), purpose: 'create' }];
}

function schemasOf(mapped: MappedUser, profile: ProviderProfile): string[] {
  const { schemas, alwaysListsExtension } = profile.users;
  const used = mapped.values[enterpriseUrn] !== undefined && !alwaysListsExtension;
  return used && !schemas.some((urn) => urn.includes('enterprise')) ? [...schemas, enterpriseUrn] : [...schemas];
}

function createBody(desired: DesiredUser, profile: ProviderProfile): JsonObject {
  const { [enterpriseUrn]: extension, ...core } = managerForm(desired.create, profile).values;
  return {
    schemas: schemasOf(desired.create, profile),
    ...core,
    externalId: desired.externalId,
    ...(profile.users.sendsGroups ? { groups: [] } : {}),
    ...(profile.users.sendsPassword ? { password: desired.newPassword } : {}),
    active: true,
    ...(extension === undefined ? {} : { [enterpriseUrn]: extension }),
  };
}

function managerForm(mapped: MappedUser, profile: ProviderProfile): MappedUser {
  const extension = mapped.values[enterpriseUrn];
  if (!profile.users.managerAsString || !isJsonObject(extension) || !isJsonObject(extension.manager)) return mapped;
  const id = extension.manager.value ?? extension.manager.displayName ?? '';
  return { ...mapped, values: { ...mapped.values, [enterpriseUrn]: { ...extension, manager: id } } };
}

function planLeaving(
  desired: DesiredUser,
  known: KnownUser,
  id: string,
  profile: ProviderProfile,
): readonly PlannedRequest[] {
  if (known.active === false || !desired.may.deactivate) return [];
  if (profile.users.unassign === 'delete') {
    return [{ method: 'DELETE', path: userPath(id), body: null, purpose: 'delete' }];
  }
  if (profile.users.activation === 'patch') {
    return [patch(id, [activeOperation(profile.users.patchStyle, false)])];
  }
  if (known.representation === null) return [get(userPath(id), 'read')];
  return [put(id, { ...known.representation, active: false })];
}

const patch = (id: string, operations: readonly JsonObject[]): PlannedRequest => ({
  method: 'PATCH',
  path: userPath(id),
  body: patchBody(operations),
  purpose: 'write',
});
const put = (id: string, body: JsonObject): PlannedRequest => ({
  method: 'PUT',
  path: userPath(id),
  body,
  purpose: 'write',
});

function planKnown(
  desired: DesiredUser,
  known: KnownUser,
  id: string,
  profile: ProviderProfile,
): readonly PlannedRequest[] {
  const returning = known.active === false;
  const password = desired.password !== null && !known.passwordSent ? desired.password : null;
  const differs = known.digest !== userDigest(desired) && (desired.may.update || known.digest === null);
  if (!returning && !differs && password === null) return [];
  if (returning && profile.users.activation === 'patch') {
    return [patch(id, [activeOperation(profile.users.patchStyle, true)])];
  }
  if (password !== null && profile.users.activation === 'patch') {
    return [patch(id, [{ op: 'replace', value: { password } }])];
  }
  if (known.representation === null) return [get(userPath(id), 'read')];
  const overlay: JsonObject = {
    externalId: desired.externalId,
    active: true,
    ...(password === null ? {} : { password }),
  };
  const mapped: MappedUser = differs ? desired.update : { values: {}, absent: [] };
  if (profile.users.update === 'put') {
    return [put(id, mergeUser(known.representation, mapped, overlay, differs ? schemasOf(mapped, profile) : []))];
  }
  const operations = userOperations(
    profile.users.patchStyle,
    known.representation,
    managerForm(mapped, profile),
    overlay,
  );
  return operations.length === 0 ? [] : [patch(id, operations)];
}

/** After the last step: what will be remembered. An update by differences may have found nothing to send. */
export function settledUser(desired: DesiredUser, known: KnownUser): Account {
  if (known.deleted) return { remoteId: null, active: null, digest: null, perhaps: null };
  const { remoteId, active, digest } = known;
  if (!desired.active || remoteId === null) return { remoteId, active, digest, perhaps: null };
  return {
    remoteId,
    active,
    perhaps: null,
    digest: desired.may.update || digest === null ? userDigest(desired) : digest,
  };
}

const resourceId = (resource: JsonObject | null | undefined): string | null =>
  typeof resource?.id === 'string' && resource.id !== '' ? resource.id : null;

export function firstResource(list: JsonObject | null): JsonObject | null {
  const resources = list?.Resources;
  const [first] = Array.isArray(resources) ? resources : [];
  return isJsonObject(first) ? first : null;
}

const problem = (answer: Answer): string => {
  const detail = answer.body?.detail;
  return typeof detail === 'string' ? detail : `The server answered ${answer.status}.`;
};

/** What an answer teaches. The executor has dealt with 429 and 5xx before. */
export function learnUser(
  desired: DesiredUser,
  known: KnownUser,
  request: PlannedRequest,
  answer: Answer,
): Result<KnownUser, PlanFailure> {
  if (request.method === 'DELETE' && answer.status === 404) return ok({ ...known, deleted: true });
  if (answer.status < 200 || answer.status > 299) {
    return fail({ message: problem(answer), gone: answer.status === 404 && known.remoteId !== null });
  }
  switch (request.purpose) {
    case 'match': {
      const match = firstResource(answer.body);
      const remoteId = resourceId(match);
      const name =
        known.perhaps !== null && !known.searched.includes(known.perhaps) ? known.perhaps : desired.matchValue;
      return ok({
        ...known,
        searched: [...known.searched, name],
        remoteId,
        representation: remoteId === null ? null : match,
      });
    }
    case 'read':
      return answer.body === null
        ? fail({ message: 'The server returned no user.', gone: false })
        : ok({ ...known, representation: answer.body });
    case 'create': {
      const remoteId = resourceId(answer.body);
      // Okta takes a 201 without the resource for an error: it could never address the account.
      if (remoteId === null) return fail({ message: 'The server returned no id for the new user.', gone: false });
      return ok({
        ...known,
        remoteId,
        active: true,
        perhaps: null,
        digest: userDigest(desired),
        representation: answer.body,
      });
    }
    case 'write': {
      if (!desired.active) return ok({ ...known, active: false, representation: null });
      const whole = request.method === 'PUT' || known.representation !== null;
      return ok({
        ...known,
        active: true,
        digest: whole ? userDigest(desired) : known.digest,
        representation: null,
        passwordSent: known.passwordSent || JSON.stringify(request.body).includes('"password"'),
      });
    }
    case 'delete':
      return ok({ ...known, deleted: true });
    default:
      return request.purpose satisfies never;
  }
}
