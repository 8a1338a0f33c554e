import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import { hasStatus } from './data/api.ts';
import { sessionQuery } from './data/queries.ts';

// The addresses of the console; the pages behind them are in pages.ts.

type Raw = Readonly<Record<string, unknown>>;
const text = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : undefined;
type Texts<Name extends string> = { readonly [Key in Name]?: string };
/** The named texts of a URL; what is not set is left out. */
const texts =
  <const Name extends string>(...names: readonly Name[]) =>
  (raw: Raw): Texts<Name> => {
    const found: { [Key in Name]?: string } = {};
    for (const name of names) {
      const value = text(raw[name]);
      if (value !== undefined) found[name] = value;
    }
    return found;
  };

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()();

export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      if (!hasStatus(error, 401)) throw error;
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    }
  },
});

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: texts('next'),
});

const under = { getParentRoute: () => appRoute };
export const dashboardRoute = createRoute({ ...under, path: '/' });
export const applicationsRoute = createRoute({ ...under, path: '/applications', validateSearch: texts('q') });
export const createAppRoute = createRoute({ ...under, path: '/applications/new' });
export const catalogRoute = createRoute({ ...under, path: '/applications/catalog' });
export const applicationRoute = createRoute({
  ...under,
  path: '/applications/$appId',
  validateSearch: texts('tab', 'q', 'status'),
});
export const peopleRoute = createRoute({ ...under, path: '/people', validateSearch: texts('q', 'status') });
export const personRoute = createRoute({ ...under, path: '/people/$userId', validateSearch: texts('tab') });
export const groupsRoute = createRoute({ ...under, path: '/groups', validateSearch: texts('tab', 'q') });
export const groupRoute = createRoute({ ...under, path: '/groups/$groupId', validateSearch: texts('tab', 'q') });
export const systemLogRoute = createRoute({
  ...under,
  path: '/system-log',
  validateSearch: texts('tab', 'q', 'app', 'failed', 'event', 'exchange'),
});
export const tasksRoute = createRoute({
  ...under,
  path: '/tasks',
  validateSearch: texts('q', 'state', 'task', 'exchange'),
});
export const settingsRoute = createRoute({ ...under, path: '/settings' });

export const routeTree = rootRoute.addChildren([
  signInRoute,
  appRoute.addChildren([
    dashboardRoute,
    applicationsRoute,
    createAppRoute,
    catalogRoute,
    applicationRoute,
    peopleRoute,
    personRoute,
    groupsRoute,
    groupRoute,
    systemLogRoute,
    tasksRoute,
    settingsRoute,
  ]),
]);
