import { randomBytes } from 'node:crypto';
import type { AdminStore, ControlStore, Database } from '@rollcall/store';
import type { Config } from '../config/config.ts';
import type { Logger } from '../log/logger.ts';
import { Accounts } from './accounts.ts';
import type { AccountsDatabase } from './accounts-database.ts';
import { type Auth, openAuth } from './auth.ts';
import { ssoPolicy } from './sso-policy.ts';
import { SsoProviders } from './sso-providers.ts';

export interface SignInParts {
  readonly config: Pick<Config, 'trustedIssuers'>;
  readonly db: Database;
  readonly control: ControlStore;
  readonly log: Logger;
  readonly memberships: AdminStore['memberships'];
  readonly accountsDatabase: AccountsDatabase;
  /** Origin of the console. */
  readonly origin: string;
  readonly attemptsPerMinute: number;
}

export interface SignIn {
  readonly auth: Auth;
  readonly accounts: Accounts;
  readonly ssoProviders: SsoProviders;
}

/** The sign-in library as a deployment uses it: the server, and commands that have to know who is there. */
export async function openSignIn(parts: SignInParts): Promise<SignIn> {
  const { control, db, origin, memberships } = parts;
  const secret = await control.secrets.getOrCreate('sign-in', randomBytes(32).toString('base64url'));
  let auth: Auth | null = null;
  const opened = (): Auth => {
    if (!auth) throw new Error('sign-in is not open yet');
    return auth;
  };
  const ssoProviders = new SsoProviders(opened, origin, parts.config.trustedIssuers);
  auth = await openAuth({
    accounts: parts.accountsDatabase,
    secret,
    origin,
    log: parts.log,
    attemptsPerMinute: parts.attemptsPerMinute,
    alone: (work) => db.write('migration', work),
    sso: ssoPolicy({
      memberships,
      links: control.setupLinks,
      provider: (id) => ssoProviders.get(id),
      issuerOrigins: () => ssoProviders.issuerOrigins(),
    }),
  });
  return { auth, accounts: new Accounts(auth), ssoProviders };
}
