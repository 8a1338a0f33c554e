import { randomBytes } from 'node:crypto';
import { openAdminDirectory, openAdminHistory, openAdminStore, openPeople } from '@rollcall/store';
import { Accounts } from '../auth/accounts.ts';
import type { AccountsDatabase } from '../auth/accounts-database.ts';
import { type Auth, openAuth } from '../auth/auth.ts';
import { authRoute } from '../auth/auth-route.ts';
import { Links } from '../auth/links.ts';
import { ssoPolicy } from '../auth/sso-policy.ts';
import { SsoProviders } from '../auth/sso-providers.ts';
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
  options: AdminOptions,
  accountsDatabase: AccountsDatabase,
): Promise<Running> {
  const store = openAdminStore(context.db);
  const origin = context.origin();
  const secret = await context.control.secrets.getOrCreate('sign-in', randomBytes(32).toString('base64url'));
  let auth: Auth | null = null;
  const opened = (): Auth => {
    if (!auth) throw new Error('sign-in is not open yet');
    return auth;
  };
  const ssoProviders = new SsoProviders(opened, origin, context.config.trustedIssuers);
  auth = await openAuth({
    accounts: accountsDatabase,
    secret,
    origin,
    log: context.log,
    attemptsPerMinute: options.attemptsPerMinute,
    alone: (work) => context.db.write('migration', work),
    sso: ssoPolicy({
      memberships: store.memberships,
      links: context.control.setupLinks,
      provider: (id) => ssoProviders.get(id),
      issuerOrigins: () => ssoProviders.issuerOrigins(),
    }),
  });
  const accounts = new Accounts(auth);
  const services: Services = {
    server: context,
    store,
    accounts,
    links: new Links(context.control, store.memberships, accounts),
    ssoProviders,
    attempts: new Attempts(options.attemptsPerMinute),
    milestones: new Milestones(),
    people: (tenantNo) => openPeople(context.db, tenantNo),
    directory: (tenantNo) => openAdminDirectory(context.db, tenantNo),
    history: (tenantNo) => openAdminHistory(context.db, tenantNo),
  };
  return { auth: authRoute(auth, accounts), app: new AdminApp(services, allHandlers) };
}
