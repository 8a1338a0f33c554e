import { Stack } from '@mantine/core';
import { Facts, Notice, RelativeTime, Section } from '@rollcall/ui';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useMay } from '../../data/session.ts';
import { retentionQuery } from '../../data/settings.ts';
import { bytes } from '../../lib/bytes.ts';
import { count } from '../../lib/count.ts';
import { RetentionForm } from './retention-form.tsx';

export function RetentionSettings() {
  const retention = useSuspenseQuery(retentionQuery).data;
  const isOwner = useMay('owner');
  const holds = [
    ['Holds now', `${count(retention.entries, 'request')}, ${bytes(retention.bytes)}`],
    ['Oldest', <RelativeTime key="oldest" at={retention.oldestAt} never="—" />],
  ] as const;
  const limits = [
    ['Kept for', count(retention.requestLogDays, 'day')],
    ['At most', bytes(retention.requestLogBytes)],
  ] as const;
  return (
    <Stack gap="lg">
      {retention.dropped > 0 ? (
        <Notice tone="warn">
          {count(retention.dropped, 'request')} could not be kept: they came faster than the log could be written.
        </Notice>
      ) : null}
      <Section
        title="Request log"
        description="What Activity shows. The oldest requests are forgotten when either limit is reached."
      >
        <Stack gap="lg">
          {isOwner ? (
            <RetentionForm key={`${retention.requestLogDays} ${retention.requestLogBytes}`} retention={retention} />
          ) : null}
          <Facts items={isOwner ? holds : [...limits, ...holds]} />
        </Stack>
      </Section>
      <Section title="Directory and audit log">
        <Facts
          items={[
            [
              'Deleted users, groups and integrations',
              `Kept for ${count(retention.restoreDays, 'day')}, then forgotten. They can’t be restored yet`,
            ],
            ['Audit log', 'Kept without limit, so that nobody can remove what they did'],
          ]}
        />
      </Section>
    </Stack>
  );
}
