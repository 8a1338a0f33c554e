import type { Response as Shape } from '@rollcall/admin-api';
import { fail, ok } from '@rollcall/scim';
import type { SetupLink } from '@rollcall/store';
import { failure } from '../failure.ts';
import type { Handlers, IdsOf, TenantCall } from '../handler.ts';

type Team = Shape<'team.list'>;
type Invitation = Team['invitations'][number];

const weekMinutes = 7 * 24 * 60;

async function membersOf(call: TenantCall): Promise<Team['members']> {
  const { accounts, store } = call.services;
  const memberships = await store.memberships.ofTenant(call.tenant.id);
  const ids = memberships.map((membership) => membership.userId);
  const known = new Map((await accounts.byIds(ids)).map((account) => [account.id, account]));
  const active = await accounts.lastActive(ids);
  return memberships.flatMap(({ userId, role, joined }) => {
    const account = known.get(userId);
    if (!account) return [];
    const { name, email, twoFactorEnabled } = account;
    const lastActiveAt = active.get(userId)?.toISOString() ?? null;
    const you = call.caller.kind === 'user' && call.caller.id === userId;
    return [{ id: userId, name, email, role, twoFactorEnabled, joinedAt: joined, lastActiveAt, you }];
  });
}

const roleOf = (role: string | null): Invitation['role'] => (role === 'owner' || role === 'admin' ? role : 'auditor');

const invitationOf = (link: SetupLink, invitedBy: string): Invitation => ({
  id: link.id,
  email: link.email ?? '',
  role: roleOf(link.role),
  invitedBy,
  createdAt: link.created,
  expiresAt: link.expires,
});

async function openInvitations(call: TenantCall): Promise<readonly SetupLink[]> {
  const now = new Date().toISOString();
  const links = await call.services.server.control.setupLinks.list(call.tenant.id);
  return links.filter((link) => link.kind === 'invite' && link.used === null && link.expires > now);
}

export const teamHandlers: Handlers<IdsOf<'team' | 'invitations'>> = {
  async 'team.list'(_, call) {
    const members = await membersOf(call);
    const names = new Map(members.map((member) => [member.id, member.name]));
    const invitations = await openInvitations(call);
    const by = (id: string) => names.get(id) ?? (id === 'cli' ? 'Command line' : 'Somebody who left');
    return ok({ members, invitations: invitations.map((link) => invitationOf(link, by(link.createdBy))) });
  },

  async 'team.setRole'({ params, body }, call) {
    const before = (await membersOf(call)).find((member) => member.id === params.memberId);
    if (!before) return fail(failure('notFound'));
    const changed = await call.services.store.memberships.setRole(call.tenant.id, before.id, body.role);
    if (!changed.ok) return fail(failure(changed.error.kind));
    await call.audit({
      action: 'update',
      type: 'member',
      id: before.id,
      name: before.email,
      component: 'role',
      before: { role: before.role },
      after: { role: body.role },
    });
    return ok({ ...before, role: body.role });
  },

  async 'team.remove'({ params }, call) {
    const before = (await membersOf(call)).find((member) => member.id === params.memberId);
    if (!before) return fail(failure('notFound'));
    const removed = await call.services.store.memberships.remove(call.tenant.id, before.id);
    if (!removed.ok) return fail(failure(removed.error.kind));
    const state = { role: before.role };
    await call.audit({ action: 'delete', type: 'member', id: before.id, name: before.email, before: state });
    return ok(undefined);
  },

  async 'invitations.create'({ body }, call) {
    const email = body.email.toLowerCase();
    if ((await membersOf(call)).some((member) => member.email === email)) return fail(failure('alreadyMember'));
    const { server } = call.services;
    // A newer invitation takes the place of an older one.
    for (const link of await openInvitations(call)) {
      if (link.email === email) await server.control.setupLinks.revoke(link.id);
    }
    const createdBy = call.caller.id;
    const made = await server.tokens.createSetupLink(server.origin(), {
      kind: 'invite',
      tenantId: call.tenant.id,
      email,
      role: body.role,
      createdBy,
      minutes: weekMinutes,
    });
    const link = (await openInvitations(call)).find((open) => open.email === email);
    if (!link) return fail(failure('internal'));
    const after = { email, role: body.role, expiresAt: made.expires };
    await call.audit({ action: 'create', type: 'invitation', id: link.id, name: email, after });
    return ok({ invitation: invitationOf(link, call.caller.name), link: made.url });
  },

  async 'invitations.revoke'({ params }, call) {
    const link = (await openInvitations(call)).find((open) => open.id === params.invitationId);
    if (!link) return fail(failure('notFound'));
    await call.services.server.control.setupLinks.revoke(link.id);
    const before = { email: link.email, role: link.role };
    await call.audit({ action: 'delete', type: 'invitation', id: link.id, name: link.email ?? '', before });
    return ok(undefined);
  },
};
