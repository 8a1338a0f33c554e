import { Modal, Select, Stack, Text } from '@mantine/core';
import { ExactTime, toast } from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { useState } from 'react';
import { type Integration, useConfirmIntegration, useRotateToken } from '../../data/integrations.ts';
import { FormError } from '../form-error.tsx';
import { TokenDialog } from './token-dialog.tsx';

const graces = [
  { value: '0', label: 'At once' },
  { value: '1', label: 'After 1 hour' },
  { value: '4', label: 'After 4 hours' },
  { value: '12', label: 'After 12 hours' },
  { value: '24', label: 'After 24 hours' },
];
const expiries = [
  { value: '', label: 'Never' },
  { value: '90', label: 'In 90 days' },
  { value: '180', label: 'In 180 days' },
  { value: '365', label: 'In a year' },
];
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

interface RotateDialogProps {
  readonly integration: Integration;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RotateDialog({ integration, opened, onClose }: RotateDialogProps) {
  const [grace, setGrace] = useState('0');
  const [expiry, setExpiry] = useState('');
  const [token, setToken] = useState<string | null>(null);
  const rotate = useRotateToken(integration.id);
  const earlier = rotate.data?.integration.tokens.find((each) => each.state === 'retiring');
  const confirm = useConfirmIntegration();
  const run = () =>
    rotate.mutate(
      { graceHours: Number(grace), expiresAt: expiry === '' ? null : inDays(Number(expiry)) },
      {
        onSuccess: (shown) => {
          onClose();
          setToken(shown.token);
        },
      },
    );
  const done = () => {
    setToken(null);
    if (!integration.setupFinished) confirm.mutate(integration.id);
    toast({ title: 'Token rotated', detail: 'Give the new token to your identity provider.' });
  };
  return (
    <>
      <Modal opened={opened} onClose={onClose} title={`Rotate the token of ${integration.name}`}>
        <Stack gap="md">
          <Text c="dimmed">
            You get a new token to paste into your identity provider. Until it is there, requests are refused; to avoid
            that, let the current token work for some hours more.
          </Text>
          <Select
            label="The current token stops working"
            data={graces}
            value={grace}
            allowDeselect={false}
            onChange={(value) => setGrace(value ?? '0')}
          />
          <Select
            label="The new token expires"
            data={expiries}
            value={expiry}
            allowDeselect={false}
            onChange={(value) => setExpiry(value ?? '')}
          />
          <FormError error={rotate.error} />
          <FormButtons label="Rotate token" onClick={run} busy={rotate.isPending} onCancel={onClose} />
        </Stack>
      </Modal>
      <TokenDialog
        title={`New token of ${integration.name}`}
        token={token}
        note={
          earlier?.expiresAt ? (
            <>
              The token before it works until <ExactTime at={earlier.expiresAt} />.
            </>
          ) : (
            'The token before it is refused already.'
          )
        }
        onDone={done}
      />
    </>
  );
}
