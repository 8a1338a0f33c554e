import { Button, Modal, Stack } from '@mantine/core';
import {
  type Column,
  Confirm,
  EmptyState,
  Facts,
  FilterBar,
  LoadingState,
  Notice,
  Page,
  PageHeader,
  RelativeTime,
  SearchField,
  Section,
  TextLink,
  toast,
} from '@rollcall/ui';
import { RowMenu } from '@rollcall/ui/row-menu';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { GroupDetail, Member, Page as PageOf, Person } from '../../api/contract.ts';
import css from '../app/assign-dialog.module.css';
import { PagedTable } from '../components/paged-table.tsx';
import { usePageTitle } from '../components/parts.tsx';
import { UserBadge } from '../components/status.tsx';
import { api } from '../data/api.ts';
import { useAct, useMaybe, useOne, useRows, withFilters } from '../data/queries.ts';
import { groupRoute } from '../tree.ts';
import { GroupForm } from './groups.tsx';

const columnsOf = (source: GroupDetail['source']): readonly Column<Member>[] => [
  { id: 'name', header: 'Person', width: 'minmax(120px, 1.2fr)', cell: (row) => row.name, narrow: 'title' },
  { id: 'login', header: 'Username', width: 'minmax(150px, 1.7fr)', cell: (row) => row.login, narrow: 'detail' },
  {
    id: 'why',
    header: 'Managed by',
    width: 'minmax(120px, 2.2fr)',
    cell: (row) =>
      source?.label ?? [...(row.manual ? ['Manually'] : []), ...row.rules.map((rule) => rule.name)].join(', '),
  },
  {
    id: 'status',
    header: 'Status',
    width: '140px',
    cell: (row) => <UserBadge status={row.status} />,
    narrow: 'end',
  },
];

export function GroupPage() {
  const { groupId } = groupRoute.useParams();
  const group = useOne<GroupDetail>(`/groups/${groupId}`);
  usePageTitle(group.name);
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'assign' | 'edit' | 'delete' | null>(null);
  const close = () => setDialog(null);
  const remove = useAct(
    () => api.delete(`/groups/${groupId}`),
    () => void navigate({ to: '/groups' }),
  );
  return (
    <Page>
      <PageHeader
        title={group.name}
        description={group.description}
        back={{ label: 'Groups', to: '/groups' }}
        actions={
          group.builtIn ? null : (
            <>
              {group.source ? null : <Button onClick={() => setDialog('assign')}>Assign people</Button>}
              <RowMenu
                label="Group actions"
                items={[
                  ...(group.source ? [] : [{ label: 'Edit', run: () => setDialog('edit') }]),
                  { label: 'Delete', danger: true, run: () => setDialog('delete') },
                ]}
              />
            </>
          )
        }
      />
      {group.source ? (
        <Notice>
          Imported from{' '}
          <TextLink to="/applications/$appId" params={{ appId: group.source.appId }} search={{ tab: 'import' }}>
            {group.source.label}
          </TextLink>
          , which decides about its name and its people. Those are listed whose account is assigned.
        </Notice>
      ) : null}
      <Section>
        <Facts
          items={[
            ['People', group.members.toLocaleString('en')],
            [
              'Assigned to',
              links(
                group.assignedApps.map(({ appId, label }) => [appId, label] as const),
                'assignments',
              ),
            ],
            [
              'Pushed to',
              links(
                group.pushedTo.map(({ appId, label }) => [appId, label] as const),
                'push-groups',
              ),
            ],
            ['Rules', group.rules.length > 0 ? group.rules.map((rule) => rule.name).join(', ') : null],
            ['Updated', <RelativeTime key="updated" at={group.lastUpdated} />],
          ]}
        />
      </Section>
      <Members group={group} />
      <Modal opened={dialog === 'assign'} onClose={close} title={`Assign people to ${group.name}`} size="lg">
        <AddPeople group={group} onDone={close} />
      </Modal>
      <Modal opened={dialog === 'edit'} onClose={close} title="Edit Group">
        <GroupForm before={group} send={(body) => api.put(`/groups/${groupId}`, body)} onDone={close} />
      </Modal>
      <Confirm
        opened={dialog === 'delete'}
        title={`Delete ${group.name}?`}
        action="Delete"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate(undefined)}
        onClose={close}
      >
        Its members lose the applications that they have through it.
      </Confirm>
    </Page>
  );
}

const links = (apps: readonly (readonly [id: string, label: string])[], tab: string) =>
  apps.length === 0
    ? null
    : apps.map(([appId, label], index) => (
        <span key={appId}>
          {index > 0 ? ', ' : ''}
          <TextLink to="/applications/$appId" params={{ appId }} search={{ tab }}>
            {label}
          </TextLink>
        </span>
      ));

function Members({ group }: { readonly group: GroupDetail }) {
  const [q, setQ] = useState('');
  const list = useRows<Member>(`/groups/${group.id}/members`, { q });
  const remove = useAct((id: string) => api.delete(`/groups/${group.id}/members/${id}`));
  return (
    <Section title="People" flush>
      <Stack gap="sm" p="md">
        <FilterBar>
          <SearchField label="Search members" value={q} onChange={setQ} />
        </FilterBar>
        <PagedTable
          label="Members"
          columns={columnsOf(group.source)}
          list={list}
          fit
          rowKey={(row) => row.id}
          rowTarget={(row) => ({ to: '/people/$userId', params: { userId: row.id } })}
          {...(group.builtIn || group.source
            ? {}
            : {
                rowActions: (row: Member) => (
                  <RowMenu
                    label={`Actions for ${row.login}`}
                    items={[{ label: 'Remove from group', danger: true, run: () => remove.mutate(row.id) }]}
                  />
                ),
              })}
          empty={<EmptyState title={q ? 'Nobody fits' : 'Nobody is in this group'} />}
        />
      </Stack>
    </Section>
  );
}

function AddPeople({ group, onDone }: { readonly group: GroupDetail; readonly onDone: () => void }) {
  const [q, setQ] = useState('');
  const found = useMaybe<PageOf<Person>>(withFilters(`/groups/${group.id}/candidates`, { q, limit: '30' }));
  const add = useAct(
    async (person: Person) => {
      await api.put(`/groups/${group.id}/members/${person.id}`);
      return person;
    },
    (person) => toast({ title: `${person.name} was added` }),
  );
  return (
    <Stack gap="md">
      <SearchField label="Search people" value={q} onChange={setQ} />
      {found.data ? (
        <ul className={css.list} aria-label="People who are not in the group">
          {found.data.items.map((person) => (
            <li key={person.id} className={css.row}>
              <span className={css.text}>
                <span className={css.name}>{person.name}</span>
                <span className={css.detail}>{person.login}</span>
              </span>
              <Button
                size="xs"
                variant="default"
                aria-label={`Add ${person.name} to the group`}
                loading={add.isPending && add.variables.id === person.id}
                onClick={() => add.mutate(person)}
              >
                Add
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <LoadingState lines={4} />
      )}
      {found.data?.items.length === 0 ? (
        <EmptyState title={q ? 'Nobody fits' : 'Everybody is in the group already'} />
      ) : null}
      <Button ml="auto" onClick={onDone}>
        Done
      </Button>
    </Stack>
  );
}
