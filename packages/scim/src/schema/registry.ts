import type { Attribute } from './attribute.ts';

/** A schema as RFC 7643 §7 defines it. */
export interface Schema {
  /** The URN, in the case in which it was registered. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

/** A resource type with its schemas resolved, RFC 7643 §6. */
export interface ResourceType {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** With its slash: `/Users`. */
  readonly endpoint: string;
  readonly schema: Schema;
  readonly extensions: readonly { readonly schema: Schema; readonly required: boolean }[];
}

/**
 * An attribute found in a resource type: where its value sits in a resource and what it is.
 * `extension` is the URN of the extension object that holds it; null for the core schema and for the
 * common attributes (`schemas`, `id`, `externalId`, `meta`: RFC 7643 §3.1).
 */
export interface AttributeRef {
  readonly extension: string | null;
  readonly attribute: Attribute;
  readonly sub: Attribute | null;
}

/** Everything that is registered: built in, plus what an operator's schema files add. Immutable. */
export interface Registry {
  readonly schemas: readonly Schema[];
  readonly resourceTypes: readonly ResourceType[];
}
