import type { Attribute } from '../schema/attribute.ts';
import { commonAttributes } from '../schema/common.ts';
import { GROUP_URN } from '../schema/group.ts';
import { NameMap } from '../schema/lookup.ts';
import type { ResourceType } from '../schema/registry.ts';

/**
 * A resource type compiled for reading: each name leads to a slot, and slots are in schema order, so what is read
 * comes out in one order whatever the client's was, and equal resources have equal texts.
 */
export interface TypeShape {
  readonly type: ResourceType;
  /** Common attributes (`externalId` first), then those of the core schema. */
  readonly core: Shape;
  readonly extensions: readonly ExtensionShape[];
  /** Extensions and the core schema (null) by URN. */
  readonly byUrn: NameMap<ExtensionShape | null>;
  /** Fields that have an initial value. */
  readonly initial: readonly Field[];
  readonly immutable: readonly Field[];
  /** `members` of a core Group: kept as rows, not in the resource. */
  readonly membership: Field | null;
}

export interface ExtensionShape {
  readonly urn: string;
  readonly required: boolean;
  readonly shape: Shape;
  /** Its place among the extensions. */
  readonly at: number;
}

export interface Shape {
  readonly fields: readonly Field[];
  readonly byName: NameMap<Field>;
  readonly required: readonly Field[];
}

export interface Field {
  readonly attribute: Attribute;
  readonly name: string;
  readonly slot: number;
  /** As messages name it: `name.givenName`, `urn:…:User:department`. */
  readonly path: string;
  /** URN of the extension that holds it; null for the core schema and the common attributes. */
  readonly extension: string | null;
  /** Parts of a complex attribute. */
  readonly shape: Shape | null;
  /** `value` of a complex attribute, which a bare value stands for. */
  readonly value: Field | null;
  /** What is done with what a client sends: `drop` is checked but not kept (passwords), `ignore` is not even looked at. */
  readonly intake: 'keep' | 'drop' | 'ignore';
  /** Entra writes the whole role as a JSON text into `value`. */
  readonly hasJsonText: boolean;
  /** Elements have `type` or `primary` beside what they are about. */
  readonly hasLabels: boolean;
  readonly hasPrimary: boolean;
}

const intakeOf = (attribute: Attribute): Field['intake'] => {
  if (attribute.mutability === 'readOnly') return 'ignore';
  return attribute.mutability === 'writeOnly' || attribute.returned === 'never' ? 'drop' : 'keep';
};

const labels: ReadonlySet<string> = new Set(['type', 'primary']);

const buildField = (attribute: Attribute, slot: number, prefix: string, extension: string | null): Field => {
  const path = `${prefix}${attribute.name}`;
  const shape = attribute.type === 'complex' ? buildShape(attribute.subAttributes, `${path}.`, extension) : null;
  const names = attribute.subAttributes.map((sub) => sub.name);
  return {
    attribute,
    name: attribute.name,
    slot,
    path,
    extension,
    shape,
    value: shape?.byName.get('value') ?? null,
    intake: intakeOf(attribute),
    hasJsonText: attribute.multiValued && (attribute.name === 'roles' || attribute.name === 'entitlements'),
    hasLabels: attribute.multiValued && names.some((name) => labels.has(name)) && !names.every((n) => labels.has(n)),
    hasPrimary: attribute.multiValued && names.includes('primary'),
  };
};

const buildShape = (attributes: readonly Attribute[], prefix: string, extension: string | null): Shape => {
  const byName = new NameMap<Field>();
  const fields = attributes.map((attribute, slot) => buildField(attribute, slot, prefix, extension));
  for (const field of fields) byName.set(field.name, field);
  return { fields, byName, required: fields.filter((f) => f.attribute.required && f.intake !== 'ignore') };
};

const buildTypeShape = (type: ResourceType): TypeShape => {
  const common = commonAttributes.map((attribute) =>
    // The server works out which schemas are present, whatever the client says.
    attribute.name === 'schemas' ? { ...attribute, mutability: 'readOnly' as const } : attribute,
  );
  const core = buildShape([...common, ...type.schema.attributes], '', null);
  const extensions = type.extensions.map(({ schema, required }, at): ExtensionShape => {
    return { urn: schema.id, required, shape: buildShape(schema.attributes, `${schema.id}:`, schema.id), at };
  });
  const byUrn = new NameMap<ExtensionShape | null>();
  byUrn.set(type.schema.id, null);
  for (const extension of extensions) byUrn.set(extension.urn, extension);
  const all = [core, ...extensions.map((extension) => extension.shape)].flatMap((shape) => shape.fields);
  return {
    type,
    core,
    extensions,
    byUrn,
    initial: all.filter((field) => field.attribute.initial !== undefined),
    immutable: all.filter((field) => field.attribute.mutability === 'immutable'),
    membership: type.schema.id === GROUP_URN ? (core.byName.get('members') ?? null) : null,
  };
};

const shapes = new WeakMap<ResourceType, TypeShape>();

export const shapeOf = (type: ResourceType): TypeShape => {
  let shape = shapes.get(type);
  if (shape === undefined) {
    shape = buildTypeShape(type);
    shapes.set(type, shape);
  }
  return shape;
};
