import { Menu } from '@mantine/core';
import { EmptyState, MenuLink, type NavGroup, Page, Shell, toast } from '@rollcall/ui';
import {
  IconActivityHeartbeat,
  IconApps,
  IconBuilding,
  IconCheck,
  IconClipboardList,
  IconDeviceLaptop,
  IconLogout,
  IconPlugConnected,
  IconSettings,
  IconSitemap,
  IconUserOff,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useLocation, useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { Brand } from '../../components/brand.tsx';
import { roleWords } from '../../components/role-words.ts';
import { describeError, queryClient } from '../../data/client.ts';
import { useSession, useSwitchTenant } from '../../data/session.ts';
import { Palette } from './palette.tsx';

const navigation: readonly NavGroup[] = [
  {
    items: [
      { label: 'Users', to: '/users', icon: <IconUsers size={17} /> },
      { label: 'Groups', to: '/groups', icon: <IconUsersGroup size={17} /> },
    ],
  },
  {
    items: [
      { label: 'Devices', to: '/devices', icon: <IconDeviceLaptop size={17} /> },
      { label: 'Library', to: '/library', icon: <IconApps size={17} /> },
      { label: 'Blueprints', to: '/blueprints', icon: <IconSitemap size={17} /> },
    ],
  },
  {
    items: [
      { label: 'Activity', to: '/activity', icon: <IconActivityHeartbeat size={17} /> },
      { label: 'Audit log', to: '/audit', icon: <IconClipboardList size={17} /> },
    ],
  },
];

export function useSignOut(): () => Promise<void> {
  const router = useRouter();
  return async () => {
    try {
      const { signOut } = await import('../../data/auth.ts');
      await signOut();
      queryClient.clear();
      await router.navigate({ to: '/sign-in' });
    } catch (error) {
      toast({ ...describeError(error), tone: 'bad' });
    }
  };
}

/** A new page starts at its beginning, for the keyboard and for screen readers too. */
function useFocusOnNewPage() {
  const path = useLocation({ select: (location) => location.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
}

export function AppShell({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const { tenant, user } = session;
  useFocusOnNewPage();
  return (
    <Shell
      brand={tenant && session.tenants.length > 1 ? <Brand note={tenant.name} /> : <Brand />}
      groups={tenant ? navigation : []}
      person={{ name: user.name, detail: tenant ? `${roleWords[tenant.role]} · ${tenant.name}` : user.email }}
      personMenu={<PersonMenu />}
      search={tenant !== null}
    >
      {tenant ? children : <NoTenant />}
      {tenant ? <Palette /> : null}
    </Shell>
  );
}

function PersonMenu() {
  const { user, tenant, tenants } = useSession();
  const signOut = useSignOut();
  const switchTenant = useSwitchTenant();
  return (
    <>
      <Menu.Label>{user.email}</Menu.Label>
      {tenant ? (
        <MenuLink to="/integrations" leftSection={<IconPlugConnected size={16} />}>
          Integrations
        </MenuLink>
      ) : null}
      <MenuLink to="/settings" leftSection={<IconSettings size={16} />}>
        Settings
      </MenuLink>
      {tenants.length > 1 ? (
        <>
          <Menu.Divider />
          <Menu.Label>Switch tenant</Menu.Label>
          {tenants.map((each) => (
            <Menu.Item
              key={each.id}
              leftSection={each.id === tenant?.id ? <IconCheck size={16} /> : <IconBuilding size={16} />}
              onClick={() => switchTenant.mutate(each.id)}
            >
              {each.name}
            </Menu.Item>
          ))}
        </>
      ) : null}
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
        Sign out
      </Menu.Item>
    </>
  );
}

function NoTenant() {
  return (
    <Page>
      <EmptyState icon={<IconUserOff size={22} />} title="You do not belong to a tenant">
        Ask an owner for an invitation.
      </EmptyState>
    </Page>
  );
}
