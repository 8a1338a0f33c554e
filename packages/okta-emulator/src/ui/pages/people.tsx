import { Button, Checkbox, Modal, Stack, TextInput } from '@mantine/core';
import {
  ClearFilters,
  type Column,
  EmptyState,
  FillPage,
  FilterBar,
  FilterSelect,
  PageHeader,
  SearchField,
  useListSearch,
} from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import type { NewPerson, Person, PersonDetail } from '../../api/contract.ts';
import { PagedTable } from '../components/paged-table.tsx';
import { FormError, usePageTitle } from '../components/parts.tsx';
import { UserBadge, userStatusOptions } from '../components/status.tsx';
import { api } from '../data/api.ts';
import { useRows, useSend } from '../data/queries.ts';
import { peopleRoute } from '../tree.ts';

const columns: readonly Column<Person>[] = [
  { id: 'name', header: 'Person', width: 'minmax(130px, 1.2fr)', cell: (row) => row.name, narrow: 'title' },
  { id: 'login', header: 'Username', width: 'minmax(170px, 1.8fr)', cell: (row) => row.login, narrow: 'detail' },
  { id: 'department', header: 'Department', width: 'minmax(120px, 1.3fr)', cell: (row) => row.department ?? '' },
  { id: 'title', header: 'Title', width: 'minmax(120px, 1.5fr)', cell: (row) => row.title ?? '' },
  {
    id: 'status',
    header: 'Status',
    width: '140px',
    cell: (row) => <UserBadge status={row.status} />,
    narrow: 'end',
  },
];

export function PeoplePage() {
  usePageTitle('People');
  const { q = '', status } = peopleRoute.useSearch();
  const replace = useListSearch('/people');
  const [adding, setAdding] = useState(false);
  const list = useRows<Person>('/people', { q, status });
  const show = (next: { readonly q: string; readonly status: string | undefined }) =>
    replace({ ...(next.q ? { q: next.q } : {}), ...(next.status ? { status: next.status } : {}) });
  const filtered = q !== '' || status !== undefined;
  const clear = <ClearFilters onClear={() => show({ q: '', status: undefined })} />;
  return (
    <FillPage>
      <PageHeader title="People" actions={<Button onClick={() => setAdding(true)}>Add person</Button>} />
      <FilterBar>
        <SearchField label="Search people" value={q} onChange={(text) => show({ q: text, status })} />
        <FilterSelect
          label="Status"
          value={status}
          options={userStatusOptions}
          onChange={(next) => show({ q, status: next })}
        />
        {filtered ? clear : null}
      </FilterBar>
      <PagedTable
        label="People"
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        rowTarget={(row) => ({ to: '/people/$userId', params: { userId: row.id } })}
        empty={
          <EmptyState
            icon={<IconUsers size={22} />}
            title={filtered ? 'Nobody fits' : 'No people yet'}
            action={filtered ? clear : null}
          >
            {filtered ? null : 'Add somebody, or start with npm run okta -- --seed demo.'}
          </EmptyState>
        }
      />
      <Modal opened={adding} onClose={() => setAdding(false)} title="Add person">
        <AddPerson onDone={() => setAdding(false)} />
      </Modal>
    </FillPage>
  );
}

const fields = [
  ['firstName', 'First name'],
  ['lastName', 'Last name'],
  ['login', 'Username'],
  ['email', 'Primary email'],
  ['department', 'Department'],
  ['title', 'Title'],
] as const;

function AddPerson({ onDone }: { readonly onDone: () => void }) {
  const [profile, setProfile] = useState<Readonly<Record<string, string>>>({});
  const [activate, setActivate] = useState(true);
  const save = useSend((body: NewPerson) => api.post<PersonDetail>('/people', body), onDone);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ profile: { ...profile, email: profile.email || profile.login || '' }, activate });
      }}
    >
      <Stack gap="sm">
        {fields.map(([name, label], index) => (
          <TextInput
            key={name}
            label={label}
            required={index < 3}
            {...(name === 'email' ? { placeholder: profile.login ?? '' } : {})}
            value={profile[name] ?? ''}
            onChange={(event) => setProfile({ ...profile, [name]: event.currentTarget.value })}
          />
        ))}
        <Checkbox
          label="Activate now"
          checked={activate}
          onChange={(event) => setActivate(event.currentTarget.checked)}
        />
        <FormError error={save.error} />
        <FormButtons busy={save.isPending} onCancel={onDone} />
      </Stack>
    </form>
  );
}
