import { Modal, Stack, TextInput } from '@mantine/core';
import { Confirm, toast } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { RowMenu } from '@rollcall/ui/row-menu';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type Blueprint, useDeleteBlueprint, useUpdateBlueprint } from '../../data/blueprints.ts';
import { failed } from '../failed.ts';
import { FormError } from '../form-error.tsx';

export function BlueprintMenu({ blueprint }: { readonly blueprint: Blueprint }) {
  const [dialog, setDialog] = useState<'rename' | 'remove' | null>(null);
  const remove = useDeleteBlueprint();
  const navigate = useNavigate();
  const close = () => setDialog(null);
  const onRemoved = () => {
    toast({ title: `${blueprint.name} removed` });
    void navigate({ to: '/blueprints' });
  };
  return (
    <>
      <RowMenu
        label={`Actions for ${blueprint.name}`}
        items={[
          { label: 'Rename', run: () => setDialog('rename') },
          { label: 'Remove', run: () => setDialog('remove'), danger: true },
        ]}
      />
      <Modal opened={dialog === 'rename'} onClose={close} title={`Rename ${blueprint.name}`}>
        <RenameForm blueprint={blueprint} onClose={close} />
      </Modal>
      <Confirm
        opened={dialog === 'remove'}
        title={`Remove ${blueprint.name}?`}
        action="Remove Blueprint"
        danger
        busy={remove.isPending}
        onClose={close}
        onConfirm={() => remove.mutate(blueprint.id, { onSuccess: onRemoved, onError: failed, onSettled: close })}
      >
        Only a Blueprint without devices can be removed.
      </Confirm>
    </>
  );
}

function RenameForm({ blueprint, onClose }: { readonly blueprint: Blueprint; readonly onClose: () => void }) {
  const [name, setName] = useState(blueprint.name);
  const update = useUpdateBlueprint(blueprint.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ name: name.trim() }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput label="Name" data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <FormError error={update.error} />
        <FormButtons label="Rename" disabled={name.trim() === ''} busy={update.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
