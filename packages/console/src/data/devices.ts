import type { Response } from '@rollcall/admin-api/browser';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

export type Device = Response<'devices.list'>['results'][number];

const key = 'devices';

export const userDevicesQuery = (userId: string) =>
  queryOptions({
    queryKey: [key, 'of-user', userId],
    queryFn: ({ signal }) => api.call('devices.list', { query: { user_id: userId } }, { signal }),
  });
