import { Stack } from '@mantine/core';
import { Facts, Notice, RelativeTime, Section } from '@rollcall/ui';
import { useSuspenseQuery } from '@tanstack/react-query';
import { retentionQuery } from '../../data/settings.ts';
import { bytes } from '../../lib/bytes.ts';
import { count } from '../../lib/count.ts';

export function RetentionSettings() {
  const retention = useSuspenseQuery(retentionQuery).data;
  return (
    <Stack gap="lg">
      {retention.dropped > 0 ? (
        <Notice tone="warn">
          {count(retention.dropped, 'request')} could not be kept: they came faster than the log could be written.
        </Notice>
      ) : null}
      <Section title="Request log" description="Set in the configuration of the server.">
        <Facts
          items={[
            ['Kept for', count(retention.requestLogDays, 'day')],
            ['At most', bytes(retention.requestLogBytes)],
            ['Holds now', `${count(retention.entries, 'request')}, ${bytes(retention.bytes)}`],
            ['Oldest', <RelativeTime key="oldest" at={retention.oldestAt} never="—" />],
          ]}
        />
      </Section>
      <Section title="Directory">
        <Facts
          items={[
            ['Deleted users, groups and integrations', `Can be restored for ${count(retention.restoreDays, 'day')}`],
            ['Audit log', 'Kept without limit'],
          ]}
        />
      </Section>
    </Stack>
  );
}
