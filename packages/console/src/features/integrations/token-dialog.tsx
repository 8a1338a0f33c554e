import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Notice } from '@rollcall/ui';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import css from './token-dialog.module.css';

interface TokenDialogProps {
  readonly title: string;
  readonly token: string | null;
  readonly note?: ReactNode;
  readonly busy?: boolean;
  readonly onDone: () => void;
}

/** Shows a token the only time that it can be shown; it closes by Done alone. */
export function TokenDialog({ title, token, note, busy = false, onDone }: TokenDialogProps) {
  return (
    <Modal
      opened={token !== null}
      onClose={() => {}}
      title={title}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size={520}
    >
      {token === null ? null : <Token token={token} note={note} busy={busy} onDone={onDone} />}
    </Modal>
  );
}

interface TokenProps {
  readonly token: string;
  readonly note: ReactNode;
  readonly busy: boolean;
  readonly onDone: () => void;
}

function Token({ token, note, busy, onDone }: TokenProps) {
  const [copied, setCopied] = useState(false);
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <Stack gap="md">
      <Text c="dimmed">
        Your identity provider sends it in the <code>Authorization</code> header, as a Bearer Token. {note}
      </Text>
      <div className={css.token}>
        <code data-testid="token">{token}</code>
        <Button
          data-autofocus
          leftSection={clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          onClick={() => clipboard.copy(token)}
        >
          Copy token
        </Button>
        <span role="status" className="rc-hidden">
          {clipboard.copied ? 'Copied' : ''}
        </span>
      </div>
      <Notice tone="warn">The token will not be visible again after you click Done. Store it securely.</Notice>
      <Checkbox
        label="I have copied the token and stored it securely"
        checked={copied}
        onChange={(event) => setCopied(event.currentTarget.checked)}
      />
      <Group justify="flex-end">
        <Button disabled={!copied} loading={busy} onClick={onDone}>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
