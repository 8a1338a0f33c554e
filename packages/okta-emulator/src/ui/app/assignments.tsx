import { Button, Menu, Stack } from '@mantine/core';
import {
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  Notice,
  RelativeTime,
  SearchField,
  Section,
  TextLink,
} from '@rollcall/ui';
import { RowMenu } from '@rollcall/ui/row-menu';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { AppDetail, AssignedGroup, AssignedPerson } from '../../api/contract.ts';
import { PagedTable } from '../components/paged-table.tsx';
import { AccountBadge } from '../components/status.tsx';
import { api } from '../data/api.ts';
import { useAct, useMaybe, useRows } from '../data/queries.ts';
import { AssignDialog, type AssignKind } from './assign-dialog.tsx';

export function AssignmentsTab({ app }: { readonly app: AppDetail }) {
  const [assigning, setAssigning] = useState<AssignKind | null>(null);
  return (
    <Stack gap="lg">
      <div>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button rightSection={<IconChevronDown size={15} aria-hidden />}>Assign</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setAssigning('people')}>Assign to People</Menu.Item>
            <Menu.Item onClick={() => setAssigning('groups')}>Assign to Groups</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <AssignedGroups app={app} />
      <AssignedPeople app={app} />
      <AssignDialog app={app} kind={assigning} onClose={() => setAssigning(null)} />
    </Stack>
  );
}

const groupColumns: readonly Column<AssignedGroup>[] = [
  { id: 'priority', header: 'Priority', width: '90px', cell: (row) => row.priority },
  {
    id: 'name',
    header: 'Assignment',
    width: 'minmax(180px, 2fr)',
    cell: (row) => (
      <TextLink to="/groups/$groupId" params={{ groupId: row.id }}>
        {row.name}
      </TextLink>
    ),
    narrow: 'title',
  },
  {
    id: 'members',
    header: 'People',
    width: '110px',
    align: 'end',
    cell: (row) => `${row.members.toLocaleString('en')} ${row.members === 1 ? 'person' : 'people'}`,
    narrow: 'detail',
  },
];

function AssignedGroups({ app }: { readonly app: AppDetail }) {
  const groups = useMaybe<{ readonly items: readonly AssignedGroup[] }>(`/apps/${app.id}/groups`);
  const remove = useAct((id: string) => api.delete(`/apps/${app.id}/groups/${id}`));
  return (
    <Section title="Groups" flush>
      <DataTable
        inline
        label="Assigned groups"
        columns={groupColumns}
        rows={groups.data?.items ?? []}
        rowKey={(row) => row.id}
        loading={groups.isPending}
        rowActions={(row) => (
          <RowMenu
            label={`Actions for ${row.name}`}
            items={[{ label: 'Remove assignment', danger: true, run: () => remove.mutate(row.id) }]}
          />
        )}
        empty={<EmptyState title="No group is assigned">Assign → Assign to Groups.</EmptyState>}
      />
    </Section>
  );
}

const peopleColumns: readonly Column<AssignedPerson>[] = [
  { id: 'name', header: 'Person', width: 'minmax(120px, 1.1fr)', cell: (row) => row.name, narrow: 'title' },
  { id: 'login', header: 'Username', width: 'minmax(150px, 1.7fr)', cell: (row) => row.login, narrow: 'detail' },
  {
    id: 'by',
    header: 'Type',
    width: 'minmax(110px, 1fr)',
    cell: (row) => (row.viaGroup ? row.viaGroup.name : row.assignedBy),
  },
  {
    id: 'state',
    header: 'Account',
    width: '150px',
    cell: (row) => <AccountBadge state={row.state} error={row.error} />,
    narrow: 'end',
  },
  { id: 'sync', header: 'Last sent', width: '110px', cell: (row) => <RelativeTime at={row.lastSync} /> },
];

function AssignedPeople({ app }: { readonly app: AppDetail }) {
  const [q, setQ] = useState('');
  const list = useRows<AssignedPerson>(`/apps/${app.id}/people`, { q });
  const remove = useAct((id: string) => api.delete(`/apps/${app.id}/people/${id}`));
  const provision = useAct((body: { userIds: readonly string[] } | { all: true }) =>
    api.post(`/apps/${app.id}/provision`, body),
  );
  const waiting = list.rows.some((row) => row.state === 'PROVISION_USER');
  return (
    <Section title="People" flush>
      <Stack gap="sm" p="md">
        <FilterBar>
          <SearchField label="Search assigned people" value={q} onChange={setQ} />
        </FilterBar>
        {waiting ? (
          <Notice tone="warn" title="Some people were assigned before provisioning was on">
            They get an account when you ask for it.{' '}
            <Button
              size="xs"
              variant="default"
              loading={provision.isPending}
              onClick={() => provision.mutate({ all: true })}
            >
              Provision User
            </Button>
          </Notice>
        ) : null}
        <PagedTable
          label="Assigned people"
          columns={peopleColumns}
          list={list}
          fit
          rowKey={(row) => row.id}
          rowTarget={(row) => ({ to: '/people/$userId', params: { userId: row.id } })}
          rowActions={(row) => (
            <RowMenu
              label={`Actions for ${row.login}`}
              items={[
                ...(row.state === 'PROVISION_USER'
                  ? [{ label: 'Provision User', run: () => provision.mutate({ userIds: [row.id] }) }]
                  : []),
                ...(row.assignedBy === 'Individual'
                  ? [{ label: 'Unassign', danger: true, run: () => remove.mutate(row.id) }]
                  : []),
              ]}
            />
          )}
          empty={<EmptyState title={q ? 'Nobody fits' : 'Nobody is assigned'} />}
        />
      </Stack>
    </Section>
  );
}
