import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import css from './states.module.css';

interface EmptyProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing here yet: says why, and what to do about it. */
export function EmptyState({ icon, title, children, action }: EmptyProps) {
  return (
    <div className={css.state}>
      {icon ? <div className={css.icon}>{icon}</div> : null}
      <Text component="p" fw={600} m={0}>
        {title}
      </Text>
      {children ? <div className={css.body}>{children}</div> : null}
      {action ? <div className={css.action}>{action}</div> : null}
    </div>
  );
}

/** Something failed: in words, with a way to try again. */
export function ErrorState({ title, detail, onRetry }: { title: string; detail?: ReactNode; onRetry?: () => void }) {
  return (
    <div role="alert">
      <EmptyState
        icon={<IconAlertTriangle size={22} />}
        title={title}
        action={
          onRetry ? (
            <Button variant="default" leftSection={<IconRefresh size={15} />} onClick={onRetry}>
              Try again
            </Button>
          ) : null
        }
      >
        {detail}
      </EmptyState>
    </div>
  );
}

/** Grey lines in the shape of what is coming. */
export function LoadingState({ lines = 6, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <Stack gap="md" py="md" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => `line ${line}`).map((key, line) => (
        <Skeleton key={key} height={14} width={`${[72, 88, 64, 80][line % 4]}%`} />
      ))}
    </Stack>
  );
}
