import type { DirectoryGroup, LoggedRequest, NamedResource } from '@rollcall/store';
import { explain, scimDetail } from './explain.ts';
import { isFailure } from './integration-status.ts';

/** Something an administrator should know, in words; `*…*` marks a name. */
export interface Hint {
  readonly key: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly todo: string;
  readonly at: string;
  readonly requestId: string | null;
  readonly groupId: string | null;
  readonly userId: string | null;
}

export interface HintInput {
  /** Of the last days, newest first. */
  readonly requests: readonly LoggedRequest[];
  readonly groups: readonly DirectoryGroup[];
  readonly names: ReadonlyMap<string, NamedResource>;
  /** How many people there are, and how many have no department. */
  readonly people: { readonly all: number; readonly withoutDepartment: number };
  readonly now: number;
}

const isGroupRequest = (request: LoggedRequest): boolean => /\/Groups(\/|\?|$)/i.test(request.path);
const idInPath = (request: LoggedRequest): string | null =>
  /\/(?:Groups|Users)\/([0-9a-f-]{36})/i.exec(request.path)?.[1] ?? null;
const timeOf = (request: LoggedRequest): string => new Date(request.time).toISOString();

interface SentMembers {
  readonly name: string | null;
  readonly members: number;
}

/** Reads a logged body as far as hints need it; a body that was cut or redacted away tells nothing. */
function sentOf(request: LoggedRequest): SentMembers {
  try {
    const body: unknown = JSON.parse(request.detail?.requestBody ?? 'null');
    if (typeof body !== 'object' || body === null) return { name: null, members: 0 };
    const name = 'displayName' in body && typeof body.displayName === 'string' ? body.displayName : null;
    const whole = 'members' in body && Array.isArray(body.members) ? body.members.length : 0;
    const operations: readonly unknown[] =
      'Operations' in body && Array.isArray(body.Operations) ? body.Operations : [];
    const patched = operations.map((operation) => {
      const value =
        typeof operation === 'object' && operation !== null && 'value' in operation ? operation.value : null;
      return Array.isArray(value) ? value.length : value === null ? 0 : 1;
    });
    return { name, members: whole + patched.reduce((sum, count) => sum + count, 0) };
  } catch {
    return { name: null, members: 0 };
  }
}

/** Ids in the detail of a refusal: those that are not known here. */
const idsIn = (text: string): readonly string[] => [
  ...new Set(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi) ?? []),
];

function groupName(request: LoggedRequest, names: HintInput['names']): string {
  const id = request.detail?.resourceId ?? idInPath(request);
  return sentOf(request).name ?? (id === null ? undefined : names.get(id)?.name) ?? 'A group';
}

/** Of each group the newest write that says something; a success after a failure settles it. */
function refusedGroups({ requests, names }: HintInput): readonly Hint[] {
  const settled = new Set<string>();
  const hints: Hint[] = [];
  for (const request of requests) {
    if (!isGroupRequest(request) || request.method === 'GET') continue;
    const name = groupName(request, names);
    if (settled.has(name)) continue;
    settled.add(name);
    if (request.status < 400) continue;
    const groupId = request.detail?.resourceId ?? idInPath(request);
    hints.push({ ...groupHint(request, name), groupId: groupId !== null && names.has(groupId) ? groupId : null });
  }
  return hints;
}

function groupHint(request: LoggedRequest, name: string): Omit<Hint, 'groupId'> {
  const detail = scimDetail(request) ?? '';
  const unknown = request.detail?.cause === 'invalidValue' ? idsIn(detail).length : 0;
  const common = {
    key: `group:${name}`,
    severity: 'error' as const,
    at: timeOf(request),
    requestId: request.requestId,
    userId: null,
  };
  if (unknown > 0) {
    const of = Math.max(unknown, sentOf(request).members);
    const noun = of === 1 ? 'member id is' : 'member ids are';
    const text = `Group *${name}* was refused: ${unknown} of its ${of} ${noun} unknown here.`;
    const todo = 'Assign these people to the app, wait until they have arrived, then push the group again.';
    return { ...common, text, todo };
  }
  const why = explain(request);
  const text = `Group *${name}* was refused: ${why?.title.toLowerCase() ?? request.status}.`;
  return { ...common, text, todo: why?.todo ?? '' };
}

/** Groups that came and stayed empty, by far most often because they are used for assignment too. */
function emptyGroups({ groups, now }: HintInput): readonly Hint[] {
  const settleMs = 15_000;
  return groups
    .filter((group) => group.memberCount === 0 && now - Date.parse(group.updatedAt) > settleMs)
    .slice(0, 5)
    .map((group) => ({
      key: `empty:${group.id}`,
      severity: 'warning',
      text: `*${group.name}* arrived without members: is the same group used for assignment and push?`,
      todo: 'In Okta a group on the Assignments tab can’t be pushed with its members: use one group for assignment and others on Push Groups. Its members must be assigned to the app as well.',
      at: group.updatedAt,
      requestId: null,
      groupId: group.id,
      userId: null,
    }));
}

const date = (iso: string): string =>
  new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(iso));

function agentName(request: LoggedRequest): string {
  const agent = request.userAgent.split('/')[0]?.trim() ?? '';
  return agent === '' ? 'the identity provider' : agent;
}

function refusedTokens({ requests }: HintInput, rotatedAt: string | null): readonly Hint[] {
  const newest = requests[0];
  const refused = requests.find((request) => request.status === 401);
  if (!newest || !refused || requests.some((request) => request.status < 400 && request.time > refused.time)) return [];
  const cause = refused.detail?.cause;
  const ended =
    cause === 'tokenExpired'
      ? 'has expired'
      : rotatedAt === null
        ? 'is not valid any more'
        : `was rotated on ${date(rotatedAt)} UTC`;
  return [
    {
      key: 'token',
      severity: 'error',
      text: `401 from ${agentName(refused)}: the token that it sends ${ended}.`,
      todo: 'Paste the current token into the provider’s provisioning settings. If it is lost, rotate the token.',
      at: timeOf(refused),
      requestId: refused.requestId,
      groupId: null,
      userId: null,
    },
  ];
}

function refusedUsers({ requests, names }: HintInput): readonly Hint[] {
  const settled = new Set<string>();
  const hints: Hint[] = [];
  for (const request of requests) {
    if (isGroupRequest(request) || request.method === 'GET' || request.status === 401) continue;
    const id = request.detail?.resourceId ?? idInPath(request);
    const key = id ?? request.path;
    if (settled.has(key) && id !== null) continue;
    settled.add(key);
    if (!isFailure(request) || hints.length >= 5) continue;
    const why = explain(request);
    const name = id === null ? undefined : names.get(id)?.name;
    hints.push({
      key: `user:${id ?? request.requestId}`,
      severity: request.status >= 500 ? 'error' : 'warning',
      text: `${name ? `*${name}*` : 'A user'} was refused: ${why?.title.toLowerCase() ?? request.status}.`,
      todo: why?.todo ?? '',
      at: timeOf(request),
      requestId: request.requestId,
      groupId: null,
      userId: id !== null && names.has(id) ? id : null,
    });
  }
  return hints;
}

function missingDepartments({ people, now }: HintInput): readonly Hint[] {
  if (people.all < 5 || people.withoutDepartment < people.all) return [];
  return [
    {
      key: 'department',
      severity: 'info',
      text: `None of the ${people.all} people here has a department.`,
      todo: 'If departments should be used in rules, map `department` (enterprise extension) in the provider’s attribute mappings, or choose another attribute for it on the tab Attribute mapping.',
      at: new Date(now).toISOString(),
      requestId: null,
      groupId: null,
      userId: null,
    },
  ];
}

/** `rotatedAt`: when the token was last rotated, if it was. */
export function hintsFrom(input: HintInput, rotatedAt: string | null): readonly Hint[] {
  return [
    ...refusedTokens(input, rotatedAt),
    ...refusedGroups(input),
    ...refusedUsers(input),
    ...emptyGroups(input),
    ...missingDepartments(input),
  ];
}

/** Ids whose names the hints will want. */
export const idsOfInterest = (requests: readonly LoggedRequest[]): readonly string[] =>
  requests.flatMap((request) => request.detail?.resourceId ?? idInPath(request) ?? []);
