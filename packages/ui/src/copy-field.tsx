import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import css from './copy-field.module.css';

/** A value to be carried elsewhere: shown in full, selected with one click, copied with another. */
export function CopyField({ value, label, secret = false }: { value: string; label: string; secret?: boolean }) {
  return (
    <div className={css.field} data-secret={secret || undefined}>
      <code className={css.value} title={label}>
        {value}
      </code>
      <CopyButton value={value} label={`Copy ${label}`} />
    </div>
  );
}

export function CopyButton({ value, label, size = 28 }: { value: string; label: string; size?: number }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <Tooltip label={clipboard.copied ? 'Copied' : label}>
      <ActionIcon size={size} aria-label={label} onClick={() => clipboard.copy(value)}>
        {clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
