import { Button, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import {
  type Column,
  EmptyState,
  FillPage,
  FilterBar,
  PageHeader,
  SearchField,
  Tag,
  UrlTabs,
  useListSearch,
} from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { IconUsersGroup } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { GroupInput, GroupItem } from '../../api/contract.ts';
import { peopleColumn, toGroup } from '../components/group-rows.ts';
import { PagedTable } from '../components/paged-table.tsx';
import { FormError, usePageTitle } from '../components/parts.tsx';
import { api } from '../data/api.ts';
import { useRows, useSend } from '../data/queries.ts';
import { RuleList } from '../rules/rule-list.tsx';
import { groupsRoute } from '../tree.ts';

const groupColumns: readonly Column<GroupItem>[] = [
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
  peopleColumn,
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
      <PagedTable
        label="Groups"
        columns={groupColumns}
        list={list}
        rowKey={(row) => row.id}
        rowTarget={toGroup}
        empty={<EmptyState icon={<IconUsersGroup size={22} />} title={q ? 'No group fits' : 'No groups yet'} />}
      />
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
