import type { Registry } from '@rollcall/scim';
import type { ControlStore, Database, Directory, RequestLog, ResourceStore } from '@rollcall/store';
import type { Config } from '../config/config.ts';
import type { Logger } from '../log/logger.ts';
import type { TokenService } from '../tokens/token-service.ts';
import type { Metrics } from './metrics.ts';

/** What every part of the server is built from. */
export interface ServerContext {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly db: Database;
  readonly registry: Registry;
  readonly control: ControlStore;
  readonly tokens: TokenService;
  readonly requestLog: RequestLog;
  /** All that was pushed, with its change log and feed. */
  readonly directory: Directory;
  /** The resources of one integration. */
  resources(integrationNo: number): ResourceStore;
  /** Origin of the console, once the port is known. */
  origin(): string;
  /** Aborts when the server begins to stop: end streams then. */
  readonly closing: AbortSignal;
}

/** What a handler can't read from the `Request`. */
export interface RequestInfo {
  readonly requestId: string;
  /** Of the client itself, as trusted proxies tell it. */
  readonly remoteAddress: string;
  /** Scheme and host that the client used; `request.url` has them too. */
  readonly origin: string;
  /** The tenant's sub-domain, where the host names one. */
  readonly subdomain: string | null;
}

export interface PluginRoute {
  /** `/api/auth` serves itself and everything below it; of several prefixes the longest wins. */
  readonly prefix: string;
  handle(request: Request, info: RequestInfo): Response | Promise<Response>;
}

/** A part that the composition root plugs in beside SCIM: it brings routes, work in the background, or both. */
export interface ServerPlugin extends AsyncDisposable {
  readonly name: string;
  readonly routes: readonly PluginRoute[];
  /** Called once the server listens. */
  started?(): void | Promise<void>;
}

export type PluginFactory = (context: ServerContext) => ServerPlugin | Promise<ServerPlugin>;
