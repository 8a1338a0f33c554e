import { Group, Stack, Text } from '@mantine/core';
import {
  CopyButton,
  DetailDrawer,
  ErrorState,
  ExactTime,
  Facts,
  JsonView,
  LoadingState,
  Notice,
  Section,
  Tag,
  TextLink,
} from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { AttributeChanges } from '../../components/attribute-changes.tsx';
import { CodeText } from '../../components/code-text.tsx';
import { HttpMethod, HttpStatus } from '../../components/http-status.tsx';
import { IdWithCopy } from '../../components/id-with-copy.tsx';
import { type ActivityDetail, activityDetailQuery } from '../../data/activity.ts';
import { describeError } from '../../data/client.ts';
import { count } from '../../lib/count.ts';
import { parsedOrText } from '../../lib/json.ts';
import css from './request-drawer.module.css';

interface RequestDrawerProps {
  readonly requestId: string | undefined;
  readonly onClose: () => void;
}

export function RequestDrawer({ requestId, onClose }: RequestDrawerProps) {
  const request = useQuery({ ...activityDetailQuery(requestId ?? ''), enabled: requestId !== undefined });
  return (
    <DetailDrawer opened={requestId !== undefined} onClose={onClose} title={request.data?.summary ?? 'Request'}>
      {request.data ? (
        <Request request={request.data} />
      ) : request.error ? (
        <ErrorState {...describeError(request.error)} onRetry={() => void request.refetch()} />
      ) : (
        <LoadingState />
      )}
    </DetailDrawer>
  );
}

function Request({ request }: { readonly request: ActivityDetail }) {
  return (
    <Stack gap="lg">
      <div className={css.line}>
        <HttpMethod method={request.method} />
        <code className={css.path}>{request.path}</code>
        <HttpStatus status={request.status} />
      </div>
      {request.explanation ? <Explanation explanation={request.explanation} /> : null}
      <Facts
        items={[
          ['Request id', <IdWithCopy key="id" id={request.requestId} label="Copy request id" />],
          ['Time', <ExactTime key="at" at={request.at} />],
          ['Took', `${request.durationMs.toFixed(1)} ms`],
          ['Integration', <IntegrationName key="integration" integration={request.integration} />],
          ...(request.resource ? [['About', <ResourceLink key="about" resource={request.resource} />] as const] : []),
          ['Client', request.userAgent],
          ['Address', request.remoteAddress],
        ]}
      />
      {request.changed.length > 0 ? <Changed changed={request.changed} /> : null}
      {request.ignored.length > 0 ? (
        <Section
          title="What was ignored"
          description="Accepted, but not stored: these attributes are not among the supported ones."
        >
          <Group gap={6}>
            {request.ignored.map((path) => (
              <Tag key={path} mono>
                {path}
              </Tag>
            ))}
          </Group>
        </Section>
      ) : null}
      <Body title="Request" body={request.requestBody} none="It had no body, or bodies of reads are not kept." />
      <Body title="Response" body={request.responseBody} none="It had no body, or bodies of reads are not kept." />
      {request.bodyTruncated ? <Text c="dimmed">The bodies were cut: they were too large to keep whole.</Text> : null}
      <Section title="As curl" actions={<CopyButton value={request.curl} label="Copy as curl" />}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it */}
        <section className={css.curl} tabIndex={0} aria-label="curl command">
          <code>{request.curl}</code>
        </section>
      </Section>
    </Stack>
  );
}

function Explanation({ explanation }: { readonly explanation: NonNullable<ActivityDetail['explanation']> }) {
  return (
    <Notice tone="warn" title={explanation.title}>
      <Stack gap={6}>
        <Text>
          <CodeText>{explanation.why}</CodeText>
        </Text>
        <Text>
          <strong>What to do:</strong> <CodeText>{explanation.todo}</CodeText>
        </Text>
        {explanation.link ? <TextLink to={explanation.link}>Open the page that helps</TextLink> : null}
      </Stack>
    </Notice>
  );
}

function IntegrationName({ integration }: { readonly integration: ActivityDetail['integration'] }) {
  if (!integration) return 'Unknown: no valid token was sent';
  return (
    <TextLink to="/integrations/$integrationId" params={{ integrationId: integration.id }}>
      {integration.name}
    </TextLink>
  );
}

function ResourceLink({ resource }: { readonly resource: { type: string; id: string; name: string | null } }) {
  const name = resource.name ?? resource.id;
  if (resource.type === 'User')
    return (
      <TextLink to="/users/$userId" params={{ userId: resource.id }}>
        {name}
      </TextLink>
    );
  if (resource.type === 'Group')
    return (
      <TextLink to="/groups/$groupId" params={{ groupId: resource.id }}>
        {name}
      </TextLink>
    );
  return name;
}

const actions = { create: 'created', update: 'changed', delete: 'deleted', restore: 'restored' } as const;

function Changed({ changed }: { readonly changed: ActivityDetail['changed'] }) {
  return (
    <Section title="What changed" flush>
      <ul className={css.changes}>
        {changed.map((change) => (
          <li key={`${change.type} ${change.id}`}>
            <p>
              {change.type} <ResourceLink resource={change} /> {actions[change.action]}
              {change.addedCount > 0 ? ` · ${count(change.addedCount, 'member')} added` : ''}
              {change.removedCount > 0 ? ` · ${count(change.removedCount, 'member')} removed` : ''}
            </p>
            <AttributeChanges changes={change.attributes} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Body({ title, body, none }: { readonly title: string; readonly body: string | null; readonly none: string }) {
  return (
    <Section title={title}>
      {body === null ? <Text c="dimmed">{none}</Text> : <JsonView value={parsedOrText(body)} label={`${title} body`} />}
    </Section>
  );
}
