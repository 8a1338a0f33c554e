import {
  Autocomplete,
  FileInput,
  Modal,
  MultiSelect,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { toast } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { familyOptions, kindOptions } from '../../components/device-words.ts';
import { fileLimit, type LibraryItem, libraryQuery, type NewItem, useSaveItem } from '../../data/library.ts';
import { bytes } from '../../lib/bytes.ts';
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
    conflict_key: item?.conflict_key ?? '',
  });
  const [file, setFile] = useState<File | null>(null);
  const save = useSaveItem(item?.id ?? null);
  const tooLarge = file !== null && file.size > fileLimit;
  const set = (change: Partial<NewItem>) => setFacts({ ...facts, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const blanks = {
      version: facts.version || null,
      description: facts.description || null,
      reference: facts.reference || null,
      conflict_key: facts.conflict_key?.trim() || null,
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
          description={`Up to ${bytes(fileLimit)}; kept with its SHA-256.`}
          placeholder={item?.file ? `Replace ${item.file.name}` : 'Choose a file'}
          clearable
          value={file}
          error={
            tooLarge ? `${bytes(file?.size ?? 0)} is more than ${bytes(fileLimit)}: give a reference instead.` : null
          }
          onChange={setFile}
        />
        {item?.file ? (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            Now {item.file.name}, {bytes(item.file.size)}, SHA-256 {item.file.sha256}
          </Text>
        ) : null}
        <TextInput
          label="or a reference to it"
          placeholder="https://…"
          value={facts.reference ?? ''}
          onChange={(event) => set({ reference: event.currentTarget.value })}
        />
        <ConflictKey value={facts.conflict_key ?? ''} onChange={(conflict_key) => set({ conflict_key })} />
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
        <FormButtons
          label={item ? 'Save' : 'Add item'}
          disabled={facts.name.trim() === '' || tooLarge}
          busy={save.isPending}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}

/** What decides which of two items a device gets. */
function ConflictKey({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const known = useQuery(libraryQuery).data ?? [];
  return (
    <Autocomplete
      label="Conflict key"
      description="Items with the same key exclude one another: of those that a device reaches it gets only the one farthest right on the map, and on one node the last. Without a key an item only competes with itself."
      placeholder="For example: vpn-profile"
      data={[...new Set(known.flatMap(({ conflict_key }) => conflict_key ?? []))]}
      value={value}
      onChange={onChange}
    />
  );
}
