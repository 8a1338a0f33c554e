import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';

interface ConfirmByTypingProps {
  readonly opened: boolean;
  readonly title: string;
  /** What must be typed, exactly. */
  readonly expected: string;
  readonly inputLabel: string;
  readonly action: string;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** For what can't be undone with one click: the name must be typed. */
export function ConfirmByTyping(props: ConfirmByTypingProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      <Typing {...props} />
    </Modal>
  );
}

function Typing({ expected, inputLabel, action, busy = false, onConfirm, onClose, children }: ConfirmByTypingProps) {
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === expected) onConfirm();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {children}
        <TextInput
          data-autofocus
          label={inputLabel}
          placeholder={expected}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red.8" disabled={typed !== expected} loading={busy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ConfirmProps {
  readonly opened: boolean;
  readonly title: string;
  readonly action: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Confirm({
  opened,
  title,
  action,
  danger = false,
  busy = false,
  onConfirm,
  onClose,
  children,
}: ConfirmProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Stack gap="md">
        <div>{children}</div>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button {...(danger ? { color: 'red.8' } : {})} loading={busy} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
