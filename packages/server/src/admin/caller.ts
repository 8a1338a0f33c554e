import { type Access, type Role, roleCovers } from '@rollcall/admin-api';
import { fail, ok, type Result } from '@rollcall/scim';
import type { Membership, Tenant } from '@rollcall/store';
import type { SignedIn } from '../auth/accounts.ts';
import { consoleOrigins } from '../auth/origins.ts';
import { hashToken, isToken } from '../tokens/token-format.ts';
import { type Failure, failure } from './failure.ts';
import type { Caller } from './handler.ts';
import type { Services } from './services.ts';

export interface Standing {
  readonly caller: Caller;
  readonly tenant: Tenant;
  readonly role: Role;
}

/** `Authorization: Bearer …` of the admin API; null where there is no such header. */
export function bearerOf(request: Request): string | null {
  const [scheme, token] = (request.headers.get('authorization') ?? '').split(' ', 2);
  return scheme?.toLowerCase() === 'bearer' && token ? token : null;
}

/** The memberships that a session reaches: of one that a provider vouched for, that in the provider's tenant. */
export const reached = (memberships: readonly Membership[], { voucher }: SignedIn): readonly Membership[] =>
  voucher ? memberships.filter((membership) => membership.tenantId === voucher.tenantId) : memberships;

/** The membership that a session works in: the one that was chosen, else the first. */
export const chosen = (memberships: readonly Membership[], session: SignedIn): Membership | undefined =>
  memberships.find((membership) => membership.tenantId === session.tenantId) ?? memberships[0];

/** A browser says where a request comes from; what another site started must not use the session. */
export function fromOurPages(request: Request, origin: string, requestOrigin: string): boolean {
  const from = request.headers.get('origin');
  if (from !== null) return from === requestOrigin || consoleOrigins(origin).includes(from);
  return request.headers.get('sec-fetch-site') === 'same-origin';
}

/** A write of a last use a minute is enough to see whether a token is in use. */
const useIntervalMs = 60_000;

export class Callers {
  readonly #services: Services;
  readonly #recorded = new Map<string, number>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** Who calls, for which tenant, and whether the role suffices. */
  async standing(
    request: Request,
    session: SignedIn | null,
    access: Exclude<Access, 'public' | 'signedIn'>,
  ): Promise<Result<Standing, Failure>> {
    const bearer = bearerOf(request);
    const standing = bearer === null ? await this.#bySession(session) : await this.#byToken(bearer);
    if (!standing.ok) return standing;
    if (roleCovers(standing.value.role, access)) return standing;
    return fail(failure('forbidden', `This needs the role ${access}; yours is ${standing.value.role}.`));
  }

  async #bySession(session: SignedIn | null): Promise<Result<Standing, Failure>> {
    if (!session) return fail(failure('unauthenticated'));
    const memberships = reached(await this.#services.store.memberships.ofUser(session.account.id), session);
    const membership = chosen(memberships, session);
    const tenant = membership ? await this.#services.server.control.tenants.byId(membership.tenantId) : null;
    if (!membership || !tenant) return fail(failure('noTenant'));
    const { id, name } = session.account;
    return ok({ caller: { kind: 'user', id, name, session }, tenant, role: membership.role });
  }

  async #byToken(text: string): Promise<Result<Standing, Failure>> {
    const refused = fail({ ...failure('unauthenticated'), headers: { 'www-authenticate': 'Bearer' } });
    if (!isToken(text, 'api')) return refused;
    const now = new Date();
    const token = await this.#services.store.apiTokens.byHash(hashToken(text), now.toISOString());
    const tenant = token ? await this.#services.server.control.tenants.byId(token.tenantId) : null;
    if (!token || !tenant) return refused;
    if (now.getTime() - (this.#recorded.get(token.id) ?? 0) > useIntervalMs) {
      this.#recorded.set(token.id, now.getTime());
      await this.#services.store.apiTokens.recordUse(token.id, now.toISOString());
    }
    return ok({ caller: { kind: 'apiToken', id: token.id, name: token.name }, tenant, role: token.role });
  }
}
