import { fail, ok, type Result } from '@rollcall/scim';
import type { ControlStore, MemberRole, MembershipStore, SetupLink, Tenant } from '@rollcall/store';
import { hashToken, isToken } from '../tokens/token-format.ts';
import type { Accounts, SignedIn } from './accounts.ts';
import { passwordLength } from './auth.ts';

export type LinkFailure = 'linkInvalid' | 'weakPassword' | 'unauthenticated' | 'incomplete';
export type LinkNeed = 'email' | 'name' | 'password';

/** A living link, and what it needs to be used. */
export interface OpenLink {
  readonly link: SetupLink;
  readonly tenant: Tenant;
  readonly needs: readonly LinkNeed[];
}

export interface LinkAnswers {
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly password?: string | undefined;
}

export interface Accepted {
  readonly link: SetupLink;
  readonly userId: string;
  readonly email: string;
  /** Carries the session's cookies; null where signing in is left to do. */
  readonly signIn: Response | null;
  /** The sessions that were there before have been ended. */
  readonly ended: boolean;
}

/** One-time links: the first owner's, invitations, and recovery without mail. */
export class Links {
  readonly #control: ControlStore;
  readonly #memberships: MembershipStore;
  readonly #accounts: Accounts;

  constructor(control: ControlStore, memberships: MembershipStore, accounts: Accounts) {
    this.#control = control;
    this.#memberships = memberships;
    this.#accounts = accounts;
  }

  /** `visitor`: who is signed in in the browser that opened the link. */
  async open(token: string, visitor: SignedIn | null): Promise<OpenLink | null> {
    if (!isToken(token, 'link')) return null;
    const link = await this.#control.setupLinks.byHash(hashToken(token));
    if (!link || link.used !== null || link.expires <= new Date().toISOString()) return null;
    const tenant = await this.#control.tenants.byId(link.tenantId);
    if (!tenant) return null;
    if (link.kind === 'owner' && (await this.#hasOwner(tenant.id))) return null;
    return { link, tenant, needs: await this.#needs(link, visitor) };
  }

  async #hasOwner(tenantId: string): Promise<boolean> {
    return (await this.#memberships.ofTenant(tenantId)).some((membership) => membership.role === 'owner');
  }

  async #needs(link: SetupLink, visitor: SignedIn | null): Promise<readonly LinkNeed[]> {
    switch (link.kind) {
      case 'owner':
        return ['email', 'name', 'password'];
      case 'password':
        return ['password'];
      case 'two-factor':
        return [];
      case 'invite': {
        const email = link.email?.toLowerCase() ?? '';
        // What another tenant's provider says of who is there proves nothing here.
        if (visitor?.account.email === email && !visitor.voucher) return [];
        return (await this.#accounts.byEmail(email)) ? ['password'] : ['name', 'password'];
      }
      default:
        return link.kind satisfies never;
    }
  }

  async accept(
    token: string,
    answers: LinkAnswers,
    visitor: SignedIn | null,
    headers: Headers,
  ): Promise<Result<Accepted, LinkFailure>> {
    const opened = await this.open(token, visitor);
    if (!opened) return fail('linkInvalid');
    const { link, needs } = opened;
    const email = (needs.includes('email') ? answers.email : link.email)?.toLowerCase();
    const incomplete = email === undefined || needs.some((need) => answers[need] === undefined);
    if (incomplete) return fail('incomplete');
    const password = answers.password ?? '';
    const known = await this.#accounts.byEmail(email);
    const entering = link.kind === 'owner' || link.kind === 'invite';
    if (!entering && !known) return fail('linkInvalid');
    if (needs.includes('password') && !(entering && known) && !fits(password)) return fail('weakPassword');
    const before = new Set((known ? await this.#accounts.places(known.id) : []).map((place) => place.id));
    // Somebody with an account proves that it is theirs before the link is used up.
    const proof = entering && known && needs.length > 0 ? await this.#accounts.signIn(email, password, headers) : null;
    if (entering && known && needs.length > 0 && !proof) return fail('unauthenticated');
    // Of several that come at once exactly one gets it.
    const redeemed = await this.#control.setupLinks.redeem(hashToken(token), new Date().toISOString());
    if (!redeemed) return fail('linkInvalid');
    const account = known ?? (await this.#accounts.create({ name: answers.name ?? email, email, password }));
    if (link.kind === 'password') await this.#accounts.setPassword(account.id, password);
    if (link.kind === 'two-factor') await this.#accounts.resetTwoFactor(account.id);
    const ended = entering && (await this.#join(account.id, link, before));
    const fresh = !proof && needs.includes('password') ? await this.#accounts.signIn(email, password, headers) : null;
    return ok({ link, userId: account.id, email, signIn: proof ?? fresh, ended });
  }

  async #join(userId: string, link: SetupLink, before: ReadonlySet<string>): Promise<boolean> {
    const held = await this.#memberships.ofUser(userId);
    const role: MemberRole = link.kind === 'owner' ? 'owner' : roleOf(link.role);
    await this.#memberships.add(link.tenantId, userId, role);
    // Sessions that another tenant's provider may have vouched for must not reach into this one.
    const elsewhere = held.some((membership) => membership.tenantId !== link.tenantId);
    if (elsewhere) await this.#accounts.end(userId, (place) => before.has(place.id));
    return elsewhere;
  }
}

const fits = (password: string): boolean =>
  password.length >= passwordLength.least && password.length <= passwordLength.most;

const roleOf = (role: string | null): MemberRole => (role === 'owner' || role === 'admin' ? role : 'auditor');
