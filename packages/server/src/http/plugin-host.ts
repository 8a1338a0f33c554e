import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { PluginRoute, RequestInfo, ServerPlugin } from './plugin.ts';

type Listener = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** Finds the plugin whose route a path belongs to and speaks fetch with it. */
export class PluginHost {
  readonly #routes: readonly { readonly prefix: string; readonly listener: Listener }[];
  readonly #infos = new WeakMap<IncomingMessage, RequestInfo>();

  constructor(plugins: readonly ServerPlugin[]) {
    this.#routes = plugins
      .flatMap((plugin) => plugin.routes)
      .toSorted((a, b) => b.prefix.length - a.prefix.length)
      .map((route) => ({ prefix: route.prefix, listener: this.#listenerOf(route) }));
  }

  find(path: string): Listener | null {
    const found = this.#routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
    return found?.listener ?? null;
  }

  /** Must be called before the listener: what the handler is told beside the request. */
  introduce(req: IncomingMessage, info: RequestInfo): void {
    this.#infos.set(req, info);
  }

  #listenerOf(route: PluginRoute): Listener {
    return getRequestListener(
      (request, env) => {
        const info = 'incoming' in env ? this.#infos.get(env.incoming as IncomingMessage) : undefined;
        if (info === undefined) throw new Error(`the request to ${route.prefix} was not introduced`);
        return route.handle(request, info);
      },
      { overrideGlobalObjects: false },
    );
  }
}
