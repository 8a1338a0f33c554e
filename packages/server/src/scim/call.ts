import type { IncomingHttpHeaders } from 'node:http';
import type { Registry, Renderer, ResourceType } from '@rollcall/scim';
import type { IntegrationSettings, ResourceStore, WriteOptions } from '@rollcall/store';
import type { Cursors } from './cursor.ts';
import type { QueryText } from './query.ts';

/** What every SCIM request is answered with, whoever sent it. */
export interface ScimServices {
  readonly registry: Registry;
  readonly cursors: Cursors;
  readonly renderer: Renderer;
  /** Whether resources of that type have members. */
  readonly isGroup: (typeName: string) => boolean;
  /** By the first segment of their path: `Users`. */
  readonly endpoints: ReadonlyMap<string, ResourceType>;
}

/** One operation of an integration: a request of its own, or one inside a bulk request. */
export interface Call {
  readonly services: ScimServices;
  readonly integrationNo: number;
  readonly store: ResourceStore;
  readonly settings: IntegrationSettings;
  readonly actorId: string;
  readonly requestId: string;
  /** `https://acme.api.example.com/api/v1/scim`: all that we say of where something is starts with it. */
  readonly base: string;
  readonly query: QueryText;
  readonly headers: Pick<IncomingHttpHeaders, 'if-match' | 'if-none-match'>;
}

export const locationOf = (call: Call, type: ResourceType, id: string): string => `${call.base}${type.endpoint}/${id}`;

export const originOf = (call: Call): WriteOptions['origin'] => ({
  requestId: call.requestId,
  actorType: 'scim',
  actorId: call.actorId,
});
