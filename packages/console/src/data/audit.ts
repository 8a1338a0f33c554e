import type { Request, Response } from '@rollcall/admin-api/browser';
import { api } from './client.ts';
import { keysetQuery } from './keyset.ts';

export type AuditFilter = NonNullable<Request<'audit.export'>['query']>;
export type AuditRow = Response<'audit.list'>['items'][number];

export const auditQuery = (filter: AuditFilter) =>
  keysetQuery<AuditRow>(['audit', filter], (cursor, signal) =>
    api.call('audit.list', { query: { ...filter, ...(cursor ? { cursor } : {}) } }, { signal }),
  );

export const auditExportUrl = (query: AuditFilter): string => api.url('audit.export', { query });
