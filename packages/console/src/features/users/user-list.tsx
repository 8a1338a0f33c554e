import {
  ButtonLink,
  ClearFilters,
  ColumnMenu,
  EmptyState,
  FilterBar,
  FilterSelect,
  SearchField,
  UrlTabs,
} from '@rollcall/ui';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { PagedTable } from '../../components/list-or-error.tsx';
import { useKeysetRows } from '../../data/keyset.ts';
import { peopleCountsQuery, peopleQuery, personSorts, refreshPeople } from '../../data/people.ts';
import { formatSort, parseSort } from '../../lib/sort.ts';
import { withState } from '../../lib/with-state.ts';
import { FacetFilter, IntegrationFilter } from '../directory-filters.tsx';
import { ExportUsers } from './export-users.tsx';
import { userColumns } from './user-columns.tsx';
import { filterOf, isFiltered, queryOf, type UserListState } from './user-list-state.ts';

interface UserListProps {
  readonly state: UserListState;
  readonly onChange: (state: UserListState) => void;
}

export function UserList({ state, onChange }: UserListProps) {
  const set = (change: { [Key in keyof UserListState]?: UserListState[Key] | undefined }) =>
    onChange(withState(state, change));
  const list = useKeysetRows(peopleQuery(queryOf(state)));
  const counts = useQuery(peopleCountsQuery(filterOf(state))).data;
  const tab = state.tab ?? 'all';
  useRefreshOnChange(counts?.[tab]);
  return (
    <>
      <UrlTabs
        label="Users"
        value={tab}
        onChange={(next) => set({ tab: next === 'all' ? undefined : next })}
        tabs={[
          { value: 'all', label: 'All', count: counts?.all },
          { value: 'withDevices', label: 'With devices', count: counts?.withDevices },
          { value: 'withoutDevices', label: 'Without devices', count: counts?.withoutDevices },
          { value: 'archived', label: 'Archived', count: counts?.archived },
        ]}
      />
      <Filters state={state} set={set} />
      <PagedTable
        label="Users"
        columns={userColumns}
        visible={state.columns}
        list={list}
        rowKey={(row) => row.id}
        rowTarget={(row) => ({ to: '/users/$userId', params: { userId: row.id } })}
        sort={parseSort(state.sort ?? 'name')}
        onSort={(sort) => set({ sort: personSorts.find((each) => each === formatSort(sort)) })}
        total={counts?.[tab]}
        empty={
          isFiltered(state) ? (
            <NothingFits onClear={() => onChange(state.tab ? { tab: state.tab } : {})} />
          ) : (
            <NoUsers tab={tab} />
          )
        }
      />
    </>
  );
}

/** People who arrive or leave while the list is open are seen without a reload. */
function useRefreshOnChange(total: number | undefined) {
  const before = useRef(total);
  useEffect(() => {
    if (before.current !== undefined && total !== undefined && before.current !== total) refreshPeople();
    before.current = total;
  }, [total]);
}

interface FiltersProps {
  readonly state: UserListState;
  readonly set: (change: { [Key in keyof UserListState]?: UserListState[Key] | undefined }) => void;
}

function Filters({ state, set }: FiltersProps) {
  return (
    <FilterBar
      end={
        <>
          <ColumnMenu
            columns={userColumns}
            visible={state.columns}
            onChange={(columns) => set({ columns: columns.length === 0 ? ['name'] : columns })}
          />
          <ExportUsers state={state} />
        </>
      }
    >
      <SearchField
        label="Search users"
        value={state.search ?? ''}
        onChange={(search) => set({ search: search || undefined })}
      />
      <IntegrationFilter value={state.integration} onChange={(integration) => set({ integration })} />
      <FacetFilter
        field="department"
        label="Department"
        value={state.department}
        onChange={(department) => set({ department })}
      />
      <FacetFilter field="group" label="Group" value={state.group} onChange={(group) => set({ group })} />
      {state.tab === 'archived' ? (
        <FilterSelect
          label="Status"
          value={state.status}
          options={[
            { value: 'archived', label: 'Archived' },
            { value: 'deleted', label: 'Deleted' },
          ]}
          onChange={(status) => set({ status: status === 'archived' || status === 'deleted' ? status : undefined })}
        />
      ) : null}
      {isFiltered(state) ? (
        <ClearFilters
          onClear={() =>
            set({
              search: undefined,
              integration: undefined,
              department: undefined,
              group: undefined,
              status: undefined,
            })
          }
        />
      ) : null}
    </FilterBar>
  );
}

function NothingFits({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState icon={<IconUsers size={22} />} title="Nobody fits" action={<ClearFilters onClear={onClear} />}>
      Try fewer filters, or another tab.
    </EmptyState>
  );
}

function NoUsers({ tab }: { readonly tab: NonNullable<UserListState['tab']> }) {
  const icon = <IconUsers size={22} />;
  if (tab === 'archived') {
    return (
      <EmptyState icon={icon} title="Nobody is archived">
        People whom the identity provider deactivates appear here, with their devices.
      </EmptyState>
    );
  }
  if (tab === 'withDevices') {
    return (
      <EmptyState icon={icon} title="Nobody has a device">
        Devices are assigned to people who came from the directory.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={icon}
      title="No users yet"
      action={
        <ButtonLink to="/integrations" variant="default">
          Open Integrations
        </ButtonLink>
      }
    >
      Users are created by a directory integration, never by hand. Connect your identity provider and assign people
      there.
    </EmptyState>
  );
}
