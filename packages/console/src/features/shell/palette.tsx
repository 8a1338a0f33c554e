import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type Command, type CommandGroup, CommandPalette } from '@rollcall/ui';
import {
  IconActivityHeartbeat,
  IconApps,
  IconClipboardList,
  IconDeviceLaptop,
  IconFileText,
  IconKey,
  IconLogout,
  IconMoon,
  IconPlugConnected,
  IconPlus,
  IconSettings,
  IconSitemap,
  IconSun,
  IconUser,
  IconUserPlus,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { blueprintsQuery } from '../../data/blueprints.ts';
import { someDevicesQuery } from '../../data/devices.ts';
import { searchQuery } from '../../data/search.ts';
import { useMay } from '../../data/session.ts';
import { useSignOut } from './app-shell.tsx';

const size = 16;
const plug = <IconPlugConnected size={size} />;

interface Place {
  readonly label: string;
  readonly to: string;
  readonly icon: ReactNode;
  readonly words?: string;
  readonly role?: 'admin' | 'owner';
}
const places: readonly Place[] = [
  { label: 'Users', to: '/users', icon: <IconUsers size={size} />, words: 'people directory' },
  { label: 'Archived users', to: '/users?tab=archived', icon: <IconUsers size={size} /> },
  { label: 'Groups', to: '/groups', icon: <IconUsersGroup size={size} /> },
  { label: 'Devices', to: '/devices', icon: <IconDeviceLaptop size={size} />, words: 'inventory macs phones' },
  { label: 'Library', to: '/library', icon: <IconApps size={size} />, words: 'apps profiles scripts settings' },
  { label: 'Blueprints', to: '/blueprints', icon: <IconSitemap size={size} />, words: 'assignment map rules' },
  { label: 'Activity', to: '/activity', icon: <IconActivityHeartbeat size={size} />, words: 'requests log scim live' },
  {
    label: 'Failed requests',
    to: '/activity?status=4xx',
    icon: <IconActivityHeartbeat size={size} />,
    words: 'errors',
  },
  { label: 'Audit log', to: '/audit', icon: <IconClipboardList size={size} /> },
  { label: 'Integrations', to: '/integrations', icon: <IconPlugConnected size={size} />, words: 'okta entra scim' },
  { label: 'Supported attributes', to: '/supported-attributes', icon: <IconFileText size={size} />, words: 'schema' },
  {
    label: 'Your account',
    to: '/settings/account',
    icon: <IconUser size={size} />,
    words: 'password passkey totp sessions',
  },
  { label: 'Settings', to: '/settings', icon: <IconSettings size={size} /> },
  { label: 'Team', to: '/settings/team', icon: <IconUsersGroup size={size} />, words: 'members roles' },
  { label: 'Sign-in', to: '/settings/sign-in', icon: <IconKey size={size} />, words: 'sso saml oidc', role: 'admin' },
  { label: 'Tenant', to: '/settings/tenant', icon: <IconSettings size={size} />, words: 'name sub-domain scim url' },
  { label: 'Retention', to: '/settings/retention', icon: <IconSettings size={size} />, words: 'request log keep days' },
  { label: 'API tokens', to: '/settings/api-tokens', icon: <IconKey size={size} />, role: 'admin' },
];

/** ⌘K: any user, group, integration, device, blueprint, page or action. */
export function Palette() {
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query.trim(), 120);
  const found = useQuery(searchQuery(asked));
  const router = useRouter();
  const isAdmin = useMay('admin');
  const isOwner = useMay('owner');
  const may = { admin: isAdmin, owner: isOwner };
  const go = (href: string) => () => void router.navigate({ href });

  const matches = (words: string) => words.toLowerCase().includes(query.trim().toLowerCase());
  const pages = places
    .filter((place) => (place.role === undefined || may[place.role]) && matches(`${place.label} ${place.words ?? ''}`))
    .map((place): Command => ({ id: place.label, label: place.label, icon: place.icon, run: go(place.to) }));
  const actions = useActions(may).filter((action) => matches(action.label));
  const results = query.trim() === '' ? undefined : found.data;
  const groups: readonly CommandGroup[] = [
    {
      label: 'Users',
      commands: (results?.users ?? []).map((user) => ({
        id: user.id,
        label: user.name,
        detail: user.archived ? `${user.email ?? ''} · archived` : (user.email ?? undefined),
        icon: <IconUser size={size} />,
        run: go(`/users/${user.id}`),
      })),
    },
    {
      label: 'Groups',
      commands: (results?.groups ?? []).map((group) => ({
        id: group.id,
        label: group.name,
        icon: <IconUsersGroup size={size} />,
        run: go(`/groups/${group.id}`),
      })),
    },
    {
      label: 'Integrations',
      commands: (results?.integrations ?? []).flatMap(({ id, name }) => [
        { id, label: name, icon: plug, run: go(`/integrations/${id}`) },
        { id: `${id} guide`, label: `${name}: connect guide`, icon: plug, run: go(`/integrations/${id}?tab=guide`) },
        { id: `${id} activity`, label: `${name}: activity`, icon: plug, run: go(`/activity?integration=${id}`) },
      ]),
    },
    ...useInventory(asked, query),
    { label: 'Go to', commands: pages },
    { label: 'Actions', commands: actions },
  ];
  return (
    <CommandPalette
      groups={groups}
      query={query}
      onQuery={setQuery}
      searching={found.isFetching}
      placeholder="Search people, groups, devices, blueprints, actions…"
    />
  );
}

/** Devices and blueprints by name; asked for only once something was typed, as the palette is part of every page. */
function useInventory(asked: string, typed: string): readonly CommandGroup[] {
  const router = useRouter();
  const enabled = asked !== '';
  const devices = useQuery({ ...someDevicesQuery(asked), enabled });
  const blueprints = useQuery({ ...blueprintsQuery, enabled });
  if (!enabled || typed.trim() === '') return [];
  const go = (href: string) => () => void router.navigate({ href });
  const named = (blueprints.data ?? []).filter(({ name }) => name.toLowerCase().includes(asked.toLowerCase()));
  return [
    {
      label: 'Devices',
      commands: (devices.data ?? []).map((device) => ({
        id: device.device_id,
        label: device.device_name,
        detail: device.serial_number,
        icon: <IconDeviceLaptop size={size} />,
        run: go(`/devices/${device.device_id}`),
      })),
    },
    {
      label: 'Blueprints',
      commands: named.slice(0, 8).map(({ id, name }) => ({
        id,
        label: name,
        icon: <IconSitemap size={size} />,
        run: go(`/blueprints/${id}`),
      })),
    },
  ];
}

function useActions(may: { readonly admin: boolean; readonly owner: boolean }): readonly Command[] {
  const router = useRouter();
  const signOut = useSignOut();
  const scheme = useMantineColorScheme();
  const go = (href: string) => () => void router.navigate({ href });
  return [
    ...(may.admin
      ? [
          {
            id: 'discover',
            label: 'Discover integrations',
            icon: <IconPlus size={size} />,
            run: go('/integrations/discover'),
          },
        ]
      : []),
    ...(may.owner
      ? [{ id: 'invite', label: 'Invite somebody', icon: <IconUserPlus size={size} />, run: go('/settings/team') }]
      : []),
    { id: 'light', label: 'Light theme', icon: <IconSun size={size} />, run: () => scheme.setColorScheme('light') },
    { id: 'dark', label: 'Dark theme', icon: <IconMoon size={size} />, run: () => scheme.setColorScheme('dark') },
    { id: 'auto', label: 'System theme', icon: <IconSun size={size} />, run: () => scheme.setColorScheme('auto') },
    { id: 'out', label: 'Sign out', icon: <IconLogout size={size} />, run: () => void signOut() },
  ];
}
