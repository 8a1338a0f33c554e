import { type InfiniteData, infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { describeError } from './client.ts';

interface KeysetPage<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
}

/** A list that the server hands out in pages by cursor. */
export function keysetQuery<Row>(
  key: readonly unknown[],
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<KeysetPage<Row>>,
) {
  return infiniteQueryOptions<
    KeysetPage<Row>,
    Error,
    InfiniteData<KeysetPage<Row>, string | undefined>,
    readonly unknown[],
    string | undefined
  >({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** What a table needs of it: earlier rows stay while a new search is on its way. */
export function useKeysetRows<Row>(query: ReturnType<typeof keysetQuery<Row>>) {
  const result = useInfiniteQuery({ ...query, placeholderData: keepPreviousData });
  const { data, fetchNextPage, isFetchingNextPage, refetch } = result;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const onMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  return {
    rows,
    loading: result.isPending || isFetchingNextPage,
    stale: result.isPlaceholderData,
    hasMore: result.hasNextPage,
    onMore,
    failure: data || !result.error ? null : describeError(result.error),
    retry: () => void refetch(),
  };
}
