import { Button, Group, Input, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type ChosenUser, UserPicker } from './user-picker.tsx';

interface DeviceUserProps {
  readonly user: ChosenUser | null;
  /** Somebody whom no integration has delivered yet. */
  readonly awaited: string | null;
  readonly onChange: (user: ChosenUser | null) => void;
}

/** Whose the device is, in its form: *Edit user*, then *Assign* or *Unassign*; it counts when the form is saved. */
export function DeviceUser({ user, awaited, onChange }: DeviceUserProps) {
  const [editing, setEditing] = useState(false);
  const [chosen, setChosen] = useState<ChosenUser | null>(null);
  const decide = (next: ChosenUser | null) => {
    onChange(next);
    setChosen(null);
    setEditing(false);
  };
  if (!editing)
    return (
      <Input.Wrapper label="User" labelElement="div">
        <Group justify="space-between" wrap="nowrap" gap="xs" mih={36}>
          <Text size="sm" truncate>
            {user?.name ?? (awaited ? `${awaited} (awaited)` : 'Nobody')}
          </Text>
          <Button size="compact-sm" variant="default" style={{ flexShrink: 0 }} onClick={() => setEditing(true)}>
            Edit user
          </Button>
        </Group>
      </Input.Wrapper>
    );
  return (
    <Stack gap={6}>
      <UserPicker label="User" value={chosen} onChange={setChosen} />
      <Group gap={6}>
        <Button size="compact-sm" disabled={chosen === null} onClick={() => decide(chosen)}>
          Assign
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={user === null && awaited === null}
          onClick={() => decide(null)}
        >
          Unassign
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setEditing(false)}>
          Back
        </Button>
      </Group>
    </Stack>
  );
}
