import type { Request, Response } from '@rollcall/admin-api/browser';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';
import { keysetQuery } from './keyset.ts';
import type { Change } from './people.ts';

export { groupSorts } from '@rollcall/admin-api/browser';

export type GroupsQuery = NonNullable<Request<'groups.list'>['query']>;
export type GroupRow = Response<'groups.list'>['items'][number];
export type Group = Response<'groups.get'>;
export type Member = Response<'groups.members'>['items'][number];
export type GroupSort = NonNullable<GroupsQuery['sort']>;

const key = 'groups';

export const groupsQuery = (query: GroupsQuery) =>
  keysetQuery<GroupRow>([key, 'list', query], (cursor, signal) =>
    api.call('groups.list', { query: { ...query, ...(cursor ? { cursor } : {}) } }, { signal }),
  );

export const groupQuery = (groupId: string) =>
  queryOptions({
    queryKey: [key, 'group', groupId],
    queryFn: ({ signal }) => api.call('groups.get', { params: { groupId } }, { signal }),
  });

export const membersQuery = (groupId: string) =>
  keysetQuery<Member>([key, 'members', groupId], (cursor, signal) =>
    api.call('groups.members', { params: { groupId }, query: cursor ? { cursor } : {} }, { signal }),
  );

export const groupHistoryQuery = (groupId: string) =>
  keysetQuery<Change>([key, 'history', groupId], (cursor, signal) =>
    api.call('groups.history', { params: { groupId }, query: cursor ? { cursor } : {} }, { signal }),
  );
