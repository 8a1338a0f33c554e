import { SegmentedControl, Skeleton } from '@mantine/core';
import { Notice } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { type Chart, chartQuery } from '../../data/activity.ts';
import { describeError } from '../../data/client.ts';
import { count } from '../../lib/count.ts';
import css from './chart-card.module.css';

// The chart library weighs more than the rest of the page together: it comes when the page already stands.
const RequestChart = lazy(async () => ({ default: (await import('./request-chart.tsx')).RequestChart }));

interface ActivityChartProps {
  readonly integration: string | undefined;
  readonly hours: number;
  readonly onHours: (hours: number) => void;
}

export function ActivityChart({ integration, hours, onHours }: ActivityChartProps) {
  const { data: chart, error } = useQuery(chartQuery(integration, hours));
  const requests = chart?.buckets.reduce((sum, bucket) => sum + bucket.requests, 0) ?? 0;
  const errors = chart?.buckets.reduce((sum, bucket) => sum + bucket.errors, 0) ?? 0;
  return (
    <section className={css.card} aria-label="Requests over time">
      <div className={css.head}>
        <p className={css.sums}>
          <strong>{requests.toLocaleString('en')}</strong> {requests === 1 ? 'request' : 'requests'}
          <span className={css.errors} data-some={errors > 0 || undefined}>
            {count(errors, 'error')}
          </span>
        </p>
        <SegmentedControl
          size="xs"
          aria-label="Span"
          value={String(hours)}
          onChange={(value) => onHours(Number(value))}
          data={[
            { value: '1', label: '1 hour' },
            { value: '24', label: '24 hours' },
            { value: '168', label: '7 days' },
          ]}
        />
      </div>
      <Drawing chart={chart} error={error} />
    </section>
  );
}

/** It is asked for every few seconds anyway: what failed needs no button. */
function Drawing({ chart, error }: { readonly chart: Chart | undefined; readonly error: Error | null }) {
  if (!chart && error) return <Notice tone="bad">The chart can’t be drawn. {describeError(error).title}</Notice>;
  return (
    <Suspense fallback={<Skeleton height={96} />}>
      {chart ? <RequestChart chart={chart} /> : <Skeleton height={96} />}
    </Suspense>
  );
}
