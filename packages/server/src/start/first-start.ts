import { type ControlStore, openAdminStore, type Tenant } from '@rollcall/store';
import type { ServerContext } from '../http/plugin.ts';

export const defaultSubdomain = 'default';

/** Decision 1: the first start creates the tenant `default`. */
export async function ensureDefaultTenant(control: ControlStore): Promise<Tenant> {
  const known = await control.tenants.bySubdomain(defaultSubdomain);
  if (known !== null) return known;
  const created = await control.tenants.create({ subdomain: defaultSubdomain, name: 'Default' });
  if (created.ok) return created.value;
  // Another server was quicker.
  const raced = await control.tenants.bySubdomain(defaultSubdomain);
  if (raced === null) throw new Error('the tenant “default” could be neither created nor found');
  return raced;
}

/** A link that makes the first owner, as long as the tenant has none. */
export async function ownerLink(context: ServerContext, tenant: Tenant): Promise<string | null> {
  const members = await openAdminStore(context.db).memberships.ofTenant(tenant.id);
  if (members.some(({ role }) => role === 'owner')) return null;
  const link = await context.tokens.createSetupLink(context.origin(), {
    kind: 'owner',
    tenantId: tenant.id,
    email: null,
    role: 'owner',
    createdBy: 'system',
  });
  return link.url;
}
