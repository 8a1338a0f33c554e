import { type Response, type Role, roleCovers } from '@rollcall/admin-api/browser';
import { queryOptions, useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { api, queryClient } from './client.ts';

export type Session = Response<'session.get'>;
export type SignedInPlace = Response<'sessions.list'>['items'][number];

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.call('session.get', {}, { signal }),
  staleTime: 60_000,
});

export const useSession = (): Session => useSuspenseQuery(sessionQuery).data;

/** Whether the person's role covers what a control needs; the server decides, this only keeps the control away. */
export function useMay(role: Role): boolean {
  const { tenant } = useSession();
  return tenant !== null && roleCovers(tenant.role, role);
}

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => api.call('sessions.list', {}, { signal }),
});

export const useSwitchTenant = () =>
  useMutation({
    mutationFn: (tenantId: string) => api.call('session.switchTenant', { body: { tenantId } }),
    // Everything on the page belongs to the tenant before.
    onSuccess: () => window.location.assign('/'),
  });

export const useEndSession = () =>
  useMutation({
    mutationFn: (sessionId: string) => api.call('sessions.end', { params: { sessionId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  });

export const useEndOtherSessions = () =>
  useMutation({
    mutationFn: () => api.call('sessions.endOthers'),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  });

export const signInOptionsQuery = (email: string) =>
  queryOptions({
    queryKey: ['sign-in-options', email],
    queryFn: ({ signal }) => api.call('signIn.options', { query: email ? { email } : {} }, { signal }),
    staleTime: 60_000,
  });

export type OneTimeLink = Response<'links.inspect'>;

export const linkQuery = (token: string) =>
  queryOptions({
    queryKey: ['link', token],
    queryFn: () => api.call('links.inspect', { body: { token } }),
    retry: false,
  });

export const acceptLink = (body: { token: string; email?: string; name?: string; password?: string }) =>
  api.call('links.accept', { body });
