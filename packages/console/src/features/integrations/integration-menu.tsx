import { ActionIcon, Menu } from '@mantine/core';
import { MenuLink } from '@rollcall/ui';
import { IconDots, IconEye, IconListCheck, IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Integration } from '../../data/integrations.ts';
import { useMay } from '../../data/session.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { RotateDialog } from './rotate-dialog.tsx';

type Open = 'rename' | 'rotate' | 'delete' | null;

/** The ellipsis of an integration. */
export function IntegrationMenu({ integration }: { readonly integration: Integration }) {
  const [open, setOpen] = useState<Open>(null);
  const mayChange = useMay('admin');
  const to = { to: '/integrations/$integrationId', params: { integrationId: integration.id } } as const;
  const close = () => setOpen(null);
  return (
    <>
      <Menu position="bottom-end" width={190}>
        <Menu.Target>
          <ActionIcon size={30} aria-label={`Actions for ${integration.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <MenuLink {...to} leftSection={<IconEye size={15} />}>
            View details
          </MenuLink>
          <MenuLink {...to} search={{ tab: 'guide' }} leftSection={<IconListCheck size={15} />}>
            Connect guide
          </MenuLink>
          {mayChange ? (
            <>
              <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setOpen('rename')}>
                Rename
              </Menu.Item>
              <Menu.Item leftSection={<IconRefresh size={15} />} onClick={() => setOpen('rotate')}>
                Rotate token
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item color="var(--rc-bad)" leftSection={<IconTrash size={15} />} onClick={() => setOpen('delete')}>
                Delete
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <RenameDialog integration={integration} opened={open === 'rename'} onClose={close} />
      <RotateDialog integration={integration} opened={open === 'rotate'} onClose={close} />
      <DeleteDialog integration={integration} opened={open === 'delete'} onClose={close} />
    </>
  );
}
