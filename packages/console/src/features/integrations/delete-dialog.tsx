import { List, Text } from '@mantine/core';
import { ConfirmByTyping, toast } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import {
  type DeletePreview,
  deletePreviewQuery,
  type Integration,
  useDeleteIntegration,
} from '../../data/integrations.ts';
import { count } from '../../lib/count.ts';
import { FormError } from '../form-error.tsx';
import { Loaded } from '../loaded.tsx';

interface DeleteDialogProps {
  readonly integration: Integration;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function DeleteDialog({ integration, opened, onClose }: DeleteDialogProps) {
  const router = useRouter();
  const remove = useDeleteIntegration(integration.id);
  const preview = useQuery({ ...deletePreviewQuery(integration.id), enabled: opened });
  const run = () =>
    remove.mutate(integration.name, {
      onSuccess: () => {
        onClose();
        toast({ title: `${integration.name} was deleted`, detail: 'Its token stopped working.' });
        void router.navigate({ to: '/integrations' });
      },
    });
  return (
    <ConfirmByTyping
      opened={opened}
      onClose={onClose}
      title={`Delete ${integration.name}`}
      expected={integration.name}
      inputLabel={`Type “${integration.name}” to confirm`}
      action="Delete"
      busy={remove.isPending}
      onConfirm={run}
    >
      <Loaded query={preview} lines={3}>
        {(found) => <Effects preview={found} />}
      </Loaded>
      <FormError error={remove.error} />
    </ConfirmByTyping>
  );
}

function Effects({ preview }: { readonly preview: DeletePreview }) {
  const without = preview.users - preview.usersWithDevices;
  return (
    <>
      <Text c="dimmed">The token stops at once. This can’t be undone; the audit log keeps a record.</Text>
      <List spacing={4} size="md">
        <List.Item>{count(without, 'user')} without a device will be removed.</List.Item>
        {preview.usersWithDevices > 0 ? (
          <List.Item>
            {count(preview.usersWithDevices, 'user')} with devices will be archived and stay on{' '}
            {count(preview.devices, 'device')}.
          </List.Item>
        ) : null}
        <List.Item>{count(preview.groups, 'group')} will disappear.</List.Item>
      </List>
    </>
  );
}
