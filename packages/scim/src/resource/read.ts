import { type ScimError, scimError } from '../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { fail, ok, type Result } from '../result.ts';
import type { ResourceType } from '../schema/registry.ts';
import { Intake } from './intake.ts';
import { type MemberChange, readMemberIds } from './members.ts';
import { shapeOf, type TypeShape } from './shape.ts';
import { checkRequired, readInto, readObject } from './value.ts';

/** What a client's POST or PUT body means. */
export interface ReadResource {
  /**
   * Canonical names in schema order; `schemas` first, then what the client may set. No `id`, `meta`, `groups`, no members
   * of a core Group.
   */
  readonly resource: JsonObject;
  readonly members: readonly MemberChange[];
  /** Names that are not registered: answered with 2xx all the same (decision 6). */
  readonly ignored: readonly string[];
}

/**
 * RFC 7644 §3.3 and §3.5.1. A `replace` is put on top of the current resource by `replaceResource`.
 */
export const readResource = (
  type: ResourceType,
  body: JsonValue | undefined,
  context: 'create' | 'replace',
): Result<ReadResource, ScimError> => {
  if (!isJsonObject(body)) return fail(scimError(400, 'The body must be a JSON object.', 'invalidSyntax'));
  const shape = shapeOf(type);
  const reading: Reading = {
    shape,
    core: new Array(shape.core.fields.length),
    extensions: new Array(shape.extensions.length),
    memberIds: null,
    intake: new Intake(),
  };
  noteSchemas(reading, body.schemas);
  readTop(reading, body);
  if (context === 'create') fillInitial(reading);
  const resource = assemble(shape, reading.core, reading.extensions);
  checkRequiredParts(shape, resource, reading.intake);
  const { error, ignored } = reading.intake;
  return error === null ? ok({ resource, members: memberChanges(reading, context), ignored }) : fail(error);
};

interface Reading {
  readonly shape: TypeShape;
  readonly core: (JsonValue | undefined)[];
  readonly extensions: (JsonObject | undefined)[];
  memberIds: readonly string[] | null;
  readonly intake: Intake;
}

const readTop = (reading: Reading, body: JsonObject): void => {
  const { shape, intake } = reading;
  for (const key in body) {
    const value = body[key];
    if (value === undefined) continue;
    const field = shape.core.byName.get(key);
    if (field === undefined) readSchemaObject(reading, key, value);
    else if (field === shape.membership) reading.memberIds = readMemberIds(field, value, intake);
    else if (field.intake !== 'ignore') readInto(reading.core, field, value, intake);
  }
};

/** An extension's object; or core attributes nested under the core URN, as some clients send them. */
const readSchemaObject = (reading: Reading, key: string, value: JsonValue): void => {
  const { shape, intake } = reading;
  const extension = shape.byUrn.get(key);
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return;
  if (extension === undefined) intake.ignore('', key);
  else if (!isJsonObject(value)) intake.refuseWith(`“${key}” must be an object.`);
  else if (extension === null) readTop(reading, value);
  else reading.extensions[extension.at] = readObject(extension.shape, value, intake);
};

const noteSchemas = ({ shape, intake }: Reading, declared: JsonValue | undefined): void => {
  if (declared === undefined || declared === null || typeof declared === 'string') return;
  if (!Array.isArray(declared)) intake.refuseWith('“schemas” must be an array of URNs.');
  for (const urn of Array.isArray(declared) ? declared : []) {
    if (typeof urn === 'string' && shape.byUrn.get(urn) === undefined) intake.ignore('', urn);
  }
};

const fillInitial = ({ shape, core, extensions }: Reading): void => {
  for (const { extension, slot, name, attribute } of shape.initial) {
    if (attribute.initial === undefined) continue;
    const at = extension === null ? undefined : shape.byUrn.get(extension)?.at;
    if (at === undefined) core[slot] ??= attribute.initial;
    else extensions[at] = { [name]: attribute.initial, ...extensions[at] };
  }
};

/** RFC 7643 §3: `schemas` names the core schema and the extensions that have values, whatever the client listed. */
export const assemble = (
  shape: TypeShape,
  core: readonly (JsonValue | undefined)[],
  extensions: readonly (JsonObject | undefined)[],
): JsonObject => {
  const schemas = [shape.type.schema.id];
  const resource: Record<string, JsonValue> = { schemas };
  for (const { name, slot } of shape.core.fields) {
    const value = core[slot];
    if (value !== undefined) resource[name] = value;
  }
  for (const { urn, at } of shape.extensions) {
    const object = extensions[at];
    if (object === undefined) continue;
    schemas.push(urn);
    resource[urn] = object;
  }
  return resource;
};

const checkRequiredParts = (shape: TypeShape, resource: JsonObject, intake: Intake): void => {
  checkRequired(shape.core, resource, intake);
  for (const { urn, required } of shape.extensions) {
    if (required && resource[urn] === undefined) intake.refuseWith(`“${urn}” is required.`);
  }
};

const memberChanges = ({ shape, memberIds }: Reading, context: 'create' | 'replace'): readonly MemberChange[] => {
  if (shape.membership === null) return [];
  // RFC 7644 §3.5.1: what a replace leaves out is cleared.
  if (context === 'replace') return [{ kind: 'replace', ids: memberIds ?? [] }];
  return memberIds === null || memberIds.length === 0 ? [] : [{ kind: 'add', ids: memberIds }];
};
