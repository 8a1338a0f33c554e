import { SimpleGrid, Stack, TextInput } from '@mantine/core';
import { DataTable, EmptyState, Facts, Page, PageHeader, Section, UrlTabs } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { RowMenu } from '@rollcall/ui/row-menu';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { LifecycleAction, PersonDetail } from '../../api/contract.ts';
import { profileAttributes } from '../../model/user.ts';
import { EditableSection } from '../components/editable-section.tsx';
import { FormError, usePageTitle } from '../components/parts.tsx';
import { AccountBadge, UserBadge } from '../components/status.tsx';
import { api } from '../data/api.ts';
import { useAct, useOne, useSend } from '../data/queries.ts';
import { personRoute } from '../tree.ts';

const actionWords: Record<LifecycleAction, string> = {
  activate: 'Activate',
  reactivate: 'Reactivate',
  deactivate: 'Deactivate',
  suspend: 'Suspend',
  unsuspend: 'Unsuspend',
  unlock: 'Unlock',
  expire_password: 'Expire password',
  reset_password: 'Reset password',
};

type TabName = 'applications' | 'groups' | 'profile';

export function PersonPage() {
  const { userId } = personRoute.useParams();
  const person = useOne<PersonDetail>(`/people/${userId}`);
  usePageTitle(person.name);
  const { tab } = personRoute.useSearch();
  const navigate = useNavigate();
  const act = useAct((action: LifecycleAction) => api.post(`/people/${userId}/lifecycle/${action}`));
  const remove = useAct(
    () => api.delete<{ readonly outcome: string }>(`/people/${userId}`),
    ({ outcome }) => {
      if (outcome === 'deleted') void navigate({ to: '/people' });
    },
  );
  const tabs = [
    { value: 'applications', label: 'Applications', count: person.apps.length, panel: <Apps person={person} /> },
    { value: 'groups', label: 'Groups', count: person.groups.length, panel: <Groups person={person} /> },
    { value: 'profile', label: 'Profile', panel: <Profile person={person} /> },
  ] as const;
  return (
    <Page>
      <PageHeader
        title={person.name}
        description={person.login}
        back={{ label: 'People', to: '/people' }}
        aside={<UserBadge status={person.status} />}
        actions={
          <RowMenu
            label="Person actions"
            items={[
              ...person.actions.map((action) => ({ label: actionWords[action], run: () => act.mutate(action) })),
              ...(person.status === 'DEPROVISIONED'
                ? [{ label: 'Delete', danger: true, run: () => remove.mutate(undefined) }]
                : []),
            ]}
          />
        }
      />
      <UrlTabs<TabName>
        label={`Parts of ${person.name}`}
        tabs={tabs}
        value={tabs.find((each) => each.value === tab)?.value ?? 'applications'}
        onChange={(next) =>
          void navigate({ to: '/people/$userId', params: { userId }, search: { tab: next }, replace: true })
        }
      />
    </Page>
  );
}

function Apps({ person }: { readonly person: PersonDetail }) {
  return (
    <Section flush>
      <DataTable
        inline
        label="Applications"
        columns={[
          { id: 'app', header: 'Application', width: 'minmax(160px, 2fr)', cell: (row) => row.label, narrow: 'title' },
          {
            id: 'state',
            header: 'Account',
            width: '190px',
            cell: (row) => <AccountBadge state={row.state} />,
            narrow: 'end',
          },
        ]}
        rows={person.apps}
        rowKey={(row) => row.appId}
        rowTarget={(row) => ({
          to: '/applications/$appId',
          params: { appId: row.appId },
          search: { tab: 'assignments' },
        })}
        empty={<EmptyState title="No application is assigned" />}
      />
    </Section>
  );
}

function Groups({ person }: { readonly person: PersonDetail }) {
  return (
    <Section flush>
      <DataTable
        inline
        label="Groups"
        columns={[
          { id: 'group', header: 'Group', width: 'minmax(160px, 2fr)', cell: (row) => row.name, narrow: 'title' },
          {
            id: 'why',
            header: 'Managed by',
            width: 'minmax(140px, 2fr)',
            cell: (row) =>
              row.source?.label ??
              [...(row.manual ? ['Manually'] : []), ...row.rules.map((rule) => rule.name)].join(', '),
            narrow: 'detail',
          },
        ]}
        rows={person.groups}
        rowKey={(row) => row.id}
        rowTarget={(row) => ({ to: '/groups/$groupId', params: { groupId: row.id } })}
        empty={<EmptyState title="In no group" />}
      />
    </Section>
  );
}

function Profile({ person }: { readonly person: PersonDetail }) {
  return (
    <EditableSection title="Attributes" form={(onDone) => <ProfileForm person={person} onDone={onDone} />}>
      <Facts items={profileAttributes.map((name) => [name, person.profile[name]] as const)} />
    </EditableSection>
  );
}

function ProfileForm({ person, onDone }: { readonly person: PersonDetail; readonly onDone: () => void }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({ ...person.profile });
  const save = useSend(
    (profile: Readonly<Record<string, string | null>>) => api.put(`/people/${person.id}`, { profile }),
    onDone,
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value || null])));
      }}
    >
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {profileAttributes.map((name) => (
            <TextInput
              key={name}
              label={name}
              value={values[name] ?? ''}
              onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
            />
          ))}
        </SimpleGrid>
        <FormError error={save.error} />
        <FormButtons busy={save.isPending} onCancel={onDone} />
      </Stack>
    </form>
  );
}
