import { Menu } from '@mantine/core';
import { MenuLink, type NavGroup, Shell } from '@rollcall/ui';
import {
  IconApps,
  IconFileText,
  IconFlask,
  IconLayoutDashboard,
  IconLogout,
  IconProgressCheck,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { Brand } from '../components/brand.tsx';
import { api, queryClient } from '../data/api.ts';
import { useChanges } from '../data/changes.ts';
import { sessionQuery, useAct } from '../data/queries.ts';

const navigation: readonly NavGroup[] = [
  { items: [{ label: 'Dashboard', to: '/', icon: <IconLayoutDashboard size={17} /> }] },
  {
    label: 'Directory',
    expandable: true,
    items: [
      { label: 'People', to: '/people', icon: <IconUsers size={17} /> },
      { label: 'Groups', to: '/groups', icon: <IconUsersGroup size={17} /> },
    ],
  },
  {
    label: 'Applications',
    expandable: true,
    items: [{ label: 'Applications', to: '/applications', icon: <IconApps size={17} /> }],
  },
  {
    label: 'Reports',
    expandable: true,
    items: [
      { label: 'System Log', to: '/system-log', icon: <IconFileText size={17} /> },
      { label: 'Tasks', to: '/tasks', icon: <IconProgressCheck size={17} /> },
    ],
  },
  { items: [{ label: 'Emulator settings', to: '/settings', icon: <IconFlask size={17} /> }] },
];

export function ShellPage() {
  const session = useSuspenseQuery(sessionQuery).data;
  const router = useRouter();
  useChanges();
  const signOut = useAct(
    () => api.delete('/session'),
    () => {
      queryClient.clear();
      void router.navigate({ to: '/sign-in' });
    },
  );
  return (
    <Shell
      brand={<Brand />}
      groups={navigation}
      person={{ name: session.username, detail: session.orgName }}
      personMenu={
        <>
          <MenuLink to="/settings" leftSection={<IconFlask size={16} />}>
            Emulator settings
          </MenuLink>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate(undefined)}>
            Sign out
          </Menu.Item>
        </>
      }
    >
      <Outlet />
    </Shell>
  );
}
