import { Group, Stack, Text } from '@mantine/core';
import { EmptyState, JsonView, LoadingState, RelativeTime, Section, Tag, TextLink } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { rawPersonQuery } from '../../data/people.ts';
import { parsedOrText } from '../../lib/json.ts';

export function UserRaw({ userId }: { readonly userId: string }) {
  const raw = useQuery(rawPersonQuery(userId)).data;
  if (!raw) return <LoadingState />;
  const last = raw.lastPayload;
  return (
    <Stack gap="lg">
      <Section title="SCIM document" description="As the identity provider sees it.">
        {raw.document === null ? (
          <EmptyState title="Deleted over SCIM" />
        ) : (
          <JsonView value={raw.document} label="SCIM document" />
        )}
      </Section>
      <Section title="Last payload received" description="Redacted.">
        {last ? (
          <Stack gap="sm">
            <Group gap="xs">
              <Tag mono>{last.method}</Tag>
              <code>{last.path}</code>
              <RelativeTime at={last.at} />
              <TextLink to="/activity" search={{ request: last.requestId }}>
                Request
              </TextLink>
            </Group>
            {last.ignored.length > 0 ? <Text c="dimmed">Ignored: {last.ignored.join(', ')}</Text> : null}
            {last.body === null ? (
              <Text c="dimmed">The body was too large to keep.</Text>
            ) : (
              <JsonView value={parsedOrText(last.body)} label="Last payload" />
            )}
          </Stack>
        ) : (
          <EmptyState title="None kept">
            Bodies are kept as long as the request log is: see Settings → Retention.
          </EmptyState>
        )}
      </Section>
    </Stack>
  );
}
