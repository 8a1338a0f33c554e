import {
  type Features,
  fail,
  findSchema,
  type JsonObject,
  ok,
  type Registry,
  type Result,
  renderList,
  resourceTypeDocument,
  type ScimError,
  schemaDocument,
  scimError,
  serviceProviderConfig,
} from '@rollcall/scim';
import { limits } from './limits.ts';

const features: Features = {
  bulk: { maxOperations: limits.bulkOperations, maxPayloadSize: limits.bulkBytes },
  filter: { maxResults: limits.pageSizeAtMost },
  pagination: {
    defaultPageSize: limits.pageSize,
    maxPageSize: limits.pageSizeAtMost,
    cursorTimeoutSeconds: limits.cursorSeconds,
  },
  documentationUri: 'https://datatracker.ietf.org/doc/html/rfc7644',
};

export type DiscoveryEndpoint = 'ServiceProviderConfig' | 'ResourceTypes' | 'Schemas';

/** The text of the document, RFC 7644 §4. `id` is null for the list. */
export function discover(
  registry: Registry,
  endpoint: DiscoveryEndpoint,
  id: string | null,
  base: string,
): Result<string, ScimError> {
  switch (endpoint) {
    case 'ServiceProviderConfig':
      return id === null
        ? ok(JSON.stringify(serviceProviderConfig(features, base)))
        : fail(scimError(404, 'There is nothing below /ServiceProviderConfig.'));
    case 'ResourceTypes': {
      if (id === null) return ok(listOf(registry.resourceTypes.map((type) => resourceTypeDocument(type, base))));
      const type = registry.resourceTypes.find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
      return type === undefined
        ? fail(scimError(404, `There is no resource type “${id}”.`))
        : ok(JSON.stringify(resourceTypeDocument(type, base)));
    }
    case 'Schemas': {
      if (id === null) return ok(listOf(registry.schemas.map((schema) => schemaDocument(registry, schema, base))));
      const schema = findSchema(registry, id);
      return schema === null
        ? fail(scimError(404, `There is no schema “${id}”.`))
        : ok(JSON.stringify(schemaDocument(registry, schema, base)));
    }
    default:
      return endpoint satisfies never;
  }
}

const listOf = (documents: readonly JsonObject[]): string =>
  renderList(
    documents.map((document) => JSON.stringify(document)),
    { totalResults: documents.length, startIndex: 1 },
  );
