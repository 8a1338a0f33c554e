import type { Result } from '@rollcall/scim';
import type { Cause } from './product-directory.ts';

export type LibraryKind = 'app' | 'profile' | 'script' | 'setting';

export interface LibraryDraft {
  readonly name: string;
  readonly kind: LibraryKind;
  /** Device families that it installs on; empty for all of them. */
  readonly platforms: readonly string[];
  readonly version: string | null;
  readonly description: string | null;
  readonly active: boolean;
  /** Items with the same key exclude one another: the one farthest right in a map wins. */
  readonly conflictKey: string | null;
  /** Where the payload is, when it is not kept here. */
  readonly reference: string | null;
}

export interface LibraryFile {
  /** What its pieces are kept under. */
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
}

export interface LibraryItem extends LibraryDraft {
  readonly id: string;
  readonly no: number;
  readonly file: LibraryFile | null;
  readonly created: string;
  readonly updated: string;
}

export type LibraryFailure =
  | { readonly kind: 'notFound' }
  | { readonly kind: 'inUse'; readonly blueprints: readonly string[] };

export interface LibraryStore {
  list(): Promise<readonly LibraryItem[]>;
  get(id: string): Promise<LibraryItem | null>;
  create(draft: LibraryDraft): Promise<LibraryItem>;
  update(id: string, change: Partial<LibraryDraft>, cause: Cause): Promise<Result<LibraryItem, LibraryFailure>>;
  remove(id: string): Promise<Result<void, LibraryFailure>>;
}

/** The payloads of items, in pieces: the whole of one is never held in memory. */
export interface LibraryFiles {
  /** One piece of an upload, from 0 on, under a key that nobody else uses. */
  put(key: string, piece: number, bytes: Uint8Array): Promise<void>;
  /** Makes what was put the item's file in place of the one before; `notFound` also when the upload was removed meanwhile. */
  attach(itemId: string, file: LibraryFile): Promise<Result<LibraryItem, LibraryFailure>>;
  pieces(key: string): AsyncIterable<Uint8Array>;
  /** Removes an upload that came to nothing. */
  discard(key: string): Promise<void>;
  /** Removes what uploads left that nobody has gone on with since. */
  sweep(before: string): Promise<void>;
}
