import type { AdminDirectory, AdminHistory, AdminStore, PeopleStore } from '@rollcall/store';
import type { Accounts } from '../auth/accounts.ts';
import type { Links } from '../auth/links.ts';
import type { SsoProviders } from '../auth/sso-providers.ts';
import type { ServerContext } from '../http/plugin.ts';
import type { Attempts } from './attempts.ts';
import type { Milestones } from './milestones.ts';

/** What the endpoints work with. */
export interface Services {
  readonly server: ServerContext;
  readonly store: AdminStore;
  readonly accounts: Accounts;
  readonly links: Links;
  readonly ssoProviders: SsoProviders;
  /** Of what is open to anybody: links and sign-in options. */
  readonly attempts: Attempts;
  readonly milestones: Milestones;
  people(tenantNo: number): PeopleStore;
  directory(tenantNo: number): AdminDirectory;
  history(tenantNo: number): AdminHistory;
}
