import type { JsonValue } from '@rollcall/scim';
import type { Origin } from './resources.ts';

/** What one write changed. Memberships are said as who joined and who left, by id. */
export type AttributeChange =
  | { readonly path: string; readonly old: JsonValue; readonly new: JsonValue }
  | { readonly path: 'members'; readonly added: readonly string[]; readonly removed: readonly string[] };

export interface ChangeEntry {
  /** Increases in commit order inside the integration; gaps are allowed. */
  readonly seq: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly action: 'create' | 'update' | 'delete';
  readonly resourceType: string;
  readonly resourceId: string;
  /** The resource's key in the store: `resource.ord`, `member.member_ord`. */
  readonly resourceOrd: number;
  /** The resource's version after the change. */
  readonly version: number;
  readonly origin: Origin;
  /** Empty for a create and a delete. */
  readonly changes: readonly AttributeChange[];
}

/** What a deleted resource was; kept for 30 days. */
export interface DeletedDocument {
  readonly body: string;
  readonly created: string;
  readonly groupIds: readonly string[];
  readonly memberIds: readonly string[];
}

/** The append-only history of one integration. */
export interface ChangeLog {
  /** The last sequence number that is committed; 0 before the first change. */
  last(): Promise<number>;
  /** In order, those after `seq`. */
  since(seq: number, limit: number): Promise<readonly ChangeEntry[]>;
  /** Of one resource, newest first; `before` continues. Works for deleted resources as well. */
  of(
    resourceId: string,
    page: { readonly before: number | null; readonly limit: number },
  ): Promise<{ readonly entries: readonly ChangeEntry[]; readonly next: number | null }>;
  /** Null when it is not deleted, or was deleted too long ago. */
  deletedDocument(resourceId: string): Promise<DeletedDocument | null>;
}

/** Tells followers that there is something to read: at once for this process's writes, within the poll's interval for others'. */
export interface ChangeFeed {
  watch(listener: (integrationNo: number, seq: number) => void): Disposable;
}
