/** Okta's representations, as its management API and SDKs write them. */
import { type App, type AppUser, appUserState, isAssigned } from '../../model/app.ts';
import type { GroupRule, OktaGroup } from '../../model/group.ts';
import type { LogEvent } from '../../model/log-event.ts';
import { mapUser } from '../../model/mapping.ts';
import type { Org } from '../../model/org.ts';
import { type PushMapping, pushStatus } from '../../model/push-group.ts';
import type { OktaUser } from '../../model/user.ts';

export const userObject = (origin: string, user: OktaUser) => ({
  id: user.id,
  status: user.status,
  created: user.created,
  activated: user.activated,
  statusChanged: user.statusChanged,
  lastLogin: user.lastLogin,
  lastUpdated: user.lastUpdated,
  passwordChanged: user.passwordChanged,
  type: { id: 'otyemulator' },
  profile: {
    ...user.profile,
    mobilePhone: user.profile.mobilePhone ?? null,
    secondEmail: user.profile.secondEmail ?? null,
  },
  credentials: {
    ...(user.passwordChanged === null ? {} : { password: {} }),
    provider: { type: 'OKTA', name: 'OKTA' },
  },
  _links: { self: { href: `${origin}/api/v1/users/${user.id}` } },
});

export const groupObject = (origin: string, group: OktaGroup) => ({
  id: group.id,
  created: group.created,
  lastUpdated: group.lastUpdated,
  lastMembershipUpdated: group.lastMembershipUpdated,
  objectClass: ['okta:user_group'],
  type: group.type,
  profile: { name: group.name, description: group.description },
  ...(group.source === undefined ? {} : { source: { id: group.source.appId } }),
  _links: {
    ...(group.source === undefined ? {} : { source: { href: `${origin}/api/v1/apps/${group.source.appId}` } }),
    users: { href: `${origin}/api/v1/groups/${group.id}/users` },
    apps: { href: `${origin}/api/v1/groups/${group.id}/apps` },
  },
});

export const ruleObject = (rule: GroupRule) => ({
  type: 'group_rule',
  id: rule.id,
  status: rule.status,
  name: rule.name,
  created: rule.created,
  lastUpdated: rule.lastUpdated,
  conditions: {
    people: { users: { exclude: rule.excludedUserIds }, groups: { exclude: [] } },
    expression: { value: rule.expression, type: 'urn:okta:expression:1.0' },
  },
  actions: { assignUserToGroups: { groupIds: rule.groupIds } },
});

function features(app: App): string[] {
  const actions = app.provisioning === 'SCIM' ? app.integration?.actions : undefined;
  if (actions === undefined) return [];
  const list: string[] = [];
  if (actions.importUsers) list.push('IMPORT_NEW_USERS', 'IMPORT_PROFILE_UPDATES');
  if (actions.pushNewUsers && app.toApp.createUsers) list.push('PUSH_NEW_USERS');
  if (actions.pushProfileUpdates && app.toApp.updateUserAttributes) list.push('PUSH_PROFILE_UPDATES');
  if (app.toApp.deactivateUsers) list.push('PUSH_USER_DEACTIVATION', 'REACTIVATE_USERS');
  if (app.toApp.syncPassword) list.push('PUSH_PASSWORD_UPDATES');
  if (actions.pushGroups) list.push('GROUP_PUSH');
  return list;
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: Okta's own template language
export const appObject = (origin: string, app: App) => ({
  id: app.id,
  name: app.kind === 'CATALOG' ? 'rollcall' : `emulator_${app.label.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}_1`,
  label: app.label,
  status: app.status,
  created: app.created,
  lastUpdated: app.lastUpdated,
  accessibility: { selfService: false, errorRedirectUrl: null, loginRedirectUrl: null },
  visibility: {
    autoSubmitToolbar: false,
    hide: { iOS: app.visibility.hideFromMobile, web: app.visibility.hideFromUsers },
    appLinks: {},
  },
  features: features(app),
  signOnMode: 'SAML_2_0',
  credentials: { userNameTemplate: { template: '${source.login}', type: 'BUILT_IN' }, signing: {} },
  settings: {
    app: {},
    notifications: { vpn: { network: { connection: 'DISABLED' }, message: null, helpUrl: null } },
    signOn: {
      ssoAcsUrl: app.saml.ssoUrl,
      audience: app.saml.audience,
      recipient: app.saml.ssoUrl,
      destination: app.saml.ssoUrl,
      defaultRelayState: app.saml.defaultRelayState,
      subjectNameIdTemplate: '${user.userName}',
      subjectNameIdFormat: `urn:oasis:names:tc:SAML:1.1:nameid-format:${app.saml.nameIdFormat}`,
      responseSigned: true,
      assertionSigned: true,
      signatureAlgorithm: 'RSA_SHA256',
      digestAlgorithm: 'SHA256',
      attributeStatements: app.saml.attributeStatements.map(({ name, expression }) => ({
        type: 'EXPRESSION',
        name,
        namespace: 'urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified',
        values: [expression],
      })),
    },
  },
  _links: {
    self: { href: `${origin}/api/v1/apps/${app.id}` },
    metadata: { href: `${origin}/api/v1/apps/${app.id}/sso/saml/metadata`, type: 'application/xml' },
    users: { href: `${origin}/api/v1/apps/${app.id}/users` },
    groups: { href: `${origin}/api/v1/apps/${app.id}/groups` },
  },
});

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above
const appUserStatus = {
  ASSIGNED: 'ACTIVE',
  PROVISION_USER: 'STAGED',
  PENDING: 'PENDING',
  PROVISIONED: 'PROVISIONED',
  ERROR: 'PROVISIONED',
  DEPROVISIONED: 'DEPROVISIONED',
} as const;
const syncState = {
  ASSIGNED: 'DISABLED',
  PROVISION_USER: 'OUT_OF_SYNC',
  PENDING: 'SYNCING',
  PROVISIONED: 'SYNCHRONIZED',
  ERROR: 'ERROR',
  DEPROVISIONED: 'DISABLED',
} as const;

export function appUserObject(origin: string, org: Org, app: App, account: AppUser) {
  const user = org.users.get(account.userId);
  const state = appUserState(app, account);
  return {
    id: account.userId,
    externalId: account.known.remoteId,
    created: account.created,
    lastUpdated: account.lastUpdated,
    scope: account.direct ? 'USER' : 'GROUP',
    status: appUserStatus[state],
    syncState: syncState[state],
    lastSync: account.lastSync,
    statusChanged: account.lastUpdated,
    passwordChanged: null,
    credentials: { userName: user?.profile.login ?? '' },
    profile: user === undefined ? {} : flatProfile(mapUser(user, app.mappings, 'update').values, user),
    ...(account.error === null ? {} : { _embedded: { errors: [account.error] } }),
    _links: {
      app: { href: `${origin}/api/v1/apps/${app.id}` },
      user: { href: `${origin}/api/v1/users/${account.userId}` },
    },
  };
}

const flatProfile = (values: object, user: OktaUser) => ({
  ...values,
  email: user.profile.email,
  givenName: user.profile.firstName,
  familyName: user.profile.lastName,
});

export const assignedUsers = function* (org: Org, app: App): Iterable<AppUser> {
  for (const account of org.appUsers.get(app.id)?.values() ?? []) if (isAssigned(account)) yield account;
};

export const assignmentObject = (origin: string, app: App, assignment: App['groupAssignments'][number]) => ({
  id: assignment.groupId,
  lastUpdated: assignment.lastUpdated,
  priority: assignment.priority,
  profile: {},
  _links: {
    app: { href: `${origin}/api/v1/apps/${app.id}` },
    self: { href: `${origin}/api/v1/apps/${app.id}/groups/${assignment.groupId}` },
    group: { href: `${origin}/api/v1/groups/${assignment.groupId}` },
  },
});

export const mappingObject = (origin: string, mapping: PushMapping) => ({
  id: mapping.id,
  sourceGroupId: mapping.groupId,
  targetGroupId: mapping.known.remoteId,
  status: pushStatus(mapping),
  created: mapping.created,
  lastUpdated: mapping.lastUpdated,
  lastPush: mapping.lastPush,
  errorSummary: mapping.error,
  _links: {
    app: { href: `${origin}/api/v1/apps/${mapping.appId}` },
    sourceGroup: { href: `${origin}/api/v1/groups/${mapping.groupId}` },
  },
});

const enabled = (on: boolean) => ({ status: on ? 'ENABLED' : 'DISABLED' });

export const featureObject = (origin: string, app: App) => ({
  name: 'USER_PROVISIONING',
  status: app.provisioning === 'SCIM' && app.integration !== null ? 'ENABLED' : 'DISABLED',
  description: 'User provisioning settings from Okta to a downstream application',
  capabilities: {
    create: { lifecycleCreate: enabled(app.toApp.createUsers) },
    update: {
      profile: enabled(app.toApp.updateUserAttributes),
      lifecycleDeactivate: enabled(app.toApp.deactivateUsers),
      password: { ...enabled(app.toApp.syncPassword), seed: 'RANDOM', change: 'KEEP_EXISTING' },
    },
  },
  _links: {
    self: {
      href: `${origin}/api/v1/apps/${app.id}/features/USER_PROVISIONING`,
      hints: { allow: ['GET', 'PUT'] },
    },
  },
});

export const logObject = (event: LogEvent) => ({
  uuid: event.id,
  published: event.published,
  eventType: event.eventType,
  version: '0',
  severity: event.severity,
  displayMessage: event.displayMessage,
  actor: { ...event.actor, detailEntry: null },
  client: null,
  outcome: { result: event.outcome, reason: event.reason },
  target: event.targets.map((target) => ({ ...target, detailEntry: null })),
  transaction: { type: 'JOB', id: event.id, detail: {} },
  debugContext: { debugData: {} },
  legacyEventType: null,
  authenticationContext: null,
  securityContext: null,
  request: { ipChain: [] },
});
