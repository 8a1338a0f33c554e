import type { JsonObject } from '@rollcall/scim';
import type { AttributeChange } from './change-log.ts';
import type { DirectoryGroup } from './product-people.ts';

export type GroupSort = 'name' | 'members' | 'updatedAt';

export interface GroupsQuery {
  readonly search?: string;
  readonly integrationNos?: readonly number[];
  readonly sort: { readonly by: GroupSort; readonly descending: boolean };
  readonly limit: number;
  /** What a previous page's `next` or `previous` held, for the same filter and sort; null for the first page. */
  readonly cursor: string | null;
}

export interface GroupsPage {
  readonly groups: readonly DirectoryGroup[];
  readonly next: string | null;
  readonly previous: string | null;
}

export interface GroupMember {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly userName: string | null;
  readonly active: boolean;
}

export interface MembersPage {
  readonly members: readonly GroupMember[];
  readonly next: string | null;
  readonly previous: string | null;
}

/** A resource as it is kept, for showing; see `StoredResource.body`. */
export interface ShownResource {
  readonly integrationNo: number;
  readonly ord: number;
  readonly type: string;
  readonly id: string;
  readonly body: JsonObject;
  readonly version: number;
  readonly created: string;
  readonly modified: string;
}

export interface NamedResource {
  readonly id: string;
  readonly type: 'User' | 'Group';
  readonly name: string;
}

export interface IntegrationCounts {
  readonly users: number;
  readonly groups: number;
}

export interface DeviceCounts {
  readonly usersWithDevices: number;
  readonly devices: number;
}

/** One change as the public audit log shows it. */
export interface DirectoryEvent {
  readonly integrationNo: number;
  readonly seq: number;
  readonly at: string;
  readonly action: 'create' | 'update' | 'delete';
  readonly type: string;
  readonly resourceId: string;
  readonly version: number;
  readonly requestId: string;
  readonly actorType: string;
  readonly actorId: string;
  readonly changes: readonly AttributeChange[];
}

/** What the console shows of the directories of one tenant. The tenant is taken when it is opened. */
export interface AdminDirectory {
  /** An unreadable cursor is null. */
  groups(query: GroupsQuery): Promise<GroupsPage | null>;
  group(id: string): Promise<DirectoryGroup | null>;
  members(group: DirectoryGroup, cursor: string | null, limit: number): Promise<MembersPage | null>;
  /** Groups that have it as a direct member. */
  parents(group: DirectoryGroup): Promise<readonly NamedResource[]>;
  /** Null when it is deleted. */
  resource(integrationNo: number, id: string): Promise<ShownResource | null>;
  /** Of users and groups, deleted ones too as far as they are known. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, NamedResource>>;
  counts(): Promise<ReadonlyMap<number, IntegrationCounts>>;
  deviceCounts(integrationNo: number): Promise<DeviceCounts>;
}

/** What a new connection does for the first time. */
export type Milestone = 'user' | 'update' | 'deactivation' | 'group';

/** The change logs of one tenant's integrations, for looking back. */
export interface AdminHistory {
  /** Of one integration, newest first before `seq`; oldest first after it when `ascending`. */
  events(
    integrationNo: number,
    page: { readonly seq: number | null; readonly ascending: boolean; readonly limit: number },
  ): Promise<readonly DirectoryEvent[]>;
  /** Of one resource, newest first before `before`; also when it is deleted. */
  of(
    integrationNo: number,
    resourceId: string,
    page: { readonly before: number | null; readonly limit: number },
  ): Promise<{ readonly events: readonly DirectoryEvent[]; readonly next: number | null }>;
  /** What one request changed of one resource. */
  byRequest(integrationNo: number, resourceId: string, requestId: string): Promise<readonly DirectoryEvent[]>;
  /** What one request changed of whatever it was about, by the time it ran; a walk over the log. The first 100. */
  byRequestAt(integrationNo: number, requestId: string, from: string, to: string): Promise<readonly DirectoryEvent[]>;
  /** The first change of each kind after `after`; null where there is none. Grows with the log: ask for what is missing only. */
  first(integrationNo: number, kind: Milestone, after: number): Promise<DirectoryEvent | null>;
  lastSeq(integrationNo: number): Promise<number>;
  /** A few resources of the integration that were changed last, newest first. */
  recentGroups(integrationNo: number, limit: number): Promise<readonly DirectoryGroup[]>;
}
