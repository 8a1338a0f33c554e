import type { Response as Shape } from '@rollcall/admin-api';
import { fail, ok } from '@rollcall/scim';
import type { Tenant } from '@rollcall/store';
import type { Place, SignedIn } from '../../auth/accounts.ts';
import { clientAddressHeader } from '../../auth/origins.ts';
import { chosen, reached } from '../caller.ts';
import { failure } from '../failure.ts';
import type { Handlers, IdsOf } from '../handler.ts';
import type { Services } from '../services.ts';

type Ids = IdsOf<'session' | 'sessions' | 'signIn' | 'links'>;
type SessionShape = Shape<'session.get'>;

const version = '0.1.0';

async function sessionShape(services: Services, session: SignedIn): Promise<SessionShape> {
  const { account } = session;
  const memberships = reached(await services.store.memberships.ofUser(account.id), session);
  const all = await services.server.control.tenants.list();
  const byId = new Map<string, Tenant>(all.map((tenant) => [tenant.id, tenant]));
  const tenants = memberships.flatMap(({ tenantId, role }) => {
    const tenant = byId.get(tenantId);
    return tenant ? [{ id: tenant.id, name: tenant.name, subdomain: tenant.subdomain, role }] : [];
  });
  const current = chosen(memberships, session);
  return {
    user: {
      id: account.id,
      name: account.name,
      email: account.email,
      hasPassword: await services.accounts.hasPassword(account.id),
      twoFactorEnabled: account.twoFactorEnabled,
      passkeys: await services.accounts.passkeys(account.id),
      signedInThrough: session.voucher?.name ?? null,
    },
    tenant: tenants.find((tenant) => tenant.id === current?.tenantId) ?? null,
    tenants,
    server: { version, publicUrl: services.server.origin() },
  };
}

/** Whoever runs a provider can come as anybody: such a session is told of those only that the provider vouched for too. */
const mayKnow =
  ({ voucher }: SignedIn) =>
  (place: Pick<Place, 'vouchedBy'>): boolean =>
    voucher === null || place.vouchedBy === voucher.providerId;

const linkKinds = {
  owner: 'firstOwner',
  invite: 'invitation',
  password: 'passwordReset',
  'two-factor': 'twoFactorReset',
} as const;

const parseRole = (role: string | null) => (role === 'owner' || role === 'admin' || role === 'auditor' ? role : null);

const failures = {
  linkInvalid: 'linkInvalid',
  weakPassword: 'weakPassword',
  unauthenticated: 'unauthenticated',
  incomplete: 'invalidRequest',
} as const;

const details = {
  linkInvalid: undefined,
  weakPassword: undefined,
  unauthenticated: 'The password is not the one of this account.',
  incomplete: 'The link needs more: see `needs` of links.inspect.',
} as const;

export const sessionHandlers: Handlers<Ids> = {
  'session.get': async (_, { services, session }) => ok(await sessionShape(services, session)),

  async 'session.switchTenant'({ body }, { services, session }) {
    const memberships = reached(await services.store.memberships.ofUser(session.account.id), session);
    if (!memberships.some((membership) => membership.tenantId === body.tenantId)) return fail(failure('notFound'));
    await services.accounts.choose(session.token, body.tenantId);
    return ok(await sessionShape(services, { ...session, tenantId: body.tenantId }));
  },

  async 'sessions.list'(_, { services, account, session }) {
    const places = (await services.accounts.places(account.id)).filter(mayKnow(session));
    const items = places.map((place) => ({
      id: place.id,
      current: place.id === session.sessionId,
      ipAddress: place.ipAddress,
      userAgent: place.userAgent,
      createdAt: place.created.toISOString(),
      lastActiveAt: place.lastActive.toISOString(),
      expiresAt: place.expires.toISOString(),
    }));
    return ok({ items: items.sort((a, b) => (a.lastActiveAt < b.lastActiveAt ? 1 : -1)) });
  },

  async 'sessions.end'({ params }, { services, account, session }) {
    const own = mayKnow(session);
    const ended = await services.accounts.end(account.id, (place) => own(place) && place.id === params.sessionId);
    return ended === 0 ? fail(failure('notFound')) : ok(undefined);
  },

  async 'sessions.endOthers'(_, { services, account, session }) {
    const own = mayKnow(session);
    await services.accounts.end(account.id, (place) => own(place) && place.id !== session.sessionId);
    return ok(undefined);
  },

  async 'signIn.options'({ query }, { services, info }) {
    // Asked while an address is typed.
    if (!services.attempts.allow(info.remoteAddress, 0.05)) return fail(failure('tooManyRequests'));
    const domain = query.email?.split('@')[1]?.toLowerCase();
    const tenants = await services.server.control.tenants.list();
    const [only] = tenants;
    // Of a deployment with one tenant the sign-in page shows every provider; of several, those of the address’s domain.
    const alone = tenants.length === 1 && only !== undefined;
    const providers = alone
      ? await services.ssoProviders.list(only.id)
      : await services.ssoProviders.forDomain(domain ?? '');
    return ok({
      firstRun: !(await services.accounts.any()),
      password: true,
      passkey: true,
      providers: providers.map((provider) => ({
        providerId: provider.id,
        name: provider.name,
        protocol: provider.settings.protocol,
      })),
    });
  },

  async 'links.inspect'({ body }, { services, info, visitor }) {
    if (!services.attempts.allow(info.remoteAddress)) return fail(failure('tooManyRequests'));
    const opened = await services.links.open(body.token, visitor);
    if (!opened) return fail(failure('linkInvalid'));
    const { link, tenant, needs } = opened;
    return ok({
      kind: linkKinds[link.kind],
      email: link.email,
      tenant: tenant.name,
      role: parseRole(link.role),
      expiresAt: link.expires,
      needs: [...needs],
    });
  },

  async 'links.accept'({ body }, { services, request, info, visitor }) {
    if (!services.attempts.allow(info.remoteAddress)) return fail(failure('tooManyRequests'));
    const headers = new Headers({
      'user-agent': request.headers.get('user-agent') ?? '',
      [clientAddressHeader]: info.remoteAddress,
    });
    const accepted = await services.links.accept(body.token, body, visitor, headers);
    if (!accepted.ok) return fail(failure(failures[accepted.error], details[accepted.error]));
    const { link, userId, email, signIn, ended } = accepted.value;
    await services.store.audit.record({
      tenantId: link.tenantId,
      action: link.kind === 'owner' || link.kind === 'invite' ? 'create' : 'update',
      actorType: 'user',
      actorId: userId,
      actorName: email,
      targetType: 'member',
      targetId: userId,
      targetName: email,
      component: link.kind === 'password' ? 'password' : link.kind === 'two-factor' ? 'twoFactor' : null,
      before: null,
      after: link.kind === 'owner' || link.kind === 'invite' ? { role: link.role ?? 'owner' } : null,
      ipAddress: info.remoteAddress || null,
      requestId: info.requestId,
    });
    const reply: unknown = signIn ? await signIn.clone().json() : null;
    const secondFactor = typeof reply === 'object' && reply !== null && 'twoFactorRedirect' in reply;
    const stays = visitor?.account.email === email && link.kind === 'invite' && !signIn && !ended;
    const answer = Response.json(
      { signedIn: (signIn !== null && !secondFactor) || stays, email },
      { headers: { 'cache-control': 'no-store' } },
    );
    for (const cookie of signIn?.headers.getSetCookie() ?? []) answer.headers.append('set-cookie', cookie);
    return ok(answer);
  },
};
