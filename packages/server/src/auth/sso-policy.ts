import type { SSOOptions } from '@better-auth/sso';
import type { MemberRole, MembershipStore, SetupLink, SetupLinkStore } from '@rollcall/store';

type Resolve = NonNullable<SSOOptions['resolveUser']>;
export type SsoIdentity = Parameters<Resolve>[0];
export type SsoDecision = Awaited<ReturnType<Resolve>>;
type AccountsTransaction = Parameters<Resolve>[1]['database'];

/** A provider as far as a sign-in needs it. */
interface KnownProvider {
  readonly tenantId: string;
  readonly defaultRole: MemberRole | null;
}

/** Who gets in through single sign-on, and as what. */
export interface SsoPolicy {
  resolve(identity: SsoIdentity, accounts: AccountsTransaction): Promise<SsoDecision>;
  /** Gives the membership that `resolve` decided on. */
  provision(user: { readonly id: string; readonly email: string }, providerId: string): Promise<void>;
  /** Origins of issuers inside the operator's own network that may be asked. */
  issuerOrigins(): Promise<readonly string[]>;
}

const reject = (code: string, message: string): SsoDecision => ({ action: 'reject', code, message });

const openInvitation = (links: readonly SetupLink[], email: string, now: string): SetupLink | undefined =>
  links.find(
    (link) => link.kind === 'invite' && link.used === null && link.expires > now && link.email?.toLowerCase() === email,
  );

const roleOf = (role: string | null): MemberRole => (role === 'owner' || role === 'admin' ? role : 'auditor');

async function providerIn(accounts: AccountsTransaction, providerId: string): Promise<KnownProvider | null> {
  const where = [{ field: 'providerId', value: providerId }];
  const row = await accounts.findOne<{ tenantId: string; defaultRole: string | null }>({ model: 'ssoProvider', where });
  return row && { tenantId: row.tenantId, defaultRole: row.defaultRole === null ? null : roleOf(row.defaultRole) };
}

/** By the provider's own id for the person, so that a new e-mail address there keeps the account; else by address. */
async function findUser(accounts: AccountsTransaction, identity: SsoIdentity, email: string): Promise<string | null> {
  const linked = await accounts.findOne<{ userId: string }>({
    model: 'account',
    where: [
      { field: 'providerId', value: identity.providerId },
      { field: 'accountId', value: identity.accountKey.accountId },
    ],
  });
  if (linked) return linked.userId;
  const user = await accounts.findOne<{ id: string }>({ model: 'user', where: [{ field: 'email', value: email }] });
  return user?.id ?? null;
}

/**
 * A tenant's provider vouches for that tenant only. It can't open an account that also belongs to another tenant,
 * or whoever runs the provider could enter that tenant under somebody's name.
 */
export function ssoPolicy(parts: {
  readonly memberships: MembershipStore;
  readonly links: SetupLinkStore;
  readonly provider: (providerId: string) => Promise<KnownProvider | null>;
  readonly issuerOrigins: () => Promise<readonly string[]>;
}): SsoPolicy {
  const roleFor = async (provider: KnownProvider, email: string): Promise<MemberRole | null> => {
    const invitation = openInvitation(await parts.links.list(provider.tenantId), email, new Date().toISOString());
    return invitation ? roleOf(invitation.role) : provider.defaultRole;
  };
  return {
    issuerOrigins: parts.issuerOrigins,
    async resolve(identity, accounts) {
      const email = identity.providerUser.email.toLowerCase();
      // The sign-in library holds its only connection in this transaction: everything of its tables is read through it.
      const provider = await providerIn(accounts, identity.providerId);
      if (!provider) return reject('provider_not_found', 'This sign-in provider was removed.');
      const userId = await findUser(accounts, identity, email);
      const held = userId === null ? [] : await parts.memberships.ofUser(userId);
      if (held.some((membership) => membership.tenantId !== provider.tenantId))
        return reject(
          'belongs_to_other_tenants',
          'This account belongs to several tenants: sign in with its password.',
        );
      const role = held[0]?.role ?? (await roleFor(provider, email));
      if (role === null) return reject('not_invited', 'Ask an owner of the tenant for an invitation.');
      return userId ? { action: 'link', userId, profile: 'preserve' } : { action: 'continue' };
    },
    async provision(user, providerId) {
      const provider = await parts.provider(providerId);
      if (!provider) return;
      const email = user.email.toLowerCase();
      const role = await roleFor(provider, email);
      if (role !== null) await parts.memberships.add(provider.tenantId, user.id, role);
      const links = await parts.links.list(provider.tenantId);
      const invitation = openInvitation(links, email, new Date().toISOString());
      if (invitation) await parts.links.revoke(invitation.id);
    },
  };
}
