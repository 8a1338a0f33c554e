import type { Auth } from './auth.ts';

/** A person who can sign in. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly twoFactorEnabled: boolean;
}

/** A place where somebody is signed in. */
export interface SignedIn {
  readonly sessionId: string;
  readonly token: string;
  readonly account: Account;
  readonly tenantId: string | null;
  /** Null where the person has proved by themselves who they are. */
  readonly voucher: Voucher | null;
}

/** The provider that said who is there. It speaks for its own tenant, so the session reaches no other. */
export interface Voucher {
  readonly providerId: string;
  readonly name: string;
  readonly tenantId: string;
}

export interface Place {
  readonly id: string;
  readonly vouchedBy: string | null;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly created: Date;
  readonly lastActive: Date;
  readonly expires: Date;
}

interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly twoFactorEnabled?: boolean | null | undefined;
}

const accountOf = (user: UserRecord): Account => ({
  id: user.id,
  name: user.name,
  email: user.email,
  twoFactorEnabled: user.twoFactorEnabled === true,
});

/** The library’s type of a listed session leaves out the fields that this product adds. */
const vouchedByOf = (session: object): string | null =>
  'vouchedBy' in session && typeof session.vouchedBy === 'string' ? session.vouchedBy : null;

/** Accounts and sessions, in the words that the admin API and the command line need. */
export class Accounts {
  readonly #auth: Auth;

  constructor(auth: Auth) {
    this.#auth = auth;
  }

  /** Who a request's cookie says is there. */
  async signedIn(headers: Headers): Promise<SignedIn | null> {
    if (!headers.has('cookie')) return null;
    const found = await this.#auth.api.getSession({ headers });
    if (!found) return null;
    const { session, user } = found;
    const voucher = session.vouchedBy ? await this.#voucher(session.vouchedBy) : null;
    // A provider that was removed vouches for nobody any more.
    if (session.vouchedBy && !voucher) return null;
    return {
      sessionId: session.id,
      token: session.token,
      account: accountOf(user),
      tenantId: session.tenantId ?? null,
      voucher,
    };
  }

  async #voucher(providerId: string): Promise<Voucher | null> {
    const { adapter } = await this.#auth.$context;
    const where = [{ field: 'providerId', value: providerId }];
    const found = await adapter.findOne<{ name: string; tenantId: string }>({ model: 'ssoProvider', where });
    return found && { providerId, name: found.name, tenantId: found.tenantId };
  }

  async byEmail(email: string): Promise<Account | null> {
    const { internalAdapter } = await this.#auth.$context;
    const found = await internalAdapter.findUserByEmail(email.toLowerCase());
    return found ? accountOf(found.user) : null;
  }

  async byIds(ids: readonly string[]): Promise<readonly Account[]> {
    if (ids.length === 0) return [];
    const { adapter } = await this.#auth.$context;
    const where = [{ field: 'id', operator: 'in' as const, value: [...ids] }];
    const users = await adapter.findMany<UserRecord>({ model: 'user', where, limit: ids.length });
    return users.map(accountOf);
  }

  async hasPassword(userId: string): Promise<boolean> {
    const { internalAdapter } = await this.#auth.$context;
    const accounts = await internalAdapter.findAccounts(userId);
    return accounts.some((account) => account.providerId === 'credential' && account.password);
  }

  async passkeys(userId: string): Promise<number> {
    const { adapter } = await this.#auth.$context;
    return adapter.count({ model: 'passkey', where: [{ field: 'userId', value: userId }] });
  }

  async create(person: { readonly name: string; readonly email: string; readonly password: string }): Promise<Account> {
    const { internalAdapter, password } = await this.#auth.$context;
    const hash = await password.hash(person.password);
    const email = person.email.toLowerCase();
    const user = await internalAdapter.createUser(
      { name: person.name, email, emailVerified: true },
      { method: 'email-password' },
    );
    await internalAdapter.linkAccount({
      userId: user.id,
      providerId: 'credential',
      accountId: user.id,
      password: hash,
    });
    return accountOf(user);
  }

  /** Ends every session of the account as well. */
  async setPassword(userId: string, plain: string): Promise<void> {
    const { internalAdapter, password } = await this.#auth.$context;
    const hash = await password.hash(plain);
    if (await this.hasPassword(userId)) await internalAdapter.updatePassword(userId, hash);
    else await internalAdapter.linkAccount({ userId, providerId: 'credential', accountId: userId, password: hash });
    await internalAdapter.deleteUserSessions(userId);
  }

  async resetTwoFactor(userId: string): Promise<void> {
    const { adapter, internalAdapter } = await this.#auth.$context;
    await adapter.deleteMany({ model: 'twoFactor', where: [{ field: 'userId', value: userId }] });
    await internalAdapter.updateUser(userId, { twoFactorEnabled: false });
    await internalAdapter.deleteUserSessions(userId);
  }

  /** The answer that signs in, with its cookies; null for a wrong password. */
  async signIn(email: string, password: string, headers: Headers): Promise<Response | null> {
    const response = await this.#auth.api.signInEmail({ body: { email, password }, headers, asResponse: true });
    return response.ok ? response : null;
  }

  async choose(token: string, tenantId: string): Promise<void> {
    const { internalAdapter } = await this.#auth.$context;
    await internalAdapter.updateSession(token, { tenantId });
  }

  async places(userId: string): Promise<readonly Place[]> {
    const { internalAdapter } = await this.#auth.$context;
    const sessions = await internalAdapter.listSessions(userId, { onlyActiveSessions: true });
    return sessions.map((session) => ({
      id: session.id,
      vouchedBy: vouchedByOf(session),
      ipAddress: session.ipAddress || null,
      userAgent: session.userAgent || null,
      created: new Date(session.createdAt),
      lastActive: new Date(session.updatedAt),
      expires: new Date(session.expiresAt),
    }));
  }

  /** Ends sessions of an account that `which` picks; says how many. */
  async end(userId: string, which: (place: Pick<Place, 'id' | 'vouchedBy'>) => boolean): Promise<number> {
    const { internalAdapter } = await this.#auth.$context;
    const sessions = (await internalAdapter.listSessions(userId)).filter((session) =>
      which({ id: session.id, vouchedBy: vouchedByOf(session) }),
    );
    for (const session of sessions) await internalAdapter.deleteSession(session.token);
    return sessions.length;
  }

  /** When each account was last active, as far as its sessions tell. */
  async lastActive(userIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const { adapter } = await this.#auth.$context;
    const where = [{ field: 'userId', operator: 'in' as const, value: [...userIds] }];
    const sessions = await adapter.findMany<{ userId: string; updatedAt: Date }>({
      model: 'session',
      where,
      limit: 1000,
    });
    const latest = new Map<string, Date>();
    for (const { userId, updatedAt } of sessions) {
      const at = new Date(updatedAt);
      const known = latest.get(userId);
      if (!known || at > known) latest.set(userId, at);
    }
    return latest;
  }

  /** Whether anybody can sign in at all. */
  async any(): Promise<boolean> {
    const { adapter } = await this.#auth.$context;
    return (await adapter.count({ model: 'user' })) > 0;
  }
}
