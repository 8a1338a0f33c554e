import {
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  FilterSelect,
  RelativeTime,
  SearchField,
  StatusBadge,
  Tag,
} from '@rollcall/ui';
import { IconApps } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { familyName, kindOptions } from '../../components/device-words.ts';
import { ListOrError } from '../../components/list-or-error.tsx';
import { describeError } from '../../data/client.ts';
import { type LibraryItem, libraryQuery } from '../../data/library.ts';
import { withState } from '../../lib/with-state.ts';

export interface LibraryListState {
  readonly search?: string;
  readonly kind?: string;
}

const installsOn = (item: LibraryItem) => item.platforms.map(familyName).join(', ') || 'Every device';

const columns: readonly Column<LibraryItem>[] = [
  { id: 'name', header: 'Name', width: 'minmax(160px, 1.6fr)', cell: (row) => row.name, narrow: 'title' },
  {
    id: 'kind',
    header: 'Kind',
    width: '90px',
    cell: (row) => <Tag>{kindOptions.find(({ value }) => value === row.kind)?.label}</Tag>,
    narrow: 'detail',
  },
  { id: 'platforms', header: 'Installs on', width: 'minmax(130px, 1fr)', cell: installsOn },
  { id: 'version', header: 'Version', width: '100px', cell: (row) => row.version ?? '—' },
  {
    id: 'payload',
    header: 'Payload',
    width: 'minmax(120px, 1fr)',
    cell: (row) => row.file?.name ?? row.reference ?? '—',
  },
  {
    id: 'active',
    header: 'Status',
    width: '96px',
    cell: (row) => <StatusBadge tone={row.active ? 'good' : 'idle'}>{row.active ? 'Active' : 'Inactive'}</StatusBadge>,
    narrow: 'end',
  },
  { id: 'updated', header: 'Updated', width: '96px', cell: (row) => <RelativeTime at={row.updated_at} /> },
];

interface LibraryListProps {
  readonly state: LibraryListState;
  readonly onChange: (state: LibraryListState) => void;
}

export function LibraryList({ state, onChange }: LibraryListProps) {
  const items = useQuery(libraryQuery);
  const words = (state.search ?? '').toLowerCase();
  const rows = (items.data ?? []).filter(
    (item) => item.name.toLowerCase().includes(words) && (!state.kind || item.kind === state.kind),
  );
  const filtered = Boolean(state.search || state.kind);
  return (
    <>
      <FilterBar>
        <SearchField
          label="Search the library"
          value={state.search ?? ''}
          onChange={(search) => onChange(withState(state, { search: search || undefined }))}
        />
        <FilterSelect
          label="Kind"
          value={state.kind}
          options={kindOptions}
          onChange={(kind) => onChange(withState(state, { kind }))}
        />
      </FilterBar>
      <ListOrError failure={items.error ? describeError(items.error) : null} onRetry={() => void items.refetch()}>
        <DataTable
          label="Library Items"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          rowTarget={(row) => ({ to: '/library/$itemId', params: { itemId: row.id } })}
          loading={items.isPending}
          empty={
            <EmptyState icon={<IconApps size={22} />} title={filtered ? 'No item fits' : 'The library is empty'}>
              Apps, profiles, scripts and settings that Blueprints put on devices.
            </EmptyState>
          }
        />
      </ListOrError>
    </>
  );
}
