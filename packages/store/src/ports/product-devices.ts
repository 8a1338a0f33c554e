import type { Result } from '@rollcall/scim';
import type { Cause } from './product-directory.ts';

/** The facts of a device; null where not known. A choice holds one of the values that rules know. */
export interface DeviceDraft {
  readonly name: string;
  readonly serialNumber: string | null;
  readonly assetTag: string | null;
  readonly family: string | null;
  readonly model: string | null;
  readonly osVersion: string | null;
  readonly chipType: string | null;
  readonly supervised: boolean | null;
  readonly enrollmentType: string | null;
  readonly fileVault: boolean | null;
  readonly tags: readonly string[];
}

/** Whose device it is. `wanted`: an e-mail or userName that no integration has delivered yet. */
export type DeviceOwner =
  | { readonly kind: 'none' }
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'wanted'; readonly text: string };

export interface DeviceUser {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly integrationNo: number;
  readonly archived: boolean;
}

export interface Device extends DeviceDraft {
  readonly id: string;
  readonly no: number;
  readonly user: DeviceUser | null;
  readonly wantedUser: string | null;
  readonly blueprint: { readonly id: string; readonly name: string } | null;
  readonly created: string;
  readonly updated: string;
}

export type DeviceSort = 'name' | 'serialNumber' | 'updated' | 'created';

export interface DeviceFilter {
  /** Words that must occur in name, serial number, asset tag or model. */
  readonly search?: string;
  readonly ids?: readonly string[];
  readonly serialNumber?: string;
  readonly family?: string;
  readonly blueprintId?: string;
  readonly userId?: string;
  readonly tag?: string;
  readonly assigned?: boolean;
}

export interface DeviceQuery {
  readonly filter: DeviceFilter;
  readonly sort: { readonly by: DeviceSort; readonly descending: boolean };
  readonly limit: number;
  readonly offset: number;
}

export type DeviceFailure =
  | { readonly kind: 'notFound' }
  | { readonly kind: 'serialTaken'; readonly serialNumber: string }
  | { readonly kind: 'unknownUser' }
  | { readonly kind: 'unknownBlueprint' };

/** Absent parts stay. `blueprintId: null` takes the device out of its blueprint. */
export interface DeviceChange {
  readonly facts?: Partial<DeviceDraft>;
  readonly owner?: DeviceOwner;
  readonly blueprintId?: string | null;
}

export interface NewDevice {
  readonly facts: DeviceDraft;
  readonly owner: DeviceOwner;
  readonly blueprintId: string | null;
}

export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly devices: number;
}

/** The devices of one tenant. Every write marks the results that it may change, in the same transaction. */
export interface DeviceStore {
  list(query: DeviceQuery): Promise<{ readonly devices: readonly Device[]; readonly total: number }>;
  get(id: string): Promise<Device | null>;
  bySerial(serialNumber: string): Promise<Device | null>;
  create(device: NewDevice, cause: Cause): Promise<Result<Device, DeviceFailure>>;
  update(id: string, change: DeviceChange, cause: Cause): Promise<Result<Device, DeviceFailure>>;
  /** One change for many devices; ids that don't exist are returned. */
  updateMany(
    ids: readonly string[],
    change: DeviceChange,
    cause: Cause,
    tags?: { readonly add: readonly string[]; readonly remove: readonly string[] },
  ): Promise<Result<readonly string[], DeviceFailure>>;
  remove(id: string, cause: Cause): Promise<boolean>;
  tags(): Promise<readonly Tag[]>;
}

/** A person with devices who is archived, and somebody present with the same e-mail or userName. */
export interface Move {
  readonly from: {
    readonly id: string;
    readonly name: string;
    readonly email: string | null;
    readonly integrationNo: number;
  };
  readonly to: {
    readonly id: string;
    readonly name: string;
    readonly email: string | null;
    readonly integrationNo: number;
  };
  readonly by: 'email' | 'userName';
  readonly devices: number;
}

export interface MoveStore {
  /** What could be moved, from or to one person or one integration, or in the whole tenant. At most one proposal a person. */
  proposals(of: { readonly personId?: string; readonly integrationNo?: number }): Promise<readonly Move[]>;
  /** Returns how many devices were moved; null when one of the two does not exist. */
  move(fromId: string, toId: string, cause: Cause): Promise<number | null>;
}

export type ImportState = 'running' | 'done' | 'interrupted';

export interface DeviceImport {
  readonly id: string;
  readonly state: ImportState;
  readonly total: number;
  readonly done: number;
  readonly createdDevices: number;
  readonly updatedDevices: number;
  readonly errors: readonly { readonly line: number; readonly message: string }[];
  readonly actor: string;
  readonly created: string;
  readonly finished: string | null;
}

/** Imports with what is still to be done of them, so that a restart goes on where it was. */
export interface ImportStore {
  start(lines: string, total: number, actor: string): Promise<DeviceImport>;
  get(id: string): Promise<DeviceImport | null>;
  running(): Promise<readonly DeviceImport[]>;
  /** The text that `start` was given. */
  lines(id: string): Promise<string | null>;
  record(change: DeviceImport): Promise<void>;
}
