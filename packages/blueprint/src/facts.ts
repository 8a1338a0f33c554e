import type { GroupRef } from './rule.ts';

/** What is known of a device. Null where it is not known; a choice holds one of its input's values. */
export interface DeviceFacts {
  readonly id: string;
  readonly family: string | null;
  readonly model: string | null;
  readonly osVersion: string | null;
  readonly chipType: string | null;
  readonly assetTag: string | null;
  readonly serialNumber: string | null;
  readonly supervised: boolean | null;
  readonly enrollmentType: string | null;
  readonly fileVault: boolean | null;
  readonly tags: readonly string[];
  readonly blueprintId: string | null;
}

export interface UserFacts {
  readonly id: string;
  readonly department: string | null;
  readonly jobTitle: string | null;
  readonly employeeNumber: string | null;
  readonly costCenter: string | null;
  readonly organization: string | null;
  readonly division: string | null;
  readonly manager: string | null;
}

/** Everything a decision depends on. `groups` are the user's groups, indirect ones too. */
export interface Subject {
  readonly device: DeviceFacts;
  readonly user: UserFacts | null;
  readonly groups: readonly GroupRef[];
}

/** A Library Item as far as a map is concerned. */
export interface Item {
  readonly id: string;
  readonly name: string;
  /** Device families that it installs on; empty for all of them. */
  readonly platforms: readonly string[];
  readonly active: boolean;
  /** Items with the same key exclude one another (two versions of one app): the one farthest right wins. */
  readonly conflictKey: string | null;
}

export const noDevice = (id: string): DeviceFacts => ({
  id,
  family: null,
  model: null,
  osVersion: null,
  chipType: null,
  assetTag: null,
  serialNumber: null,
  supervised: null,
  enrollmentType: null,
  fileVault: null,
  tags: [],
  blueprintId: null,
});
