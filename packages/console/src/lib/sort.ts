import type { Sort } from '@rollcall/ui';

/** `-name` ↔ by name, descending. */
export const parseSort = (sort: string): Sort =>
  sort.startsWith('-') ? { by: sort.slice(1), descending: true } : { by: sort, descending: false };

export const formatSort = (sort: Sort): string => (sort.descending ? `-${sort.by}` : sort.by);
