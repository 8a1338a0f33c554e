import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { Notice } from '@rollcall/ui';
import { IconDots } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { describeError } from '../data/api.ts';

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Okta emulator`;
  }, [title]);
}

/** What came back from a form that was refused. */
export function FormError({ error }: { readonly error: unknown }) {
  if (!error) return null;
  const { title, detail } = describeError(error);
  return (
    <Notice tone="bad" urgent>
      {title}
      {detail && detail !== title ? ` ${detail}` : ''}
    </Notice>
  );
}

export function FormButtons(props: {
  readonly busy: boolean;
  readonly onCancel: () => void;
  readonly label?: string;
  readonly disabled?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={props.onCancel}>
        Cancel
      </Button>
      {props.children}
      <Button type="submit" loading={props.busy} disabled={props.disabled ?? false}>
        {props.label ?? 'Save'}
      </Button>
    </Group>
  );
}

export interface MenuEntry {
  readonly label: string;
  readonly run: () => void;
  readonly danger?: boolean;
}

export function RowMenu({ label, items }: { readonly label: string; readonly items: readonly MenuEntry[] }) {
  if (items.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={30} aria-label={label}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map((item) => (
          <Menu.Item key={item.label} onClick={item.run} {...(item.danger ? { color: 'var(--rc-bad)' } : {})}>
            {item.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
