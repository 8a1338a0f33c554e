import type { AttributePath } from '../filter/ast.ts';
import { formatPath } from '../filter/parse.ts';
import type { Attribute } from './attribute.ts';
import { commonAttributes } from './common.ts';
import type { AttributeRef, ResourceType, Schema } from './registry.ts';

/**
 * Attributes by name, whatever its case (RFC 7643 §2.1). The canonical spelling is tried first: nearly all
 * clients send it, and it spares the folding.
 */
export class NameMap<T> {
  readonly #exact = new Map<string, T>();
  readonly #folded = new Map<string, T>();

  set(name: string, value: T): void {
    this.#exact.set(name, value);
    this.#folded.set(name.toLowerCase(), value);
  }

  get(name: string): T | undefined {
    return this.#exact.get(name) ?? this.#folded.get(name.toLowerCase());
  }
}

interface Entry {
  readonly whole: AttributeRef;
  readonly subs: NameMap<AttributeRef>;
}

interface Lookup {
  /** Common attributes and those of the core schema. */
  readonly core: NameMap<Entry>;
  /** By schema URN; the core schema's own URN leads to `core`. */
  readonly byUrn: NameMap<NameMap<Entry>>;
  readonly schemaByUrn: NameMap<Schema>;
  readonly all: readonly AttributeRef[];
}

const lookups = new WeakMap<ResourceType, Lookup>();

const buildEntries = (
  attributes: readonly Attribute[],
  extension: string | null,
  into: NameMap<Entry>,
  all: AttributeRef[],
): void => {
  for (const attribute of attributes) {
    const whole: AttributeRef = { extension, attribute, sub: null };
    const subs = new NameMap<AttributeRef>();
    all.push(whole);
    for (const sub of attribute.subAttributes) {
      const ref: AttributeRef = { extension, attribute, sub };
      subs.set(sub.name, ref);
      all.push(ref);
    }
    into.set(attribute.name, { whole, subs });
  }
};

const buildLookup = (type: ResourceType): Lookup => {
  const core = new NameMap<Entry>();
  const byUrn = new NameMap<NameMap<Entry>>();
  const schemaByUrn = new NameMap<Schema>();
  const all: AttributeRef[] = [];
  buildEntries(commonAttributes, null, core, all);
  buildEntries(type.schema.attributes, null, core, all);
  byUrn.set(type.schema.id, core);
  schemaByUrn.set(type.schema.id, type.schema);
  for (const { schema } of type.extensions) {
    const entries = new NameMap<Entry>();
    buildEntries(schema.attributes, schema.id, entries, all);
    byUrn.set(schema.id, entries);
    schemaByUrn.set(schema.id, schema);
  }
  return { core, byUrn, schemaByUrn, all };
};

const lookupOf = (type: ResourceType): Lookup => {
  let lookup = lookups.get(type);
  if (lookup === undefined) {
    lookup = buildLookup(type);
    lookups.set(type, lookup);
  }
  return lookup;
};

/**
 * RFC 7644 §3.10: `userName`, `name.familyName`, `urn:…:core:2.0:User:userName`, `urn:…:enterprise:2.0:User:manager.value`;
 * names and URNs in any case. Null where the resource type has no such attribute. The answer is the same object each
 * time, so it can be compared by identity.
 */
export const findAttribute = (type: ResourceType, path: AttributePath): AttributeRef | null => {
  const lookup = lookupOf(type);
  const entries = path.urn === null ? lookup.core : lookup.byUrn.get(path.urn);
  const entry = entries?.get(path.name);
  if (entry === undefined) return null;
  return path.sub === null ? entry.whole : (entry.subs.get(path.sub) ?? null);
};

/** A schema of the resource type (its core schema or an extension) by URN in any case. */
export const findTypeSchema = (type: ResourceType, urn: string): Schema | null =>
  lookupOf(type).schemaByUrn.get(urn) ?? null;

/**
 * The schema that a path names as a whole, such as `urn:…:enterprise:2.0:User`. A parser can't tell the last segment
 * of a URN from an attribute name, so it arrives split at the last colon, and at a dot behind it.
 */
export const findSchemaByPath = (type: ResourceType, path: AttributePath): Schema | null =>
  path.urn === null ? null : findTypeSchema(type, formatPath(path));

/** Every attribute and sub-attribute that the resource type has: common, core, then the extensions. */
export const allAttributes = (type: ResourceType): readonly AttributeRef[] => lookupOf(type).all;

/** The path as it is written canonically: `name.givenName`, `urn:…:User:manager.value`. */
export const formatAttribute = ({ extension, attribute, sub }: AttributeRef): string =>
  `${extension === null ? '' : `${extension}:`}${attribute.name}${sub === null ? '' : `.${sub.name}`}`;
