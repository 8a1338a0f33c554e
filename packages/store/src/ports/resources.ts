import type { AttributeRef, CheckedFilter, JsonObject, ResourceType, Result } from '@rollcall/scim';

/**
 * A resource as it is kept. `body` is the JSON text of `Draft.resource`: it begins with `schemas` and has no `id`, `meta`,
 * `groups` (User) and `members` (Group). Those are held in columns and rows and are put in when it is sent (`createRenderer`
 * of @rollcall/scim), because they depend on the host that the client used or on other resources.
 */
export interface StoredResource {
  readonly type: string;
  readonly id: string;
  readonly body: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly created: string;
  readonly lastModified: string;
  /** Counts up from 1 with each real change; `meta.version` is `W/"<version>"`. */
  readonly version: number;
  /** Groups that the resource is in; empty for resources that can't be members. */
  readonly groups: readonly GroupRef[];
  /** How many members a group has; 0 for others. The members themselves are read with `members`. */
  readonly memberCount: number;
}

export interface GroupRef {
  readonly id: string;
  readonly display: string;
  readonly direct: boolean;
}

export interface Member {
  readonly id: string;
  /** `User`, `Group` or a custom resource type's name. */
  readonly type: string;
  readonly display: string | null;
}

/** How a group's members are to change; applied to rows, so its cost is that of the ids it names. */
export type MemberChange =
  | { readonly kind: 'add'; readonly ids: readonly string[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | { readonly kind: 'replace'; readonly ids: readonly string[] };

/** A validated resource, ready to be kept. */
export interface Draft {
  /** `schemas` first, canonical attribute names in schema order, no `id`, `meta`, `groups`, `members`; see `StoredResource.body`. */
  readonly resource: JsonObject;
  readonly members: readonly MemberChange[];
}

/** Who or what made a change; written to the change log. */
export interface Origin {
  readonly requestId: string;
  /** `scim`, `console`, `api`, `cli` or `system`. */
  readonly actorType: string;
  readonly actorId: string;
}

export type WriteFailure =
  | { readonly kind: 'notFound' }
  | { readonly kind: 'versionMismatch'; readonly current: number }
  | {
      readonly kind: 'conflict';
      readonly attribute: string;
      readonly value: string;
      readonly existing: { id: string; active: boolean };
    }
  | { readonly kind: 'unknownMembers'; readonly ids: readonly string[] };

export interface WriteOptions {
  readonly origin: Origin;
  /** From `If-Match`: version numbers any of which may be current; undefined for no precondition, `'*'` for any. */
  readonly ifVersion?: readonly number[] | '*';
  /** Decision: unknown member ids are skipped and reported instead of refusing the write. */
  readonly skipUnknownMembers?: boolean;
}

export interface Written {
  readonly stored: StoredResource;
  /** False for a no-op: version, lastModified and the change log are untouched. */
  readonly changed: boolean;
  readonly skippedMembers: readonly string[];
  /** Paths of the attributes that got another value, as the change log names them; empty for a create. */
  readonly changes: readonly string[];
}

export type Page =
  | { readonly kind: 'index'; readonly startIndex: number; readonly count: number }
  /** Keyset paging, RFC 9865; `at` is null for the first page, else what another page's `next` or `previous` held. */
  | { readonly kind: 'cursor'; readonly at: string | null; readonly count: number };

/** One resource type that a listing covers. Filter and sort attribute are those of this type: names can mean different things in each. */
export interface ListTarget {
  readonly type: ResourceType;
  /** Null for all. */
  readonly filter: CheckedFilter | null;
  /** Null where the type lacks the attribute that is sorted by, or nothing is sorted by. */
  readonly sortBy: AttributeRef | null;
}

export interface ListQuery {
  readonly targets: readonly ListTarget[];
  /** RFC 7644 §3.4.2.3; without any `sortBy` the order is that of creation. */
  readonly descending: boolean;
  readonly page: Page;
  /** False when the answer leaves `groups` out, so they need not be read. */
  readonly withGroups: boolean;
}

export interface ListPage {
  readonly resources: readonly StoredResource[];
  /** Counted in index mode; in cursor mode null where counting would cost. */
  readonly totalResults: number | null;
  readonly next: string | null;
  readonly previous: string | null;
}

/** Searches that look at more than an index yields are bounded, so that none holds others up (decision 21). */
export type ListFailure =
  /** It was stopped. */
  | { readonly kind: 'tooLong' }
  /** Too many were waiting already. */
  | { readonly kind: 'busy' };

/**
 * The resources of one integration: the scope is taken when the store is opened for it, so no call can reach across.
 * All failures that a client can cause come back as values; a rejected promise is a bug or a lost database.
 */
export interface ResourceStore {
  get(type: ResourceType, id: string, options?: { readonly withGroups?: boolean }): Promise<StoredResource | null>;
  /** In the order of the members' creation; `after` is 0 or a page's `next`. Read in pieces so that 100,000 members hold nobody up. */
  members(
    groupId: string,
    page: { readonly after: number; readonly limit: number },
  ): Promise<{ readonly members: readonly Member[]; readonly next: number | null }>;
  list(query: ListQuery): Promise<Result<ListPage, ListFailure>>;
  create(type: ResourceType, draft: Draft, options: WriteOptions): Promise<Result<Written, WriteFailure>>;
  /**
   * Reads, edits and writes in one transaction under the integration's write lock, so no concurrent edit is lost.
   * `edit` is pure and may run more than once. Its own failure `E` rolls back and is handed through.
   */
  update<E>(
    type: ResourceType,
    id: string,
    edit: (current: CurrentResource) => Result<Draft, E> | Promise<Result<Draft, E>>,
    options: WriteOptions,
  ): Promise<Result<Written, WriteFailure | { readonly kind: 'refused'; readonly error: E }>>;
  remove(type: ResourceType, id: string, options: WriteOptions): Promise<Result<void, WriteFailure>>;
}

export interface CurrentResource {
  readonly resource: JsonObject;
  readonly version: number;
  /** Reads every member id: only for edits that can't be said as a `MemberChange` (a filter over members). */
  readonly members: () => Promise<readonly Member[]>;
}
