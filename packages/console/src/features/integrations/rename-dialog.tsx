import { Modal, Stack } from '@mantine/core';
import { toast } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { type FormEvent, useState } from 'react';
import { type Integration, useUpdateIntegration } from '../../data/integrations.ts';
import { failed } from '../failed.ts';
import { FormError } from '../form-error.tsx';
import { NameField, useNameCheck } from './name-field.tsx';

interface DialogProps {
  readonly integration: Integration;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RenameDialog(props: DialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={`Rename ${props.integration.name}`}>
      <RenameForm {...props} />
    </Modal>
  );
}

function RenameForm({ integration, onClose }: DialogProps) {
  const [name, setName] = useState(integration.name);
  const check = useNameCheck(name, integration.id);
  const update = useUpdateIntegration(integration.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ name: name.trim() }, { onSuccess: done });
  };
  const done = () => {
    onClose();
    toast({
      title: `Renamed to ${name.trim()}`,
      action: {
        label: 'Undo',
        run: () => update.mutate({ name: integration.name }, { onError: failed }),
      },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <NameField value={name} onChange={setName} check={check} />
        <FormError error={update.error} />
        <FormButtons
          label="Rename"
          disabled={!check.free || name.trim() === integration.name}
          busy={update.isPending}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
