import { lazyRouteComponent } from '@tanstack/react-router';
import * as tree from './tree.ts';

// Each page is a chunk of its own, loaded when it is first visited (or hovered).
tree.appRoute.update({ component: lazyRouteComponent(() => import('./pages/shell.tsx'), 'ShellPage') });
tree.signInRoute.update({ component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignInPage') });
tree.dashboardRoute.update({ component: lazyRouteComponent(() => import('./pages/dashboard.tsx'), 'DashboardPage') });
tree.applicationsRoute.update({
  component: lazyRouteComponent(() => import('./pages/applications.tsx'), 'ApplicationsPage'),
});
tree.createAppRoute.update({ component: lazyRouteComponent(() => import('./pages/create-app.tsx'), 'CreateAppPage') });
tree.catalogRoute.update({ component: lazyRouteComponent(() => import('./pages/catalog.tsx'), 'CatalogPage') });
tree.applicationRoute.update({
  component: lazyRouteComponent(() => import('./pages/application.tsx'), 'ApplicationPage'),
});
tree.peopleRoute.update({ component: lazyRouteComponent(() => import('./pages/people.tsx'), 'PeoplePage') });
tree.personRoute.update({ component: lazyRouteComponent(() => import('./pages/person.tsx'), 'PersonPage') });
tree.groupsRoute.update({ component: lazyRouteComponent(() => import('./pages/groups.tsx'), 'GroupsPage') });
tree.groupRoute.update({ component: lazyRouteComponent(() => import('./pages/group.tsx'), 'GroupPage') });
tree.systemLogRoute.update({ component: lazyRouteComponent(() => import('./pages/system-log.tsx'), 'SystemLogPage') });
tree.tasksRoute.update({ component: lazyRouteComponent(() => import('./pages/tasks.tsx'), 'TasksPage') });
tree.settingsRoute.update({ component: lazyRouteComponent(() => import('./pages/settings.tsx'), 'SettingsPage') });

export { routeTree } from './tree.ts';
