import type { Registry } from '@rollcall/scim';
import {
  type Database,
  joinServers,
  openControlStore,
  openDirectory,
  type RequestLog,
  schemaSetFingerprint,
} from '@rollcall/store';
import { type Config, publicOrigin } from './config/config.ts';
import { Dispatcher } from './http/dispatcher.ts';
import { type Handler, HttpServer } from './http/http-server.ts';
import { Metrics } from './http/metrics.ts';
import type { PluginFactory, ServerContext, ServerPlugin } from './http/plugin.ts';
import { PluginHost } from './http/plugin-host.ts';
import { StaticFiles } from './http/static-files.ts';
import { SystemRoutes } from './http/system-routes.ts';
import type { Logger } from './log/logger.ts';
import { ScimHandler } from './scim/scim-handler.ts';
import { indexedAttributes } from './start/indexed-attributes.ts';
import { RetentionJob } from './start/retention.ts';
import { OAuthEndpoint } from './tokens/oauth-endpoint.ts';
import { TokenService } from './tokens/token-service.ts';

export interface ServerDeps {
  readonly log: Logger;
  /** Open and migrated; the caller closes it after the server. */
  readonly db: Database;
  readonly requestLog: RequestLog;
  readonly registry: Registry;
  /** Folder of the built console; null serves none. */
  readonly consoleFolder: string | null;
  readonly plugins?: readonly PluginFactory[];
}

export interface RollcallServer extends AsyncDisposable {
  readonly context: ServerContext;
  readonly handler: Handler;
  /** Listens where the configuration says; resolves with the port. */
  start(): Promise<{ readonly port: number; readonly origin: string }>;
}

/** The one place where everything is put together. */
export async function createServer(config: Config, deps: ServerDeps): Promise<RollcallServer> {
  const closing = new AbortController();
  let port = config.port;
  const control = openControlStore(deps.db);
  const indexed = indexedAttributes(deps.registry, config.indexedAttributes);
  const presence = await joinServers(deps.db, schemaSetFingerprint(deps.registry, indexed));
  const directory = await openDirectory(deps.db, deps.registry, { indexed });
  const context: ServerContext = {
    config,
    log: deps.log,
    metrics: new Metrics(),
    db: deps.db,
    registry: deps.registry,
    control,
    tokens: new TokenService(control),
    requestLog: deps.requestLog,
    directory,
    resources: (integrationNo) => directory.resources(integrationNo),
    origin: () => publicOrigin(config, port),
    closing: closing.signal,
  };
  const plugins: ServerPlugin[] = [];
  for (const factory of deps.plugins ?? []) plugins.push(await factory(context));
  const scim = await ScimHandler.create(context);
  const dispatcher = new Dispatcher({
    context,
    scim,
    oauth: new OAuthEndpoint(context),
    system: new SystemRoutes(context),
    plugins: new PluginHost(plugins),
    console: deps.consoleFolder === null ? null : new StaticFiles(deps.consoleFolder),
  });
  const http = new HttpServer(dispatcher.handle);
  const retention = new RetentionJob(context);
  return {
    context,
    handler: dispatcher.handle,
    async start() {
      port = await http.listen(config.host, config.port);
      for (const plugin of plugins) await plugin.started?.();
      return { port, origin: context.origin() };
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await http[Symbol.asyncDispose]();
      for (const plugin of plugins.toReversed()) await plugin[Symbol.asyncDispose]();
      await scim[Symbol.asyncDispose]();
      await retention[Symbol.asyncDispose]();
      await presence[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}
