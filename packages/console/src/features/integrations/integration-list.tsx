import { ButtonLink, type Column, DataTable, EmptyState, RelativeTime, StatusBadge } from '@rollcall/ui';
import { IconPlugConnected } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { providerWords, statusWords } from '../../components/integration-words.ts';
import { type Integration, integrationsQuery } from '../../data/integrations.ts';
import { useMay } from '../../data/session.ts';
import { IntegrationMenu } from './integration-menu.tsx';

const columns: readonly Column<Integration>[] = [
  { id: 'name', header: 'Name', width: 'minmax(180px, 2fr)', cell: (row) => row.name, narrow: 'title' },
  {
    id: 'type',
    header: 'Type',
    width: 'minmax(150px, 1.2fr)',
    cell: (row) => `SCIM · ${providerWords[row.provider]}`,
    narrow: 'detail',
  },
  {
    id: 'status',
    header: 'Status',
    width: 'minmax(150px, 1fr)',
    cell: (row) => (
      <StatusBadge tone={statusWords[row.status].tone} title={row.statusReason ?? ''}>
        {statusWords[row.status].text}
      </StatusBadge>
    ),
    narrow: 'end',
  },
  {
    id: 'contact',
    header: 'Last contact',
    width: '120px',
    cell: (row) => <RelativeTime at={row.lastContactAt} />,
    narrow: 'detail',
  },
  { id: 'users', header: 'Users', width: '84px', align: 'end', cell: (row) => row.users.toLocaleString('en') },
  { id: 'groups', header: 'Groups', width: '84px', align: 'end', cell: (row) => row.groups.toLocaleString('en') },
];

export function IntegrationList() {
  const { items } = useSuspenseQuery(integrationsQuery).data;
  const mayChange = useMay('admin');
  return (
    <DataTable
      label="Integrations"
      columns={columns}
      rows={items}
      rowKey={(row) => row.id}
      rowTarget={(row) => ({ to: '/integrations/$integrationId', params: { integrationId: row.id } })}
      rowActions={(row) => <IntegrationMenu integration={row} />}
      empty={
        <EmptyState
          icon={<IconPlugConnected size={22} />}
          title="No integration yet"
          action={mayChange ? <ButtonLink to="/integrations/discover">Connect an identity provider</ButtonLink> : null}
        >
          Connect your identity provider: its users and groups then appear here by themselves.
        </EmptyState>
      }
    />
  );
}
