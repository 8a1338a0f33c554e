import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => api.call('search.query', { query: { q } }, { signal }),
    enabled: q.trim() !== '',
    placeholderData: keepPreviousData,
  });
