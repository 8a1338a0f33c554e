import { type Database, openControlStore, type RequestLogLimits, type Tenant } from '@rollcall/store';
import type { Config } from '../config/config.ts';

/** How much of a tenant's requests is kept: what it chose, at most what the configuration allows. */
export function requestLogLimits({ requestLog }: Config, tenant: Tenant): RequestLogLimits {
  return {
    maxDays: Math.min(tenant.requestLogDays ?? requestLog.maxDays, requestLog.mostDays),
    maxBytes: Math.min(tenant.requestLogBytes ?? requestLog.maxBytes, requestLog.mostBytes),
  };
}

export async function chosenRequestLogLimits(
  db: Database,
  config: Config,
): Promise<ReadonlyMap<number, RequestLogLimits>> {
  const tenants = await openControlStore(db).tenants.list();
  return new Map(tenants.map((tenant) => [tenant.no, requestLogLimits(config, tenant)]));
}
