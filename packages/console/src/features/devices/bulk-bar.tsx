import { Button, Modal, Select, Stack, Text } from '@mantine/core';
import { toast } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { blueprintsQuery } from '../../data/blueprints.ts';
import { type BulkUpdate, type Device, useBulkUpdate } from '../../data/devices.ts';
import { count } from '../../lib/count.ts';
import { failed } from '../failed.ts';
import { undoOf } from './bulk-undo.ts';
import css from './devices.module.css';
import { type ChosenUser, UserPicker } from './user-picker.tsx';

interface BulkBarProps {
  readonly devices: readonly Device[];
  readonly onClear: () => void;
}

/** What can be done with the ticked devices at once. */
export function BulkBar({ devices, onClear }: BulkBarProps) {
  const [dialog, setDialog] = useState<'user' | 'blueprint' | null>(null);
  const update = useBulkUpdate();
  const apply = (what: 'user' | 'blueprint', change: Omit<BulkUpdate, 'device_ids'>, said: string) => {
    const before = undoOf(devices, what);
    // The bar is gone by the time that somebody undoes, and callbacks given to `mutate` with it.
    const undo = () =>
      void update
        .mutateAsync(before)
        .then((back) => toast({ title: `${count(back, 'device')} as before` }))
        .catch(failed);
    update.mutate([{ ...change, device_ids: devices.map(({ device_id }) => device_id) }], {
      onSuccess: (updated) => {
        setDialog(null);
        onClear();
        const gone = devices.length - updated;
        toast({
          title: `${count(updated, 'device')} ${said}`,
          ...(gone > 0 ? { detail: `${count(gone, 'device')} did not exist any more.` } : {}),
          action: { label: 'Undo', run: undo },
        });
      },
      onError: failed,
    });
  };
  const close = () => setDialog(null);
  return (
    <section className={css.bulk} aria-label="Selected devices">
      <Text size="sm" fw={600} role="status">
        {count(devices.length, 'device')} selected
      </Text>
      <Button size="xs" variant="default" onClick={() => setDialog('user')}>
        Assign to user
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={devices.every(({ user, awaited_user }) => user === null && awaited_user === null)}
        loading={update.isPending && dialog === null}
        onClick={() => apply('user', { user: null }, 'unassigned')}
      >
        Unassign
      </Button>
      <Button size="xs" variant="default" onClick={() => setDialog('blueprint')}>
        Move to Blueprint
      </Button>
      <Button size="xs" variant="subtle" color="gray" onClick={onClear}>
        Clear selection
      </Button>
      <Modal opened={dialog === 'user'} onClose={close} title="Assign to user">
        <AssignForm
          many={devices.length}
          busy={update.isPending}
          onCancel={close}
          onChosen={(user) => apply('user', { user: user.id }, `assigned to ${user.name}`)}
        />
      </Modal>
      <Modal opened={dialog === 'blueprint'} onClose={close} title="Move to Blueprint">
        <MoveForm
          many={devices.length}
          busy={update.isPending}
          onCancel={close}
          onChosen={(id, name) => apply('blueprint', { blueprint_id: id }, `moved to ${name}`)}
        />
      </Modal>
    </section>
  );
}

interface FormProps<Chosen extends readonly unknown[]> {
  readonly many: number;
  readonly busy: boolean;
  readonly onCancel: () => void;
  readonly onChosen: (...chosen: Chosen) => void;
}

function AssignForm({ many, busy, onCancel, onChosen }: FormProps<[user: ChosenUser]>) {
  const [user, setUser] = useState<ChosenUser | null>(null);
  return (
    <Stack gap="md">
      <UserPicker label="User" value={user} onChange={setUser} />
      <FormButtons
        label={`Assign ${count(many, 'device')}`}
        disabled={user === null}
        busy={busy}
        onClick={() => user && onChosen(user)}
        onCancel={onCancel}
      />
    </Stack>
  );
}

function MoveForm({ many, busy, onCancel, onChosen }: FormProps<[id: string | null, name: string]>) {
  const blueprints = useQuery(blueprintsQuery).data ?? [];
  const none = { value: 'none', label: 'No Blueprint' };
  const choices = [none, ...blueprints.map(({ id, name }) => ({ value: id, label: name }))];
  const [value, setValue] = useState<string | null>(null);
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Stack gap="md">
      <Select
        label="Blueprint"
        placeholder="Choose a Blueprint"
        data={choices}
        allowDeselect={false}
        value={value}
        onChange={setValue}
      />
      <FormButtons
        label={`Move ${count(many, 'device')}`}
        disabled={!chosen}
        busy={busy}
        onClick={() => chosen && onChosen(chosen === none ? null : chosen.value, chosen.label)}
        onCancel={onCancel}
      />
    </Stack>
  );
}
