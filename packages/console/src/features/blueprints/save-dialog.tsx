import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { Notice, toast } from '@rollcall/ui';
import { type AssignmentMap, type Preview, useUpdateBlueprint } from '../../data/blueprints.ts';
import { isCode } from '../../data/client.ts';
import { FormError } from '../form-error.tsx';
import css from './map.module.css';

interface SaveDialogProps {
  readonly blueprintId: string;
  /** What the map was made from. */
  readonly version: number;
  readonly map: AssignmentMap;
  readonly preview: Preview | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
  /** Somebody saved another version meanwhile. */
  readonly onNewer: () => void;
}

/** What saving will change, before it does. */
export function SaveDialog({ blueprintId, version, map, preview, onClose, onSaved, onNewer }: SaveDialogProps) {
  const update = useUpdateBlueprint(blueprintId);
  const errors = preview?.problems.filter(({ severity }) => severity === 'error') ?? [];
  const save = () =>
    update.mutate(
      { version, map },
      {
        onSuccess: (saved) => {
          onSaved();
          toast({ title: `Version ${saved.version} saved` });
        },
        onError: (error) => {
          if (isCode(error, 'versionConflict')) onNewer();
        },
      },
    );
  return (
    <Modal opened={preview !== null} onClose={onClose} title="Save assignments">
      <Stack gap="md">
        <Text fw={600}>{preview?.summary}</Text>
        {errors.map((problem) => (
          <Notice key={problem.message} tone="bad">
            {problem.message}
          </Notice>
        ))}
        {preview && preview.samples.length > 0 ? (
          <ul className={css.samples}>
            {preview.samples.map((sample) => (
              <li key={sample.device_id}>
                {sample.device_name}:{' '}
                {[...sample.added.map((n) => `+${n}`), ...sample.removed.map((n) => `−${n}`)].join(', ')}
              </li>
            ))}
          </ul>
        ) : null}
        <FormError error={update.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Go on editing
          </Button>
          <Button disabled={errors.length > 0} loading={update.isPending} onClick={save}>
            Save assignments
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
