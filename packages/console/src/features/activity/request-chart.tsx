import { clockTime } from '@rollcall/ui';
import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis } from 'recharts';
import type { Chart } from '../../data/activity.ts';
import { count } from '../../lib/count.ts';
import css from './request-chart.module.css';

export function RequestChart({ chart }: { readonly chart: Chart }) {
  const wide = chart.bucketSeconds * chart.buckets.length > 172_800;
  const label = (at: string) =>
    wide
      ? new Date(at).toLocaleDateString('en', { month: 'short', day: 'numeric' })
      : clockTime(new Date(at)).slice(0, 5);
  const data = chart.buckets.map((bucket) => ({ ...bucket, good: bucket.requests - bucket.errors }));
  const total = chart.buckets.reduce((sum, bucket) => sum + bucket.requests, 0);
  return (
    <div role="img" aria-label={`${count(total, 'request')} between ${label(chart.from)} and ${label(chart.to)}`}>
      <ResponsiveContainer width="100%" height={96}>
        <BarChart
          data={data}
          barCategoryGap={1}
          margin={{ top: 4, right: 0, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <XAxis
            dataKey="at"
            tickFormatter={label}
            minTickGap={56}
            tickLine={false}
            axisLine={{ stroke: 'var(--rc-line)' }}
            tick={{ fill: 'var(--rc-text-dim)', fontSize: 11 }}
            height={20}
          />
          <Tooltip content={<Bubble />} cursor={{ fill: 'var(--rc-hover)' }} isAnimationActive={false} />
          <Bar dataKey="good" stackId="all" fill="var(--mantine-color-brand-5)" isAnimationActive={false} />
          <Bar dataKey="errors" stackId="all" fill="var(--rc-bad)" isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

interface BubbleProps {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: unknown }[];
}

const isBucket = (value: unknown): value is Chart['buckets'][number] =>
  typeof value === 'object' && value !== null && 'requests' in value && 'errors' in value && 'at' in value;

function Bubble({ active = false, payload }: BubbleProps) {
  const bucket = payload?.[0]?.payload;
  if (!active || !isBucket(bucket)) return null;
  return (
    <div className={css.bubble}>
      <div>{new Date(bucket.at).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })}</div>
      <strong>{count(bucket.requests, 'request')}</strong>
      {bucket.errors > 0 ? <span className={css.errors}>{count(bucket.errors, 'error')}</span> : null}
    </div>
  );
}
