import { Button } from '@mantine/core';
import { Confirm, Page, PageHeader, toast } from '@rollcall/ui';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { deviceQuery, useDeleteDevice } from '../data/devices.ts';
import { useMay } from '../data/session.ts';
import { DeviceFacts, DeviceLibrary } from '../features/devices/device-detail.tsx';
import { DeviceDialog } from '../features/devices/device-dialog.tsx';
import { failed } from '../features/failed.ts';
import { usePageTitle } from '../lib/page-title.ts';
import { deviceRoute } from './tree.ts';

export function DevicePage() {
  const { deviceId } = deviceRoute.useParams();
  const device = useSuspenseQuery(deviceQuery(deviceId)).data;
  const [dialog, setDialog] = useState<'edit' | 'remove' | null>(null);
  const remove = useDeleteDevice();
  const navigate = useNavigate();
  const close = () => setDialog(null);
  usePageTitle(device.device_name);
  const onRemoved = () => {
    toast({ title: `${device.device_name} removed` });
    void navigate({ to: '/devices' });
  };
  return (
    <Page width={980}>
      <PageHeader
        title={device.device_name}
        back={{ label: 'Devices', to: '/devices' }}
        actions={
          useMay('admin') ? (
            <>
              <Button variant="default" onClick={() => setDialog('edit')}>
                Edit device details
              </Button>
              <Button variant="default" onClick={() => setDialog('remove')}>
                Remove
              </Button>
            </>
          ) : null
        }
      />
      <DeviceLibrary deviceId={deviceId} />
      <DeviceFacts device={device} />
      <DeviceDialog device={device} opened={dialog === 'edit'} onClose={close} />
      <Confirm
        opened={dialog === 'remove'}
        title={`Remove ${device.device_name}?`}
        action="Remove device"
        danger
        busy={remove.isPending}
        onClose={close}
        onConfirm={() => remove.mutate(deviceId, { onSuccess: onRemoved, onError: failed })}
      >
        It leaves the inventory; nothing happens on the device itself.
      </Confirm>
    </Page>
  );
}
