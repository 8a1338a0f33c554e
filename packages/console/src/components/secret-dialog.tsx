import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { CopyField } from '@rollcall/ui';

interface SecretDialogProps {
  readonly title: string;
  readonly lead: string;
  /** Labelled values; null while there is nothing to show. */
  readonly values: readonly { readonly label: string; readonly value: string }[] | null;
  readonly onClose: () => void;
}

/** Values that are shown once. */
export function SecretDialog({ title, lead, values, onClose }: SecretDialogProps) {
  return (
    <Modal
      opened={values !== null}
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size={540}
    >
      <Stack gap="md">
        <Text c="dimmed">{lead}</Text>
        {values?.map((each) => (
          <div key={each.label}>
            <Text fw={550} fz="sm" mb={4}>
              {each.label}
            </Text>
            <CopyField value={each.value} label={each.label} />
          </div>
        ))}
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
