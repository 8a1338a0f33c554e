import type { Request, Response } from '@rollcall/admin-api/browser';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, queryClient } from './client.ts';
import { keysetQuery } from './keyset.ts';

export { personSorts } from '@rollcall/admin-api/browser';

export type PeopleQuery = NonNullable<Request<'people.list'>['query']>;
export type PeopleFilter = NonNullable<Request<'people.counts'>['query']>;
export type PersonRow = Response<'people.list'>['items'][number];
export type Person = Response<'people.get'>;
export type RawPerson = Response<'people.raw'>;
export type Change = Response<'people.history'>['items'][number];
export type PeopleTab = NonNullable<PeopleQuery['tab']>;
export type PersonSort = NonNullable<PeopleQuery['sort']>;
export type FacetField = Request<'people.facets'>['params']['field'];

const key = 'people';

export const peopleQuery = (query: PeopleQuery) =>
  keysetQuery<PersonRow>([key, 'list', query], (cursor, signal) =>
    api.call('people.list', { query: { ...query, ...(cursor ? { cursor } : {}) } }, { signal }),
  );

/** Asks again for the lists that are open. */
export const refreshPeople = (): void => void queryClient.invalidateQueries({ queryKey: [key, 'list'] });

export const peopleCountsQuery = (query: PeopleFilter) =>
  queryOptions({
    queryKey: [key, 'counts', query],
    queryFn: ({ signal }) => api.call('people.counts', { query }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });

export const facetQuery = (field: FacetField, search: string) =>
  queryOptions({
    queryKey: [key, 'facet', field, search],
    queryFn: ({ signal }) =>
      api.call('people.facets', { params: { field }, query: search ? { search } : {} }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export const peopleExportUrl = (query: PeopleFilter & { tab?: PeopleTab }): string =>
  api.url('people.export', { query });

export const personQuery = (userId: string) =>
  queryOptions({
    queryKey: [key, 'person', userId],
    queryFn: ({ signal }) => api.call('people.get', { params: { userId } }, { signal }),
  });

export const personHistoryQuery = (userId: string) =>
  keysetQuery<Change>([key, 'history', userId], (cursor, signal) =>
    api.call('people.history', { params: { userId }, query: cursor ? { cursor } : {} }, { signal }),
  );

export const rawPersonQuery = (userId: string) =>
  queryOptions({
    queryKey: [key, 'raw', userId],
    queryFn: ({ signal }) => api.call('people.raw', { params: { userId } }, { signal }),
  });
