import type { Request, Response, Role } from '@rollcall/admin-api/browser';
import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, queryClient } from './client.ts';

export type Team = Response<'team.list'>;
export type Member = Team['members'][number];
export type Invitation = Team['invitations'][number];
export type SignInProvider = Response<'signInProviders.list'>['items'][number];
export type NewSignInProvider = Request<'signInProviders.create'>['body'];
export type ProviderChange = NonNullable<Request<'signInProviders.update'>['body']>;
export type Retention = Response<'retention.get'>;
export type Tenant = Response<'tenant.get'>;
export type ApiToken = Response<'apiTokens.list'>['items'][number];

// Not waited for: a row that goes with what comes could no longer say that it worked.
const changed = (key: string) => () => void queryClient.invalidateQueries({ queryKey: [key] });

export const teamQuery = queryOptions({
  queryKey: ['team'],
  queryFn: ({ signal }) => api.call('team.list', {}, { signal }),
});
export const useSetRole = () =>
  useMutation({
    mutationFn: ({ memberId, role }: { memberId: string; role: Role }) =>
      api.call('team.setRole', { params: { memberId }, body: { role } }),
    onSuccess: changed('team'),
  });
export const useRemoveMember = () =>
  useMutation({
    mutationFn: (memberId: string) => api.call('team.remove', { params: { memberId } }),
    onSuccess: changed('team'),
  });
export const useInvite = () =>
  useMutation({
    mutationFn: (body: { email: string; role: Role }) => api.call('invitations.create', { body }),
    onSuccess: changed('team'),
  });
export const useRevokeInvitation = () =>
  useMutation({
    mutationFn: (invitationId: string) => api.call('invitations.revoke', { params: { invitationId } }),
    onSuccess: changed('team'),
  });

export const signInProvidersQuery = queryOptions({
  queryKey: ['sign-in-providers'],
  queryFn: ({ signal }) => api.call('signInProviders.list', {}, { signal }),
});
export const useCreateSignInProvider = () =>
  useMutation({
    mutationFn: (body: NewSignInProvider) => api.call('signInProviders.create', { body }),
    onSuccess: changed('sign-in-providers'),
  });
export const useUpdateSignInProvider = () =>
  useMutation({
    mutationFn: ({ providerId, body }: { providerId: string; body: ProviderChange }) =>
      api.call('signInProviders.update', { params: { providerId }, body }),
    onSuccess: changed('sign-in-providers'),
  });
export const useDeleteSignInProvider = () =>
  useMutation({
    mutationFn: (providerId: string) => api.call('signInProviders.delete', { params: { providerId } }),
    onSuccess: changed('sign-in-providers'),
  });

export const tenantQuery = queryOptions({
  queryKey: ['tenant'],
  queryFn: ({ signal }) => api.call('tenant.get', {}, { signal }),
});
export const useUpdateTenant = () =>
  useMutation({
    mutationFn: (body: NonNullable<Request<'tenant.update'>['body']>) => api.call('tenant.update', { body }),
    // Not waited for: the form is drawn anew with what comes, and what it has to say of its success would be lost.
    onSuccess: () => void queryClient.invalidateQueries(),
  });

export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: ({ signal }) => api.call('retention.get', {}, { signal }),
});

export const useUpdateRetention = () =>
  useMutation({
    mutationFn: (body: NonNullable<Request<'retention.update'>['body']>) => api.call('retention.update', { body }),
    onSuccess: (retention) => {
      queryClient.setQueryData(retentionQuery.queryKey, retention);
      void queryClient.invalidateQueries({ queryKey: ['activity'] });
    },
  });

export const apiTokensQuery = queryOptions({
  queryKey: ['api-tokens'],
  queryFn: ({ signal }) => api.call('apiTokens.list', {}, { signal }),
});
export const useCreateApiToken = () =>
  useMutation({
    mutationFn: (body: Request<'apiTokens.create'>['body']) => api.call('apiTokens.create', { body }),
    onSuccess: changed('api-tokens'),
  });
export const useRevokeApiToken = () =>
  useMutation({
    mutationFn: (tokenId: string) => api.call('apiTokens.revoke', { params: { tokenId } }),
    onSuccess: changed('api-tokens'),
  });
