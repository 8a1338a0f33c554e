import type { AttributeMapping } from './mapping.ts';

export type AppKind = 'AIW_SAML' | 'CATALOG';

/** Which provider's habits the requests follow; see plan/profiles. */
export const dialectIds = [
  'okta-aiw',
  'okta-catalog',
  'entra',
  'entra-compliant',
  'onelogin',
  'jumpcloud',
  'authentik',
] as const;
export type DialectId = (typeof dialectIds)[number];

/** *Supported provisioning actions* of the Integration page. */
export interface ProvisioningActions {
  readonly importUsers: boolean;
  readonly pushNewUsers: boolean;
  readonly pushProfileUpdates: boolean;
  readonly pushGroups: boolean;
  readonly importGroups: boolean;
}

export type ConnectorAuth =
  | { readonly mode: 'BASIC'; readonly username: string; readonly password: string }
  | { readonly mode: 'HEADER'; readonly token: string }
  | {
      readonly mode: 'OAUTH2';
      readonly tokenEndpoint: string;
      readonly authorizationEndpoint: string;
      readonly clientId: string;
      readonly clientSecret: string;
    };

export interface Integration {
  readonly baseUrl: string;
  readonly uniqueIdField: string;
  readonly actions: ProvisioningActions;
  readonly auth: ConnectorAuth;
}

/** Provisioning → To App. */
export interface ToApp {
  readonly createUsers: boolean;
  readonly updateUserAttributes: boolean;
  readonly deactivateUsers: boolean;
  readonly excludeUsernameUpdates: boolean;
  readonly syncPassword: boolean;
}

export interface SamlSettings {
  readonly ssoUrl: string;
  readonly audience: string;
  readonly defaultRelayState: string;
  readonly nameIdFormat: 'unspecified' | 'emailAddress' | 'persistent' | 'transient';
  /** Okta Expression Language over the user: what stands in the assertion's subject. */
  readonly userNameExpression: string;
  readonly attributeStatements: readonly { readonly name: string; readonly expression: string }[];
}

export interface App {
  readonly id: string;
  readonly kind: AppKind;
  readonly label: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly visibility: { readonly hideFromUsers: boolean; readonly hideFromMobile: boolean };
  readonly internalApp: boolean;
  readonly saml: SamlSettings;
  /** General tab → Settings → Provisioning. */
  readonly provisioning: 'NONE' | 'SCIM';
  readonly dialect: DialectId;
  readonly integration: Integration | null;
  readonly toApp: ToApp;
  readonly mappings: readonly AttributeMapping[];
  readonly renameGroups: boolean;
  readonly groupAssignments: readonly GroupAssignment[];
  readonly created: string;
  readonly lastUpdated: string;
}

export interface GroupAssignment {
  readonly groupId: string;
  /** 0 counts first. */
  readonly priority: number;
  readonly lastUpdated: string;
}

export const noActions: ProvisioningActions = {
  importUsers: false,
  pushNewUsers: false,
  pushProfileUpdates: false,
  pushGroups: false,
  importGroups: false,
};

export const noToApp: ToApp = {
  createUsers: false,
  updateUserAttributes: false,
  deactivateUsers: false,
  excludeUsernameUpdates: false,
  syncPassword: false,
};

export interface AppUser {
  readonly appId: string;
  readonly userId: string;
  /** Assigned by name, not only through a group. */
  readonly direct: boolean;
  /** The assigned group of the best priority that the user is in. */
  readonly viaGroupId: string | null;
  /** Assigned before provisioning was on: shows "Click Provision User" and waits for it. */
  readonly held: boolean;
  /** What is known of the account on the other side. */
  readonly known: KnownAccount;
  /** Sync Password: what the next update carries. */
  readonly pendingPassword: string | null;
  readonly created: string;
  readonly lastUpdated: string;
  readonly lastSync: string | null;
  readonly error: string | null;
}

export interface KnownAccount {
  readonly remoteId: string | null;
  /** `null` until the target was told. */
  readonly active: boolean | null;
  /** Fingerprint of the values that were sent last. */
  readonly digest: string | null;
  /** A creation was sent and its answer never came: the account may be there, under this name. */
  readonly perhaps: string | null;
}

export const unknownAccount: KnownAccount = {
  remoteId: null,
  active: null,
  digest: null,
  perhaps: null,
};

export type AppUserState = 'ASSIGNED' | 'PROVISION_USER' | 'PENDING' | 'PROVISIONED' | 'ERROR' | 'DEPROVISIONED';

export const isAssigned = (user: AppUser): boolean => user.direct || user.viaGroupId !== null;

/** An account that group pushes may name. */
export const isProvisioned = (user: AppUser): boolean =>
  isAssigned(user) && !user.held && user.known.remoteId !== null && user.known.active === true;

export const sendsUsers = (app: App): boolean =>
  app.status === 'ACTIVE' && app.provisioning === 'SCIM' && app.integration !== null;

export function appUserState(app: App, user: AppUser): AppUserState {
  if (!isAssigned(user)) return 'DEPROVISIONED';
  if (!sendsUsers(app)) return 'ASSIGNED';
  if (user.held) return 'PROVISION_USER';
  if (user.error !== null) return 'ERROR';
  return isProvisioned(user) ? 'PROVISIONED' : 'PENDING';
}
