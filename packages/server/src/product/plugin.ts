import type { PluginFactory, ServerContext } from '../http/plugin.ts';
import { ProductEngine } from './product-engine.ts';

const engines = new WeakMap<ServerContext, ProductEngine>();

/** The product engine of a server. Its endpoints belong to the admin API; this makes the two independent of their order. */
export function productOf(context: ServerContext): ProductEngine {
  const known = engines.get(context);
  if (known) return known;
  const engine = new ProductEngine({
    db: context.db,
    control: context.control,
    directory: context.directory,
    log: context.log,
  });
  engines.set(context, engine);
  return engine;
}

/** Runs in the background; it has no routes of its own. */
export const productPlugin: PluginFactory = (context) => {
  const engine = productOf(context);
  return {
    name: 'product',
    routes: [],
    started: () => engine.start(),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
};
