import { type JsonObject, type ResourceType, scimError } from '@rollcall/scim';
import { bulk } from './bulk.ts';
import type { Call, ScimServices } from './call.ts';
import { type DiscoveryEndpoint, discover } from './discovery.ts';
import { limits } from './limits.ts';
import { listResources } from './list.ts';
import { searchQuery } from './list-params.ts';
import { getResource } from './read.ts';
import { type Reply, refusal, replied } from './reply.ts';
import { createResource, patchResource, removeResource, replaceAll } from './write.ts';

/** What can be done at one place. Methods that are not there are answered with 405 and `Allow`. */
export interface Endpoint {
  /** Readable without a token (RFC 7643 §5). */
  readonly open?: true;
  readonly bodyBytes: number;
  readonly reads: Readonly<Partial<Record<string, (call: Call) => Promise<Reply> | Reply>>>;
  /** Methods that need a body. */
  readonly writes: Readonly<Partial<Record<string, (call: Call, body: JsonObject) => Promise<Reply> | Reply>>>;
}

/** A Map, because an object would also have `constructor` and `__proto__`. */
const discoveryNames: ReadonlyMap<string, DiscoveryEndpoint> = new Map(
  (['ServiceProviderConfig', 'ResourceTypes', 'Schemas'] as const).map((name) => [name, name]),
);

/** Null: there is nothing at that path. RFC 7644 §3.2, table 2. */
export function endpointAt(services: ScimServices, segments: readonly string[]): Endpoint | null {
  const [first, second, third] = segments;
  const { bodyBytes } = limits;
  if (third !== undefined) return null;
  if (first === undefined) {
    const types = services.registry.resourceTypes;
    return { bodyBytes, reads: { GET: (call) => listResources(call, types, call.query) }, writes: {} };
  }
  const type = services.endpoints.get(first);
  if (type !== undefined)
    return second === undefined ? collection(type) : second === '.search' ? search([type]) : resource(type, second);
  const discovery = discoveryNames.get(first);
  if (discovery !== undefined) return discoveryEndpoint(discovery, second ?? null);
  if (second !== undefined) return first === 'Me' ? me : null;
  if (first === '.search') return search(services.registry.resourceTypes);
  if (first === 'Bulk') return { bodyBytes: limits.bulkBytes, reads: {}, writes: { POST: bulk } };
  return first === 'Me' ? me : null;
}

const bodyBytesOf = (type: ResourceType): number => (type.name === 'Group' ? limits.groupBodyBytes : limits.bodyBytes);

const collection = (type: ResourceType): Endpoint => ({
  bodyBytes: bodyBytesOf(type),
  reads: { GET: (call) => listResources(call, [type], call.query) },
  writes: { POST: (call, body) => createResource(call, type, body) },
});

const resource = (type: ResourceType, id: string): Endpoint => ({
  bodyBytes: bodyBytesOf(type),
  reads: { GET: (call) => getResource(call, type, id), DELETE: (call) => removeResource(call, type, id) },
  writes: {
    PUT: (call, body) => replaceAll(call, type, id, body),
    PATCH: (call, body) => patchResource(call, type, id, body),
  },
});

const search = (types: readonly ResourceType[]): Endpoint => ({
  bodyBytes: limits.bodyBytes,
  reads: {},
  writes: {
    POST: (call, body) => {
      const query = searchQuery(body);
      return query.ok ? listResources(call, types, query.value) : refusal(query.error);
    },
  },
});

function discoveryEndpoint(name: DiscoveryEndpoint, id: string | null): Endpoint {
  const GET = (call: Call): Reply => {
    // RFC 7644 §4: filters are not possible there. Okta’s and others’ paging parameters are ignored.
    if (call.query.filter !== undefined && name !== 'ServiceProviderConfig')
      return refusal(scimError(403, `/${name} can’t be filtered.`));
    const found = discover(call.services.registry, name, id, call.base);
    return found.ok ? replied(200, found.value) : refusal(found.error);
  };
  return {
    ...(name === 'ServiceProviderConfig' ? { open: true } : {}),
    bodyBytes: limits.bodyBytes,
    reads: { GET },
    writes: {},
  };
}

const notSupported = (): Reply =>
  refusal(scimError(501, '/Me is not supported: a token stands for an integration, not for a person.'));

const me: Endpoint = {
  bodyBytes: limits.bodyBytes,
  reads: { GET: notSupported, POST: notSupported, PUT: notSupported, PATCH: notSupported, DELETE: notSupported },
  writes: {},
};
