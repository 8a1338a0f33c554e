import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { describeError } from '../data/client.ts';

/** What came back from a form that was refused. */
export function FormError({ error }: { readonly error: unknown }) {
  if (!error) return null;
  const { title, detail } = describeError(error);
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle size={18} />} p="sm">
      {title}
      {detail && detail !== title ? ` ${detail}` : ''}
    </Alert>
  );
}
