import type { Integration, PeopleFilter, PeopleTab } from '@rollcall/store';

interface GivenFilter {
  readonly tab?: PeopleTab | undefined;
  readonly search?: string | undefined;
  readonly integrationId?: readonly string[] | undefined;
  readonly department?: readonly string[] | undefined;
  readonly jobTitle?: readonly string[] | undefined;
  readonly groupId?: readonly string[] | undefined;
  readonly status?: readonly ('active' | 'archived' | 'deleted')[] | undefined;
}

/** The contract's filter in the words of the store. Integrations that are not of the tenant match nobody. */
export function peopleFilter(given: GivenFilter, integrations: readonly Integration[]): PeopleFilter {
  const wanted = given.integrationId;
  const statuses = new Set(given.status ?? []);
  const onlyActive = statuses.size > 0 && !statuses.has('archived') && !statuses.has('deleted');
  const onlyArchived = statuses.size > 0 && !statuses.has('active');
  return {
    ...(given.tab === undefined ? {} : { tab: given.tab }),
    ...(given.search ? { search: given.search } : {}),
    ...(wanted?.length
      ? { integrationNos: integrations.filter(({ id }) => wanted.includes(id)).map(({ no }) => no) }
      : {}),
    ...(given.department?.length ? { departments: given.department } : {}),
    ...(given.jobTitle?.length ? { jobTitles: given.jobTitle } : {}),
    ...(given.groupId?.length ? { groupIds: given.groupId } : {}),
    ...(onlyActive ? { archived: false } : onlyArchived ? { archived: true } : {}),
  };
}

export type PersonStatus = 'active' | 'archived' | 'deleted';

export const personStatus = (person: { readonly archived: boolean; readonly deleted: boolean }): PersonStatus =>
  person.deleted ? 'deleted' : person.archived ? 'archived' : 'active';
