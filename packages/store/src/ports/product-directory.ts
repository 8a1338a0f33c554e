/** What the product's follower reads of the directory of one integration, and what it keeps of it. */

/** Attributes that rules read besides department and job title. */
export interface PersonMore {
  readonly employeeNumber: string | null;
  readonly costCenter: string | null;
  readonly organization: string | null;
  readonly division: string | null;
  readonly manager: string | null;
}

export interface PersonDraft {
  readonly ord: number;
  readonly id: string;
  readonly userName: string;
  readonly externalId: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly department: string | null;
  readonly jobTitle: string | null;
  readonly more: PersonMore;
  readonly active: boolean;
  readonly created: string;
  readonly updated: string;
}

export interface GroupDraft {
  readonly ord: number;
  readonly id: string;
  readonly name: string;
  readonly memberCount: number;
  readonly updated: string;
}

export interface DirectoryChange {
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly type: string;
  readonly ord: number;
  readonly id: string;
  readonly requestId: string;
  /** Ids that joined or left a group; null where membership did not change. */
  readonly members: { readonly added: readonly string[]; readonly removed: readonly string[] } | null;
}

export interface DirectoryResource {
  readonly ord: number;
  readonly type: string;
  readonly id: string;
  readonly body: string;
  readonly active: boolean;
  readonly memberCount: number;
  readonly created: string;
  readonly modified: string;
}

export interface Checkpoint {
  readonly seq: number;
  /** Which attributes fed people's fields when they were last built: JSON. */
  readonly sources: string;
  readonly gone: boolean;
}

/** Why a device's result may change: `scim:<integration number>:<sequence number>` or `activity:<number>`. */
export interface Cause {
  readonly cause: string;
  /** When it happened, ISO 8601. */
  readonly at: string;
}

/** The fields of a person that rules read; named as the inputs of rules. */
export type PersonField = 'department' | 'jobTitle' | keyof PersonMore;

/** What the engine knew of the maps when it decided whom a change touches. */
export interface Reach {
  /** Moves with every change of a map; a decision made on an older value is refused as `stale`. */
  readonly maps: number;
  /** The blueprints whose maps read one of these fields. */
  readonly reading: (fields: ReadonlySet<PersonField>) => readonly number[];
}

export interface DirectoryBatch {
  readonly people: readonly { readonly draft: PersonDraft; readonly cause: Cause }[];
  readonly gonePeople: readonly { readonly ord: number; readonly cause: Cause }[];
  readonly groups: readonly GroupDraft[];
  readonly goneGroups: readonly { readonly ord: number; readonly at: string }[];
  /** The checkpoint from which the batch was made: when it has moved, another engine was quicker. Null: not made from changes. */
  readonly from: number | null;
  /** Everything up to here is done once this batch is. Null: more parts of the same changes follow. */
  readonly advanceTo: number | null;
}

export type Applied = 'ok' | 'stale';

/** Each call is one transaction and may be repeated: a crash between two of them is mended by going on from the checkpoint. */
export interface DirectoryModel {
  checkpoint(): Promise<Checkpoint>;
  changes(after: number, limit: number): Promise<readonly DirectoryChange[]>;
  /** Those that exist now. */
  resources(ords: readonly number[]): Promise<readonly DirectoryResource[]>;
  /** Users and groups in the order of their keys, for building everything anew. */
  resourcesAfter(ord: number, limit: number): Promise<readonly DirectoryResource[]>;
  apply(batch: DirectoryBatch, reach: Reach): Promise<Applied>;
  /** Marks the devices of people (by id) in these blueprints as out of date. */
  markPeople(ids: readonly string[], blueprints: readonly number[], cause: Cause, reach: Reach): Promise<Applied>;
  /** Marks all devices of these blueprints. */
  markBlueprints(blueprints: readonly number[], cause: Cause, reach: Reach): Promise<Applied>;
  /** The group and every group that holds it, directly or not. */
  groupAndHolders(ord: number): Promise<readonly number[]>;
  /** Of these ids, whether one is a group. */
  anyGroup(ids: readonly string[]): Promise<boolean>;
}

/** Upkeep that concerns an integration as a whole. */
export interface DirectoryUpkeep {
  /** The integration was deleted: its groups go, people without devices too; the others stay, archived. */
  close(at: string): Promise<void>;
  /** Everything was built anew, with these sources, and holds all changes up to `seq`. */
  rebuilt(sources: string, seq: number): Promise<void>;
}
