import type { Role } from '@rollcall/admin-api';
import type { SetupLinkKind, Tenant } from '@rollcall/store';
import { plugins } from '../../plugins.ts';
import type { TestServer } from '../../testing/test-server.ts';
import { adminPlugin, adminPluginWith } from '../plugin.ts';
import { Browser } from './browser.ts';

/** Everything that the server runs, with sign-in attempts that tests don't run out of. */
export const testPlugins = [
  adminPluginWith({ attemptsPerMinute: 1_000 }),
  ...plugins.filter((plugin) => plugin !== adminPlugin),
];

export const password = 'correct horse battery';

export async function tenantOf(server: TestServer, subdomain: string): Promise<Tenant> {
  const { tenants } = server.server.context.control;
  const known = await tenants.bySubdomain(subdomain);
  if (known) return known;
  const made = await tenants.create({ subdomain, name: subdomain });
  if (!made.ok) throw new Error(`no tenant ${subdomain}`);
  return made.value;
}

/** The token of a fresh one-time link. */
export async function link(
  server: TestServer,
  kind: SetupLinkKind,
  options: {
    readonly subdomain?: string;
    readonly email?: string;
    readonly role?: Role;
    readonly minutes?: number;
  } = {},
): Promise<string> {
  const tenant = await tenantOf(server, options.subdomain ?? 'default');
  const made = await server.server.context.tokens.createSetupLink(server.server.context.origin(), {
    kind,
    tenantId: tenant.id,
    email: options.email ?? null,
    role: options.role ?? null,
    createdBy: 'cli',
    ...(options.minutes === undefined ? {} : { minutes: options.minutes }),
  });
  return made.token;
}

/** Somebody with that role, signed in. */
export async function signedIn(server: TestServer, email: string, role: Role, subdomain = 'default'): Promise<Browser> {
  const browser = new Browser(server);
  const token = await link(server, 'invite', { subdomain, email, role });
  await browser.api.call('links.accept', { body: { token, name: email.split('@')[0] ?? email, password } });
  return browser;
}
