import {
  ClearFilters,
  type Column,
  ColumnMenu,
  EmptyState,
  FilterBar,
  FilterSelect,
  RelativeTime,
  SearchField,
} from '@rollcall/ui';
import { IconDeviceLaptop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { familyName, familyOptions } from '../../components/device-words.ts';
import { PagedTable } from '../../components/list-or-error.tsx';
import { blueprintsQuery } from '../../data/blueprints.ts';
import {
  type Device,
  type DeviceSort,
  deviceCountQuery,
  deviceSorts,
  devicesQuery,
  tagsQuery,
} from '../../data/devices.ts';
import { useKeysetRows } from '../../data/keyset.ts';
import { useMay } from '../../data/session.ts';
import { formatSort, parseSort } from '../../lib/sort.ts';
import { withState } from '../../lib/with-state.ts';
import { BulkBar } from './bulk-bar.tsx';

export interface DeviceListState {
  readonly search?: string;
  readonly family?: string;
  readonly blueprint?: string;
  readonly tag?: string;
  readonly assigned?: 'true' | 'false';
  readonly sort?: DeviceSort;
  readonly columns?: readonly string[];
}
type Change = { [Key in keyof DeviceListState]?: DeviceListState[Key] | undefined };

const owner = (row: Device) =>
  row.user ? `${row.user.name}${row.user.is_archived ? ' (archived)' : ''}` : row.awaited_user;

const columns: readonly Column<Device>[] = [
  {
    id: 'name',
    header: 'Device',
    width: 'minmax(140px, 1.4fr)',
    sort: 'device_name',
    cell: (row) => row.device_name,
    narrow: 'title',
  },
  { id: 'user', header: 'User', width: 'minmax(130px, 1.3fr)', cell: (row) => owner(row) ?? '—', narrow: 'detail' },
  { id: 'family', header: 'Family', width: '72px', cell: (row) => familyName(row.device_family) ?? '—' },
  { id: 'model', header: 'Model', width: 'minmax(90px, 1fr)', cell: (row) => row.model ?? '—' },
  { id: 'os', header: 'OS version', width: '80px', cell: (row) => row.os_version ?? '—' },
  {
    id: 'serial',
    header: 'Serial number',
    width: 'minmax(108px, 1fr)',
    sort: 'serial_number',
    cell: (row) => (row.serial_number ? <code>{row.serial_number}</code> : '—'),
  },
  {
    id: 'blueprint',
    header: 'Blueprint',
    width: 'minmax(96px, 1fr)',
    cell: (row) => row.blueprint_name ?? '—',
    narrow: 'end',
  },
  { id: 'tags', header: 'Tags', width: 'minmax(90px, 1fr)', optional: true, cell: (row) => row.tags.join(', ') || '—' },
  { id: 'asset', header: 'Asset tag', width: '110px', optional: true, cell: (row) => row.asset_tag ?? '—' },
  {
    id: 'updated',
    header: 'Updated',
    width: '84px',
    sort: 'updated_at',
    cell: (row) => <RelativeTime at={row.updated_at} />,
  },
];

const filterOf = (state: DeviceListState) => ({
  ...(state.search ? { search: state.search } : {}),
  ...(state.family ? { device_family: state.family } : {}),
  ...(state.blueprint ? { blueprint_id: state.blueprint } : {}),
  ...(state.tag ? { tag: state.tag } : {}),
  ...(state.assigned ? { assigned: state.assigned } : {}),
});

interface DeviceListProps {
  readonly state: DeviceListState;
  readonly onChange: (state: DeviceListState) => void;
}

export function DeviceList({ state, onChange }: DeviceListProps) {
  const set = (change: Change) => onChange(withState(state, change));
  const filter = filterOf(state);
  const list = useKeysetRows(devicesQuery({ ...filter, sort: state.sort ?? 'device_name' }));
  const total = useQuery(deviceCountQuery(filter)).data;
  const blueprints = useQuery(blueprintsQuery).data ?? [];
  const tags = useQuery(tagsQuery).data ?? [];
  const filtered = Object.keys(filter).length > 0;
  const mayEdit = useMay('admin');
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  // What a filter hides is not changed unseen.
  const chosen = list.rows.filter(({ device_id }) => ticked.has(device_id));
  const clear = <ClearFilters onClear={() => onChange(state.sort ? { sort: state.sort } : {})} />;
  return (
    <>
      <FilterBar
        end={<ColumnMenu columns={columns} visible={state.columns} onChange={(next) => set({ columns: next })} />}
      >
        <SearchField
          label="Search devices"
          value={state.search ?? ''}
          onChange={(search) => set({ search: search || undefined })}
        />
        <FilterSelect
          label="Family"
          value={state.family}
          options={familyOptions}
          onChange={(family) => set({ family })}
        />
        <FilterSelect
          label="Blueprint"
          value={state.blueprint}
          options={blueprints.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(blueprint) => set({ blueprint })}
        />
        <FilterSelect
          label="Tag"
          value={state.tag}
          options={tags.map(({ name }) => ({ value: name, label: name }))}
          onChange={(tag) => set({ tag })}
        />
        <FilterSelect
          label="User"
          value={state.assigned}
          options={[
            { value: 'true', label: 'Assigned' },
            { value: 'false', label: 'Without user' },
          ]}
          onChange={(next) => set({ assigned: next === 'true' || next === 'false' ? next : undefined })}
        />
        {filtered ? clear : null}
      </FilterBar>
      {chosen.length > 0 ? <BulkBar devices={chosen} onClear={() => setTicked(new Set())} /> : null}
      <PagedTable
        label="Devices"
        columns={columns}
        visible={state.columns}
        list={list}
        rowKey={(row) => row.device_id}
        rowTarget={(row) => ({ to: '/devices/$deviceId', params: { deviceId: row.device_id } })}
        {...(mayEdit
          ? {
              selection: {
                chosen: new Set(chosen.map(({ device_id }) => device_id)),
                onChange: setTicked,
                labelOf: (row: Device) => row.device_name,
              },
            }
          : {})}
        sort={parseSort(state.sort ?? 'device_name')}
        onSort={(sort) => set({ sort: deviceSorts.find((each) => each === formatSort(sort)) })}
        total={total}
        empty={
          <EmptyState
            icon={<IconDeviceLaptop size={22} />}
            title={filtered ? 'No device fits' : 'No devices yet'}
            action={filtered ? clear : null}
          >
            {filtered ? 'Try fewer filters.' : 'Add a device and say whose it is.'}
          </EmptyState>
        }
      />
    </>
  );
}
