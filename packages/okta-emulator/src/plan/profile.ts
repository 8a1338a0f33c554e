import type { DialectId } from '../model/app.ts';

/** The habits of one provider, as data. plan/user.ts and plan/group.ts read it; nothing asks which provider it is. */
export interface ProviderProfile {
  readonly id: DialectId;
  readonly label: string;
  readonly headers: HeaderHabits;
  readonly users: UserHabits;
  readonly groups: GroupHabits;
  /** How the provider tries a server before it uses it. */
  readonly connectorTest: 'list' | 'unknown-user' | 'configuration' | 'test-objects';
  /** Minutes between two cycles; 0: changes go out at once. The emulator compresses cycles by its clock. */
  readonly cycleMinutes: number;
}

/** Header lines in the order in which they go out. `{authorization}` is replaced. */
export interface HeaderHabits {
  readonly read: readonly HeaderLine[];
  readonly write: readonly HeaderLine[];
}
export type HeaderLine = readonly [name: string, value: string];

export type PatchStyle =
  /** One path-less replace of what changed. */
  | 'pathless'
  /** Entra without the flag: capitalised ops, a path for each attribute, booleans as text. */
  | 'entra-paths'
  /** Entra with `aadOptscim062020`: one path-less replace with dotted and URN keys, paths for multi-valued ones. */
  | 'entra-grouped';

export interface UserHabits {
  /** `schemas` of a new user; the enterprise URN is added when it is used. */
  readonly schemas: readonly string[];
  /** Always listed, used or not. */
  readonly alwaysListsExtension: boolean;
  readonly match: MatchHabits;
  readonly sendsGroups: boolean;
  readonly sendsPassword: boolean;
  readonly update: 'put' | 'patch';
  /** A found account is updated from the answer of the search; an update reads the account first. */
  readonly patchStyle: PatchStyle;
  readonly activation: 'put' | 'patch';
  /** What becomes of the account of somebody who is unassigned. */
  readonly unassign: 'deactivate' | 'delete';
  /** Sent as the bare id of the manager, as Entra does. */
  readonly managerAsString: boolean;
}

export interface MatchHabits {
  /** `null`: the connector's unique identifier field. */
  readonly attribute: string | null;
  readonly quoted: boolean;
  /** What follows the filter. */
  readonly suffix: string;
}

export interface GroupHabits {
  readonly schemas: readonly string[];
  readonly match: MatchHabits;
  readonly sendsExternalId: boolean;
  readonly createsWithMembers: boolean;
  /** After the creation: read and write the whole group, or add the members by PATCH. */
  readonly update: 'put' | 'patch';
  readonly readSuffix: string;
  readonly patch: GroupPatchHabits;
}

export interface GroupPatchHabits {
  readonly capitalised: boolean;
  /** `false`: authentik leaves it out. */
  readonly sendsSchemas: boolean;
  readonly rename: 'pathless-with-id' | 'path';
  readonly removal: 'filter' | 'value-list';
  readonly display: boolean;
  /** JumpCloud repeats the members that are there already. */
  readonly repeatsAdds: boolean;
  /** Compares the members that the target has, not those that were sent last. */
  readonly comparesTarget: boolean;
  /** Most members of one operation. */
  readonly batch: number;
}
