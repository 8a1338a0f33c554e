import type { JsonValue } from '@rollcall/scim';
import type { AuditAction, AuditStore, Tenant } from '@rollcall/store';
import type { RequestInfo } from '../http/plugin.ts';
import type { Caller } from './handler.ts';

/** What was done to what. States hold no secrets: tokens appear as fingerprints. */
export interface Change {
  readonly action: AuditAction;
  readonly type: string;
  readonly id: string;
  readonly name: string;
  /** What of it; absent for the whole. */
  readonly component?: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

export const auditor =
  (audit: AuditStore, tenant: Tenant, caller: Caller, info: RequestInfo) =>
  (change: Change): Promise<void> =>
    audit.record({
      tenantId: tenant.id,
      action: change.action,
      actorType: caller.kind,
      actorId: caller.id,
      actorName: caller.name,
      targetType: change.type,
      targetId: change.id,
      targetName: change.name,
      component: change.component ?? null,
      before: change.before ?? null,
      after: change.after ?? null,
      ipAddress: info.remoteAddress || null,
      requestId: info.requestId,
    });
