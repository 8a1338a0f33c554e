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
  /** One piece of a file under the hash of the whole; `attach` makes it the item's. */
  putPiece(sha256: string, piece: number, bytes: Uint8Array): Promise<void>;
  attach(id: string, file: LibraryFile | null): Promise<Result<LibraryItem, LibraryFailure>>;
  pieces(sha256: string): AsyncIterable<Uint8Array>;
}
