import type { Request, Response } from '@rollcall/admin-api/browser';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';
import { keysetQuery } from './keyset.ts';

export type AuditFilter = NonNullable<Request<'audit.export'>['query']>;
export type AuditRow = Response<'audit.list'>['items'][number];

export const auditQuery = (filter: AuditFilter) =>
  keysetQuery<AuditRow>(['audit', filter], (cursor, signal) =>
    api.call('audit.list', { query: { ...filter, ...(cursor ? { cursor } : {}) } }, { signal }),
  );

/** One event that a link leads to; null: there is none of this id. */
export const auditEventQuery = (id: string) =>
  queryOptions({
    queryKey: ['audit-event', id],
    queryFn: async ({ signal }) => (await api.call('audit.list', { query: { id } }, { signal })).items[0] ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const auditExportUrl = (query: AuditFilter): string => api.url('audit.export', { query });
