import type { PersonMore } from './product-directory.ts';

/**
 * The people that the product works with: a read model of the directory's users that follows the change log. A person is one
 * user of one integration and has that user's id. It outlives its user while a device is assigned to it.
 */
export interface Person {
  /** The id of the SCIM user. */
  readonly id: string;
  readonly integrationNo: number;
  /** The row key of the SCIM user inside its integration. */
  readonly ord: number;
  readonly userName: string;
  readonly externalId: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly department: string | null;
  readonly jobTitle: string | null;
  readonly more: PersonMore;
  readonly active: boolean;
  /** Not active, or deleted over SCIM and kept because of its devices. */
  readonly archived: boolean;
  /** Deleted over SCIM (or with its integration): the SCIM id answers 404. */
  readonly deleted: boolean;
  readonly deviceCount: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface PersonGroup {
  readonly id: string;
  readonly name: string;
  /** False for a group that holds the person through another group. */
  readonly direct: boolean;
}

export interface ListedPerson extends Person {
  /** The first few direct groups by name, for the row of a list; `groupCount` says how many there are. */
  readonly groups: readonly PersonGroup[];
  readonly groupCount: number;
}

export type PeopleTab = 'all' | 'withDevices' | 'withoutDevices' | 'archived';
export type PeopleSort = 'name' | 'email' | 'department' | 'jobTitle' | 'updatedAt';

/** Every part narrows; absent parts don't. */
export interface PeopleFilter {
  /** `all` is everybody who is not archived; absent, archived people are included. */
  readonly tab?: PeopleTab;
  /** Words, each of which must occur in name, e-mail or userName; case is ignored. */
  readonly search?: string;
  readonly emailContains?: string;
  readonly ids?: readonly string[];
  readonly integrationNos?: readonly number[];
  /** Compared without case; `''` means "has none". */
  readonly departments?: readonly string[];
  readonly jobTitles?: readonly string[];
  /** Ids of groups; members through nested groups count. Any of them. */
  readonly groupIds?: readonly string[];
  readonly active?: boolean;
  readonly archived?: boolean;
}

export interface PeopleQuery {
  readonly filter: PeopleFilter;
  readonly sort: { readonly by: PeopleSort; readonly descending: boolean };
  readonly limit: number;
  /** What a previous page's `next` or `previous` held, for the same filter and sort; null for the first page. */
  readonly cursor: string | null;
}

export interface PeoplePage {
  readonly people: readonly ListedPerson[];
  readonly next: string | null;
  readonly previous: string | null;
}

/** How many people each tab holds under a filter (its own `tab` is ignored). */
export type PeopleCounts = Readonly<Record<PeopleTab, number>>;

export type FacetField = 'department' | 'jobTitle';
export interface FacetValue {
  /** As most recently spelled. Null: no value. */
  readonly value: string | null;
  readonly count: number;
}

/** A group of the directory as the product knows it; kept after its deletion so that rules can name it. */
export interface DirectoryGroup {
  readonly id: string;
  readonly integrationNo: number;
  readonly ord: number;
  readonly name: string;
  readonly memberCount: number;
  readonly updatedAt: string;
}

/** One tenant's people. The tenant is taken when the store is opened, so no call can reach across. */
export interface PeopleStore {
  /** An unreadable cursor is null. */
  list(query: PeopleQuery): Promise<PeoplePage | null>;
  counts(filter: PeopleFilter): Promise<PeopleCounts>;
  /** Values with counts, most frequent first; `search` narrows them as typed. */
  facet(field: FacetField, search: string, limit: number): Promise<readonly FacetValue[]>;
  get(id: string): Promise<Person | null>;
  groupsOf(person: Person): Promise<readonly PersonGroup[]>;
  /** In pages that hold nobody up; for export. Sorted by name. */
  each(filter: PeopleFilter): AsyncIterable<readonly ListedPerson[]>;
  /** Removes the record of a person who is deleted over SCIM and has no devices left; false when it is not such a record. */
  forget(id: string): Promise<boolean>;
  /** Groups by name as typed (every integration of the tenant), for rule editors and filters. */
  groups(search: string, limit: number): Promise<readonly DirectoryGroup[]>;
}
