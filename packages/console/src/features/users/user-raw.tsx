import { Group, Stack, Text } from '@mantine/core';
import { EmptyState, JsonView, RelativeTime, Section, Tag, TextLink } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { type RawPerson, rawPersonQuery } from '../../data/people.ts';
import { parsedOrText } from '../../lib/json.ts';
import { Loaded } from '../loaded.tsx';

export function UserRaw({ userId }: { readonly userId: string }) {
  return <Loaded query={useQuery(rawPersonQuery(userId))}>{(raw) => <Raw raw={raw} />}</Loaded>;
}

function Raw({ raw }: { readonly raw: RawPerson }) {
  const last = raw.lastPayload;
  return (
    <Stack gap="lg">
      <Section title="SCIM document" description="The user as the identity provider reads it back from here.">
        {raw.document === null ? (
          <EmptyState title="Deleted over SCIM" />
        ) : (
          <JsonView value={raw.document} label="SCIM document" />
        )}
      </Section>
      <Section
        title="Last payload received"
        description="What the identity provider sent last about this user; secrets are taken out."
      >
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
