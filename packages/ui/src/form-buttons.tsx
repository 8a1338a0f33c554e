import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

interface FormButtonsProps {
  readonly label?: ReactNode;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onCancel: () => void;
  /** Absent: the button submits the form that it stands in. */
  readonly onClick?: () => void;
  /** Between the two. */
  readonly children?: ReactNode;
}

/** What a form or dialog ends with. */
export function FormButtons(props: FormButtonsProps) {
  const { label = 'Save', busy = false, disabled = false, onCancel, onClick, children } = props;
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onCancel}>
        Cancel
      </Button>
      {children}
      <Button {...(onClick ? { onClick } : { type: 'submit' })} loading={busy} disabled={disabled}>
        {label}
      </Button>
    </Group>
  );
}
