import { lazyRouteComponent } from '@tanstack/react-router';
import * as tree from './tree.ts';

// Each page is a chunk of its own, loaded when it is first visited (or hovered).
tree.appRoute.update({ component: lazyRouteComponent(() => import('./app.tsx'), 'AppPage') });
tree.signInRoute.update({ component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignInPage') });
tree.welcomeRoute.update({ component: lazyRouteComponent(() => import('./welcome.tsx'), 'WelcomePage') });
tree.linkRoute.update({ component: lazyRouteComponent(() => import('./welcome.tsx'), 'WelcomePage') });
tree.usersRoute.update({ component: lazyRouteComponent(() => import('./users.tsx'), 'UsersPage') });
tree.userRoute.update({ component: lazyRouteComponent(() => import('./user.tsx'), 'UserPage') });
tree.groupsRoute.update({ component: lazyRouteComponent(() => import('./groups.tsx'), 'GroupsPage') });
tree.groupRoute.update({ component: lazyRouteComponent(() => import('./group.tsx'), 'GroupPage') });
tree.devicesRoute.update({ component: lazyRouteComponent(() => import('./devices.tsx'), 'DevicesPage') });
tree.deviceRoute.update({ component: lazyRouteComponent(() => import('./device.tsx'), 'DevicePage') });
tree.libraryRoute.update({ component: lazyRouteComponent(() => import('./library.tsx'), 'LibraryPage') });
tree.libraryItemRoute.update({ component: lazyRouteComponent(() => import('./library-item.tsx'), 'LibraryItemPage') });
tree.blueprintsRoute.update({ component: lazyRouteComponent(() => import('./blueprints.tsx'), 'BlueprintsPage') });
tree.routingRoute.update({ component: lazyRouteComponent(() => import('./routing.tsx'), 'RoutingPage') });
tree.blueprintRoute.update({ component: lazyRouteComponent(() => import('./blueprint.tsx'), 'BlueprintPage') });
tree.activityRoute.update({ component: lazyRouteComponent(() => import('./activity.tsx'), 'ActivityPage') });
tree.auditRoute.update({ component: lazyRouteComponent(() => import('./audit.tsx'), 'AuditPage') });
tree.integrationsRoute.update({
  component: lazyRouteComponent(() => import('./integrations.tsx'), 'IntegrationsPage'),
});
tree.discoverRoute.update({ component: lazyRouteComponent(() => import('./discover.tsx'), 'DiscoverPage') });
tree.setUpRoute.update({ component: lazyRouteComponent(() => import('./set-up.tsx'), 'SetUpPage') });
tree.integrationRoute.update({ component: lazyRouteComponent(() => import('./integration.tsx'), 'IntegrationPage') });
tree.supportedAttributesRoute.update({
  component: lazyRouteComponent(() => import('./supported-attributes.tsx'), 'SupportedAttributesPage'),
});
tree.settingsSectionRoute.update({ component: lazyRouteComponent(() => import('./settings.tsx'), 'SettingsPage') });

tree.missingRoute.update({ component: lazyRouteComponent(() => import('./missing.tsx'), 'MissingPage') });

export { routeTree } from './tree.ts';
