import type { Request, Response } from '@rollcall/admin-api/browser';
import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, queryClient } from './client.ts';

export type Integration = Response<'integrations.list'>['items'][number];
export type IntegrationDetails = Response<'integrations.get'>;
export type IntegrationToken = IntegrationDetails['tokens'][number];
export type Provider = Integration['provider'];
export type Guide = Response<'integrations.guide'>;
export type AttributeFeed = Response<'integrations.attributeFeed'>;
export type DeletePreview = Response<'integrations.deletePreview'>;
export type FeedOverrides = Request<'integrations.setAttributeFeed'>['body']['overrides'];
export type OAuthClients = Response<'clients.list'>;
export type OAuthClient = Response<'clients.list'>['items'][number];
export type ShownSecret = Response<'clients.create'>;

const key = 'integrations';
// Not waited for: a row that goes with what comes could no longer say that it worked.
const changed = () => void queryClient.invalidateQueries({ queryKey: [key] });

export const integrationsQuery = queryOptions({
  queryKey: [key, 'list'],
  queryFn: ({ signal }) => api.call('integrations.list', {}, { signal }),
  refetchInterval: 10_000,
});

export const integrationQuery = (integrationId: string) =>
  queryOptions({
    queryKey: [key, 'details', integrationId],
    queryFn: ({ signal }) => api.call('integrations.get', { params: { integrationId } }, { signal }),
    refetchInterval: 10_000,
  });

export const nameQuery = (name: string, except?: string) =>
  queryOptions({
    queryKey: [key, 'name', name, except],
    queryFn: ({ signal }) =>
      api.call('integrations.checkName', { query: { name, ...(except ? { except } : {}) } }, { signal }),
    enabled: name.trim() !== '',
    staleTime: 2_000,
  });

export const deletePreviewQuery = (integrationId: string) =>
  queryOptions({
    queryKey: [key, 'delete-preview', integrationId],
    queryFn: ({ signal }) => api.call('integrations.deletePreview', { params: { integrationId } }, { signal }),
    staleTime: 0,
  });

export const guideQuery = (integrationId: string) =>
  queryOptions({
    queryKey: [key, 'guide', integrationId],
    queryFn: ({ signal }) => api.call('integrations.guide', { params: { integrationId } }, { signal }),
    refetchInterval: 4_000,
  });

export const useCreateIntegration = () =>
  useMutation({
    mutationFn: (body: { name: string; provider: Provider }) => api.call('integrations.create', { body }),
    onSuccess: changed,
  });

export const useConfirmIntegration = () =>
  useMutation({
    mutationFn: (integrationId: string) => api.call('integrations.confirm', { params: { integrationId } }),
    onSuccess: changed,
  });

export const useUpdateIntegration = (integrationId: string) =>
  useMutation({
    mutationFn: (body: NonNullable<Request<'integrations.update'>['body']>) =>
      api.call('integrations.update', { params: { integrationId }, body }),
    onSuccess: changed,
  });

export const useRotateToken = (integrationId: string) =>
  useMutation({
    mutationFn: (body: NonNullable<Request<'integrations.rotate'>['body']>) =>
      api.call('integrations.rotate', { params: { integrationId }, body }),
    onSuccess: changed,
  });

export const useDeleteIntegration = (integrationId: string) =>
  useMutation({
    mutationFn: (name: string) => api.call('integrations.delete', { params: { integrationId }, query: { name } }),
    onSuccess: () => void queryClient.invalidateQueries(),
  });

export const attributeFeedQuery = (integrationId: string) =>
  queryOptions({
    queryKey: [key, 'feed', integrationId],
    queryFn: ({ signal }) => api.call('integrations.attributeFeed', { params: { integrationId } }, { signal }),
  });

export const feedPreviewQuery = (integrationId: string, overrides: FeedOverrides) =>
  queryOptions({
    queryKey: [key, 'feed-preview', integrationId, overrides],
    queryFn: ({ signal }) =>
      api.call('integrations.previewAttributeFeed', { params: { integrationId }, body: { overrides } }, { signal }),
  });

export const useSetAttributeFeed = (integrationId: string) =>
  useMutation({
    mutationFn: (overrides: FeedOverrides) =>
      api.call('integrations.setAttributeFeed', { params: { integrationId }, body: { overrides } }),
    onSuccess: () => void queryClient.invalidateQueries(),
  });

export const clientsQuery = (integrationId: string) =>
  queryOptions({
    queryKey: [key, 'clients', integrationId],
    queryFn: ({ signal }) => api.call('clients.list', { params: { integrationId } }, { signal }),
  });

export const useCreateClient = (integrationId: string) =>
  useMutation({
    mutationFn: (name: string) => api.call('clients.create', { params: { integrationId }, body: { name } }),
    onSuccess: changed,
  });

export const useRotateClient = (integrationId: string) =>
  useMutation({
    mutationFn: (clientId: string) => api.call('clients.rotate', { params: { integrationId, clientId } }),
    onSuccess: changed,
  });

export const useRevokeClient = (integrationId: string) =>
  useMutation({
    mutationFn: (clientId: string) => api.call('clients.revoke', { params: { integrationId, clientId } }),
    onSuccess: changed,
  });

export type SupportedAttributes = Response<'supportedAttributes.get'>;

export const supportedAttributesQuery = queryOptions({
  queryKey: ['supported-attributes'],
  queryFn: ({ signal }) => api.call('supportedAttributes.get', {}, { signal }),
  staleTime: 300_000,
});
