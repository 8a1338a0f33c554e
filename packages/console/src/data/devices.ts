import type { Request, Response } from '@rollcall/admin-api/browser';
import { keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import { api, queryClient } from './client.ts';
import { keysetQuery } from './keyset.ts';
import { sendRaw } from './raw-body.ts';

export type Device = Response<'devices.list'>['results'][number];
export type DevicesQuery = Omit<NonNullable<Request<'devices.list'>['query']>, 'limit' | 'offset'>;
export type DeviceSort = NonNullable<DevicesQuery['sort']>;
/** By which columns the list of devices offers to sort. */
export const deviceSorts = [
  'device_name',
  '-device_name',
  'serial_number',
  '-serial_number',
  'updated_at',
  '-updated_at',
] as const satisfies readonly DeviceSort[];
export type NewDevice = Request<'devices.create'>['body'];
export type ImportPreview = Response<'devices.previewImport'>;

const key = 'devices';
const pageSize = 100;

const changed = () => queryClient.invalidateQueries({ queryKey: [key] });

export const devicesQuery = (query: DevicesQuery) =>
  keysetQuery<Device>([key, 'list', query], async (cursor, signal) => {
    const offset = Number(cursor ?? 0);
    const page = await api.call('devices.list', { query: { ...query, limit: pageSize, offset } }, { signal });
    return { items: page.results, next: page.next === null ? null : String(offset + pageSize) };
  });

export const deviceCountQuery = (query: DevicesQuery) =>
  queryOptions({
    queryKey: [key, 'count', query],
    queryFn: async ({ signal }) =>
      (await api.call('devices.list', { query: { ...query, limit: 1 } }, { signal })).count,
    placeholderData: keepPreviousData,
  });

/** A few that fit, for choosing one. */
export const someDevicesQuery = (search: string) =>
  queryOptions({
    queryKey: [key, 'some', search],
    queryFn: async ({ signal }) =>
      (await api.call('devices.list', { query: { limit: 8, ...(search ? { search } : {}) } }, { signal })).results,
    placeholderData: keepPreviousData,
  });

export const deviceQuery = (deviceId: string) =>
  queryOptions({
    queryKey: [key, 'device', deviceId],
    queryFn: ({ signal }) => api.call('devices.get', { params: { deviceId } }, { signal }),
  });

/** What a device gets; follows the directory while the page is open. */
export const deviceItemsQuery = (deviceId: string) =>
  queryOptions({
    queryKey: [key, 'items', deviceId],
    queryFn: ({ signal }) => api.call('devices.libraryItems', { params: { deviceId } }, { signal }),
    refetchInterval: 2_000,
  });

export const userDevicesQuery = (userId: string) =>
  queryOptions({
    queryKey: [key, 'of-user', userId],
    queryFn: ({ signal }) => api.call('devices.list', { query: { user_id: userId } }, { signal }),
  });

export const tagsQuery = queryOptions({
  queryKey: [key, 'tags'],
  queryFn: async ({ signal }) => (await api.call('tags.list', {}, { signal })).results,
  staleTime: 30_000,
});

export const useCreateDevice = () =>
  useMutation({ mutationFn: (body: NewDevice) => api.call('devices.create', { body }), onSuccess: changed });

export const useUpdateDevice = (deviceId: string) =>
  useMutation({
    mutationFn: (body: NonNullable<Request<'devices.update'>['body']>) =>
      api.call('devices.update', { params: { deviceId }, body }),
    onSuccess: changed,
  });

export const useDeleteDevice = () =>
  useMutation({
    mutationFn: (deviceId: string) => api.call('devices.delete', { params: { deviceId } }),
    onSuccess: changed,
  });

export type BulkUpdate = Request<'devices.bulkUpdate'>['body'];

/** One change for many devices, or several of them one after the other. Answers with how many were changed. */
export const useBulkUpdate = () =>
  useMutation({
    mutationFn: async (changes: readonly BulkUpdate[]): Promise<number> => {
      let updated = 0;
      for (const body of changes) updated += (await api.call('devices.bulkUpdate', { body })).updated;
      return updated;
    },
    onSettled: () => {
      void changed();
      void queryClient.invalidateQueries({ queryKey: ['people'] });
      void queryClient.invalidateQueries({ queryKey: ['blueprints'] });
    },
  });

export const usePreviewImport = () =>
  useMutation({
    mutationFn: async (csv: File): Promise<ImportPreview> => {
      const answer = await sendRaw('POST', api.url('devices.previewImport'), csv, 'text/csv');
      if (!isPreview(answer)) throw new Error('The server’s preview can’t be read.');
      return answer;
    },
  });
const isPreview = (answer: unknown): answer is ImportPreview =>
  typeof answer === 'object' && answer !== null && 'lines' in answer && 'columns' in answer;

export const useStartImport = () =>
  useMutation({
    mutationFn: async (csv: File): Promise<string> => {
      const answer = await sendRaw('POST', api.url('devices.import'), csv, 'text/csv');
      if (typeof answer === 'object' && answer !== null && 'id' in answer) return String(answer.id);
      throw new Error('The server did not start the import.');
    },
  });

export const importQuery = (importId: string) =>
  queryOptions({
    queryKey: ['device-import', importId],
    queryFn: async ({ signal }) => {
      const now = await api.call('devices.getImport', { params: { importId } }, { signal });
      if (now.state !== 'running') void changed();
      return now;
    },
    refetchInterval: (query) => (query.state.data && query.state.data.state !== 'running' ? false : 400),
  });

export type DeviceMove = Response<'deviceMoves.list'>['results'][number];

export const deviceMovesQuery = (query: NonNullable<Request<'deviceMoves.list'>['query']>) =>
  queryOptions({
    queryKey: [key, 'moves', query],
    queryFn: async ({ signal }) => (await api.call('deviceMoves.list', { query }, { signal })).results,
  });

export const useMoveDevices = () =>
  useMutation({
    // The endpoint takes a thousand pairs at a time.
    mutationFn: async ({ moves }: { moves: readonly { from: string; to: string }[] }) => {
      const done = { people: 0, devices: 0 };
      for (let at = 0; at < moves.length; at += 1_000) {
        const body = { moves: moves.slice(at, at + 1_000) };
        const { people, devices } = await api.call('deviceMoves.run', { body });
        done.people += people;
        done.devices += devices;
      }
      return done;
    },
    onSuccess: () => {
      void changed();
      void queryClient.invalidateQueries({ queryKey: ['people'] });
    },
  });
