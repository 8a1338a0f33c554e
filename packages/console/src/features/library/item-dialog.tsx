import {
  Button,
  FileInput,
  Group,
  Modal,
  MultiSelect,
  Select,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
import { toast } from '@rollcall/ui';
import { type FormEvent, useState } from 'react';
import { familyOptions, kindOptions } from '../../components/device-words.ts';
import { type LibraryItem, type NewItem, useSaveItem } from '../../data/library.ts';
import { FormError } from '../form-error.tsx';

interface ItemDialogProps {
  /** Absent: a new one. */
  readonly item?: LibraryItem;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ItemDialog(props: ItemDialogProps) {
  const title = props.item ? `Edit ${props.item.name}` : 'Add Library Item';
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={title}>
      <ItemForm {...props} />
    </Modal>
  );
}

function ItemForm({ item, onClose }: ItemDialogProps) {
  const [facts, setFacts] = useState<NewItem>({
    name: item?.name ?? '',
    kind: item?.kind ?? 'app',
    platforms: familyOptions.map(({ value }) => value).filter((value) => item?.platforms.includes(value)),
    version: item?.version ?? '',
    description: item?.description ?? '',
    active: item?.active ?? true,
    reference: item?.reference ?? '',
    conflict_key: item?.conflict_key ?? null,
  });
  const [file, setFile] = useState<File | null>(null);
  const save = useSaveItem(item?.id ?? null);
  const set = (change: Partial<NewItem>) => setFacts({ ...facts, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const blanks = {
      version: facts.version || null,
      description: facts.description || null,
      reference: facts.reference || null,
    };
    const onSuccess = () => {
      onClose();
      toast({ title: `${facts.name} saved` });
    };
    save.mutate({ facts: { ...facts, ...blanks }, file }, { onSuccess });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Name"
          data-autofocus
          value={facts.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Select
          label="Kind"
          data={kindOptions}
          allowDeselect={false}
          value={facts.kind}
          onChange={(next) => set({ kind: kindOptions.find(({ value }) => value === next)?.value ?? 'app' })}
        />
        <MultiSelect
          label="Installs on"
          description="Nothing chosen: every device."
          data={familyOptions}
          value={facts.platforms ?? []}
          onChange={(next) =>
            set({ platforms: familyOptions.map(({ value }) => value).filter((value) => next.includes(value)) })
          }
        />
        <TextInput
          label="Version"
          value={facts.version ?? ''}
          onChange={(event) => set({ version: event.currentTarget.value })}
        />
        <FileInput
          label="Payload"
          placeholder={item?.file ? `Replace ${item.file.name}` : 'Choose a file'}
          clearable
          value={file}
          onChange={setFile}
        />
        <TextInput
          label="or a reference to it"
          placeholder="https://…"
          value={facts.reference ?? ''}
          onChange={(event) => set({ reference: event.currentTarget.value })}
        />
        <Textarea
          label="Description"
          autosize
          value={facts.description ?? ''}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <Switch
          label="Active"
          checked={facts.active ?? true}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
        <FormError error={save.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={facts.name.trim() === ''} loading={save.isPending}>
            {item ? 'Save' : 'Add item'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
