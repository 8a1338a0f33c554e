import { ClearFilters, type Column, EmptyState, FilterBar, RelativeTime, SearchField } from '@rollcall/ui';
import { IconUsersGroup } from '@tabler/icons-react';
import { PagedTable } from '../../components/list-or-error.tsx';
import { type GroupRow, type GroupSort, groupSorts, groupsQuery } from '../../data/groups.ts';
import { useKeysetRows } from '../../data/keyset.ts';
import { formatSort, parseSort } from '../../lib/sort.ts';
import { withState } from '../../lib/with-state.ts';
import { IntegrationFilter } from '../directory-filters.tsx';

export interface GroupListState {
  readonly search?: string;
  readonly integration?: string;
  readonly sort?: GroupSort;
}
interface GroupListProps {
  readonly state: GroupListState;
  readonly onChange: (state: GroupListState) => void;
}

const columns: readonly Column<GroupRow>[] = [
  { id: 'name', header: 'Name', width: 'minmax(200px, 2fr)', sort: 'name', cell: (row) => row.name, narrow: 'title' },
  {
    id: 'members',
    header: 'Members',
    width: '110px',
    align: 'end',
    sort: 'members',
    cell: (row) => row.memberCount.toLocaleString('en'),
    narrow: 'end',
  },
  {
    id: 'integration',
    header: 'Integration',
    width: 'minmax(140px, 1fr)',
    cell: (row) => row.integration.name,
    narrow: 'detail',
  },
  {
    id: 'updatedAt',
    header: 'Updated',
    width: '120px',
    sort: 'updatedAt',
    cell: (row) => <RelativeTime at={row.updatedAt} />,
  },
];

export function GroupList({ state, onChange }: GroupListProps) {
  const set = (change: { [Key in keyof GroupListState]?: GroupListState[Key] | undefined }) =>
    onChange(withState(state, change));
  const list = useKeysetRows(
    groupsQuery({
      ...(state.search ? { search: state.search } : {}),
      ...(state.integration ? { integrationId: [state.integration] } : {}),
      sort: state.sort ?? 'name',
    }),
  );
  const filtered = Boolean(state.search || state.integration);
  const clear = <ClearFilters onClear={() => set({ search: undefined, integration: undefined })} />;
  return (
    <>
      <FilterBar>
        <SearchField
          label="Search groups"
          value={state.search ?? ''}
          onChange={(search) => set({ search: search || undefined })}
        />
        <IntegrationFilter value={state.integration} onChange={(integration) => set({ integration })} />
        {filtered ? clear : null}
      </FilterBar>
      <PagedTable
        label="Groups"
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        rowTarget={(row) => ({ to: '/groups/$groupId', params: { groupId: row.id } })}
        sort={parseSort(state.sort ?? 'name')}
        onSort={(sort) => set({ sort: groupSorts.find((each) => each === formatSort(sort)) })}
        empty={
          filtered ? (
            <EmptyState icon={<IconUsersGroup size={22} />} title="No group fits" action={clear} />
          ) : (
            <EmptyState icon={<IconUsersGroup size={22} />} title="No groups yet">
              Groups arrive when your identity provider pushes them. At Okta: the app’s Push Groups tab.
            </EmptyState>
          )
        }
      />
    </>
  );
}
