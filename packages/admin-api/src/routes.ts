import { productRoutes } from './product-routes.ts';
import { integrationsRoutes } from './routes/integrations.ts';
import { logRoutes } from './routes/logs.ts';
import { peopleRoutes } from './routes/people.ts';
import { referenceRoutes } from './routes/reference.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';

/** Every endpoint of the admin API but those of devices and blueprints: where it is and who may call it. No schema, so a browser can load it. */
export const coreRoutes = {
  ...sessionRoutes,
  ...integrationsRoutes,
  ...peopleRoutes,
  ...logRoutes,
  ...settingsRoutes,
  ...referenceRoutes,
} as const;

export const routes = { ...coreRoutes, ...productRoutes } as const;
export type Routes = typeof routes;
export type EndpointId = keyof Routes;
