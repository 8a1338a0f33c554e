import { Button, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import {
  type Column,
  DataTable,
  EmptyState,
  FillPage,
  FilterBar,
  PageHeader,
  SearchField,
  Tag,
  UrlTabs,
  useListSearch,
} from '@rollcall/ui';
import { IconUsersGroup } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { GroupInput, GroupItem } from '../../api/contract.ts';
import { FormButtons, FormError, ListOrError, usePageTitle } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useRows, useSend } from '../data/queries.ts';
import { RuleList } from '../rules/rule-list.tsx';
import { groupsRoute } from '../tree.ts';

export const groupColumns: readonly Column<GroupItem>[] = [
  { id: 'name', header: 'Group name', width: 'minmax(180px, 2fr)', cell: (row) => row.name, narrow: 'title' },
  {
    id: 'description',
    header: 'Description',
    width: 'minmax(140px, 2fr)',
    cell: (row) => row.description ?? '',
    narrow: 'detail',
  },
  {
    id: 'type',
    header: 'Type',
    width: 'minmax(90px, 1fr)',
    cell: (row) => (row.builtIn ? <Tag>Built in</Tag> : row.source ? <Tag>{row.source.label}</Tag> : 'Group'),
  },
  {
    id: 'people',
    header: 'People',
    width: '100px',
    align: 'end',
    cell: (row) => row.members.toLocaleString('en'),
    narrow: 'end',
  },
  { id: 'apps', header: 'Applications', width: '110px', align: 'end', cell: (row) => row.apps },
];

export function GroupsPage() {
  usePageTitle('Groups');
  const { tab, q = '' } = groupsRoute.useSearch();
  const navigate = useNavigate();
  const rules = tab === 'rules';
  const [adding, setAdding] = useState(false);
  return (
    <FillPage>
      <PageHeader
        title="Groups"
        actions={rules ? undefined : <Button onClick={() => setAdding(true)}>Add Group</Button>}
      />
      <UrlTabs
        label="Groups and rules"
        tabs={[
          { value: 'all', label: 'All' },
          { value: 'rules', label: 'Rules' },
        ]}
        value={rules ? 'rules' : 'all'}
        onChange={(next) => void navigate({ to: '/groups', search: next === 'rules' ? { tab: next } : {} })}
      />
      {rules ? <RuleList /> : <GroupList q={q} />}
      <Modal opened={adding} onClose={() => setAdding(false)} title="Add Group">
        <GroupForm
          onDone={() => setAdding(false)}
          send={(body) => api.post('/groups', body)}
          before={{ name: '', description: null }}
        />
      </Modal>
    </FillPage>
  );
}

function GroupList({ q }: { readonly q: string }) {
  const show = useListSearch('/groups');
  const list = useRows<GroupItem>('/groups', { q });
  return (
    <>
      <FilterBar>
        <SearchField label="Search groups" value={q} onChange={(text) => show(text ? { q: text } : {})} />
      </FilterBar>
      <ListOrError failure={list.failure} onRetry={list.retry}>
        <DataTable
          label="Groups"
          columns={groupColumns}
          rows={list.rows}
          rowKey={(row) => row.id}
          rowTarget={(row) => ({ to: '/groups/$groupId', params: { groupId: row.id } })}
          loading={list.loading}
          stale={list.stale}
          hasMore={list.hasMore}
          onMore={list.onMore}
          total={list.total}
          empty={<EmptyState icon={<IconUsersGroup size={22} />} title={q ? 'No group fits' : 'No groups yet'} />}
        />
      </ListOrError>
    </>
  );
}

interface GroupFormProps {
  readonly before: GroupInput;
  readonly send: (body: GroupInput) => Promise<unknown>;
  readonly onDone: () => void;
}

export function GroupForm({ before, send, onDone }: GroupFormProps) {
  const [name, setName] = useState(before.name);
  const [description, setDescription] = useState(before.description ?? '');
  const save = useSend(send, onDone);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name, description: description || null });
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Description"
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <FormError error={save.error} />
        <FormButtons busy={save.isPending} onCancel={onDone} />
      </Stack>
    </form>
  );
}
