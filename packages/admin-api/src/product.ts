import type { Shape } from './endpoint.ts';
import type { productRoutes } from './product-routes.ts';

/** What goes in and out of the endpoints of devices, library and blueprints. */
export const productShapes = {} as const satisfies { readonly [Id in keyof typeof productRoutes]: Shape };
