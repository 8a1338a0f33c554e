/**
 * Schema and resource type documents (RFC 7643 §7 and §6) that an operator registers beside what is built in:
 *
 * - a new schema, to be the base of a new resource type or an extension;
 * - attributes added to a schema that exists: a document with its id that holds the new ones;
 * - a new resource type, or extensions added to one that exists: a document with its name that lists them.
 *
 * Everything wrong is reported at once, each with the JSON pointer (RFC 6901) of where it stands.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Attribute } from './attribute.ts';
import { readAttributes } from './attribute-documents.ts';
import { RESOURCE_TYPE_URN, SCHEMA_URN } from './discovery.ts';
import { DocumentReader, type SchemaIssue } from './document-reader.ts';
import { discoverySchemaUrns, findSchema, type Registry, type ResourceType, type Schema } from './registry.ts';

/** Documents are told apart by their `schemas`, and their order doesn't matter. */
export const registerDocuments = (
  registry: Registry,
  documents: readonly JsonValue[],
): Result<Registry, readonly SchemaIssue[]> => {
  const issues: SchemaIssue[] = [];
  const sorted: { kind: 'schema' | 'resourceType'; object: JsonObject; reader: DocumentReader }[] = [];
  for (const [at, document] of documents.entries()) {
    const reader = new DocumentReader(at, issues);
    const kind = kindOf(document);
    if (isJsonObject(document) && kind !== null) sorted.push({ kind, object: document, reader });
    else reader.issue('/schemas', `is neither ["${SCHEMA_URN}"] nor ["${RESOURCE_TYPE_URN}"]`);
  }
  let result = registry;
  for (const { kind, object, reader } of sorted) {
    if (kind === 'schema') result = addSchema(result, object, reader);
  }
  for (const { kind, object, reader } of sorted) {
    if (kind === 'resourceType') result = addResourceType(result, object, reader);
  }
  return issues.length === 0 ? ok(result) : fail(issues);
};

const kindOf = (document: JsonValue): 'schema' | 'resourceType' | null => {
  if (!isJsonObject(document) || !Array.isArray(document.schemas)) return null;
  const urns = document.schemas.map((urn) => String(urn).toLowerCase());
  if (urns.includes(SCHEMA_URN.toLowerCase())) return 'schema';
  return urns.includes(RESOURCE_TYPE_URN.toLowerCase()) ? 'resourceType' : null;
};

/** No brackets, quotes or spaces: URNs stand in PATCH paths, in filters and, unescaped, in answers. */
const urnPattern = /^urn:[a-z0-9][-a-z0-9]*:[-\w.:+=@;$!*%/]+$/i;

const addSchema = (registry: Registry, object: JsonObject, reader: DocumentReader): Registry => {
  const id = reader.text(
    object,
    'id',
    '',
    urnPattern,
    'a URN such as "urn:example:params:scim:schemas:extension:badge:1.0:User"',
  );
  const attributes = readAttributes(object.attributes, '/attributes', reader, true);
  if (id === null) return registry;
  if (isDiscovery(id)) {
    reader.issue('/id', 'describes the service itself and can’t be changed');
    return registry;
  }
  const existing = findSchema(registry, id);
  if (existing !== null) return replaceSchema(registry, existing, withMore(existing, attributes, reader));
  const name = reader.optionalText(object, 'name', '') ?? id.slice(id.lastIndexOf(':') + 1);
  const description = reader.optionalText(object, 'description', '') ?? name;
  return { ...registry, schemas: [...registry.schemas, { id, name, description, attributes }] };
};

const isDiscovery = (id: string): boolean => discoverySchemaUrns.some((urn) => urn.toLowerCase() === id.toLowerCase());

/** A document made from `/Schemas` repeats the attributes that are there; they stay as they are. */
const withMore = (schema: Schema, attributes: readonly Attribute[], reader: DocumentReader): Schema => {
  const added: Attribute[] = [];
  for (const [at, attribute] of attributes.entries()) {
    const known = schema.attributes.find((each) => each.name.toLowerCase() === attribute.name.toLowerCase());
    if (known === undefined) added.push(attribute);
    else if (known.type !== attribute.type || known.multiValued !== attribute.multiValued) {
      reader.issue(`/attributes/${at}/type`, `differs from that of “${known.name}”, which ${schema.id} has already`);
    }
  }
  return { ...schema, attributes: [...schema.attributes, ...added] };
};

const replaceSchema = (registry: Registry, before: Schema, after: Schema): Registry => {
  const swap = (schema: Schema): Schema => (schema === before ? after : schema);
  return {
    schemas: registry.schemas.map(swap),
    resourceTypes: registry.resourceTypes.map((type) => ({
      ...type,
      schema: swap(type.schema),
      extensions: type.extensions.map(({ schema, required }) => ({ schema: swap(schema), required })),
    })),
  };
};

/** The name stands in paths and answers; `Bulk` and the like have meanings of their own. */
const namePattern = /^[a-z][-\w]*$/i;
const endpointPattern = /^\/?(?!(?:Bulk|Me|Schemas|ResourceTypes|ServiceProviderConfig|v\d+)$)[a-z][-\w]*$/i;

const addResourceType = (registry: Registry, object: JsonObject, reader: DocumentReader): Registry => {
  const name = reader.text(object, 'name', '', namePattern, 'a name of letters, digits, “-” and “_”');
  const extensions = readExtensions(registry, object.schemaExtensions, reader);
  if (name === null) return registry;
  const existing = registry.resourceTypes.find((type) => type.name.toLowerCase() === name.toLowerCase());
  if (existing !== undefined) return extend(registry, existing, extensions);
  const endpoint = reader.text(
    object,
    'endpoint',
    '',
    endpointPattern,
    'a path of one segment such as "/Badges" that isn’t SCIM’s own',
  );
  const schema = readSchemaName(registry, object.schema, '/schema', reader);
  if (endpoint === null || schema === null) return registry;
  const path = endpoint.startsWith('/') ? endpoint : `/${endpoint}`;
  const rival = registry.resourceTypes.find((type) => type.endpoint.toLowerCase() === path.toLowerCase());
  if (rival !== undefined) reader.issue('/endpoint', `belongs to ${rival.name}`);
  const user = registry.resourceTypes.find((type) => type.schema === schema);
  if (user !== undefined) reader.issue('/schema', `is the schema of ${user.name}`);
  const description = reader.optionalText(object, 'description', '') ?? name;
  const type: ResourceType = { id: name, name, description, endpoint: path, schema: withoutCommon(schema), extensions };
  return { ...replaceSchema(registry, schema, type.schema), resourceTypes: [...registry.resourceTypes, type] };
};

const commonNames = new Set(['schemas', 'id', 'externalid', 'meta']);

/** RFC 7643 §3.1: they are part of every base schema, so listing them adds nothing. */
const withoutCommon = (schema: Schema): Schema =>
  schema.attributes.some(({ name }) => commonNames.has(name.toLowerCase()))
    ? { ...schema, attributes: schema.attributes.filter(({ name }) => !commonNames.has(name.toLowerCase())) }
    : schema;

type Extensions = ResourceType['extensions'];

const extend = (registry: Registry, existing: ResourceType, extensions: Extensions): Registry => {
  const added = extensions.filter(({ schema }) => !existing.extensions.some((each) => each.schema === schema));
  const type: ResourceType = { ...existing, extensions: [...existing.extensions, ...added] };
  return { ...registry, resourceTypes: registry.resourceTypes.map((each) => (each === existing ? type : each)) };
};

const readExtensions = (registry: Registry, json: JsonValue | undefined, reader: DocumentReader): Extensions => {
  const extensions: { schema: Schema; required: boolean }[] = [];
  for (const [at, each] of reader.list(json, '/schemaExtensions').entries()) {
    const pointer = `/schemaExtensions/${at}`;
    if (!isJsonObject(each)) {
      reader.issue(pointer, 'must be an object with “schema” and “required”');
      continue;
    }
    const schema = readSchemaName(registry, each.schema, `${pointer}/schema`, reader);
    const required = reader.flag(each, 'required', pointer);
    if (schema === null) continue;
    if (extensions.some((extension) => extension.schema === schema))
      reader.issue(`${pointer}/schema`, 'is listed twice');
    else extensions.push({ schema, required });
  }
  return extensions;
};

const readSchemaName = (
  registry: Registry,
  json: JsonValue | undefined,
  pointer: string,
  reader: DocumentReader,
): Schema | null => {
  const schema = typeof json === 'string' ? findSchema(registry, json) : null;
  if (schema === null) reader.issue(pointer, 'is not the id of a registered schema');
  else if (isDiscovery(schema.id)) reader.issue(pointer, 'describes the service itself');
  else return schema;
  return null;
};
