import { randomBytes } from 'node:crypto';
import { openAdminDirectory, openAdminHistory, openAdminStore, openPeople } from '@rollcall/store';
import { Accounts } from '../auth/accounts.ts';
import { type AccountsDatabase, openAccounts } from '../auth/accounts-database.ts';
import { type Auth, openAuth } from '../auth/auth.ts';
import { authRoute } from '../auth/auth-route.ts';
import { Links } from '../auth/links.ts';
import { ssoPolicy } from '../auth/sso-policy.ts';
import { SsoProviders } from '../auth/sso-providers.ts';
import type { PluginFactory, PluginRoute, ServerContext, ServerPlugin } from '../http/plugin.ts';
import { AdminApp } from './app.ts';
import { Attempts } from './attempts.ts';
import { allHandlers } from './handlers/all.ts';
import { Milestones } from './milestones.ts';
import type { Services } from './services.ts';

export interface AdminOptions {
  /** Attempts to sign in a minute and client address. */
  readonly attemptsPerMinute: number;
  /** Origins of identity providers inside the operator's own network, which may be asked although they are not public. */
  readonly trustedIssuers: readonly string[];
}

const standard: AdminOptions = { attemptsPerMinute: 20, trustedIssuers: [] };

/** The sign-in library and the API, once the server knows its own address. */
interface Running {
  readonly auth: PluginRoute;
  readonly app: AdminApp;
}

async function run(
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
  const ssoProviders = new SsoProviders(opened, origin, options.trustedIssuers);
  auth = await openAuth({
    accounts: accountsDatabase,
    secret,
    origin,
    log: context.log,
    attemptsPerMinute: options.attemptsPerMinute,
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
  return { auth: authRoute(auth), app: new AdminApp(services, allHandlers) };
}

/** Sign-in and the admin API, as a part of the server. */
export const adminPluginWith =
  (given: Partial<AdminOptions> = {}): PluginFactory =>
  async (context): Promise<ServerPlugin> => {
    const options = { ...standard, ...given };
    const accounts = await openAccounts({ url: context.config.databaseUrl, dataDir: context.config.dataDir });
    let running: Promise<Running> | null = null;
    // The address is part of cookies, passkeys and provider URLs, and it is known once the server listens.
    const started = (): Promise<Running> => {
      running ??= run(context, options, accounts);
      return running;
    };
    return {
      name: 'admin',
      routes: [
        { prefix: '/api/auth', handle: async (request, info) => (await started()).auth.handle(request, info) },
        { prefix: '/api/v1', handle: async (request, info) => (await started()).app.handle(request, info) },
      ],
      async started() {
        await started();
      },
      async [Symbol.asyncDispose]() {
        await running?.catch(() => {});
        await accounts[Symbol.asyncDispose]();
      },
    };
  };

export const adminPlugin: PluginFactory = adminPluginWith();
