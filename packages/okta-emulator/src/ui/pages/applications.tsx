import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import {
  ButtonLink,
  type Column,
  EmptyState,
  FillPage,
  FilterBar,
  PageHeader,
  SearchField,
  StatusBadge,
  useListSearch,
} from '@rollcall/ui';
import { IconApps } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { AppItem } from '../../api/contract.ts';
import { PagedTable } from '../components/paged-table.tsx';
import { usePageTitle } from '../components/parts.tsx';
import { useRows } from '../data/queries.ts';
import { applicationsRoute } from '../tree.ts';

const columns: readonly Column<AppItem>[] = [
  { id: 'label', header: 'Application', width: 'minmax(200px, 2fr)', cell: (row) => row.label, narrow: 'title' },
  {
    id: 'provisioning',
    header: 'Provisioning',
    width: '130px',
    cell: (row) => (row.provisioning === 'SCIM' ? 'SCIM' : 'None'),
    narrow: 'detail',
  },
  {
    id: 'people',
    header: 'People',
    width: '100px',
    align: 'end',
    cell: (row) => row.assignedPeople.toLocaleString('en'),
  },
  {
    id: 'status',
    header: 'Status',
    width: '110px',
    cell: (row) => (
      <StatusBadge tone={row.status === 'ACTIVE' ? 'good' : 'idle'}>
        {row.status === 'ACTIVE' ? 'Active' : 'Inactive'}
      </StatusBadge>
    ),
    narrow: 'end',
  },
];

export function ApplicationsPage() {
  usePageTitle('Applications');
  const { q = '' } = applicationsRoute.useSearch();
  const list = useRows<AppItem>('/apps', { q });
  const [creating, setCreating] = useState(false);
  const show = useListSearch('/applications');
  return (
    <FillPage>
      <PageHeader
        title="Applications"
        actions={
          <>
            <Button onClick={() => setCreating(true)}>Create App Integration</Button>
            <ButtonLink variant="default" to="/applications/catalog">
              Browse App Catalog
            </ButtonLink>
          </>
        }
      />
      <FilterBar>
        <SearchField label="Search applications" value={q} onChange={(text) => show(text ? { q: text } : {})} />
      </FilterBar>
      <PagedTable
        label="Applications"
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        rowTarget={(row) => ({ to: '/applications/$appId', params: { appId: row.id } })}
        empty={
          <EmptyState icon={<IconApps size={22} />} title={q ? 'No application fits' : 'No applications yet'}>
            {q ? null : 'Create an app integration to provision over SCIM.'}
          </EmptyState>
        }
      />
      <Modal opened={creating} onClose={() => setCreating(false)} title="Create a new app integration">
        <ChooseMethod onCancel={() => setCreating(false)} />
      </Modal>
    </FillPage>
  );
}

function ChooseMethod({ onCancel }: { readonly onCancel: () => void }) {
  const navigate = useNavigate();
  const [method, setMethod] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (method === 'saml') void navigate({ to: '/applications/new' });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <Radio.Group label="Sign-in method" value={method} onChange={setMethod}>
          <Stack gap="sm" mt="xs">
            <Radio
              value="oidc"
              label="OIDC - OpenID Connect"
              description="The emulator has no OpenID Connect."
              disabled
            />
            <Radio
              value="saml"
              label="SAML 2.0"
              description="XML-based single sign-on. SCIM provisioning can be added to it."
            />
            <Radio value="swa" label="SWA - Secure Web Authentication" description="Not in the emulator." disabled />
          </Stack>
        </Radio.Group>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" disabled={method === null}>
            Next
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
