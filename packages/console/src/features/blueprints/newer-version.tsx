import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { LoadingState, RelativeTime } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { type Blueprint, changesSinceQuery, versionsQuery } from '../../data/blueprints.ts';
import css from './map.module.css';
import { Changes } from './map-changes.tsx';

interface NewerVersionProps {
  /** As it is now. */
  readonly blueprint: Blueprint;
  /** The version that was edited. */
  readonly base: number;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onTheirs: () => void;
  readonly onMine: () => void;
}

/** Somebody saved while this map was edited: what they did, and whose map it is to be. Either can be had back. */
export function NewerVersion({ blueprint, base, opened, onClose, onTheirs, onMine }: NewerVersionProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Somebody saved a newer version" size="lg">
      <Stack gap="md">
        <Text size="sm">
          You edit version {base}; version {blueprint.version} was saved meanwhile. Nothing of yours is saved or lost
          yet.
        </Text>
        <Since blueprintId={blueprint.id} base={base} present={blueprint.version} />
        <ul className={css.samples}>
          <li>
            <strong>Take theirs</strong> puts version {blueprint.version} into the editor. Undo brings your edits back.
          </li>
          <li>
            <strong>Save mine</strong> makes your map version {blueprint.version + 1}, without what they changed.
            Version {blueprint.version} stays in Activity and can be restored.
          </li>
        </ul>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Go on editing
          </Button>
          <Button variant="default" onClick={onTheirs}>
            Take theirs
          </Button>
          <Button onClick={onMine}>Save mine as version {blueprint.version + 1}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface SinceProps {
  readonly blueprintId: string;
  readonly base: number;
  readonly present: number;
}

function Since({ blueprintId, base, present }: SinceProps) {
  const changes = useQuery(changesSinceQuery(blueprintId, base, present)).data;
  const versions = useQuery(versionsQuery(blueprintId)).data?.filter(({ version }) => version > base) ?? [];
  if (!changes) return <LoadingState />;
  return (
    <div>
      {versions.map(({ version, actor, note, at }) => (
        <Text key={version} size="sm">
          Version {version} by {actor || 'Rollcall'}, <RelativeTime at={at} />
          {note ? `: ${note}` : ''}
        </Text>
      ))}
      <Changes changes={changes} />
    </div>
  );
}
