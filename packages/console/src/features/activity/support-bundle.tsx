import { Button, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import { useState } from 'react';
import { supportBundleUrl } from '../../data/activity.ts';
import { IntegrationFilter } from '../directory-filters.tsx';

const spans = [
  { value: '1', label: 'Last hour' },
  { value: '24', label: 'Last 24 hours' },
  { value: '168', label: 'Last 7 days' },
];

/** What a vendor's support asks for, without secrets and personal data. */
export function SupportBundle(props: { readonly integration: string | undefined }) {
  const [opened, setOpened] = useState(false);
  const [hours, setHours] = useState('24');
  const [integration, setIntegration] = useState(props.integration);
  const download = () => {
    const to = new Date();
    const from = new Date(to.getTime() - Number(hours) * 3_600_000);
    window.location.assign(
      supportBundleUrl({
        from: from.toISOString(),
        to: to.toISOString(),
        ...(integration ? { integrationId: integration } : {}),
      }),
    );
    setOpened(false);
  };
  return (
    <>
      <Button variant="default" leftSection={<IconPackageExport size={15} />} onClick={() => setOpened(true)}>
        Support bundle
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Download a support bundle">
        <Stack gap="md">
          <Text c="dimmed">
            Requests, answers and explanations of a span of time as one JSON file. Tokens, passwords and personal data
            are taken out.
          </Text>
          <SegmentedControl fullWidth aria-label="Span" data={spans} value={hours} onChange={setHours} />
          <IntegrationFilter value={integration} onChange={setIntegration} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setOpened(false)}>
              Cancel
            </Button>
            <Button onClick={download}>Download</Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
