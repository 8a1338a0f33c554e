import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type Column, Confirm, CopyButton, DataTable, EmptyState, RelativeTime, Section } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { RowMenu } from '@rollcall/ui/row-menu';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { SecretDialog } from '../../components/secret-dialog.tsx';
import {
  clientsQuery,
  type OAuthClient,
  type OAuthClients,
  type ShownSecret,
  useCreateClient,
  useRevokeClient,
  useRotateClient,
} from '../../data/integrations.ts';
import { useMay } from '../../data/session.ts';
import { failed } from '../failed.ts';
import { FormError } from '../form-error.tsx';
import { Loaded } from '../loaded.tsx';

const columns: readonly Column<OAuthClient>[] = [
  { id: 'name', header: 'Name', width: 'minmax(120px, 1fr)', cell: (row) => row.name, narrow: 'title' },
  {
    id: 'id',
    header: 'Client ID',
    width: 'minmax(160px, 1.2fr)',
    cell: (row) => (
      <Group gap={4} wrap="nowrap">
        <code className="rc-truncate">{row.id}</code>
        <CopyButton value={row.id} label="Copy client ID" size={24} />
      </Group>
    ),
  },
  {
    id: 'secrets',
    header: 'Secrets',
    width: 'minmax(140px, 1fr)',
    cell: (row) => row.secrets.map((secret) => secret.fingerprint).join(', '),
  },
  {
    id: 'created',
    header: 'Created',
    width: '110px',
    cell: (row) => <RelativeTime at={row.createdAt} />,
    narrow: 'detail',
  },
];

/** OAuth client credentials instead of a long-lived token. */
export function Clients({ integrationId }: { readonly integrationId: string }) {
  return (
    <Loaded query={useQuery(clientsQuery(integrationId))} lines={4}>
      {(clients) => <ClientList integrationId={integrationId} clients={clients} />}
    </Loaded>
  );
}

function ClientList({ integrationId, clients }: { readonly integrationId: string; readonly clients: OAuthClients }) {
  const [creating, setCreating] = useState(false);
  const [shown, setShown] = useState<ShownSecret | null>(null);
  const mayChange = useMay('admin');
  return (
    <Section
      title="OAuth clients"
      description="For providers that fetch short-lived tokens with client credentials instead of sending one long-lived token."
      flush
      actions={
        mayChange ? (
          <Button variant="default" onClick={() => setCreating(true)}>
            Add client
          </Button>
        ) : null
      }
    >
      <DataTable
        inline
        label="OAuth clients"
        columns={columns}
        rows={clients.items}
        rowKey={(row) => row.id}
        empty={<EmptyState title="No OAuth client">A token is enough for most identity providers.</EmptyState>}
        {...(mayChange
          ? {
              rowActions: (row: OAuthClient) => (
                <ClientActions integrationId={integrationId} client={row} onShown={setShown} />
              ),
            }
          : {})}
      />
      <Modal opened={creating} onClose={() => setCreating(false)} title="Add client">
        <CreateForm
          integrationId={integrationId}
          onCancel={() => setCreating(false)}
          onCreated={(created) => {
            setCreating(false);
            setShown(created);
          }}
        />
      </Modal>
      <SecretDialog
        title="Client credentials"
        lead="The secret will not be visible again after you click Done."
        values={
          shown && [
            { label: 'Token URL', value: shown.tokenUrl },
            { label: 'Client ID', value: shown.client.id },
            { label: 'Client secret', value: shown.clientSecret },
          ]
        }
        onClose={() => setShown(null)}
      />
    </Section>
  );
}

interface CreateFormProps {
  readonly integrationId: string;
  readonly onCancel: () => void;
  readonly onCreated: (created: ShownSecret) => void;
}

function CreateForm({ integrationId, onCancel, onCreated }: CreateFormProps) {
  const [name, setName] = useState('');
  const create = useCreateClient(integrationId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(name.trim(), { onSuccess: onCreated });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput label="Name" data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <FormError error={create.error} />
        <FormButtons
          label="Generate secret"
          disabled={name.trim() === ''}
          busy={create.isPending}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  );
}

interface ClientActionsProps {
  readonly integrationId: string;
  readonly client: OAuthClient;
  readonly onShown: (shown: ShownSecret) => void;
}

function ClientActions({ integrationId, client, onShown }: ClientActionsProps) {
  const [revoking, setRevoking] = useState(false);
  const rotate = useRotateClient(integrationId);
  const revoke = useRevokeClient(integrationId);
  return (
    <>
      <RowMenu
        label={`Actions for ${client.name}`}
        items={[
          { label: 'Rotate secret', run: () => rotate.mutate(client.id, { onSuccess: onShown, onError: failed }) },
          { label: 'Revoke', danger: true, run: () => setRevoking(true) },
        ]}
      />
      <Confirm
        opened={revoking}
        title={`Revoke ${client.name}`}
        action="Revoke"
        danger
        busy={revoke.isPending}
        onClose={() => setRevoking(false)}
        onConfirm={() => revoke.mutate(client.id, { onSuccess: () => setRevoking(false), onError: failed })}
      >
        Every token that it got stops at once.
      </Confirm>
    </>
  );
}
