import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { type Column, Confirm, DataTable, EmptyState, RelativeTime, Section, toast } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { RowMenu } from '@rollcall/ui/row-menu';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ListOrError } from '../../components/list-or-error.tsx';
import type { PasskeyEntry } from '../../data/auth.ts';
import { describeError, queryClient } from '../../data/client.ts';
import { failed } from '../failed.ts';
import { FormError } from '../form-error.tsx';

const auth = () => import('../../data/auth.ts');
const key = ['passkeys'];

const columns: readonly Column<PasskeyEntry>[] = [
  { id: 'name', header: 'Name', width: 'minmax(160px, 1fr)', cell: (row) => row.name, narrow: 'title' },
  {
    id: 'created',
    header: 'Added',
    width: '140px',
    cell: (row) => <RelativeTime at={row.createdAt} />,
    narrow: 'detail',
  },
];

export function Passkeys() {
  const passkeys = useQuery({ queryKey: key, queryFn: async () => (await auth()).listPasskeys() });
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<PasskeyEntry | null>(null);
  const remove = useMutation({
    mutationFn: async (id: string) => (await auth()).removePasskey(id),
    onSuccess: () => {
      setRemoving(null);
      void queryClient.invalidateQueries({ queryKey: key });
      toast({ title: 'Passkey removed' });
    },
    onError: failed,
  });
  return (
    <Section
      title="Passkeys"
      description="Sign in with a fingerprint, a face or a security key; nothing to type, nothing to phish."
      flush
      actions={
        <Button variant="default" onClick={() => setAdding(true)}>
          Add passkey
        </Button>
      }
    >
      <ListOrError
        failure={passkeys.error ? describeError(passkeys.error) : null}
        onRetry={() => void passkeys.refetch()}
      >
        <DataTable
          inline
          label="Passkeys"
          columns={columns}
          rows={passkeys.data ?? []}
          rowKey={(row) => row.id}
          loading={passkeys.isPending}
          rowActions={(row) => (
            <RowMenu
              label={`Actions for ${row.name}`}
              items={[{ label: 'Remove', danger: true, run: () => setRemoving(row) }]}
            />
          )}
          empty={<EmptyState title="No passkey yet" />}
        />
      </ListOrError>
      <Modal opened={adding} onClose={() => setAdding(false)} title="Add passkey">
        <AddForm onClose={() => setAdding(false)} />
      </Modal>
      <Confirm
        opened={removing !== null}
        title={`Remove ${removing?.name ?? ''}`}
        action="Remove"
        danger
        busy={remove.isPending}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && remove.mutate(removing.id)}
      >
        It can no longer be used to sign in.
      </Confirm>
    </Section>
  );
}

function AddForm({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: async () => (await auth()).addPasskey(name.trim()),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: key });
      toast({ title: 'Passkey added' });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="To tell it apart, such as the device it is on."
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <FormError error={add.error} />
        <FormButtons label="Continue" disabled={name.trim() === ''} busy={add.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
