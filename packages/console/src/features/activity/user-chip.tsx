import { ActionIcon, Group } from '@mantine/core';
import { Tag } from '@rollcall/ui';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { personQuery } from '../../data/people.ts';

/** The user that the list is narrowed to. */
export function UserChip({ userId, onClear }: { readonly userId: string; readonly onClear: () => void }) {
  const person = useQuery(personQuery(userId)).data;
  return (
    <Group gap={2}>
      <Tag>User: {person?.name ?? userId}</Tag>
      <ActionIcon size={24} aria-label="Clear User" onClick={onClear}>
        <IconX size={14} />
      </ActionIcon>
    </Group>
  );
}
