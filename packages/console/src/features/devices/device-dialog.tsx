import { Modal, Select, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core';
import { toast } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { chipOptions, enrollmentOptions, familyOptions } from '../../components/device-words.ts';
import { blueprintsQuery } from '../../data/blueprints.ts';
import { type Device, type NewDevice, tagsQuery, useCreateDevice, useUpdateDevice } from '../../data/devices.ts';
import { FormError } from '../form-error.tsx';
import { DeviceUser } from './device-user.tsx';
import { type ChosenUser, UserPicker } from './user-picker.tsx';

interface DeviceDialogProps {
  /** Absent: a new one. */
  readonly device?: Device;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function DeviceDialog(props: DeviceDialogProps) {
  const title = props.device ? 'Edit device details' : 'Add device';
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={title} size="lg">
      <DeviceForm {...props} />
    </Modal>
  );
}

const flag = (text: string | null): boolean | null => (text === null ? null : text === 'yes');
const flagText = (value: boolean | null | undefined) => (value === true ? 'yes' : value === false ? 'no' : null);

function DeviceForm({ device, onClose }: DeviceDialogProps) {
  const [facts, setFacts] = useState<NewDevice>({
    device_name: device?.device_name ?? '',
    serial_number: device?.serial_number ?? '',
    asset_tag: device?.asset_tag ?? '',
    device_family: familyOptions.find(({ value }) => value === device?.device_family)?.value ?? null,
    model: device?.model ?? '',
    os_version: device?.os_version ?? '',
    chip_type: chipOptions.find(({ value }) => value === device?.chip_type)?.value ?? null,
    enrollment_type: enrollmentOptions.find(({ value }) => value === device?.enrollment_type)?.value ?? null,
    supervised: device?.supervised ?? null,
    filevault_enabled: device?.filevault_enabled ?? null,
    tags: device?.tags ?? [],
    blueprint_id: device?.blueprint_id ?? null,
  });
  /** Undefined: as it is. */
  const [user, setUser] = useState<ChosenUser | null>();
  const create = useCreateDevice();
  const update = useUpdateDevice(device?.device_id ?? '');
  const blueprints = useQuery(blueprintsQuery).data ?? [];
  const tags = useQuery(tagsQuery).data ?? [];
  const set = (change: Partial<NewDevice>) => setFacts({ ...facts, ...change });
  const text = (label: string, key: 'device_name' | 'serial_number' | 'asset_tag' | 'model' | 'os_version') => (
    <TextInput
      label={label}
      value={facts[key] ?? ''}
      autoComplete="off"
      onChange={(event) => set({ [key]: event.currentTarget.value })}
    />
  );
  const yesNo = (label: string, key: 'supervised' | 'filevault_enabled') => (
    <Select
      label={label}
      placeholder="Not known"
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label}` }}
      data={[
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No' },
      ]}
      value={flagText(facts[key])}
      onChange={(next) => set({ [key]: flag(next) })}
    />
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const owner = user === undefined ? {} : { user: user?.id ?? null };
    const onSuccess = () => {
      onClose();
      toast({ title: device ? 'Device saved' : `${facts.device_name} added` });
    };
    if (device) return update.mutate({ ...facts, ...owner }, { onSuccess });
    // Without a Blueprint, Blueprint Routing picks it.
    const { blueprint_id, ...rest } = facts;
    create.mutate({ ...rest, ...(blueprint_id ? { blueprint_id } : {}), ...owner }, { onSuccess });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {text('Device name', 'device_name')}
          {device ? (
            <DeviceUser
              user={user === undefined ? device.user : user}
              awaited={user === undefined ? device.awaited_user : null}
              onChange={setUser}
            />
          ) : (
            <UserPicker label="User" value={user ?? null} onChange={setUser} />
          )}
          <Select
            label="Device family"
            placeholder="Not known"
            data={familyOptions}
            value={facts.device_family ?? null}
            onChange={(next) =>
              set({ device_family: familyOptions.find(({ value }) => value === next)?.value ?? null })
            }
          />
          {text('Model', 'model')}
          {text('OS version', 'os_version')}
          {text('Serial number', 'serial_number')}
          {text('Asset tag', 'asset_tag')}
          <Select
            label="Blueprint"
            placeholder={device ? 'None' : 'By Blueprint Routing'}
            clearable
            clearButtonProps={{ 'aria-label': 'Clear Blueprint' }}
            data={blueprints.map(({ id, name }) => ({ value: id, label: name }))}
            value={facts.blueprint_id ?? null}
            onChange={(blueprint_id) => set({ blueprint_id })}
          />
          <Select
            label="Chip"
            placeholder="Not known"
            clearable
            clearButtonProps={{ 'aria-label': 'Clear Chip' }}
            data={chipOptions}
            value={facts.chip_type ?? null}
            onChange={(next) => set({ chip_type: chipOptions.find(({ value }) => value === next)?.value ?? null })}
          />
          <Select
            label="Enrollment"
            placeholder="Not known"
            clearable
            clearButtonProps={{ 'aria-label': 'Clear Enrollment' }}
            data={enrollmentOptions}
            value={facts.enrollment_type ?? null}
            onChange={(next) =>
              set({ enrollment_type: enrollmentOptions.find(({ value }) => value === next)?.value ?? null })
            }
          />
          {yesNo('Supervised', 'supervised')}
          {yesNo('FileVault', 'filevault_enabled')}
        </SimpleGrid>
        <TagsInput
          label="Tags"
          data={tags.map(({ name }) => name)}
          value={facts.tags ?? []}
          onChange={(next) => set({ tags: next })}
        />
        <FormError error={create.error ?? update.error} />
        <FormButtons
          label={device ? 'Save' : 'Add device'}
          disabled={facts.device_name.trim() === ''}
          busy={create.isPending || update.isPending}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
