import { fail, ok, type Result } from '@rollcall/scim';

/** The attributes of Okta's base user profile, in the order of its schema. */
export const profileAttributes = [
  'login',
  'email',
  'secondEmail',
  'firstName',
  'lastName',
  'middleName',
  'honorificPrefix',
  'honorificSuffix',
  'title',
  'displayName',
  'nickName',
  'profileUrl',
  'primaryPhone',
  'mobilePhone',
  'streetAddress',
  'city',
  'state',
  'zipCode',
  'countryCode',
  'postalAddress',
  'preferredLanguage',
  'locale',
  'timezone',
  'userType',
  'employeeNumber',
  'costCenter',
  'organization',
  'division',
  'department',
  'managerId',
  'manager',
] as const;

export type ProfileAttribute = (typeof profileAttributes)[number];

/** `login`, `email`, `firstName` and `lastName` are always there; an attribute without a value is absent. */
export type UserProfile = {
  readonly [Name in 'login' | 'email' | 'firstName' | 'lastName']: string;
} & { readonly [Name in Exclude<ProfileAttribute, 'login' | 'email' | 'firstName' | 'lastName'>]?: string };

export type UserStatus =
  | 'STAGED'
  | 'PROVISIONED'
  | 'ACTIVE'
  | 'RECOVERY'
  | 'PASSWORD_EXPIRED'
  | 'LOCKED_OUT'
  | 'SUSPENDED'
  | 'DEPROVISIONED';

export interface OktaUser {
  readonly id: string;
  readonly status: UserStatus;
  readonly profile: UserProfile;
  readonly created: string;
  readonly activated: string | null;
  readonly statusChanged: string | null;
  readonly lastLogin: string | null;
  readonly lastUpdated: string;
  readonly passwordChanged: string | null;
}

const known: ReadonlySet<string> = new Set(profileAttributes);
export const isProfileAttribute = (name: string): name is ProfileAttribute => known.has(name);

export interface ProfileProblem {
  readonly attribute: string;
  readonly summary: string;
}

const required = ['login', 'email', 'firstName', 'lastName'] as const;
const limits: Partial<Record<ProfileAttribute, number>> = { login: 100, email: 100, firstName: 50, lastName: 50 };

/** Checks a whole profile. Empty strings and nulls count as "no value" and vanish. */
export function parseProfile(input: Readonly<Record<string, unknown>>): Result<UserProfile, readonly ProfileProblem[]> {
  const problems: ProfileProblem[] = [];
  const values: Partial<Record<ProfileAttribute, string>> = {};
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined || value === null || value === '') continue;
    if (!isProfileAttribute(name)) {
      problems.push({ attribute: name, summary: `Property name '${name}' does not exist in the user schema.` });
    } else if (typeof value !== 'string') {
      problems.push({ attribute: name, summary: `${name}: The field must be a string.` });
    } else if (value.length > (limits[name] ?? 2048)) {
      problems.push({ attribute: name, summary: `${name}: The field is too long.` });
    } else {
      values[name] = value;
    }
  }
  for (const name of required) {
    if (values[name] === undefined && !problems.some((problem) => problem.attribute === name)) {
      problems.push({ attribute: name, summary: `${name}: The field cannot be left blank.` });
    }
  }
  const { login, email, firstName, lastName, ...rest } = values;
  if (login !== undefined && !/^[^\s@]+@[^\s@]+$/.test(login)) {
    problems.push({ attribute: 'login', summary: 'login: Username must be in the form of an email address.' });
  }
  if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email)) {
    problems.push({ attribute: 'email', summary: 'email: Does not match required pattern.' });
  }
  if (problems.length > 0 || !login || !email || !firstName || !lastName) return fail(problems);
  return ok({ login, email, firstName, lastName, ...rest });
}

export type LifecycleAction =
  | 'activate'
  | 'reactivate'
  | 'deactivate'
  | 'suspend'
  | 'unsuspend'
  | 'unlock'
  | 'expire_password'
  | 'reset_password';

const allowed: Record<LifecycleAction, { readonly from: readonly UserStatus[]; readonly to: UserStatus }> = {
  activate: { from: ['STAGED', 'DEPROVISIONED'], to: 'ACTIVE' },
  reactivate: { from: ['PROVISIONED', 'RECOVERY'], to: 'PROVISIONED' },
  deactivate: {
    from: ['STAGED', 'PROVISIONED', 'ACTIVE', 'RECOVERY', 'PASSWORD_EXPIRED', 'LOCKED_OUT', 'SUSPENDED'],
    to: 'DEPROVISIONED',
  },
  suspend: { from: ['ACTIVE'], to: 'SUSPENDED' },
  unsuspend: { from: ['SUSPENDED'], to: 'ACTIVE' },
  unlock: { from: ['LOCKED_OUT'], to: 'ACTIVE' },
  expire_password: { from: ['ACTIVE', 'PASSWORD_EXPIRED'], to: 'PASSWORD_EXPIRED' },
  reset_password: { from: ['ACTIVE', 'PASSWORD_EXPIRED', 'RECOVERY', 'PROVISIONED'], to: 'RECOVERY' },
};

/** The status after a lifecycle operation, or `null` where Okta refuses it. */
export function transition(status: UserStatus, action: LifecycleAction): UserStatus | null {
  const rule = allowed[action];
  return rule.from.includes(status) ? rule.to : null;
}

export const isLifecycleAction = (name: string): name is LifecycleAction => Object.hasOwn(allowed, name);

/** Only these have accounts in applications: a staged user has none yet, a deactivated one none any more. */
export const mayHaveAccounts = (status: UserStatus): boolean => status !== 'STAGED' && status !== 'DEPROVISIONED';

export const fullName = (user: OktaUser): string =>
  user.profile.displayName ?? `${user.profile.firstName} ${user.profile.lastName}`;
