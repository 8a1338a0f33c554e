import type { JsonValue, Result } from '@rollcall/scim';
import type { Missing } from './control.ts';

/** What a person may do in a tenant. The accounts themselves belong to the sign-in library's tables. */
export type MemberRole = 'owner' | 'admin' | 'auditor';

export interface Membership {
  readonly tenantId: string;
  readonly userId: string;
  readonly role: MemberRole;
  readonly joined: string;
}

/** A tenant without an owner could not be run any more. */
export type LastOwner = { readonly kind: 'lastOwner' };

export interface MembershipStore {
  ofUser(userId: string): Promise<readonly Membership[]>;
  ofTenant(tenantId: string): Promise<readonly Membership[]>;
  /** Joins, or stays with the role that the person has. */
  add(tenantId: string, userId: string, role: MemberRole): Promise<Membership>;
  setRole(tenantId: string, userId: string, role: MemberRole): Promise<Result<Membership, Missing | LastOwner>>;
  remove(tenantId: string, userId: string): Promise<Result<void, Missing | LastOwner>>;
}

/** What may be shown of a token of the admin API; only its SHA-256 is kept. */
export interface ApiToken {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly fingerprint: string;
  /** A user's id, or `cli`. */
  readonly createdBy: string;
  readonly created: string;
  readonly expires: string | null;
  readonly lastUsed: string | null;
}

export interface NewApiToken {
  readonly hash: string;
  readonly fingerprint: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly createdBy: string;
  readonly expires: string | null;
}

export interface ApiTokenStore {
  list(tenantId: string): Promise<readonly ApiToken[]>;
  create(tenantId: string, token: NewApiToken): Promise<ApiToken>;
  revoke(tenantId: string, id: string): Promise<Result<ApiToken, Missing>>;
  /** Null for one that is unknown, revoked or expired. */
  byHash(hash: string, now: string): Promise<ApiToken | null>;
  recordUse(id: string, at: string): Promise<void>;
}

export type AuditAction = 'create' | 'update' | 'delete';

export interface NewAuditEvent {
  readonly tenantId: string;
  readonly action: AuditAction;
  /** `user`, `apiToken`, `cli` or `system`. */
  readonly actorType: string;
  readonly actorId: string;
  /** As it was called then. */
  readonly actorName: string;
  readonly targetType: string;
  readonly targetId: string;
  readonly targetName: string;
  /** What of the target; null for the whole. */
  readonly component: string | null;
  readonly before: JsonValue | null;
  readonly after: JsonValue | null;
  readonly ipAddress: string | null;
  readonly requestId: string | null;
}

export interface AuditEvent extends NewAuditEvent {
  readonly id: string;
  /** Rises with time inside a tenant; pages continue from it. */
  readonly no: number;
  readonly at: string;
}

export interface AuditQuery {
  readonly id?: string;
  readonly search?: string;
  readonly actions?: readonly AuditAction[];
  readonly targetTypes?: readonly string[];
  readonly actorId?: string;
  readonly from?: string;
  readonly to?: string;
  /** Newest first before this `no`; with `ascending`, oldest first after it. */
  readonly fromNo?: number;
  readonly ascending?: boolean;
  readonly limit: number;
}

/** Append only. */
export interface AuditStore {
  record(event: NewAuditEvent): Promise<void>;
  list(tenantId: string, query: AuditQuery): Promise<readonly AuditEvent[]>;
}

export interface AdminStore {
  readonly memberships: MembershipStore;
  readonly apiTokens: ApiTokenStore;
  readonly audit: AuditStore;
}
