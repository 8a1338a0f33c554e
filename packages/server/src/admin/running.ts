import { openAdminDirectory, openAdminHistory, openAdminStore, openPeople } from '@rollcall/store';
import type { AccountsDatabase } from '../auth/accounts-database.ts';
import { authRoute } from '../auth/auth-route.ts';
import { Links } from '../auth/links.ts';
import { openSignIn } from '../auth/sign-in.ts';
import type { PluginRoute, ServerContext } from '../http/plugin.ts';
import { AdminApp } from './app.ts';
import { Attempts } from './attempts.ts';
import { allHandlers } from './handlers/all.ts';
import { Milestones } from './milestones.ts';
import type { AdminOptions } from './plugin.ts';
import type { Services } from './services.ts';

/** The sign-in library and the API, once the server knows its own address. */
export interface Running {
  readonly auth: PluginRoute;
  readonly app: AdminApp;
}

export async function run(
  context: ServerContext,
  { attemptsPerMinute }: AdminOptions,
  accountsDatabase: AccountsDatabase,
): Promise<Running> {
  const { config, db, control, log } = context;
  const store = openAdminStore(db);
  const { auth, accounts, ssoProviders } = await openSignIn({
    ...{ config, db, control, log, accountsDatabase, attemptsPerMinute },
    memberships: store.memberships,
    origin: context.origin(),
  });
  const services: Services = {
    server: context,
    store,
    accounts,
    links: new Links(control, store.memberships, accounts),
    ssoProviders,
    attempts: new Attempts(attemptsPerMinute),
    milestones: new Milestones(),
    people: (tenantNo) => openPeople(db, tenantNo),
    directory: (tenantNo) => openAdminDirectory(db, tenantNo),
    history: (tenantNo) => openAdminHistory(db, tenantNo),
  };
  return { auth: authRoute(auth, accounts), app: new AdminApp(services, allHandlers) };
}
