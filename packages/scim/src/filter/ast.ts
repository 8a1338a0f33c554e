import type { AttributeRef } from '../schema/registry.ts';

export type CompareOp = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';
export type Comparand = string | number | boolean | null;

/** `urn:…:name.sub` as written. `urn` without its trailing colon; null where there is none. */
export interface AttributePath {
  readonly urn: string | null;
  readonly name: string;
  readonly sub: string | null;
}

/** The tree of RFC 7644 §3.4.2.2 (figure 1), as written: names are not yet looked up. */
export type Filter =
  | { readonly kind: 'present'; readonly path: AttributePath }
  | { readonly kind: 'compare'; readonly path: AttributePath; readonly op: CompareOp; readonly value: Comparand }
  | { readonly kind: 'valuePath'; readonly path: AttributePath; readonly filter: Filter }
  | { readonly kind: 'and'; readonly terms: readonly Filter[] }
  | { readonly kind: 'or'; readonly terms: readonly Filter[] }
  | { readonly kind: 'not'; readonly term: Filter };

/** A PATCH path, RFC 7644 §3.5.2 (figure 7). `sub` after the brackets: `emails[type eq "work"].value`. */
export interface PatchPath {
  readonly attribute: AttributePath;
  readonly filter: Filter | null;
  readonly sub: string | null;
}

/**
 * A filter whose attributes were found in a resource type and whose operators fit their types.
 * Both interpreters (in memory and SQL) take only this. Comparands are converted: booleans are
 * booleans, a dateTime is its canonical UTC text (see `searchable`), a string of an attribute that is not
 * caseExact is folded. Inside a value path, `ref.attribute` is the sub-attribute and `sub` is null.
 */
export type CheckedFilter =
  | { readonly kind: 'present'; readonly ref: AttributeRef }
  | { readonly kind: 'compare'; readonly ref: AttributeRef; readonly op: CompareOp; readonly value: Comparand }
  | { readonly kind: 'valuePath'; readonly ref: AttributeRef; readonly filter: CheckedFilter }
  | { readonly kind: 'and'; readonly terms: readonly CheckedFilter[] }
  | { readonly kind: 'or'; readonly terms: readonly CheckedFilter[] }
  | { readonly kind: 'not'; readonly term: CheckedFilter };
