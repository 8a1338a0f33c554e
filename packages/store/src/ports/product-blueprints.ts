import type { Result } from '@rollcall/scim';
import type { Cause } from './product-directory.ts';

/** `map` and `routing` are JSON of `@rollcall/blueprint`, checked before they are kept; the store does not look into them. */
export interface Blueprint {
  readonly id: string;
  readonly no: number;
  readonly name: string;
  readonly description: string;
  readonly version: number;
  readonly map: string;
  /** Keys of the groups that its rules name and that no longer exist. */
  readonly vanished: readonly string[];
  readonly devices: number;
  readonly created: string;
  readonly updated: string;
}

export interface BlueprintVersion {
  readonly version: number;
  readonly at: string;
  readonly actor: string;
  readonly note: string;
  readonly map: string;
  /** What was changed since the version before: JSON. */
  readonly changes: string;
}

export type BlueprintFailure =
  | { readonly kind: 'notFound' }
  | { readonly kind: 'nameTaken'; readonly name: string }
  | { readonly kind: 'versionMismatch'; readonly current: number }
  | { readonly kind: 'hasDevices'; readonly devices: number };

export interface SavedMap {
  readonly map: string;
  readonly vanished: readonly string[];
  readonly changes: string;
  readonly actor: string;
  readonly note: string;
}

/** The blueprints of one tenant. Saving a map marks all devices of the blueprint, in the same transaction. */
export interface BlueprintStore {
  list(): Promise<readonly Blueprint[]>;
  get(id: string): Promise<Blueprint | null>;
  create(name: string, description: string, first: SavedMap): Promise<Result<Blueprint, BlueprintFailure>>;
  rename(id: string, name: string, description: string): Promise<Result<Blueprint, BlueprintFailure>>;
  save(id: string, expected: number, saved: SavedMap, cause: Cause): Promise<Result<Blueprint, BlueprintFailure>>;
  remove(id: string): Promise<Result<void, BlueprintFailure>>;
  /** Newest first; with `only`, that one if it exists. */
  versions(id: string, only?: number): Promise<readonly BlueprintVersion[]>;
  /** The groups of its rules that are gone now. Marks the devices when that has changed. */
  setVanished(id: string, vanished: readonly string[], cause: Cause): Promise<boolean>;
}

export interface StoredRouting {
  readonly version: number;
  readonly routing: string;
  readonly updated: string;
}

export interface Activity {
  readonly no: number;
  readonly blueprintNo: number;
  readonly at: string;
  /** `saved`, `created`, `evaluated`, `routed`, … */
  readonly kind: string;
  readonly cause: string;
  readonly actor: string;
  /** JSON. */
  readonly detail: string;
}

export interface RoutingStore {
  get(): Promise<StoredRouting>;
  save(expected: number, routing: string): Promise<Result<StoredRouting, BlueprintFailure>>;
}

export interface ActivityStore {
  add(entry: Omit<Activity, 'no'>): Promise<Activity>;
  /** Newest first; `before` is a `no`. `blueprintNo` 0 is Blueprint Routing. */
  list(blueprintNo: number | null, before: number | null, limit: number): Promise<readonly Activity[]>;
}
