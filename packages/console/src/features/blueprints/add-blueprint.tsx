import { Modal, Radio, Stack, TextInput } from '@mantine/core';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { templatesQuery, useCreateBlueprint } from '../../data/blueprints.ts';
import { FormError } from '../form-error.tsx';

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function AddBlueprint(props: DialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Add Blueprint">
      <BlueprintForm {...props} />
    </Modal>
  );
}

function BlueprintForm({ onClose }: DialogProps) {
  const [name, setName] = useState('');
  const [template, setTemplate] = useState('scratch');
  const templates = useQuery(templatesQuery).data ?? [];
  const create = useCreateBlueprint();
  const navigate = useNavigate();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      { name: name.trim(), template },
      {
        onSuccess: ({ id }) => void navigate({ to: '/blueprints/$blueprintId', params: { blueprintId: id } }),
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          data-autofocus
          value={name}
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Radio.Group label="Begin with" value={template} onChange={setTemplate}>
          <Stack gap="xs" mt="xs">
            {templates.map((each) => (
              <Radio key={each.id} value={each.id} label={each.name} description={each.description} />
            ))}
          </Stack>
        </Radio.Group>
        <FormError error={create.error} />
        <FormButtons label="Add Blueprint" disabled={name.trim() === ''} busy={create.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
