import { Page, PageHeader, StatusBadge, UrlTabs } from '@rollcall/ui';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { IdWithCopy } from '../components/id-with-copy.tsx';
import { personStatusWords } from '../components/person-words.ts';
import { personHistoryQuery, personQuery } from '../data/people.ts';
import { DeviceMoves } from '../features/devices/device-moves.tsx';
import { History } from '../features/history.tsx';
import { UserDevices } from '../features/users/user-devices.tsx';
import { UserGroups } from '../features/users/user-groups.tsx';
import { UserProfile } from '../features/users/user-profile.tsx';
import { UserRaw } from '../features/users/user-raw.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { userRoute } from './tree.ts';

export function UserPage() {
  const { userId } = userRoute.useParams();
  const { tab = 'profile' } = userRoute.useSearch();
  const router = useRouter();
  const person = useSuspenseQuery(personQuery(userId)).data;
  usePageTitle(person.name);
  const status = personStatusWords[person.status];
  return (
    <Page width={980}>
      <PageHeader
        title={person.name}
        back={{ label: 'Users', to: '/users' }}
        aside={<StatusBadge tone={status.tone}>{status.text}</StatusBadge>}
        description={<IdWithCopy id={person.id} label="Copy id" />}
      />
      <UrlTabs
        label="User"
        value={tab}
        onChange={(next) => void router.navigate({ to: '/users/$userId', params: { userId }, search: { tab: next } })}
        tabs={[
          { value: 'profile', label: 'Profile', panel: <UserProfile person={person} /> },
          {
            value: 'groups',
            label: 'Groups',
            count: person.groupCount,
            panel: <UserGroups groups={person.allGroups} />,
          },
          {
            value: 'devices',
            label: 'Devices',
            count: person.deviceCount,
            panel: (
              <>
                <DeviceMoves userId={userId} />
                <UserDevices userId={userId} />
              </>
            ),
          },
          { value: 'history', label: 'History', panel: <History query={personHistoryQuery(userId)} /> },
          { value: 'raw', label: 'Raw', panel: <UserRaw userId={userId} /> },
        ]}
      />
    </Page>
  );
}
