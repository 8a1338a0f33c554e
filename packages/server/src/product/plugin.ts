import type { PluginFactory, ServerContext } from '../http/plugin.ts';
import { EngineThread } from './engine-thread.ts';
import type { Engine } from './product-engine.ts';

const engines = new WeakMap<ServerContext, EngineThread>();

function threadOf(context: ServerContext): EngineThread {
  const known = engines.get(context);
  if (known) return known;
  const engine = new EngineThread({ db: context.db, feed: context.directory.feed, log: context.log });
  engines.set(context, engine);
  return engine;
}

/** The product engine of a server. Its endpoints belong to the admin API; this makes the two independent of their order. */
export const productOf = (context: ServerContext): Engine => threadOf(context);

/** Runs in the background; it has no routes of its own. */
export const productPlugin: PluginFactory = (context) => {
  const engine = threadOf(context);
  return {
    name: 'product',
    routes: [],
    started: () => engine.start(),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
};
