import { Anchor, Button, Modal, Select, Stack, TextInput } from '@mantine/core';
import { type Column, Confirm, DataTable, EmptyState, RelativeTime, Section, toast } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { RowMenu } from '@rollcall/ui/row-menu';
import { useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { roleOptions, roleWords } from '../../components/role-words.ts';
import { SecretDialog } from '../../components/secret-dialog.tsx';
import { useMay } from '../../data/session.ts';
import { type ApiToken, apiTokensQuery, useCreateApiToken, useRevokeApiToken } from '../../data/settings.ts';
import { failed } from '../failed.ts';
import { FormError } from '../form-error.tsx';

const columns: readonly Column<ApiToken>[] = [
  { id: 'name', header: 'Name', width: 'minmax(120px, 1.2fr)', cell: (row) => row.name, narrow: 'title' },
  { id: 'role', header: 'Role', width: '80px', cell: (row) => roleWords[row.role], narrow: 'detail' },
  {
    id: 'fingerprint',
    header: 'Fingerprint',
    width: 'minmax(90px, 1fr)',
    cell: (row) => <code>{row.fingerprint}</code>,
  },
  { id: 'by', header: 'Made by', width: 'minmax(90px, 1fr)', cell: (row) => row.createdBy },
  { id: 'used', header: 'Last used', width: '100px', cell: (row) => <RelativeTime at={row.lastUsedAt} /> },
  {
    id: 'expires',
    header: 'Expires',
    width: '100px',
    cell: (row) => <RelativeTime at={row.expiresAt} />,
    narrow: 'end',
  },
];

/** Tokens for scripts against the admin API. */
export function ApiTokenSettings() {
  const { items } = useSuspenseQuery(apiTokensQuery).data;
  const [creating, setCreating] = useState(false);
  const [token, setToken] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const revoke = useRevokeApiToken();
  return (
    <Section
      title="API tokens"
      description={
        <>
          For scripts against the admin API. See <Anchor href="/api/v1/docs">its documentation</Anchor>.
        </>
      }
      flush
      actions={<Button onClick={() => setCreating(true)}>New token</Button>}
    >
      <DataTable
        inline
        label="API tokens"
        columns={columns}
        rows={items}
        rowKey={(row) => row.id}
        rowActions={(row) => (
          <RowMenu
            label={`Actions for ${row.name}`}
            items={[{ label: 'Revoke', danger: true, run: () => setRevoking(row) }]}
          />
        )}
        empty={<EmptyState title="No API token yet" />}
      />
      <Modal opened={creating} onClose={() => setCreating(false)} title="New API token">
        <CreateForm
          onCancel={() => setCreating(false)}
          onCreated={(made) => {
            setCreating(false);
            setToken(made);
          }}
        />
      </Modal>
      <SecretDialog
        title="API token"
        lead="Send it as Authorization: Bearer … It will not be visible again after you click Done."
        values={token === null ? null : [{ label: 'Token', value: token }]}
        onClose={() => setToken(null)}
      />
      <Confirm
        opened={revoking !== null}
        title={`Revoke ${revoking?.name ?? ''}`}
        action="Revoke"
        danger
        busy={revoke.isPending}
        onClose={() => setRevoking(null)}
        onConfirm={() =>
          revoking &&
          revoke.mutate(revoking.id, {
            onSuccess: () => {
              toast({ title: `${revoking.name} was revoked` });
              setRevoking(null);
            },
            onError: failed,
          })
        }
      >
        Requests with it are refused at once.
      </Confirm>
    </Section>
  );
}

const expiries = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: '', label: 'Never' },
];

function CreateForm({
  onCancel,
  onCreated,
}: {
  readonly onCancel: () => void;
  readonly onCreated: (token: string) => void;
}) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<'owner' | 'admin' | 'auditor'>('auditor');
  const [days, setDays] = useState('90');
  const isOwner = useMay('owner');
  const create = useCreateApiToken();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString();
    create.mutate({ name: name.trim(), role, expiresAt }, { onSuccess: (shown) => onCreated(shown.token) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput label="Name" data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Select
          label="Role"
          allowDeselect={false}
          data={roleOptions.filter((each) => isOwner || each.value !== 'owner')}
          value={role}
          onChange={(value) => {
            if (value === 'owner' || value === 'admin' || value === 'auditor') setRole(value);
          }}
        />
        <Select
          label="Expires"
          allowDeselect={false}
          data={expiries}
          value={days}
          onChange={(value) => setDays(value ?? '90')}
        />
        <FormError error={create.error} />
        <FormButtons label="Generate token" disabled={name.trim() === ''} busy={create.isPending} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
