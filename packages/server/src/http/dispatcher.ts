import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OAuthEndpoint } from '../tokens/oauth-endpoint.ts';
import type { Handler } from './http-server.ts';
import { type Origin, Origins } from './origins.ts';
import type { ServerContext } from './plugin.ts';
import type { PluginHost } from './plugin-host.ts';
import { requestIds } from './request-id.ts';
import { scimRefusal } from './scim-refusal.ts';
import { apiHeaders, strictTransport } from './security-headers.ts';
import type { StaticFiles } from './static-files.ts';
import type { SystemRoutes } from './system-routes.ts';

/** One request on its way through the server. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly requestId: string;
  /** `performance.now()` at its arrival. */
  readonly started: number;
  readonly origin: Origin;
  /** Before the `?`. */
  readonly path: string;
  /** After the `?`. */
  readonly query: string;
  readonly remoteAddress: () => string;
}

/** Serves the paths that it is asked about; SCIM is one. */
export interface Area {
  owns(path: string): boolean;
  /** Never throws: what goes wrong is answered. */
  serve(exchange: Exchange): void;
}

export interface DispatcherParts {
  readonly context: ServerContext;
  readonly scim: Area;
  readonly oauth: OAuthEndpoint;
  readonly system: SystemRoutes;
  readonly plugins: PluginHost;
  readonly console: StaticFiles | null;
}

/** Decides by host and path who serves a request. */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #origins: Origins;
  readonly #nextId = requestIds();

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#origins = new Origins(parts.context.config);
  }

  readonly handle: Handler = (req, res) => {
    const started = performance.now();
    const requestId = this.#nextId();
    const url = targetOf(req.url ?? '/');
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const origin = this.#origins.of(req);
    if (origin === null) {
      const { headers, body } = scimRefusal(400, 'There must be one Host header with a host name.');
      return void res.writeHead(400, [...headers, 'X-Request-Id', requestId]).end(body);
    }
    const exchange: Exchange = {
      req,
      res,
      requestId,
      started,
      origin,
      path,
      query: mark < 0 ? '' : url.slice(mark + 1),
      remoteAddress: () => this.#origins.clientAddress(req),
    };
    if (this.#parts.scim.owns(path)) return this.#parts.scim.serve(exchange);
    this.#other(exchange).catch((error: unknown) => {
      this.#parts.context.log.error({ err: error, requestId, path }, 'a request failed');
      if (res.headersSent) res.destroy();
      else plain(res, requestId, 500, `Something went wrong here. The log has it under request id ${requestId}.`);
    });
  };

  async #other(exchange: Exchange): Promise<void> {
    const { req, res, path, origin, requestId, started } = exchange;
    const { context, system, oauth, plugins } = this.#parts;
    const secure = origin.origin.startsWith('https:');
    res.setHeader('X-Request-Id', requestId);
    const measure = (area: 'api' | 'console' | 'system') =>
      res.once('close', () =>
        context.metrics.observe(area, req.method ?? '', res.statusCode, performance.now() - started),
      );
    const systemRoute = system.find(path);
    if (systemRoute !== null) {
      measure('system');
      return systemRoute(res);
    }
    if (path === '/api' || path.startsWith('/api/')) {
      measure('api');
      if (oauth.owns(path)) return oauth.serve(exchange);
      const listener = plugins.find(path);
      if (listener === null) return plain(res, requestId, 404, 'There is nothing here.');
      for (const [name, value] of Object.entries(secure ? { ...apiHeaders, ...strictTransport } : apiHeaders))
        res.setHeader(name, value);
      plugins.introduce(req, {
        requestId,
        remoteAddress: exchange.remoteAddress(),
        origin: origin.origin,
        subdomain: origin.subdomain,
      });
      // In absolute form, so that `request.url` has the scheme and host of the client and not those of a proxy’s hop.
      req.url = origin.origin + targetOf(req.url ?? '/');
      return listener(req, res);
    }
    measure('console');
    return this.#page(exchange, secure);
  }

  async #page({ req, res, path, origin, requestId }: Exchange, secure: boolean): Promise<void> {
    if (origin.apiHost) return plain(res, requestId, 404, 'This host serves the API only.');
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.setHeader('Allow', 'GET, HEAD');
      return plain(res, requestId, 405, 'Pages can only be read.');
    }
    const files = this.#parts.console;
    if (files === null || files.empty) return plain(res, requestId, 503, 'The console is not built on this server.');
    if (!(await files.serve(req, res, path, secure))) plain(res, requestId, 404, 'There is nothing here.');
  }
}

/** RFC 9112 §3.2.2: a client that takes us for a proxy sends the whole URL. */
const targetOf = (url: string): string =>
  url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/i, '').replace(/^(?!\/)/, '/');

function plain(res: ServerResponse, requestId: string, status: number, detail: string): void {
  const body = JSON.stringify({ status, detail, requestId });
  res.writeHead(status, {
    ...apiHeaders,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'X-Request-Id': requestId,
  });
  res.end(body);
}
