import type { Route } from './route.ts';

/** Endpoints of devices, library and blueprints. */
export const productRoutes = {} as const satisfies Readonly<Record<string, Route>>;
