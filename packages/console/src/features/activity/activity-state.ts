import type { ActivityFilter } from '../../data/activity.ts';

/** What the Activity page shows; the URL holds it. */
export interface ActivityState {
  readonly integration?: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly status?: '2xx' | '4xx' | '5xx';
  readonly user?: string;
  readonly group?: string;
  /** A request id. */
  readonly find?: string;
  /** How far the chart looks back; 24 unless said. */
  readonly hours?: 1 | 168;
}

export const streamFilterOf = (state: ActivityState) => ({
  ...(state.integration ? { integrationId: [state.integration] } : {}),
  ...(state.method ? { method: [state.method] } : {}),
  ...(state.status ? { status: [state.status] } : {}),
  ...(state.user ? { userId: state.user } : {}),
  ...(state.group ? { groupId: state.group } : {}),
});

export const filterOf = (state: ActivityState): ActivityFilter => ({
  ...streamFilterOf(state),
  ...(state.find ? { requestId: state.find } : {}),
});

export const isFiltered = (state: ActivityState): boolean => Object.keys(filterOf(state)).length > 0;
