import type { Attribute } from './attribute.ts';
import {
  RESOURCE_TYPE_URN,
  resourceTypeSchema,
  SCHEMA_URN,
  SERVICE_PROVIDER_CONFIG_URN,
  schemaSchema,
  serviceProviderConfigSchema,
} from './discovery.ts';
import { enterpriseUserSchema } from './enterprise-user.ts';
import { groupSchema } from './group.ts';
import { userSchema } from './user.ts';

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

export const userType: ResourceType = {
  id: 'User',
  name: 'User',
  description: 'User Account',
  endpoint: '/Users',
  schema: userSchema,
  extensions: [{ schema: enterpriseUserSchema, required: false }],
};

export const groupType: ResourceType = {
  id: 'Group',
  name: 'Group',
  description: 'Group',
  endpoint: '/Groups',
  schema: groupSchema,
  extensions: [],
};

export const builtInRegistry: Registry = {
  schemas: [
    userSchema,
    groupSchema,
    enterpriseUserSchema,
    serviceProviderConfigSchema,
    resourceTypeSchema,
    schemaSchema,
  ],
  resourceTypes: [userType, groupType],
};

/** Schemas that describe the service itself: no resource type can use or redefine them. */
export const discoverySchemaUrns: readonly string[] = [SERVICE_PROVIDER_CONFIG_URN, RESOURCE_TYPE_URN, SCHEMA_URN];

/** By URN, whose case doesn't matter. */
export const findSchema = (registry: Registry, urn: string): Schema | null => {
  const wanted = urn.toLowerCase();
  return registry.schemas.find((schema) => schema.id.toLowerCase() === wanted) ?? null;
};

/** By name or id, as `GET /ResourceTypes/{id}` and `meta.resourceType` give it. */
export const findResourceType = (registry: Registry, name: string): ResourceType | null =>
  registry.resourceTypes.find((type) => type.name === name || type.id === name) ?? null;

/** By endpoint with its slash: `/Users`. */
export const findResourceTypeAt = (registry: Registry, endpoint: string): ResourceType | null =>
  registry.resourceTypes.find((type) => type.endpoint === endpoint) ?? null;
