import type { Request, Response } from '@rollcall/admin-api/browser';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, queryClient } from './client.ts';
import { keysetQuery } from './keyset.ts';

export type ActivityFilter = Omit<NonNullable<Request<'activity.list'>['query']>, 'cursor' | 'limit'>;
export type ActivityRow = Response<'activity.list'>['items'][number];
export type ActivityDetail = Response<'activity.get'>;
export type Chart = Response<'activity.chart'>;

const key = 'activity';

export const activityQuery = (filter: ActivityFilter) =>
  keysetQuery<ActivityRow>([key, 'list', filter], (cursor, signal) =>
    api.call('activity.list', { query: { ...filter, ...(cursor ? { cursor } : {}) } }, { signal }),
  );

export const activityDetailQuery = (requestId: string) =>
  queryOptions({
    queryKey: [key, 'request', requestId],
    queryFn: ({ signal }) => api.call('activity.get', { params: { requestId } }, { signal }),
  });

export const chartQuery = (integrationId: string | undefined, hours: number) =>
  queryOptions({
    queryKey: [key, 'chart', integrationId, hours],
    queryFn: ({ signal }) =>
      api.call(
        'activity.chart',
        {
          query: {
            from: new Date(Date.now() - hours * 3_600_000).toISOString(),
            buckets: 60,
            ...(integrationId ? { integrationId: [integrationId] } : {}),
          },
        },
        { signal },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });

export const supportBundleUrl = (query: Request<'activity.supportBundle'>['query']): string =>
  api.url('activity.supportBundle', { query });

export type StreamState = 'connecting' | 'live' | 'lost';

interface StreamOptions {
  readonly filter: Pick<ActivityFilter, 'integrationId' | 'method' | 'status' | 'userId' | 'groupId'>;
  readonly enabled: boolean;
  readonly onRequest: (row: ActivityRow) => void;
  readonly onState?: (state: StreamState) => void;
  /** From now on all is told; what was answered before may be missing in a list that was read before. */
  readonly onGap?: () => void;
}

/** Asks again for the lists that are open; one that is being read for the first time is read to its end first. */
export async function refreshActivity(): Promise<void> {
  const lists = { queryKey: [key, 'list'] };
  const under = queryClient.getQueryCache().findAll({ ...lists, fetchStatus: 'fetching' });
  await Promise.allSettled(under.map(({ promise }) => promise));
  await queryClient.invalidateQueries(lists);
}

const isRow = (value: unknown): value is ActivityRow =>
  typeof value === 'object' && value !== null && 'requestId' in value && 'at' in value && 'status' in value;

/** Requests as they are answered. The browser connects again by itself. */
export function useActivityStream({ filter, enabled, onRequest, onState, onGap }: StreamOptions): void {
  const handlers = useRef({ onRequest, onState, onGap });
  handlers.current = { onRequest, onState, onGap };
  const url = api.url('activity.stream', { query: filter });
  useEffect(() => {
    if (!enabled) return;
    const source = new EventSource(url);
    handlers.current.onState?.('connecting');
    source.onopen = () => {
      handlers.current.onState?.('live');
      handlers.current.onGap?.();
    };
    source.onerror = () => handlers.current.onState?.('lost');
    source.addEventListener('request', (event) => {
      const row: unknown = JSON.parse(event.data);
      if (isRow(row)) handlers.current.onRequest(row);
    });
    source.addEventListener('overflow', () => handlers.current.onGap?.());
    return () => source.close();
  }, [url, enabled]);
}
