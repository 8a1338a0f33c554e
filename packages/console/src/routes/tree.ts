import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import { blueprintQuery, routingQuery } from '../data/blueprints.ts';
import { isCode } from '../data/client.ts';
import { deviceQuery, deviceSorts } from '../data/devices.ts';
import { groupQuery, groupSorts } from '../data/groups.ts';
import { integrationQuery, integrationsQuery, supportedAttributesQuery } from '../data/integrations.ts';
import { libraryItemQuery } from '../data/library.ts';
import { personQuery, personSorts } from '../data/people.ts';
import { sessionQuery, signInOptionsQuery } from '../data/session.ts';
import { chosen, oneOf, type Raw, text, textList } from '../lib/search-params.ts';

// The addresses of the console: where each page is, what its URL may say and what it loads first. Pages are in pages.ts.

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()();

/** Everything behind signing in. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      if (!isCode(error, 'unauthenticated')) throw error;
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    }
  },
});

const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/users' });
  },
});

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (raw: Raw) => chosen({ next: text(raw.next), error: text(raw.error), email: text(raw.email) }),
  loader: ({ context }) => context.queryClient.ensureQueryData(signInOptionsQuery('')),
});

export const welcomeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/welcome' });
/** Another name of the same page. */
export const linkRoute = createRoute({ getParentRoute: () => rootRoute, path: '/link' });

const peopleTabs = ['all', 'withDevices', 'withoutDevices', 'archived'] as const;

export const usersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/users',
  validateSearch: (raw: Raw) =>
    chosen({
      tab: oneOf(peopleTabs, raw.tab),
      search: text(raw.search),
      integration: text(raw.integration),
      department: typeof raw.department === 'string' ? raw.department : undefined,
      group: text(raw.group),
      status: oneOf(['active', 'archived', 'deleted'], raw.status),
      sort: oneOf(personSorts, raw.sort),
      columns: textList(raw.columns),
    }),
});

export const userRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/users/$userId',
  validateSearch: (raw: Raw) => chosen({ tab: oneOf(['profile', 'groups', 'devices', 'history', 'raw'], raw.tab) }),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(personQuery(params.userId)),
});

export const groupsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/groups',
  validateSearch: (raw: Raw) =>
    chosen({
      search: text(raw.search),
      integration: text(raw.integration),
      sort: oneOf(groupSorts, raw.sort),
    }),
});

export const groupRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/groups/$groupId',
  validateSearch: (raw: Raw) => chosen({ tab: oneOf(['members', 'blueprints', 'history', 'raw'], raw.tab) }),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(groupQuery(params.groupId)),
});

export const devicesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/devices',
  validateSearch: (raw: Raw) =>
    chosen({
      search: text(raw.search),
      family: text(raw.family),
      blueprint: text(raw.blueprint),
      tag: text(raw.tag),
      assigned: raw.assigned === true ? ('true' as const) : oneOf(['true', 'false'], raw.assigned),
      sort: oneOf(deviceSorts, raw.sort),
      columns: textList(raw.columns),
    }),
});

export const deviceRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/devices/$deviceId',
  loader: ({ context, params }) => context.queryClient.ensureQueryData(deviceQuery(params.deviceId)),
});

export const libraryRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/library',
  validateSearch: (raw: Raw) => chosen({ search: text(raw.search), kind: text(raw.kind) }),
});

export const libraryItemRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/library/$itemId',
  loader: ({ context, params }) => context.queryClient.ensureQueryData(libraryItemQuery(params.itemId)),
});

export const blueprintsRoute = createRoute({ getParentRoute: () => appRoute, path: '/blueprints' });

export const routingRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/blueprints/routing',
  loader: ({ context }) => context.queryClient.ensureQueryData(routingQuery),
});

export const blueprintRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/blueprints/$blueprintId',
  validateSearch: (raw: Raw) =>
    chosen({
      tab: oneOf(['map', 'activity'], raw.tab),
      device: text(raw.device),
      user: text(raw.user),
      version: typeof raw.version === 'number' && raw.version > 0 ? raw.version : undefined,
    }),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(blueprintQuery(params.blueprintId)),
});

export const activityRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/activity',
  validateSearch: (raw: Raw) =>
    chosen({
      integration: text(raw.integration),
      method: oneOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], raw.method),
      status: oneOf(['2xx', '4xx', '5xx'], raw.status),
      user: text(raw.user),
      group: text(raw.group),
      find: text(raw.find),
      request: text(raw.request),
      hours: raw.hours === 1 || raw.hours === 168 ? raw.hours : undefined,
    }),
});

export const auditRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/audit',
  validateSearch: (raw: Raw) =>
    chosen({
      search: text(raw.search),
      action: oneOf(['create', 'update', 'delete'], raw.action),
      target: text(raw.target),
      event: text(raw.event),
    }),
});

export const integrationsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/integrations',
  loader: ({ context }) => context.queryClient.ensureQueryData(integrationsQuery),
});

export const discoverRoute = createRoute({ getParentRoute: () => appRoute, path: '/integrations/discover' });

export const setUpRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/integrations/new',
  validateSearch: (raw: Raw) => chosen({ step: oneOf(['name'], raw.step) }),
});

export const integrationRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/integrations/$integrationId',
  validateSearch: (raw: Raw) =>
    chosen({
      tab: oneOf(['details', 'guide', 'attributes', 'clients'], raw.tab),
      /** Whose connect guide is shown, when it isn't the integration's own provider. */
      guide: oneOf(['okta', 'entra', 'onelogin', 'jumpcloud', 'google', 'other'], raw.guide),
    }),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(integrationQuery(params.integrationId)),
});

export const supportedAttributesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/supported-attributes',
  loader: ({ context }) => context.queryClient.ensureQueryData(supportedAttributesQuery),
});

const settingsSections = ['account', 'team', 'sign-in', 'tenant', 'retention', 'api-tokens'] as const;
export type SettingsSection = (typeof settingsSections)[number];

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'account' } });
  },
});

export const settingsSectionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings/$section',
  params: {
    parse: ({ section }): { section: SettingsSection } => ({ section: oneOf(settingsSections, section) ?? 'account' }),
    stringify: ({ section }: { section: SettingsSection }) => ({ section }),
  },
});

/** Any other address, within the shell. */
export const missingRoute = createRoute({ getParentRoute: () => appRoute, path: '$' });

export const routeTree = rootRoute.addChildren([
  signInRoute,
  welcomeRoute,
  linkRoute,
  appRoute.addChildren([
    homeRoute,
    usersRoute,
    userRoute,
    groupsRoute,
    groupRoute,
    devicesRoute,
    deviceRoute,
    libraryRoute,
    libraryItemRoute,
    blueprintsRoute,
    routingRoute,
    blueprintRoute,
    activityRoute,
    auditRoute,
    integrationsRoute,
    discoverRoute,
    setUpRoute,
    integrationRoute,
    supportedAttributesRoute,
    settingsRoute,
    settingsSectionRoute,
    missingRoute,
  ]),
]);
