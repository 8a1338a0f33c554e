import { libraryFileLimit, type Request, type Response } from '@rollcall/admin-api/browser';
import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, queryClient } from './client.ts';
import { sendRaw } from './raw-body.ts';

export type LibraryItem = Response<'library.get'>;
export type NewItem = Request<'library.create'>['body'];

export const fileLimit = libraryFileLimit;

const key = 'library';
const changed = () => queryClient.invalidateQueries({ queryKey: [key] });

export const libraryQuery = queryOptions({
  queryKey: [key, 'list'],
  queryFn: async ({ signal }) => (await api.call('library.list', {}, { signal })).results,
});

export const libraryItemQuery = (itemId: string) =>
  queryOptions({
    queryKey: [key, 'item', itemId],
    queryFn: ({ signal }) => api.call('library.get', { params: { itemId } }, { signal }),
  });

/** Every assignment node that an item is on. */
export const itemPlacesQuery = (itemId: string) =>
  queryOptions({
    queryKey: [key, 'places', itemId],
    queryFn: async ({ signal }) => {
      const blueprints = (await api.call('blueprints.list', {}, { signal })).results;
      const places = await Promise.all(
        blueprints
          .filter((blueprint) => blueprint.library_item_count > 0)
          .map(async ({ id, name }) => {
            const params = { blueprintId: id };
            const items = (await api.call('blueprints.listLibraryItems', { params }, { signal })).results;
            const nodes = items.filter((item) => item.id === itemId).map((item) => item.assignment_node);
            return { id, name, nodes };
          }),
      );
      return places.filter((place) => place.nodes.length > 0);
    },
  });

/** Saves an item, then its file if one was chosen. */
export const useSaveItem = (itemId: string | null) =>
  useMutation({
    mutationFn: async ({ facts, file }: { facts: NewItem; file: File | null }): Promise<LibraryItem> => {
      const item =
        itemId === null
          ? await api.call('library.create', { body: facts })
          : await api.call('library.update', { params: { itemId }, body: facts });
      if (file) {
        const url = api.url('library.upload', { params: { itemId: item.id } });
        const named = `${url}?${new URLSearchParams({ name: file.name })}`;
        await sendRaw('PUT', named, file, file.type || 'application/octet-stream');
      }
      return item;
    },
    onSettled: changed,
  });

export const useDeleteItem = () =>
  useMutation({
    mutationFn: (itemId: string) => api.call('library.delete', { params: { itemId } }),
    onSuccess: changed,
  });

export const fileUrl = (itemId: string): string => api.url('library.download', { params: { itemId } });
