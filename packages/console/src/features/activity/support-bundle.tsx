import { Button, Modal, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { IconPackageExport } from '@tabler/icons-react';
import { useState } from 'react';
import { supportBundleUrl } from '../../data/activity.ts';
import { IntegrationFilter } from '../directory-filters.tsx';

const spans = [
  { value: '1', label: '1 hour' },
  { value: '24', label: '24 hours' },
  { value: '168', label: '7 days' },
  { value: 'other', label: 'Other' },
];

const hourMs = 3_600_000;

/** As a `datetime-local` field holds it: the administrator's own time, to the minute. */
function localMinute(at: number): string {
  const offsetMs = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offsetMs).toISOString().slice(0, 16);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a vendor's support asks for, without secrets and personal data. */
export function SupportBundle(props: { readonly integration: string | undefined }) {
  const [opened, setOpened] = useState(false);
  const [hours, setHours] = useState('24');
  const [other, setOther] = useState<Span>({ from: 0, to: 0 });
  const [integration, setIntegration] = useState(props.integration);
  const open = () => {
    const now = Date.now();
    setIntegration(props.integration);
    setOther({ from: now - hourMs, to: now });
    setOpened(true);
  };
  const download = () => {
    const now = Date.now();
    const span = hours === 'other' ? other : { from: now - Number(hours) * hourMs, to: now };
    window.location.assign(
      supportBundleUrl({
        from: new Date(span.from).toISOString(),
        to: new Date(span.to).toISOString(),
        ...(integration ? { integrationId: integration } : {}),
      }),
    );
    setOpened(false);
  };
  return (
    <>
      <Button variant="default" leftSection={<IconPackageExport size={15} />} onClick={open}>
        Support bundle
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Download a support bundle">
        <Stack gap="md">
          <Text c="dimmed">
            Requests, answers and explanations of a span of time as one JSON file. Tokens, passwords and personal data
            are taken out.
          </Text>
          <SegmentedControl fullWidth aria-label="Span" data={spans} value={hours} onChange={setHours} />
          {hours === 'other' ? <OtherSpan span={other} onChange={setOther} /> : null}
          <IntegrationFilter value={integration} onChange={setIntegration} />
          <FormButtons
            label="Download"
            onClick={download}
            disabled={hours === 'other' && !(other.from < other.to)}
            onCancel={() => setOpened(false)}
          />
        </Stack>
      </Modal>
    </>
  );
}

function OtherSpan({ span, onChange }: { readonly span: Span; readonly onChange: (span: Span) => void }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          type="datetime-local"
          label={end === 'from' ? 'From' : 'To'}
          defaultValue={localMinute(span[end])}
          onChange={(event) => onChange({ ...span, [end]: new Date(event.currentTarget.value).getTime() })}
        />
      ))}
    </SimpleGrid>
  );
}
