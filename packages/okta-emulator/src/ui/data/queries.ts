import { toast } from '@rollcall/ui';
import {
  keepPreviousData,
  type QueryFilters,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useSuspenseQuery,
} from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { ChangeNotice, Page, Session } from '../../api/contract.ts';
import { api, describeError, queryClient } from './api.ts';

/** Everything that comes from the emulator's API; a change there makes all of it stale. */
const root = 'api';
export const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [root] });

/** Long lists that only some changes touch: a running push must not have 200,000 people read again and again. */
const touchedBy: Readonly<Record<string, readonly ChangeNotice['kinds'][number][]>> = {
  '/people': ['user'],
  '/groups': ['group', 'member', 'app'],
  '/rules': ['rule', 'group'],
};

/** A read that is under way is not cut off: whoever saved something waits for it, to show what was saved. */
export async function refreshAfter({ kinds }: ChangeNotice): Promise<void> {
  const touched: QueryFilters = {
    queryKey: [root],
    predicate: ({ queryKey: [, path] }) => {
      const only = typeof path === 'string' ? touchedBy[path] : undefined;
      return only === undefined || kinds.some((kind) => only.includes(kind));
    },
  };
  const reads = () => queryClient.getQueryCache().findAll({ ...touched, fetchStatus: 'fetching' });
  for (let under = reads(); under.length > 0; under = reads())
    await Promise.allSettled(under.map(({ promise }) => promise));
  await queryClient.invalidateQueries(touched);
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => api.get<Session>('/session'),
  staleTime: Number.POSITIVE_INFINITY,
});

const getQuery = <Answer>(path: string) =>
  queryOptions({ queryKey: [root, path], queryFn: ({ signal }) => api.get<Answer>(path, signal) });

export const useOne = <Answer>(path: string): Answer => useSuspenseQuery(getQuery<Answer>(path)).data;
export const useMaybe = <Answer>(path: string, enabled = true) =>
  useQuery({ ...getQuery<Answer>(path), enabled, placeholderData: keepPreviousData });

export type Filters = Readonly<Record<string, string | undefined>>;

export function withFilters(path: string, filters: Filters): string {
  const set = Object.entries(filters).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set.map(([name, value]) => [name, value]))}`;
}

export interface Rows<Item> {
  readonly rows: readonly Item[];
  readonly total: number | undefined;
  readonly loading: boolean;
  readonly stale: boolean;
  readonly hasMore: boolean;
  readonly onMore: () => void;
  readonly failure: { readonly title: string; readonly detail: string } | null;
  readonly retry: () => void;
}

/** A list that the server pages. Earlier rows stay while a new search is on its way. */
export function useRows<Item>(path: string, filters: Filters): Rows<Item> {
  const result = useInfiniteQuery({
    queryKey: [root, path, filters],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Item>>(withFilters(path, { ...filters, after: pageParam }), signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const { data, fetchNextPage, isFetchingNextPage, refetch } = result;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const onMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  return {
    rows,
    total: data?.pages[0]?.total,
    loading: result.isPending || isFetchingNextPage,
    stale: result.isPlaceholderData,
    hasMore: result.hasNextPage,
    onMore,
    failure: data || !result.error ? null : describeError(result.error),
    retry: () => void refetch(),
  };
}

/** A form's request: what is shown is fresh again before `done`; the form shows a refusal itself. */
export function useSend<Input, Output>(run: (input: Input) => Promise<Output>, done?: (output: Output) => void) {
  return useMutation({
    mutationFn: run,
    onSuccess: async (output) => {
      await refresh();
      done?.(output);
    },
  });
}

/** A button's request: a refusal becomes a toast. */
export function useAct<Input, Output>(run: (input: Input) => Promise<Output>, done?: (output: Output) => void) {
  return useMutation({
    mutationFn: run,
    onSuccess: async (output) => {
      await refresh();
      done?.(output);
    },
    onError: (error) => toast({ ...describeError(error), tone: 'bad' }),
  });
}
