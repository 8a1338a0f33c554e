import { type Column, DataTable, EmptyState, ErrorState, LoadingState, RelativeTime, Section } from '@rollcall/ui';
import { IconDeviceLaptop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { describeError } from '../../data/client.ts';
import { type Device, deviceItemsQuery, userDevicesQuery } from '../../data/devices.ts';

const columns: readonly Column<Device>[] = [
  { id: 'name', header: 'Device', width: 'minmax(160px, 1.5fr)', cell: (row) => row.device_name, narrow: 'title' },
  { id: 'model', header: 'Model', width: 'minmax(120px, 1fr)', cell: (row) => row.model ?? '—', narrow: 'detail' },
  {
    id: 'serial',
    header: 'Serial number',
    width: 'minmax(120px, 1fr)',
    cell: (row) => (row.serial_number ? <code>{row.serial_number}</code> : '—'),
  },
  {
    id: 'blueprint',
    header: 'Blueprint',
    width: 'minmax(120px, 1fr)',
    cell: (row) => row.blueprint_name ?? '—',
    narrow: 'end',
  },
  { id: 'gets', header: 'Gets', width: 'minmax(120px, 1.2fr)', cell: (row) => <Gets deviceId={row.device_id} /> },
  { id: 'updated', header: 'Updated', width: '96px', cell: (row) => <RelativeTime at={row.updated_at} /> },
];

/** The names of what a device gets; its page says why. */
function Gets({ deviceId }: { readonly deviceId: string }) {
  const items = useQuery(deviceItemsQuery(deviceId)).data?.library_items ?? [];
  const names = items.map(({ name }) => name).join(', ');
  return names ? <span title={names}>{names}</span> : '—';
}

export function UserDevices({ userId }: { readonly userId: string }) {
  const devices = useQuery(userDevicesQuery(userId));
  if (devices.error) return <ErrorState {...describeError(devices.error)} onRetry={() => void devices.refetch()} />;
  if (!devices.data) return <LoadingState lines={4} />;
  return (
    <Section flush>
      <DataTable
        inline
        label="Devices"
        columns={columns}
        rows={devices.data.results}
        rowKey={(row) => row.device_id}
        rowTarget={(row) => ({ to: '/devices/$deviceId', params: { deviceId: row.device_id } })}
        empty={
          <EmptyState icon={<IconDeviceLaptop size={22} />} title="No device">
            Devices that are assigned to this user appear here, and stay when the user is archived.
          </EmptyState>
        }
      />
    </Section>
  );
}
