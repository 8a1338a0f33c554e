import type { PeopleFilter, PeopleQuery, PeopleTab, PersonSort } from '../../data/people.ts';

/** What the Users list shows; the URL holds it. */
export interface UserListState {
  readonly tab?: PeopleTab;
  readonly search?: string;
  readonly integration?: string;
  readonly department?: string;
  readonly group?: string;
  readonly status?: 'active' | 'archived' | 'deleted';
  readonly sort?: PersonSort;
  readonly columns?: readonly string[];
}

export function filterOf(state: UserListState): PeopleFilter {
  return {
    ...(state.search ? { search: state.search } : {}),
    ...(state.integration ? { integrationId: [state.integration] } : {}),
    ...(state.department === undefined ? {} : { department: [state.department] }),
    ...(state.group ? { groupId: [state.group] } : {}),
    ...(state.status ? { status: [state.status] } : {}),
  };
}

export const queryOf = (state: UserListState): PeopleQuery => ({
  ...filterOf(state),
  tab: state.tab ?? 'all',
  sort: state.sort ?? 'name',
});

export const isFiltered = (state: UserListState): boolean => Object.keys(filterOf(state)).length > 0;
