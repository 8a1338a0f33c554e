import { Stack, Text } from '@mantine/core';
import { DetailDrawer, ErrorState, ExactTime, Facts, JsonView, LoadingState, Notice } from '@rollcall/ui';
import type { Exchange } from '../../api/contract.ts';
import { describeError } from '../data/api.ts';
import { useMaybe } from '../data/queries.ts';
import css from './exchange-drawer.module.css';

interface ExchangeDrawerProps {
  readonly id: string | undefined;
  readonly onClose: () => void;
}

/** One SCIM request and its response, in full. */
export function ExchangeDrawer({ id, onClose }: ExchangeDrawerProps) {
  return (
    <DetailDrawer opened={id !== undefined} title="SCIM request" onClose={onClose}>
      {id ? <Detail id={id} /> : null}
    </DetailDrawer>
  );
}

function Detail({ id }: { readonly id: string }) {
  const exchange = useMaybe<Exchange>(`/exchanges/${encodeURIComponent(id)}`);
  if (exchange.error) return <ErrorState {...describeError(exchange.error)} onRetry={() => void exchange.refetch()} />;
  if (!exchange.data) return <LoadingState />;
  const { method, url, status, at, durationMs, note, requestHeaders, requestBody, responseHeaders, responseBody } =
    exchange.data;
  return (
    <Stack gap="md">
      <Text className="rc-mono" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {method} {url}
      </Text>
      {note ? <Notice tone="warn">{note}</Notice> : null}
      <Facts
        items={[
          ['Status', status ?? 'No answer came'],
          ['Sent', <ExactTime key="at" at={at} />],
          ['Took', `${durationMs.toLocaleString('en')} ms`],
        ]}
      />
      <Part title="Request" headers={requestHeaders} body={requestBody} />
      <Part title="Response" headers={responseHeaders} body={responseBody} />
    </Stack>
  );
}

interface PartProps {
  readonly title: string;
  readonly headers: Exchange['requestHeaders'];
  readonly body: string | null;
}

function Part({ title, headers, body }: PartProps) {
  return (
    <section aria-label={title}>
      <h3 className={css.title}>{title}</h3>
      <pre className={css.headers}>
        {headers.map(([name, value]) => `${name}: ${value}`).join('\n') || 'No headers'}
      </pre>
      {body === null || body === '' ? (
        <Text size="sm" c="dimmed">
          No body
        </Text>
      ) : (
        <Body text={body} label={`${title} body`} />
      )}
    </section>
  );
}

function Body({ text, label }: { readonly text: string; readonly label: string }) {
  try {
    const value: unknown = JSON.parse(text);
    return <JsonView value={value} label={label} />;
  } catch {
    return <pre className={css.headers}>{text}</pre>;
  }
}
