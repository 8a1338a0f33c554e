import { Button, Group, Stack, Text } from '@mantine/core';
import { Notice } from '@rollcall/ui';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { ConnectorTest } from '../../api/contract.ts';
import css from './connector-test.module.css';

export function TestResult({ result, onClose }: { readonly result: ConnectorTest; readonly onClose: () => void }) {
  return (
    <Stack gap="md">
      {result.ok ? (
        <Text>Connector configured successfully. These provisioning features were detected in it:</Text>
      ) : (
        <Notice tone="bad" urgent>
          {result.message}
        </Notice>
      )}
      <ul className={css.features} aria-label="Detected features">
        {result.features.map(({ name, detected }) => (
          <li key={name} className={css.feature} data-detected={detected || undefined}>
            {detected ? (
              <IconCheck size={18} role="img" aria-label="Detected" />
            ) : (
              <IconX size={18} role="img" aria-label="Not detected" />
            )}
            {name}
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        <Button data-autofocus onClick={onClose}>
          Close
        </Button>
      </Group>
    </Stack>
  );
}
