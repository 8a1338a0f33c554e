import type { Result } from '@rollcall/scim';

/** A customer of this deployment: a sub-domain and everything below it. */
export interface Tenant {
  readonly no: number;
  readonly id: string;
  readonly subdomain: string;
  readonly name: string;
  readonly created: string;
  /** How much of its requests it wants kept; null leaves it to the server's configuration. */
  readonly requestLogDays: number | null;
  readonly requestLogBytes: number | null;
}

export interface TenantChange {
  readonly subdomain?: string;
  readonly name?: string;
  readonly requestLogDays?: number | null;
  readonly requestLogBytes?: number | null;
}

export type Taken = { readonly kind: 'taken'; readonly name: string };
export type Missing = { readonly kind: 'notFound' };

export interface TenantStore {
  list(): Promise<readonly Tenant[]>;
  byId(id: string): Promise<Tenant | null>;
  bySubdomain(subdomain: string): Promise<Tenant | null>;
  create(tenant: { readonly subdomain: string; readonly name: string }): Promise<Result<Tenant, Taken>>;
  update(id: string, change: TenantChange): Promise<Result<Tenant, Taken | Missing>>;
}

/** Switches of one integration; a missing key means the default. Kept as one JSON document. */
export interface IntegrationSettings {
  /** What PATCH answers: `auto` is 200, but 204 for a group of more than 1,000 members (decision 7). */
  readonly patchAnswer?: 'auto' | 'resource' | 'nothing';
  /** Unknown member ids are skipped and logged instead of refusing the write (decision 12). */
  readonly skipUnknownMembers?: boolean;
  /** Which attribute feeds a field of the product, where it is not the default one: `{"email": "userName"}`. */
  readonly attributeSources?: Readonly<Record<string, string>>;
  /** Which provider's guide the console shows: `okta`, `entra`, … */
  readonly provider?: string;
}

/** A connection to one identity provider: a name space of its own for users and groups. */
export interface Integration {
  /** What the rows of the directory lead with. */
  readonly no: number;
  readonly id: string;
  readonly tenantNo: number;
  readonly tenantId: string;
  readonly name: string;
  readonly created: string;
  /** False between *Generate token* and *Done*. */
  readonly setupFinished: boolean;
  readonly settings: IntegrationSettings;
  /** Of its tokens, the latest. */
  readonly lastContact: string | null;
  /** Deleted ones keep their rows for 30 days and are listed only when asked for. */
  readonly deleted: string | null;
}

export interface IntegrationChange {
  readonly name?: string;
  readonly setupFinished?: boolean;
  readonly settings?: IntegrationSettings;
}

export interface IntegrationStore {
  list(tenantId: string, options?: { readonly deleted?: boolean }): Promise<readonly Integration[]>;
  get(id: string): Promise<Integration | null>;
  byName(tenantId: string, name: string): Promise<Integration | null>;
  create(integration: {
    readonly tenantId: string;
    readonly name: string;
    readonly settings?: IntegrationSettings;
    readonly setupFinished?: boolean;
  }): Promise<Result<Integration, Taken | Missing>>;
  update(id: string, change: IntegrationChange): Promise<Result<Integration, Taken | Missing>>;
  /** Its tokens stop at once; its name is free again. */
  remove(id: string): Promise<Result<void, Missing>>;
  /** Every integration of every tenant, deleted ones too: for work in the background. */
  all(): Promise<readonly Integration[]>;
}

export type TokenKind = 'static' | 'oauth';

/** What may be shown of a token. The token itself is never kept, only its SHA-256. */
export interface TokenInfo {
  readonly id: string;
  readonly kind: TokenKind;
  readonly integrationId: string;
  /** Its first characters, enough to tell it from another. */
  readonly fingerprint: string;
  readonly created: string;
  readonly expires: string | null;
  readonly revoked: string | null;
  /** When a rotation replaced it; it then dies at `expires`. */
  readonly rotated: string | null;
  readonly lastUsed: string | null;
  readonly userAgent: string | null;
  /** Requests a second; null for no limit. */
  readonly rateLimit: number | null;
}

export interface NewToken {
  readonly kind: TokenKind;
  readonly hash: string;
  readonly fingerprint: string;
  readonly expires: string | null;
  readonly rateLimit: number | null;
  /** The OAuth client that it was issued to. */
  readonly clientId?: string;
}

/** What a valid token stands for. */
export interface TokenGrant {
  readonly tokenId: string;
  readonly kind: TokenKind;
  readonly expires: string | null;
  readonly rateLimit: number | null;
  readonly integration: Integration;
  readonly subdomain: string;
}

export interface DeadToken {
  readonly token: TokenInfo;
  readonly integrationNo: number;
  readonly tenantNo: number;
}

export interface TokenUse {
  readonly tokenId: string;
  readonly at: string;
  readonly userAgent: string;
}

export interface TokenStore {
  list(integrationId: string): Promise<readonly TokenInfo[]>;
  issue(integrationId: string, token: NewToken): Promise<Result<TokenInfo, Missing>>;
  /** A new static token; the ones before it end at `oldEnds`. */
  rotate(integrationId: string, token: NewToken, oldEnds: string): Promise<Result<TokenInfo, Missing>>;
  /** Ends tokens: one by its id, or every static one of an integration. */
  revoke(integrationId: string, tokenId: string | 'all', at: string): Promise<Result<void, Missing>>;
  /** Null for one that is unknown, revoked, of a deleted integration. Expiry is the caller's to check. */
  byHash(hash: string): Promise<TokenGrant | null>;
  /** A token whatever its state: whom a 401 is about, so that it can be explained to an administrator. */
  deadByHash(hash: string): Promise<DeadToken | null>;
  recordUse(uses: readonly TokenUse[]): Promise<void>;
  /** Moves whenever a look-up could answer differently than before; read by each request that uses a cached one. */
  epoch(): Promise<number>;
}

/** OAuth 2.0 client of an integration, for client credentials (RFC 6749 §4.4). */
export interface Client {
  readonly id: string;
  readonly integrationId: string;
  readonly name: string;
  readonly created: string;
  readonly revoked: string | null;
  readonly secrets: readonly ClientSecret[];
}

export interface ClientSecret {
  readonly id: string;
  readonly fingerprint: string;
  readonly created: string;
  readonly expires: string | null;
}

export interface NewSecret {
  readonly hash: string;
  readonly fingerprint: string;
  readonly expires: string | null;
}

export interface ClientStore {
  list(integrationId: string): Promise<readonly Client[]>;
  get(id: string): Promise<Client | null>;
  create(integrationId: string, name: string, secret: NewSecret): Promise<Result<Client, Missing>>;
  /** Two secrets live at once: a third ends the oldest. */
  addSecret(clientId: string, secret: NewSecret): Promise<Result<Client, Missing>>;
  /** Ends the client, its secrets and every access token made with them. */
  revoke(clientId: string): Promise<Result<void, Missing>>;
  /** The hashes of the secrets that live now. */
  liveSecretHashes(clientId: string, now: string): Promise<readonly string[]>;
}

export type SetupLinkKind = 'owner' | 'invite' | 'password' | 'two-factor';

/** A one-time link; only the hash of its token is kept. */
export interface SetupLink {
  readonly id: string;
  readonly kind: SetupLinkKind;
  readonly tenantId: string;
  readonly email: string | null;
  readonly role: string | null;
  /** Who made it: a user's id, or `cli`. */
  readonly createdBy: string;
  readonly created: string;
  readonly expires: string;
  readonly used: string | null;
}

export interface NewSetupLink {
  readonly hash: string;
  readonly kind: SetupLinkKind;
  readonly tenantId: string;
  readonly email: string | null;
  readonly role: string | null;
  readonly createdBy: string;
  readonly expires: string;
}

export interface SetupLinkStore {
  create(link: NewSetupLink): Promise<SetupLink>;
  /** Whatever its state; null for an unknown hash. */
  byHash(hash: string): Promise<SetupLink | null>;
  /** Marks it used, if it lives and wasn't: of several at once exactly one gets it. */
  redeem(hash: string, now: string): Promise<SetupLink | null>;
  list(tenantId: string): Promise<readonly SetupLink[]>;
  revoke(id: string): Promise<void>;
}

/** Secrets that every server of a deployment shares. */
export interface SecretStore {
  /** The secret of that name; the first caller's `fresh` is kept. */
  getOrCreate(name: string, fresh: string): Promise<string>;
}

/** Everything but the directory itself: who may send what, and where it lands. */
export interface ControlStore {
  readonly tenants: TenantStore;
  readonly integrations: IntegrationStore;
  readonly tokens: TokenStore;
  readonly clients: ClientStore;
  readonly setupLinks: SetupLinkStore;
  readonly secrets: SecretStore;
}
