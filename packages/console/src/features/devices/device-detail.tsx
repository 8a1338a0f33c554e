import { EmptyState, ErrorState, Facts, LoadingState, Section, StatusBadge, Tag, TextLink } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { chipOptions, enrollmentOptions, familyName, wordFor } from '../../components/device-words.ts';
import { type AssignmentMap, blueprintQuery } from '../../data/blueprints.ts';
import { describeError } from '../../data/client.ts';
import { type Device, deviceItemsQuery } from '../../data/devices.ts';

const yesNo = (value: boolean | null) => (value === null ? null : value ? 'Yes' : 'No');

export function DeviceFacts({ device }: { readonly device: Device }) {
  const { user } = device;
  return (
    <Section title="Device details">
      <Facts
        items={[
          [
            'User',
            user ? (
              <>
                <TextLink to="/users/$userId" params={{ userId: user.id }}>
                  {user.name}
                </TextLink>{' '}
                {user.is_archived ? <StatusBadge tone="idle">Archived</StatusBadge> : null}
              </>
            ) : device.awaited_user ? (
              `${device.awaited_user} (linked when that user arrives)`
            ) : null,
          ],
          ['Blueprint', device.blueprint_name],
          ['Device family', familyName(device.device_family)],
          ['Model', device.model],
          ['OS version', device.os_version],
          ['Chip', wordFor(chipOptions, device.chip_type)],
          ['Serial number', device.serial_number],
          ['Asset tag', device.asset_tag],
          ['Supervised', yesNo(device.supervised)],
          ['Enrollment', wordFor(enrollmentOptions, device.enrollment_type)],
          ['FileVault', yesNo(device.filevault_enabled)],
          ['Tags', device.tags.length > 0 ? device.tags.map((tag) => <Tag key={tag}>{tag}</Tag>) : null],
        ]}
      />
    </Section>
  );
}

const dropReasons = {
  inactive: 'not active',
  platform: 'does not install on this device',
  overridden: 'another item farther right wins',
  unknown: 'no longer in the Library',
} as const;

/** What a device gets, with the path that led to each item. */
export function DeviceLibrary({ deviceId }: { readonly deviceId: string }) {
  const items = useQuery(deviceItemsQuery(deviceId));
  const blueprintId = items.data?.blueprint?.id ?? '';
  const map = useQuery({ ...blueprintQuery(blueprintId), enabled: blueprintId !== '' }).data?.map;
  if (items.error) return <ErrorState {...describeError(items.error)} onRetry={() => void items.refetch()} />;
  if (!items.data) return <LoadingState lines={4} />;
  const { library_items: given, dropped, blueprint, pending } = items.data;
  return (
    <Section
      title="What it gets"
      description={blueprint ? `From Blueprint ${blueprint.name}` : 'The device has no Blueprint.'}
      actions={
        pending ? (
          <StatusBadge tone="info">Updating</StatusBadge>
        ) : blueprint ? (
          <TextLink to="/blueprints/$blueprintId" params={{ blueprintId }} search={{ device: deviceId }}>
            Show on the map
          </TextLink>
        ) : null
      }
    >
      {given.length === 0 && dropped.length === 0 ? <EmptyState title="Nothing is assigned to it" /> : null}
      <Facts
        items={[
          ...given.map((item) => [item.name, pathText(item.path, map)] as const),
          ...dropped.map((item) => [item.name, `Left out: ${dropReasons[item.reason]}`] as const),
        ]}
      />
    </Section>
  );
}

const pathText = (path: readonly string[], map: AssignmentMap | undefined) =>
  path.map((id) => map?.nodes.find((node) => node.id === id)?.label || 'Condition').join(' → ');
