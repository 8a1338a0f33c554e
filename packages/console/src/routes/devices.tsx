import { Button } from '@mantine/core';
import { FillPage, PageHeader, useListSearch } from '@rollcall/ui';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../data/session.ts';
import { DeviceDialog } from '../features/devices/device-dialog.tsx';
import { DeviceList } from '../features/devices/device-list.tsx';
import { ImportDialog } from '../features/devices/import-dialog.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { devicesRoute } from './tree.ts';

export function DevicesPage() {
  usePageTitle('Devices');
  const search = devicesRoute.useSearch();
  const show = useListSearch<typeof search>('/devices');
  const [dialog, setDialog] = useState<'add' | 'import' | null>(null);
  return (
    <FillPage>
      <PageHeader
        title="Devices"
        actions={
          useMay('admin') ? (
            <>
              <Button variant="default" onClick={() => setDialog('import')}>
                Import CSV
              </Button>
              <Button leftSection={<IconPlus size={15} />} onClick={() => setDialog('add')}>
                Add device
              </Button>
            </>
          ) : null
        }
      />
      <DeviceList state={search} onChange={show} />
      <DeviceDialog opened={dialog === 'add'} onClose={() => setDialog(null)} />
      <ImportDialog opened={dialog === 'import'} onClose={() => setDialog(null)} />
    </FillPage>
  );
}
