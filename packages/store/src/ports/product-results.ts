import type { Cause, PersonMore } from './product-directory.ts';

/** A device whose result may be out of date. */
export interface Dirty extends Cause {
  readonly deviceNo: number;
  readonly mark: number;
}

/** What an evaluation reads of a device and its user. */
export interface EvaluationFacts {
  readonly no: number;
  readonly id: string;
  readonly name: string;
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
  readonly blueprintNo: number | null;
  readonly user: EvaluationUser | null;
}

export interface EvaluationUser {
  readonly id: string;
  readonly integrationNo: number;
  readonly ord: number;
  readonly deleted: boolean;
  readonly department: string | null;
  readonly jobTitle: string | null;
  readonly more: PersonMore;
}

/** `items` is JSON: `[[item id, node id], …]` from left to right. */
export interface Result {
  readonly deviceNo: number;
  readonly deviceId: string;
  readonly blueprintNo: number | null;
  readonly items: string;
  readonly removed: boolean;
}

export interface KeptResult extends Result {
  readonly seq: number;
  readonly changed: string;
}

/** What changed for the devices of one blueprint through one cause; kept as an entry of its activity. */
export interface Rollup {
  readonly blueprintNo: number;
  readonly cause: Cause;
  readonly devices: number;
  /** By item id. */
  readonly added: Readonly<Record<string, number>>;
  readonly removed: Readonly<Record<string, number>>;
}

/** The kept results of one tenant, and what is to be recomputed. */
export interface ResultStore {
  /** A part of those marked after `afterMark` (0: of all). A mark that is set later is higher than every one that is there. */
  dirty(limit: number, afterMark: number): Promise<readonly Dirty[]>;
  /** The last mark that was given out. */
  lastMark(): Promise<number>;
  isDirty(deviceNo: number): Promise<boolean>;
  facts(deviceNos: readonly number[]): Promise<readonly EvaluationFacts[]>;
  /** Devices after `no`, in order, of one blueprint or of all: for a full evaluation and a dry run. */
  factsAfter(no: number, limit: number, blueprintNo: number | null): Promise<readonly EvaluationFacts[]>;
  /** Which of these people are direct members of which of these groups, all of one integration and by their row keys. */
  memberships(
    integrationNo: number,
    groupOrds: readonly number[],
    personOrds: readonly number[],
  ): Promise<readonly { readonly groupOrd: number; readonly personOrd: number }[]>;
  results(deviceNos: readonly number[]): Promise<readonly KeptResult[]>;
  /**
   * Keeps what changed and clears what was dirty up to `mark`; one transaction. A device that is not dirty any more, or was marked
   * again, is left alone.
   */
  settle(done: {
    readonly deviceNos: readonly number[];
    readonly mark: number;
    readonly changed: readonly Result[];
    /** For those of `changed` that are kept. */
    readonly rollupsOf: (kept: readonly Result[]) => readonly Rollup[];
  }): Promise<void>;
  /** The feed of results: each device once, at its last change. */
  since(seq: number, limit: number): Promise<readonly KeptResult[]>;
}
