import type { z } from 'zod';
import type { Contract } from './contract.ts';
import type { AdminErrorCode, ErrorBody } from './errors.ts';
import type { Route } from './route.ts';
import { type EndpointId, type Routes, routes } from './routes.ts';

// Only types come from the contract, so no schema library gets into a browser's bundle.
type Part<Id extends EndpointId, Key extends string> =
  Contract[Id] extends Readonly<Record<Key, infer Schema>> ? Schema : undefined;
type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : never;

type With<Key extends string, Schema> = Schema extends z.ZodType
  ? Record<string, never> extends z.input<Schema>
    ? { readonly [K in Key]?: Input<Schema> }
    : { readonly [K in Key]: Input<Schema> }
  : { readonly [K in Key]?: undefined };

/** What an endpoint takes: path parameters, query and body. */
export type Request<Id extends EndpointId> = With<'params', Part<Id, 'params'>> &
  With<'query', Part<Id, 'query'>> &
  With<'body', Part<Id, 'body'>>;
/** What an endpoint answers with. */
export type Response<Id extends EndpointId> =
  Part<Id, 'response'> extends z.ZodType ? z.output<Part<Id, 'response'>> : undefined;

/** Endpoints that answer with JSON or nothing; the others are opened by their URL. */
export type CallableId = { [Id in EndpointId]: Routes[Id]['answer'] extends 'json' | 'empty' ? Id : never }[EndpointId];

/** An answer that is an error. `code` is one of the registry's. */
export class AdminApiError extends Error {
  readonly code: AdminErrorCode | 'network';
  readonly status: number;
  readonly body: ErrorBody | null;

  constructor(status: number, body: ErrorBody | null, message: string) {
    super(message);
    this.name = 'AdminApiError';
    this.code = body?.code ?? 'network';
    this.status = status;
    this.body = body;
  }
}

type Values = Readonly<Record<string, unknown>>;
interface Given {
  readonly params?: Values | undefined;
  readonly query?: Values | undefined;
  readonly body?: unknown;
}

const fillPath = (path: string, params: Values): string =>
  path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(params[key])));

function queryText(query: Values): string {
  const text = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) text.append(key, String(item));
    }
  }
  return text.size === 0 ? '' : `?${text}`;
}

const urlOf = (route: Route, given: Given): string =>
  fillPath(route.path, given.params ?? {}) + queryText(given.query ?? {});

const isErrorBody = (value: unknown): value is ErrorBody =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;

async function failureOf(response: globalThis.Response): Promise<AdminApiError> {
  const body: unknown = await response.json().catch(() => null);
  return isErrorBody(body)
    ? new AdminApiError(response.status, body, body.detail)
    : new AdminApiError(response.status, null, `The server answered with ${response.status}.`);
}

export interface Client {
  call<Id extends CallableId>(
    id: Id,
    ...given: Record<string, never> extends Request<Id>
      ? [request?: Request<Id>, options?: { signal?: AbortSignal }]
      : [request: Request<Id>, options?: { signal?: AbortSignal }]
  ): Promise<Response<Id>>;
  /** For links, downloads and EventSource. */
  url<Id extends EndpointId>(
    id: Id,
    ...given: Record<string, never> extends Request<Id> ? [request?: Request<Id>] : [request: Request<Id>]
  ): string;
}

/** `fetch` is handed in; in a browser the session's cookie goes along by itself. `base` is '' for the page's own origin. */
export function createClient(fetch: typeof globalThis.fetch, base = ''): Client {
  const send = async (id: EndpointId, given: Given, signal?: AbortSignal): Promise<unknown> => {
    const route: Route = routes[id];
    const response = await fetch(base + urlOf(route, given), {
      method: route.method,
      headers: given.body === undefined ? {} : { 'content-type': 'application/json' },
      ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (!response.ok) throw await failureOf(response);
    return route.answer === 'json' ? response.json() : undefined;
  };
  const client = {
    call: (id: EndpointId, given: Given = {}, options: { signal?: AbortSignal } = {}) =>
      send(id, given, options.signal),
    url: (id: EndpointId, given: Given = {}) => base + urlOf(routes[id], given),
  };
  // The table says what each id answers with; the server's tests hold every answer against it.
  return client as unknown as Client;
}
