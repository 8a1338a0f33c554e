import type { Request, Response } from '@rollcall/admin-api/browser';
import { keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import { api, queryClient } from './client.ts';
import { keysetQuery } from './keyset.ts';

export { valueInputs } from '@rollcall/admin-api/browser';

export type Blueprint = Response<'blueprints.get'>;
export type AssignmentMap = Blueprint['map'];
export type AssignmentNode = AssignmentMap['nodes'][number];
export type Rule = AssignmentNode['rules'][number];
export type RuleInput = Response<'blueprints.inputs'>['inputs'][number];
export type Evaluation = Response<'blueprints.evaluate'>;
export type MapChange = Preview['changes'][number];
export type Preview = Response<'blueprints.preview'>;
export type ActivityEntry = Response<'blueprints.activity'>['results'][number];
export type Routing = Response<'routing.get'>;
export type Route = Routing['routing']['routes'][number];

const key = 'blueprints';
const changed = () => {
  void queryClient.invalidateQueries({ queryKey: [key] });
  void queryClient.invalidateQueries({ queryKey: ['devices'] });
};

export const blueprintsQuery = queryOptions({
  queryKey: [key, 'list'],
  queryFn: async ({ signal }) => (await api.call('blueprints.list', {}, { signal })).results,
});

export const blueprintQuery = (blueprintId: string) =>
  queryOptions({
    queryKey: [key, 'one', blueprintId],
    queryFn: ({ signal }) => api.call('blueprints.get', { params: { blueprintId } }, { signal }),
  });

/** As it is at this moment, whatever was read before. */
export const readBlueprint = (blueprintId: string): Promise<Blueprint> =>
  queryClient.fetchQuery({ ...blueprintQuery(blueprintId), staleTime: 0 });

export const templatesQuery = queryOptions({
  queryKey: [key, 'templates'],
  queryFn: async ({ signal }) => (await api.call('blueprints.templates', {}, { signal })).results,
  staleTime: Number.POSITIVE_INFINITY,
});

export const inputsQuery = queryOptions({
  queryKey: [key, 'inputs'],
  queryFn: async ({ signal }) => (await api.call('blueprints.inputs', {}, { signal })).inputs,
  staleTime: Number.POSITIVE_INFINITY,
});

/** How many devices a set of rules matches now. */
export const ruleCountQuery = (rules: Rule[], blueprintId?: string) =>
  queryOptions({
    queryKey: [key, 'count', rules, blueprintId],
    queryFn: ({ signal }) =>
      api.call(
        'blueprints.countRule',
        { body: { rules, ...(blueprintId ? { blueprint_id: blueprintId } : {}) } },
        { signal },
      ),
    enabled: rules.length > 0,
    placeholderData: keepPreviousData,
  });

export type EvaluationSubject = { readonly device: string } | { readonly user: string };

/** The path of a device or a user; follows the directory while it is looked at. */
export const evaluationQuery = (blueprintId: string, subject: EvaluationSubject | null) =>
  queryOptions({
    queryKey: [key, 'evaluate', blueprintId, subject],
    queryFn: ({ signal }) =>
      api.call('blueprints.evaluate', { params: { blueprintId }, query: subject ?? {} }, { signal }),
    enabled: subject !== null,
    refetchInterval: 3_000,
  });

const activityKeyset = (
  name: readonly string[],
  load: (before: number | undefined, signal: AbortSignal) => Promise<Response<'blueprints.activity'>>,
) =>
  keysetQuery<ActivityEntry>([key, 'activity', ...name], async (cursor, signal) => {
    const page = await load(cursor === undefined ? undefined : Number(cursor), signal);
    return { items: page.results, next: page.next === null ? null : String(page.next) };
  });

export const blueprintActivityQuery = (blueprintId: string) =>
  activityKeyset([blueprintId], (before, signal) => {
    const query = before === undefined ? {} : { before };
    return api.call('blueprints.activity', { params: { blueprintId }, query }, { signal });
  });

export const routingActivityQuery = activityKeyset(['routing'], (before, signal) =>
  api.call('routing.activity', { query: before === undefined ? {} : { before } }, { signal }),
);

export type GroupUse = Response<'groupBlueprints.list'>;

export const groupBlueprintsQuery = (groupId: string) =>
  queryOptions({
    queryKey: [key, 'of-group', groupId],
    queryFn: ({ signal }) => api.call('groupBlueprints.list', { params: { groupId } }, { signal }),
  });

export const useCreateBlueprint = () =>
  useMutation({
    mutationFn: (body: Request<'blueprints.create'>['body']) => api.call('blueprints.create', { body }),
    onSuccess: changed,
  });

export const useUpdateBlueprint = (blueprintId: string) =>
  useMutation({
    mutationFn: (body: NonNullable<Request<'blueprints.update'>['body']>) =>
      api.call('blueprints.update', { params: { blueprintId }, body }),
    onSuccess: (blueprint) => {
      queryClient.setQueryData(blueprintQuery(blueprintId).queryKey, blueprint);
      changed();
    },
  });

export const useDeleteBlueprint = () =>
  useMutation({
    mutationFn: (blueprintId: string) => api.call('blueprints.delete', { params: { blueprintId } }),
    onSuccess: changed,
  });

/** What saving a map would change. */
export const usePreview = (blueprintId: string) =>
  useMutation({
    mutationFn: (map: AssignmentMap) => api.call('blueprints.preview', { params: { blueprintId }, body: { map } }),
  });

export const versionsQuery = (blueprintId: string) =>
  queryOptions({
    queryKey: [key, 'versions', blueprintId],
    queryFn: async ({ signal }) =>
      (await api.call('blueprints.versions', { params: { blueprintId } }, { signal })).results,
  });

/** An earlier version: its map, what was changed since, and what restoring it would do. */
export const versionQuery = (blueprintId: string, version: number) =>
  queryOptions({
    queryKey: [key, 'version', blueprintId, version],
    queryFn: async ({ signal }) => {
      const params = { blueprintId };
      const found = await api.call(
        'blueprints.version',
        { params: { ...params, version: String(version) } },
        { signal },
      );
      const preview = await api.call('blueprints.preview', { params, body: { map: found.map } }, { signal });
      return { ...found, preview };
    },
  });

/** What was changed from a version to the present one. */
export const changesSinceQuery = (blueprintId: string, version: number, present: number) =>
  queryOptions({
    queryKey: [key, 'since', blueprintId, version, present],
    queryFn: async ({ signal }) => {
      const params = { blueprintId, version: String(version) };
      return (await api.call('blueprints.version', { params }, { signal })).since;
    },
  });

export const useRestore = (blueprintId: string) =>
  useMutation({
    mutationFn: (version: number) =>
      api.call('blueprints.restore', { params: { blueprintId, version: String(version) } }),
    onSuccess: changed,
  });

export const routingQuery = queryOptions({
  queryKey: [key, 'routing'],
  queryFn: ({ signal }) => api.call('routing.get', {}, { signal }),
});

/** As it is at this moment, whatever was read before. */
export const readRouting = (): Promise<Routing> => queryClient.fetchQuery({ ...routingQuery, staleTime: 0 });

export const useSaveRouting = () =>
  useMutation({
    mutationFn: (body: Request<'routing.save'>['body']) => api.call('routing.save', { body }),
    onSuccess: changed,
  });
