import {
  type AdminStore,
  type ControlStore,
  type Integration,
  migrationStatus,
  openAdminStore,
  openControlStore,
  type Tenant,
} from '@rollcall/store';
import type { Config } from '../config/config.ts';
import { publicOrigin } from '../config/config.ts';
import { createLogger } from '../log/logger.ts';
import { type Deployment, openConfiguredDatabase, openDeployment } from '../start/deployment.ts';
import { defaultSubdomain, ensureDefaultTenant } from '../start/first-start.ts';
import { TokenService } from '../tokens/token-service.ts';
import { CommandFailure } from './output.ts';

/** An open deployment as commands use it; the server may run at the same time. */
export interface Session extends AsyncDisposable {
  readonly config: Config;
  readonly deployment: Deployment;
  readonly control: ControlStore;
  readonly admin: AdminStore;
  readonly tokens: TokenService;
  readonly origin: string;
  tenant(name: string | undefined): Promise<Tenant>;
  integration(tenant: Tenant, nameOrId: string): Promise<Integration>;
  audit(entry: {
    readonly tenant: Tenant;
    readonly action: 'create' | 'update' | 'delete';
    readonly targetType: string;
    readonly targetId: string;
    readonly targetName: string;
    readonly component?: string;
  }): Promise<void>;
}

/** A database in use is brought up to date by its servers or by `db migrate`, not by the way. */
async function refusePending(config: Config): Promise<void> {
  const db = await openConfiguredDatabase(config);
  try {
    const { applied, pending } = await migrationStatus(db);
    if (applied.length > 0 && pending.length > 0)
      throw new CommandFailure('The database is older than this program. Run: rollcall db migrate');
  } finally {
    await db[Symbol.asyncDispose]();
  }
}

export async function openSession(config: Config): Promise<Session> {
  await refusePending(config);
  const deployment = await openDeployment(config, createLogger('warn'));
  const control = openControlStore(deployment.db);
  const admin = openAdminStore(deployment.db);
  await ensureDefaultTenant(control);
  return {
    config,
    deployment,
    control,
    admin,
    tokens: new TokenService(control),
    origin: publicOrigin(config, config.port),
    async tenant(name = defaultSubdomain) {
      const tenant = (await control.tenants.bySubdomain(name)) ?? (await control.tenants.byId(name));
      if (tenant === null) throw new CommandFailure(`There is no tenant “${name}”.`);
      return tenant;
    },
    async integration(tenant, nameOrId) {
      const byId = await control.integrations.get(nameOrId);
      const found = byId?.tenantId === tenant.id ? byId : await control.integrations.byName(tenant.id, nameOrId);
      if (found === null)
        throw new CommandFailure(`There is no integration “${nameOrId}” in the tenant “${tenant.subdomain}”.`);
      return found;
    },
    audit: ({ tenant, action, targetType, targetId, targetName, component = null }) =>
      admin.audit.record({
        tenantId: tenant.id,
        action,
        actorType: 'cli',
        actorId: 'cli',
        actorName: 'command line',
        targetType,
        targetId,
        targetName,
        component,
        before: null,
        after: null,
        ipAddress: null,
        requestId: null,
      }),
    [Symbol.asyncDispose]: () => deployment[Symbol.asyncDispose](),
  };
}
